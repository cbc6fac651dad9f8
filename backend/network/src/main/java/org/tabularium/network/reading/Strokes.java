package org.tabularium.network.reading;

import java.util.Arrays;
import org.tabularium.network.image.InkMap;

/**
 * The ink of a page, piece by piece: cells that hang together, as a rule a letter, a digit or a
 * rule.
 *
 * @param left first column of each
 * @param top first row of each
 * @param width cells
 * @param height cells
 */
record Strokes(int[] left, int[] top, int[] width, int[] height) {
  /** Cells fainter than this are paper; as for the boxes of digits. */
  private static final float INK = 0.4f;

  int count() {
    return left.length;
  }

  double middleX(int i) {
    return left[i] + width[i] / 2.0;
  }

  double middleY(int i) {
    return top[i] + height[i] / 2.0;
  }

  /** Of the cells of an ink map; corners touch. */
  static Strokes of(InkMap ink) {
    return new Runs(ink).joined();
  }

  /** Runs of ink along the rows, and which hang together. */
  private static final class Runs {
    private int[] row = new int[1 << 14];
    private int[] from = new int[1 << 14];
    private int[] to = new int[1 << 14];
    private final Groups groups = new Groups(0);
    private int count;

    Runs(InkMap ink) {
      int above = 0; // the first run of the row above
      int first = 0; // and of this row
      for (int y = 0; y < ink.height(); y++) {
        above = y == 0 ? 0 : first;
        first = count;
        int end = first;
        int x = 0;
        while (x < ink.width()) {
          if (ink.ink()[y * ink.width() + x] <= INK) {
            x++;
            continue;
          }
          int start = x;
          while (x < ink.width() && ink.ink()[y * ink.width() + x] > INK) {
            x++;
          }
          int run = add(y, start, x);
          while (above < end && to[above] < start) {
            above++;
          }
          for (int i = above; i < end && from[i] <= x; i++) {
            groups.join(i, run);
          }
        }
      }
    }

    private int add(int y, int start, int end) {
      if (count == row.length) {
        row = Arrays.copyOf(row, 2 * count);
        from = Arrays.copyOf(from, 2 * count);
        to = Arrays.copyOf(to, 2 * count);
      }
      row[count] = y;
      from[count] = start;
      to[count] = end;
      groups.add();
      return count++;
    }

    Strokes joined() {
      int[] of = new int[count];
      int n = 0;
      for (int i = 0; i < count; i++) {
        int root = groups.root(i);
        of[i] = root == i ? n++ : of[root];
      }
      int[] left = new int[n];
      int[] right = new int[n];
      int[] top = new int[n];
      int[] bottom = new int[n];
      Arrays.fill(left, Integer.MAX_VALUE);
      Arrays.fill(top, Integer.MAX_VALUE);
      for (int i = 0; i < count; i++) {
        int s = of[i];
        left[s] = Math.min(left[s], from[i]);
        right[s] = Math.max(right[s], to[i]);
        top[s] = Math.min(top[s], row[i]);
        bottom[s] = Math.max(bottom[s], row[i] + 1);
      }
      for (int s = 0; s < n; s++) {
        right[s] -= left[s];
        bottom[s] -= top[s];
      }
      return new Strokes(left, top, right, bottom);
    }
  }
}
