package org.tabularium.training.matching;

import java.util.SplittableRandom;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.training.report.Cosines;

/**
 * The vectors that stand for the ten digits (paper, section 4): in R^10 and not negative, and
 * correlated "to avoid a too simple task".
 *
 * @param vectors one row a digit
 */
record DigitCodes(double[][] vectors) {
  static final int DIGITS = 10;
  static final int SIZE = 10;

  /** Digits in a sequence. */
  static final int LENGTH = 6;

  /**
   * {@code (1 - c) e_d + c u_d}, with u_d drawn evenly from [0, 1]^10 and c such that two different
   * digits have this cosine on average.
   *
   * @param cosine between 0 and about 0.7
   */
  static DigitCodes correlated(double cosine, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] noise = new double[DIGITS][SIZE];
    for (double[] row : noise) {
      for (int k = 0; k < SIZE; k++) {
        row[k] = random.nextDouble();
      }
    }
    double low = 0;
    double high = 1;
    for (int halving = 0; halving < 60; halving++) {
      double middle = (low + high) / 2;
      if (mixed(noise, middle).meanCosine() < cosine) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return mixed(noise, low);
  }

  private static DigitCodes mixed(double[][] noise, double share) {
    double[][] vectors = new double[DIGITS][SIZE];
    for (int d = 0; d < DIGITS; d++) {
      for (int k = 0; k < SIZE; k++) {
        vectors[d][k] = (d == k ? 1 - share : 0) + share * noise[d][k];
      }
    }
    return new DigitCodes(vectors);
  }

  /** Over all pairs of different digits. */
  double meanCosine() {
    double sum = 0;
    for (int d = 0; d < DIGITS; d++) {
      for (int e = 0; e < DIGITS; e++) {
        sum += d == e ? 0 : Cosines.of(vectors[d], vectors[e]);
      }
    }
    return sum / (DIGITS * (DIGITS - 1));
  }

  /**
   * A sequence as the network sees it, {@code x} in R^(6 x 10), laid out as ten channels of six
   * cells: what is pooled over the vectors' entries is pooled over channels.
   */
  Tensor encode(int[] digits) {
    double[] x = new double[SIZE * LENGTH];
    for (int p = 0; p < LENGTH; p++) {
      for (int k = 0; k < SIZE; k++) {
        x[k * LENGTH + p] = vectors[digits[p]][k];
      }
    }
    return new Tensor(new int[] {SIZE, 1, LENGTH}, x);
  }
}
