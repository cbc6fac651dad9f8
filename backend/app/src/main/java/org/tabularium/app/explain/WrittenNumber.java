package org.tabularium.app.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tabularium.network.image.Box;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;

/**
 * A run of digits as it stands in a table: digits of which each forms a bigram with the next. What
 * stands side by side is thus what the bigram stage took to stand so, and nothing else.
 *
 * @param text the digits, at least two
 * @param box around them, pixels of the scan
 * @param corrected whether a person said what one of its digits is
 */
record WrittenNumber(String text, Box box, boolean corrected) {

  /** All of a table, in the order in which its digits are listed. */
  static List<WrittenNumber> of(Reading reading) {
    List<Digit> digits = reading.digits();
    int[] next = new int[digits.size()];
    int[] before = new int[digits.size()];
    Arrays.fill(next, -1);
    Arrays.fill(before, -1);
    // A digit may form bigrams with two to its right; the nearer one is its neighbour.
    reading.occurrences().stream()
        .sorted(Comparator.comparingDouble(o -> distance(digits, o)))
        .forEach(
            o -> {
              if (next[o.first()] < 0 && before[o.second()] < 0) {
                next[o.first()] = o.second();
                before[o.second()] = o.first();
              }
            });
    List<WrittenNumber> numbers = new ArrayList<>();
    for (int i = 0; i < digits.size(); i++) {
      if (before[i] >= 0 || next[i] < 0) {
        continue;
      }
      StringBuilder text = new StringBuilder();
      double left = Double.MAX_VALUE;
      double top = Double.MAX_VALUE;
      double right = -Double.MAX_VALUE;
      double bottom = -Double.MAX_VALUE;
      boolean corrected = false;
      for (int at = i; at >= 0; at = next[at]) {
        Box box = digits.get(at).box();
        text.append(digits.get(at).digit());
        corrected |= digits.get(at).byHand() != null;
        left = Math.min(left, box.x());
        top = Math.min(top, box.y());
        right = Math.max(right, box.x() + box.w());
        bottom = Math.max(bottom, box.y() + box.h());
      }
      numbers.add(
          new WrittenNumber(
              text.toString(), new Box(left, top, right - left, bottom - top), corrected));
    }
    return numbers;
  }

  private static double distance(List<Digit> digits, Occurrence o) {
    Box first = digits.get(o.first()).box();
    Box second = digits.get(o.second()).box();
    return Math.hypot(second.centreX() - first.centreX(), second.centreY() - first.centreY());
  }
}
