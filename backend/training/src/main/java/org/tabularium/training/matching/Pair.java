package org.tabularium.training.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Two sequences of six digits. */
record Pair(int[] a, int[] b) {

  /** Drawn evenly; the same for the same seed. */
  static Pair drawn(SplittableRandom random) {
    return new Pair(sequence(random), sequence(random));
  }

  /**
   * Pairs to explain. Those without a match are left out: with a truth of zeros there is no cosine.
   */
  static List<Pair> withMatches(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Pair> pairs = new ArrayList<>();
    while (pairs.size() < count) {
      Pair pair = drawn(random);
      if (pair.matches() > 0) {
        pairs.add(pair);
      }
    }
    return pairs;
  }

  private static int[] sequence(SplittableRandom random) {
    return random.ints(DigitCodes.LENGTH, 0, DigitCodes.DIGITS).toArray();
  }

  /** The hard-coded similarity: how many pairs of places hold the same digit. */
  int matches() {
    int matches = 0;
    for (int d : a) {
      for (int e : b) {
        matches += d == e ? 1 : 0;
      }
    }
    return matches;
  }

  /**
   * The true explanation: 1 where place p of the first holds the digit of place q of the second.
   */
  double[][] truth() {
    double[][] truth = new double[a.length][b.length];
    for (int p = 0; p < a.length; p++) {
      for (int q = 0; q < b.length; q++) {
        truth[p][q] = a[p] == b[q] ? 1 : 0;
      }
    }
    return truth;
  }
}
