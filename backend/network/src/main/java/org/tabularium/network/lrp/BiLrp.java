package org.tabularium.network.lrp;

import java.util.List;

/**
 * BiLRP in factored form (paper, section 3.4): {@code BiLRP(y, x, x') = sum_m LRP(phi_m, x) (x)
 * LRP(phi_m, x')}. The four-dimensional relevance is never built; any entry is a short sum.
 *
 * @param features {@code phi(x)}, one entry a feature
 * @param relevance for each feature its relevance at the input cells, summed over channels
 * @param lost for each feature what went to biases and stabilisers
 */
public record BiLrp(double[] features, double[][] relevance, double[] lost) {

  /** One table's branch; it does not depend on the partner. */
  public static BiLrp branch(Interpreter interpreter, Tensor x) {
    List<Tensor> activations = interpreter.activations(x);
    double[] phi = activations.get(activations.size() - 1).values();
    double[][] relevance = new double[phi.length][];
    double[] lost = new double[phi.length];
    int cells = x.shape()[1] * x.shape()[2];
    for (int m = 0; m < phi.length; m++) {
      Interpreter.Relevance r = interpreter.relevance(x, activations, m);
      relevance[m] = new double[cells];
      for (int i = 0; i < r.input().values().length; i++) {
        relevance[m][i % cells] += r.input().values()[i];
      }
      lost[m] = r.lost();
    }
    return new BiLrp(phi, relevance, lost);
  }

  /** {@code y = <phi, phi'>}. */
  public static double score(BiLrp a, BiLrp b) {
    double y = 0;
    for (int m = 0; m < a.features.length; m++) {
      y += a.features[m] * b.features[m];
    }
    return y;
  }

  /** {@code R_ii'}: the share of the score that input cells i of x and i' of x' have together. */
  public static double at(BiLrp a, BiLrp b, int i, int j) {
    double r = 0;
    for (int m = 0; m < a.features.length; m++) {
      r += a.relevance[m][i] * b.relevance[m][j];
    }
    return r;
  }

  /** {@code sum_ii' R_ii'}, from the factors. */
  public static double sum(BiLrp a, BiLrp b) {
    double sum = 0;
    for (int m = 0; m < a.features.length; m++) {
      sum += total(a.relevance[m]) * total(b.relevance[m]);
    }
    return sum;
  }

  /** What biases and stabilisers took: {@code sum_m phi_m r'_m + r_m phi'_m - r_m r'_m}. */
  public static double remainder(BiLrp a, BiLrp b) {
    double rest = 0;
    for (int m = 0; m < a.features.length; m++) {
      double r = a.lost[m];
      double s = b.lost[m];
      rest += a.features[m] * s + r * b.features[m] - r * s;
    }
    return rest;
  }

  private static double total(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }
}
