package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Explains the similarity of two tables by BiLRP at the level of digits. Runs no network: since
 * {@code phi_k = sum_p m_k(p)}, the score is {@code sum_k sum_p sum_q m_k(p) m'_k(q)}, and each
 * term is the relevance of one pair of occurrences (paper, equation 1 in factored form).
 */
public final class Explainer {

  private Explainer() {}

  /**
   * The score of two feature vectors; 0 when either is empty. A cosine, of the counts or of their
   * square roots, is never above 1.
   */
  public static double score(float[] a, float[] b, ScoreKind kind) {
    return score(contributions(a, b, kind), kind);
  }

  /**
   * By the inequality of Cauchy and Schwarz only rounding can lift a cosine above 1, by a few units
   * in the last place; the shares stay as they are and add up to the score within that.
   */
  private static double score(double[] shares, ScoreKind kind) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    return kind == ScoreKind.DOT ? sum : Math.min(1, sum);
  }

  /**
   * Each bigram's share of the score; the shares add up to {@link #score}, but for the rounding of
   * the last place.
   */
  public static double[] contributions(float[] a, float[] b, ScoreKind kind) {
    double norms =
        switch (kind) {
          case DOT -> 1;
          case COSINE -> Math.sqrt(squares(a) * squares(b));
          case SQRT -> Math.sqrt(sum(a) * sum(b));
        };
    double[] shares = new double[a.length];
    if (norms > 0) {
      for (int k = 0; k < shares.length; k++) {
        double product = (double) a[k] * b[k];
        shares[k] = (kind == ScoreKind.SQRT ? Math.sqrt(product) : product) / norms;
      }
    }
    return shares;
  }

  /**
   * Why two readings are similar.
   *
   * <p>A bigram's share of the score is divided among the pairs of its occurrences by the product
   * of their masses. For the dot product that is BiLRP itself; the other kinds weigh each bigram by
   * a number that depends on the two vectors alone.
   *
   * @param limit how many of the strongest pairs are listed
   * @throws IllegalArgumentException when the readings are of different model versions, whose
   *     features must never meet
   */
  public static Explanation explain(Reading a, Reading b, ScoreKind kind, int limit) {
    if (!a.modelVersion().equals(b.modelVersion())) {
      throw new IllegalArgumentException("the two tables were read by different model versions");
    }
    double[] shares = contributions(a.phi(), b.phi(), kind);
    double[] factors = new double[shares.length];
    for (int k = 0; k < factors.length; k++) {
      double product = (double) a.phi()[k] * b.phi()[k];
      factors[k] = product > 0 ? shares[k] / product : 0;
    }
    double[] inA = masses(a);
    double[] inB = masses(b);
    double explained = 0;
    for (int k = 0; k < factors.length; k++) {
      explained += factors[k] * inA[k] * inB[k];
    }
    List<Explanation.Pair> pairs = StrongestPairs.of(a, b, factors, limit);
    double listed = pairs.stream().mapToDouble(Explanation.Pair::relevance).sum();
    List<Explanation.Feature> features = new ArrayList<>();
    for (int k = 0; k < shares.length; k++) {
      if (shares[k] > 0) {
        features.add(new Explanation.Feature(k, a.phi()[k], b.phi()[k], shares[k]));
      }
    }
    features.sort(
        Comparator.comparingDouble((Explanation.Feature f) -> -f.contribution())
            .thenComparingInt(Explanation.Feature::bigram));
    return new Explanation(
        kind, score(shares, kind), explained, pairs, explained - listed, features, silence(a, b));
  }

  /** Why there is nothing to explain, if there is nothing; the same for every kind of score. */
  public static Explanation.Silence silence(Reading a, Reading b) {
    for (int k = 0; k < a.phi().length; k++) {
      if (a.phi()[k] > 0 && b.phi()[k] > 0) {
        return Explanation.Silence.NONE;
      }
    }
    if (a.digits().isEmpty()) {
      return b.digits().isEmpty()
          ? Explanation.Silence.NEITHER_HAS_DIGITS
          : Explanation.Silence.FIRST_HAS_NO_DIGITS;
    }
    return b.digits().isEmpty()
        ? Explanation.Silence.SECOND_HAS_NO_DIGITS
        : Explanation.Silence.NO_BIGRAM_IN_COMMON;
  }

  /** Each bigram's masses summed over its occurrences: all that the sum over their pairs needs. */
  private static double[] masses(Reading reading) {
    double[] sums = new double[Reading.FEATURES];
    for (Occurrence occurrence : reading.occurrences()) {
      sums[occurrence.bigram()] += occurrence.mass();
    }
    return sums;
  }

  private static double squares(float[] v) {
    double sum = 0;
    for (float x : v) {
      sum += (double) x * x;
    }
    return sum;
  }

  private static double sum(float[] v) {
    double sum = 0;
    for (float x : v) {
      sum += x;
    }
    return sum;
  }
}
