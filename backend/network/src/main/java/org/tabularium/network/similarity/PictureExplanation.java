package org.tabularium.network.similarity;

/**
 * Why two pictures are similar to a network, in factored form and pooled.
 *
 * @param score {@code y(tau(x), tau'(x'))}
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
