package org.tabularium.network.reading;

/**
 * What two unrelated tables would share. Digits are not equally frequent, so any two tables have
 * bigrams in common.
 *
 * <p>Null model, in closed form: in each table first digits and second digits keep how often they
 * occur, but meet at random. Then bigram jk is expected {@code r_j c_k / n} times, where {@code
 * r_j} and {@code c_k} count j as first and k as second digit and n all bigrams, and the expected
 * product of two tables' entries is the product of the two expectations, since the tables are
 * independent.
 */
public final class Chance {

  private static final int DIGITS = 10;

  private Chance() {}

  /**
   * The score expected by chance, on the scale of {@link Explainer#score} for the same two vectors.
   * Exact for the dot product; the cosine divides it by the lengths that the two vectors have. For
   * square roots it is an upper bound (Jensen's inequality: a mean of roots is at most the root of
   * the mean).
   *
   * @return 0 where a vector is empty
   */
  public static double score(float[] a, float[] b, ScoreKind kind) {
    double[] inA = expected(a);
    double[] inB = expected(b);
    double products = 0;
    double roots = 0;
    double squaresA = 0;
    double squaresB = 0;
    double sumA = 0;
    double sumB = 0;
    for (int k = 0; k < inA.length; k++) {
      products += inA[k] * inB[k];
      roots += Math.sqrt(inA[k] * inB[k]);
      squaresA += (double) a[k] * a[k];
      squaresB += (double) b[k] * b[k];
      sumA += a[k];
      sumB += b[k];
    }
    if (sumA <= 0 || sumB <= 0) {
      return 0;
    }
    return switch (kind) {
      case DOT -> products;
      case COSINE -> products / Math.sqrt(squaresA * squaresB);
      case SQRT -> roots / Math.sqrt(sumA * sumB);
    };
  }

  /** {@code r_j c_k / n}, in the order of the bigrams. */
  private static double[] expected(float[] phi) {
    double[] first = new double[DIGITS];
    double[] second = new double[DIGITS];
    double all = 0;
    for (int k = 0; k < phi.length; k++) {
      first[k / DIGITS] += phi[k];
      second[k % DIGITS] += phi[k];
      all += phi[k];
    }
    double[] expected = new double[phi.length];
    for (int k = 0; k < phi.length && all > 0; k++) {
      expected[k] = first[k / DIGITS] * second[k % DIGITS] / all;
    }
    return expected;
  }
}
