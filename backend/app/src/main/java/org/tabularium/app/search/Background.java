package org.tabularium.app.search;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.reading.ScoreKind;

/**
 * What scores are usual here: those of pairs of tables drawn at random from all that are indexed,
 * two of one edition never together. A score means something only against it.
 *
 * @param kind the score
 * @param scores in ascending order
 */
public record Background(ScoreKind kind, double[] scores) {

  /** Below this many pairs nothing is said. */
  static final int LEAST = 200;

  private static final int BARS = 40;

  /** Whether there are pairs enough to compare with. */
  public boolean says() {
    return scores.length >= LEAST;
  }

  /**
   * The share of random pairs that have a lower score.
   *
   * @return 0 to 1; null where there are too few pairs to say
   */
  public @Nullable Double below(double score) {
    if (!says()) {
      return null;
    }
    int at = Arrays.binarySearch(scores, score);
    int below = at < 0 ? -at - 1 : at;
    while (below > 0 && scores[below - 1] >= score) {
      below--;
    }
    return below / (double) scores.length;
  }

  /** The score that a share of the pairs does not reach. */
  public double at(double share) {
    return Calibration.quantile(scores, share);
  }

  /** The largest score that the plot shows. */
  public double most() {
    return kind == ScoreKind.DOT ? scores.length == 0 ? 1 : scores[scores.length - 1] : 1;
  }

  /**
   * How many pairs fall into each of equally wide steps from 0 to {@link #most}, as a share of the
   * fullest step.
   */
  public double[] bars() {
    double[] bars = new double[BARS];
    for (double score : scores) {
      bars[(int) Math.max(0, Math.min(BARS - 1, score / most() * BARS))]++;
    }
    double fullest = Math.max(1, Arrays.stream(bars).max().orElse(1));
    return Arrays.stream(bars).map(count -> count / fullest).toArray();
  }
}
