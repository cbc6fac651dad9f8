package org.tabularium.network.reading;

/**
 * BiLRP of a pair of tables down to the cells of their ink maps (paper, equation 1 and section
 * 3.3): {@code R_ii' = sum_m c_m LRP(phi_m, x)(i) LRP(phi_m, x')(i')}. The relevance of all pairs
 * of cells is never written out; any entry is a short sum.
 *
 * <p>{@code c_m} is 1 for the dot product; the other kinds of score weigh each bigram by a number
 * that depends on the two vectors alone.
 */
public final class PixelExplanation {
  private final PixelBranch a;
  private final PixelBranch b;
  private final double[] shares;
  private final double[] factors;

  /**
   * @throws IllegalArgumentException when the branches differ in model version, gamma or how a
   *     min's relevance is shared
   */
  public PixelExplanation(PixelBranch a, PixelBranch b, ScoreKind kind) {
    if (!a.modelVersion().equals(b.modelVersion())
        || a.gamma() != b.gamma()
        || a.share() != b.share()) {
      throw new IllegalArgumentException("the two branches were not computed alike");
    }
    this.a = a;
    this.b = b;
    this.shares = Explainer.contributions(a.phi(), b.phi(), kind);
    this.factors = new double[shares.length];
    for (int m = 0; m < factors.length; m++) {
      double product = (double) a.phi()[m] * b.phi()[m];
      factors[m] = product > 0 ? shares[m] / product : 0;
    }
  }

  /** The same number as in the ranking. */
  public double score() {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    return sum;
  }

  /** {@code R_ii'} for cell x, y of the first ink map and cell u, v of the second. */
  public double at(int x, int y, int u, int v) {
    double sum = 0;
    for (int m = 0; m < factors.length; m++) {
      if (factors[m] != 0) {
        double first = a.at(m, x, y);
        sum += first == 0 ? 0 : factors[m] * first * b.at(m, u, v);
      }
    }
    return sum;
  }

  /** {@code sum_ii' R_ii'}, from the factors. */
  public double explained() {
    double sum = 0;
    for (int m = 0; m < factors.length; m++) {
      sum += factors[m] == 0 ? 0 : factors[m] * a.total(m) * b.total(m);
    }
    return sum;
  }

  /**
   * What stabilisers took, counted where they took it: for the branches' losses r, r' it is {@code
   * sum_m c_m (phi_m r'_m + r_m phi'_m - r_m r'_m)}. With {@link #explained} it makes up the score.
   */
  public double remainder() {
    double sum = 0;
    for (int m = 0; m < factors.length; m++) {
      if (factors[m] != 0) {
        double r = a.lost(m);
        double s = b.lost(m);
        sum += factors[m] * (a.phi()[m] * s + r * b.phi()[m] - r * s);
      }
    }
    return sum;
  }

  /**
   * What each digit of the first table has to hand down to its ink, over all of the second: its
   * map's factor in {@link #heat}.
   */
  public double[] digits() {
    double[] sums = new double[a.digits().size()];
    for (int m = 0; m < factors.length; m++) {
      if (factors[m] != 0) {
        double partner = factors[m] * b.total(m);
        for (PixelBranch.Weight w : a.weights().get(m)) {
          sums[w.digit()] += w.relevance() * partner;
        }
      }
    }
    return sums;
  }

  /**
   * The same of the second table's digits, in pairs with one digit of the first: their maps'
   * factors in {@link #heatOfPartners}.
   */
  public double[] partners(int digit) {
    double[] sums = new double[b.digits().size()];
    double total = a.digits().get(digit).total();
    for (int m = 0; m < factors.length; m++) {
      if (factors[m] == 0) {
        continue;
      }
      for (PixelBranch.Weight w : a.weights().get(m)) {
        if (w.digit() == digit) {
          for (PixelBranch.Weight v : b.weights().get(m)) {
            sums[v.digit()] += factors[m] * w.relevance() * total * v.relevance();
          }
        }
      }
    }
    return sums;
  }

  /** {@code sum_i' R_ii'}: the relevance of each cell of the first ink map, row by row. */
  public double[] heat() {
    return map(a, digits());
  }

  /** The relevance of each cell of the second ink map, in pairs with one digit of the first. */
  public double[] heatOfPartners(int digit) {
    return map(b, partners(digit));
  }

  private static double[] map(PixelBranch branch, double[] digits) {
    double[] page = new double[branch.width() * branch.height()];
    for (int d = 0; d < digits.length; d++) {
      if (digits[d] != 0) {
        branch.add(page, d, digits[d]);
      }
    }
    return page;
  }
}
