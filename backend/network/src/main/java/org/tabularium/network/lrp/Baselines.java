package org.tabularium.network.lrp;

/**
 * The explanations that the paper compares BiLRP with (section 4). Each gives every pair of input
 * values a share of the similarity; rows are values of x, columns of x'.
 */
public final class Baselines {

  private Baselines() {}

  /** {@code R_ii' = (x_i x'_i')^2}: knows nothing of the network. */
  public static double[][] saliency(Tensor x, Tensor y) {
    double[][] r = new double[x.values().length][y.values().length];
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < r[i].length; j++) {
        double product = x.values()[i] * y.values()[j];
        r[i][j] = product * product;
      }
    }
    return r;
  }

  /** {@code R_ii' = (H_ii')^2}, with {@link Derivatives#hessian}. */
  public static double[][] curvature(double[][] hessian) {
    double[][] r = new double[hessian.length][];
    for (int i = 0; i < r.length; i++) {
      r[i] = new double[hessian[i].length];
      for (int j = 0; j < r[i].length; j++) {
        r[i][j] = hessian[i][j] * hessian[i][j];
      }
    }
    return r;
  }

  /** {@code R_ii' = x_i x'_i' H_ii'} (equation 1), with {@link Derivatives#hessian}. */
  public static double[][] hessianTimesProduct(Tensor x, Tensor y, double[][] hessian) {
    double[][] r = new double[hessian.length][];
    for (int i = 0; i < r.length; i++) {
      r[i] = new double[hessian[i].length];
      for (int j = 0; j < r[i].length; j++) {
        r[i][j] = x.values()[i] * y.values()[j] * hessian[i][j];
      }
    }
    return r;
  }

  /**
   * Sums over channels, as the paper pools its explanations (appendix D).
   *
   * @param relevance one row and column an input value, in the order channel, cell
   * @param cells of one channel of x
   * @param otherCells of one channel of x'
   * @return one row a cell of x, one column a cell of x'
   */
  public static double[][] overChannels(double[][] relevance, int cells, int otherCells) {
    double[][] pooled = new double[cells][otherCells];
    for (int i = 0; i < relevance.length; i++) {
      for (int j = 0; j < relevance[i].length; j++) {
        pooled[i % cells][j % otherCells] += relevance[i][j];
      }
    }
    return pooled;
  }
}
