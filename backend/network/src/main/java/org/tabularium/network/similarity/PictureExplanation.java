package org.tabularium.network.similarity;

/**
 * Why two pictures are similar to a network, in factored form and pooled.
 *
 * @param score {@code y(tau(x), tau'(x'))}
 * @param cosine the same over the lengths of the two feature vectors; 0 where one of them is 0
 * @param remainder what biases and stabilisers took of it; relevances and this add up to the score
 * @param viewOfFirst tau
 * @param viewOfSecond tau'
 * @param rows blocks down a picture
 * @param columns blocks across a picture
 * @param first one row a feature, one entry a block of the first picture, in its own frame
 * @param second the same of the second
 */
public record PictureExplanation(
    double score,
    double cosine,
    double remainder,
    View viewOfFirst,
    View viewOfSecond,
    int rows,
    int columns,
    double[][] first,
    double[][] second) {

  /** What block i of the first and block j of the second have of the score together. */
  public double at(int i, int j) {
    double r = 0;
    for (int m = 0; m < first.length; m++) {
      r += first[m][i] * second[m][j];
    }
    return r;
  }

  /** What each block of the first picture has of the score, over all of the second. */
  public double[] ofFirst() {
    return over(first, second);
  }

  /** The same of the second. */
  public double[] ofSecond() {
    return over(second, first);
  }

  /** The sum over all pairs of blocks; with the remainder it makes up the score. */
  public double explained() {
    return java.util.Arrays.stream(ofFirst()).sum();
  }

  private static double[] over(double[][] own, double[][] other) {
    double[] sums = new double[own.length == 0 ? 0 : own[0].length];
    for (int m = 0; m < own.length; m++) {
      double total = java.util.Arrays.stream(other[m]).sum();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += own[m][i] * total;
      }
    }
    return sums;
  }

  /** One row a block of the first picture, one column a block of the second. */
  public double[][] relevance() {
    double[][] r = new double[rows * columns][rows * columns];
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < r.length; j++) {
        r[i][j] = at(i, j);
      }
    }
    return r;
  }
}
