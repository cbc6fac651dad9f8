package org.tabularium.app.readings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;

/** Puts digits into the order in which people read: line by line, each from left to right. */
final class Lines {

  private Lines() {}

  /**
   * @param digits of a table
   * @param turn that brings the table upright
   * @return its lines, from the top of the upright table to its foot
   */
  static List<List<Digit>> of(List<Digit> digits, Turn turn) {
    List<Placed> placed =
        digits.stream()
            .map(digit -> Placed.of(digit, turn))
            .sorted(Comparator.comparingDouble(Placed::down))
            .toList();
    List<List<Placed>> lines = new ArrayList<>();
    List<Placed> line = new ArrayList<>();
    double last = 0;
    for (Placed one : placed) {
      // Nearer than half a digit below the one before: still the same line.
      if (!line.isEmpty() && one.down() - last > 0.5 * one.height()) {
        lines.add(line);
        line = new ArrayList<>();
      }
      line.add(one);
      last = one.down();
    }
    if (!line.isEmpty()) {
      lines.add(line);
    }
    return lines.stream()
        .map(
            one ->
                one.stream()
                    .sorted(Comparator.comparingDouble(Placed::right))
                    .map(Placed::digit)
                    .toList())
        .toList();
  }

  /** A digit's middle on the upright table, counted to the right and down from anywhere. */
  private record Placed(Digit digit, double right, double down, double height) {

    static Placed of(Digit digit, Turn turn) {
      double x = digit.box().centreX();
      double y = digit.box().centreY();
      double w = digit.box().w();
      double h = digit.box().h();
      return switch (turn) {
        case UPRIGHT -> new Placed(digit, x, y, h);
        case CLOCKWISE -> new Placed(digit, -y, x, w);
        case HALF -> new Placed(digit, -x, -y, h);
        case COUNTERCLOCKWISE -> new Placed(digit, y, -x, w);
      };
    }
  }
}
