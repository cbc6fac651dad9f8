package org.tabularium.training.patches;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.image.InkMap;

/**
 * Sheets turned on their side or upside down. Their digits are not to be found, so that the right
 * turn of a page can be told by what is found; those that look like digits all the same are spared.
 */
final class Turning {

  private Turning() {}

  /**
   * @param quarters clockwise, 1 to 3
   */
  static Sheet turned(Sheet sheet, int quarters) {
    int size = sheet.ink().width();
    float[] from = sheet.ink().ink();
    float[] to = new float[from.length];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int u = x;
        int v = y;
        for (int q = 0; q < quarters; q++) {
          int old = u;
          u = size - 1 - v;
          v = old;
        }
        to[v * size + u] = from[y * size + x];
      }
    }
    List<Mark> spared = new ArrayList<>();
    for (List<Mark> marks : List.of(sheet.digits(), sheet.spared())) {
      for (Mark mark : marks) {
        if (sheet.spared().contains(mark) || looksLikeADigit(mark.digit(), quarters)) {
          spared.add(turned(mark, quarters, size));
        }
      }
    }
    return new Sheet(new InkMap(size, size, to), List.of(), List.of(), spared);
  }

  private static boolean looksLikeADigit(int digit, int quarters) {
    return switch (digit) {
      case 0 -> true;
      case 1, 6, 8, 9 -> quarters == 2;
      default -> false;
    };
  }

  private static Mark turned(Mark mark, int quarters, int size) {
    double x = mark.x();
    double y = mark.y();
    for (int q = 0; q < quarters; q++) {
      double old = x;
      x = size - y;
      y = old;
    }
    return new Mark(x, y, mark.em(), mark.digit());
  }
}
