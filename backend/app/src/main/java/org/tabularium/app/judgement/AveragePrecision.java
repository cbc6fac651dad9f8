package org.tabularium.app.judgement;

import java.util.Comparator;
import java.util.List;

/** How well an order puts what is wanted to the front. */
final class AveragePrecision {

  private AveragePrecision() {}

  /** A thing with its score, and whether it is wanted. */
  record Scored(double score, boolean wanted) {}

  /**
   * The mean, over all that is wanted, of the share of wanted things among those that stand no
   * lower. Of equal scores what is not wanted counts as standing first, so that a score that says
   * nothing gains nothing.
   *
   * @return 0 to 1; 1 when all that is wanted stands before all that is not
   * @throws IllegalArgumentException when nothing is wanted
   */
  static double of(List<Scored> things) {
    List<Scored> ranked =
        things.stream()
            .sorted(
                Comparator.comparingDouble((Scored thing) -> -thing.score())
                    .thenComparing(Scored::wanted))
            .toList();
    int wanted = 0;
    double sum = 0;
    for (int rank = 1; rank <= ranked.size(); rank++) {
      if (ranked.get(rank - 1).wanted()) {
        wanted++;
        sum += wanted / (double) rank;
      }
    }
    if (wanted == 0) {
      throw new IllegalArgumentException("nothing is wanted");
    }
    return sum / wanted;
  }
}
