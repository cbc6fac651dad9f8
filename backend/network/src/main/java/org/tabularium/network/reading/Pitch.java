package org.tabularium.network.reading;

import java.util.Arrays;
import java.util.Comparator;
import org.tabularium.network.onnx.BigramNetwork.Peaks;

/**
 * How far apart the figures of a number stand. A network that reads well over a wide range of
 * scales does not tell by its confidence which of them brings the digits of a number within the
 * window of shifts; their distance does.
 */
final class Pitch {
  /** A neighbour stands at least this far to the right, map cells: nearer is the same digit. */
  private static final int NEAREST = 2;

  /** At most this far: farther is the next number. */
  private static final int FARTHEST = 9;

  /** And at most so far up or down. */
  private static final int LEVEL = 2;

  /** Distances that make a case; with fewer nothing is said. */
  private static final int ENOUGH = 12;

  private Pitch() {}

  /**
   * Mean of the middle half of the distances from a digit to its neighbour on the right, map cells;
   * 0 when too few digits have one.
   */
  static double of(Peaks peaks) {
    int n = peaks.count();
    Integer[] byRow = new Integer[n];
    Arrays.setAll(byRow, i -> i);
    Arrays.sort(byRow, Comparator.comparingInt(i -> peaks.row()[i]));
    int[] distances = new int[n];
    int count = 0;
    int first = 0;
    for (int p : byRow) {
      while (peaks.row()[p] - peaks.row()[byRow[first]] > LEVEL) {
        first++;
      }
      int nearest = FARTHEST + 1;
      for (int j = first; j < n && peaks.row()[byRow[j]] - peaks.row()[p] <= LEVEL; j++) {
        int dx = peaks.column()[byRow[j]] - peaks.column()[p];
        if (dx >= NEAREST) {
          nearest = Math.min(nearest, dx);
        }
      }
      if (nearest <= FARTHEST) {
        distances[count++] = nearest;
      }
    }
    if (count < ENOUGH) {
      return 0;
    }
    Arrays.sort(distances, 0, count);
    // Of whole cells the median would be too coarse.
    return Arrays.stream(distances, count / 4, count * 3 / 4).average().orElseThrow();
  }
}
