package org.tabularium.app.readings;

import java.nio.ByteBuffer;
import java.util.function.ObjIntConsumer;

/**
 * An array as PostgreSQL's {@code array_send} writes it, big-endian: how many dimensions, whether
 * any element is null, their type; for each dimension its length and first index; for each element
 * its size in bytes and the bytes. Taken apart here, since the driver makes an object, and on its
 * first calls a text, of each of some forty thousand numbers that a large table's reading has.
 */
final class SentArray {
  /** Dimensions, nulls, type. */
  private static final int HEAD = 12;

  private SentArray() {}

  static short[] shorts(byte[] sent) {
    short[] values = new short[length(sent)];
    each(sent, values.length, Short.BYTES, (bytes, i) -> values[i] = bytes.getShort());
    return values;
  }

  static int[] ints(byte[] sent) {
    int[] values = new int[length(sent)];
    each(sent, values.length, Integer.BYTES, (bytes, i) -> values[i] = bytes.getInt());
    return values;
  }

  static float[] floats(byte[] sent) {
    float[] values = new float[length(sent)];
    each(sent, values.length, Float.BYTES, (bytes, i) -> values[i] = bytes.getFloat());
    return values;
  }

  static double[] doubles(byte[] sent) {
    double[] values = new double[length(sent)];
    each(sent, values.length, Double.BYTES, (bytes, i) -> values[i] = bytes.getDouble());
    return values;
  }

  private static int length(byte[] sent) {
    ByteBuffer bytes = ByteBuffer.wrap(sent);
    int dimensions = bytes.getInt();
    if (dimensions > 1) {
      throw new IllegalArgumentException("an array of " + dimensions + " dimensions");
    }
    return dimensions == 0 ? 0 : bytes.getInt(HEAD);
  }

  private static void each(byte[] sent, int length, int size, ObjIntConsumer<ByteBuffer> taker) {
    if (length == 0) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(sent).position(HEAD + 2 * Integer.BYTES);
    for (int i = 0; i < length; i++) {
      int of = bytes.getInt();
      if (of != size) {
        throw new IllegalArgumentException("an element of " + of + " bytes, not " + size);
      }
      taker.accept(bytes, i);
    }
  }
}
