package org.tabularium.training.evaluation;

import java.util.Comparator;
import java.util.List;

/**
 * How far counts of features agree with the true ones, as the published successor of the paper
 * reports it: Pearson's correlation over the features, precision and recall of what was counted.
 *
 * @param there how many features truly are there
 * @param pearson correlation of the two lists; 0 where one of them is flat
 * @param precision share of what was counted that is there
 * @param recall share of what is there that was counted
 */
public record FeatureCounts(double there, double pearson, double precision, double recall) {

  /**
   * @param truth how often each feature is there
   * @param counted how often it was found; of the same length
   */
  public static FeatureCounts of(double[] truth, double[] counted) {
    double there = 0;
    double found = 0;
    double both = 0;
    for (int i = 0; i < truth.length; i++) {
      there += truth[i];
      found += counted[i];
      both += Math.min(truth[i], counted[i]);
    }
    double n = truth.length;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < truth.length; i++) {
      double a = truth[i] - there / n;
      double b = counted[i] - found / n;
      ab += a * b;
      aa += a * a;
      bb += b * b;
    }
    return new FeatureCounts(
        there,
        aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb),
        found == 0 ? 1 : both / found,
        there == 0 ? 1 : both / there);
  }

  /** The successor reports its pages in three groups; ours are thirds, by how much there is. */
  static List<List<FeatureCounts>> byDensity(List<FeatureCounts> pages) {
    List<FeatureCounts> sorted =
        pages.stream().sorted(Comparator.comparingDouble(FeatureCounts::there)).toList();
    int n = sorted.size();
    return n < 3
        ? List.of()
        : List.of(
            sorted.subList(0, n / 3),
            sorted.subList(n / 3, 2 * n / 3),
            sorted.subList(2 * n / 3, n));
  }
}
