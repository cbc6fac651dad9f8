package org.tabularium.network.index;

import java.util.Arrays;
import org.tabularium.network.reading.Reading;

/**
 * Vectors in blocks, feature by feature within each. A question runs along the features that it
 * has, side by side for all tables of a block: the processor multiplies eight of them at a time,
 * and what the question does not have is never touched.
 */
final class Columns {

  /** Tables a block: its scores stay in the nearest cache. */
  static final int BLOCK = 1024;

  private static final int N = Reading.FEATURES;

  private float[][] blocks = new float[0][];

  /** One over the length of each vector; 0 for an empty one. */
  private float[] inverse = new float[0];

  void set(int at, float[] vector) {
    int block = at / BLOCK;
    if (block == blocks.length) {
      blocks = Arrays.copyOf(blocks, block + 1);
      blocks[block] = new float[BLOCK * N];
    }
    if (at >= inverse.length) {
      inverse = Arrays.copyOf(inverse, Math.max(BLOCK, 2 * at));
    }
    double squares = 0;
    for (int k = 0; k < N; k++) {
      blocks[block][k * BLOCK + at % BLOCK] = vector[k];
      squares += (double) vector[k] * vector[k];
    }
    inverse[at] = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
  }

  /** The vector at a place. */
  float[] get(int at) {
    float[] vector = new float[N];
    for (int k = 0; k < N; k++) {
      vector[k] = blocks[at / BLOCK][k * BLOCK + at % BLOCK];
    }
    return vector;
  }

  float inverseLength(int at) {
    return inverse[at];
  }

  /** Products of a question with all vectors of a block, {@code out} of length {@link #BLOCK}. */
  void products(int block, float[] question, float[] out) {
    Arrays.fill(out, 0);
    float[] vectors = blocks[block];
    int[] asked = new int[N];
    int count = 0;
    for (int k = 0; k < N; k++) {
      if (question[k] != 0) {
        asked[count++] = k;
      }
    }
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      int a = asked[i];
      int b = asked[i + 1];
      int c = asked[i + 2];
      int d = asked[i + 3];
      add(
          out,
          vectors,
          question[a],
          a * BLOCK,
          question[b],
          b * BLOCK,
          question[c],
          c * BLOCK,
          question[d],
          d * BLOCK);
    }
    for (; i < count; i++) {
      add(out, vectors, question[asked[i]], asked[i] * BLOCK);
    }
  }

  private static void add(float[] out, float[] vectors, float factor, int from) {
    for (int i = 0; i < BLOCK; i++) {
      out[i] += factor * vectors[from + i];
    }
  }

  /** Four features in one go: the sums are fetched and put back a quarter as often. */
  private static void add(
      float[] out,
      float[] vectors,
      float fa,
      int a,
      float fb,
      int b,
      float fc,
      int c,
      float fd,
      int d) {
    for (int i = 0; i < BLOCK; i++) {
      out[i] +=
          fa * vectors[a + i] + fb * vectors[b + i] + (fc * vectors[c + i] + fd * vectors[d + i]);
    }
  }
}
