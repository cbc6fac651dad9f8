package org.tabularium.network.model;

/**
 * The candidate alignments tau of a bigram: where, seen from its left digit, the right one may
 * stand (paper, section 6.2.1; "e.g. horizontal shifts of 8, 10, and 12 pixels").
 *
 * @param nearest smallest shift to the right, map cells
 * @param farthest largest shift to the right, map cells
 * @param vertical most cells up or down, since lines waver
 */
public record ShiftWindow(int nearest, int farthest, int vertical) {

  public ShiftWindow {
    if (nearest < 1 || farthest < nearest || vertical < 0) {
      throw new IllegalArgumentException(
          "not a window of shifts: " + nearest + ".." + farthest + ", " + vertical);
    }
  }

  /** Whether a digit this far right of and below another may form a bigram with it. */
  public boolean holds(int dx, int dy) {
    return dx >= nearest && dx <= farthest && Math.abs(dy) <= vertical;
  }
}
