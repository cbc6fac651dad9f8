package org.tabularium.network.reading;

import java.util.ArrayDeque;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.InkMap;

/**
 * Finds the box of a digit whose peak is known: the bounds of the ink that hangs together with it.
 */
final class DigitBoxes {
  /** Cells fainter than this are paper. */
  private static final float INK = 0.4f;

  private final InkMap ink;
  private final double em;

  DigitBoxes(InkMap ink, double em) {
    this.ink = ink;
    this.em = em;
  }

  /**
   * The box of the digit whose map peaks at x, y.
   *
   * @param x ink-map cells, from the left edge
   * @param y ink-map cells, from the top edge; on the digits' common line
   * @return ink-map cells
   */
  Box at(double x, double y) {
    // No digit is wider than 0.62 em; old-style ones hang to 0.3 em below the baseline, lining and
    // rising ones reach 0.75 em above it, and the common line lies 0.33 em above it.
    int left = (int) Math.floor(x - 0.31 * em);
    int right = (int) Math.ceil(x + 0.31 * em);
    int top = (int) Math.floor(y - 0.45 * em);
    int bottom = (int) Math.ceil(y + 0.65 * em);
    int w = right - left;
    int h = bottom - top;
    boolean[] seen = new boolean[w * h];
    ArrayDeque<Integer> open = new ArrayDeque<>();
    int coreX = (int) Math.round(0.15 * em);
    int coreY = (int) Math.round(0.2 * em);
    for (int j = (int) y - coreY; j <= (int) y + coreY; j++) {
      for (int i = (int) x - coreX; i <= (int) x + coreX; i++) {
        visit(i - left, j - top, w, h, left, top, seen, open);
      }
    }
    int minX = w;
    int maxX = -1;
    int minY = h;
    int maxY = -1;
    while (!open.isEmpty()) {
      int at = open.remove();
      int i = at % w;
      int j = at / w;
      minX = Math.min(minX, i);
      maxX = Math.max(maxX, i);
      minY = Math.min(minY, j);
      maxY = Math.max(maxY, j);
      for (int dj = -1; dj <= 1; dj++) {
        for (int di = -1; di <= 1; di++) {
          visit(i + di, j + dj, w, h, left, top, seen, open);
        }
      }
    }
    if (maxX < minX || maxX - minX < 0.1 * em && maxY - minY < 0.2 * em) {
      return new Box(x - 0.25 * em, y - 0.37 * em, 0.5 * em, 0.7 * em);
    }
    return new Box(left + minX, top + minY, maxX - minX + 1.0, maxY - minY + 1.0);
  }

  private void visit(
      int i, int j, int w, int h, int left, int top, boolean[] seen, ArrayDeque<Integer> open) {
    int x = left + i;
    int y = top + j;
    boolean inside =
        i >= 0
            && j >= 0
            && i < w
            && j < h
            && x >= 0
            && y >= 0
            && x < ink.width()
            && y < ink.height();
    if (inside && !seen[j * w + i] && ink.ink()[y * ink.width() + x] > INK) {
      seen[j * w + i] = true;
      open.add(j * w + i);
    }
  }
}
