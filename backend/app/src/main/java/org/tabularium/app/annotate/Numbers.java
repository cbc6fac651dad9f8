package org.tabularium.app.annotate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;

/**
 * The digits of one number, from its first to its last: those that say so, or those that follow one
 * another on a line from a first digit to a last.
 */
public record Numbers(List<Label> digits) {

  /** Wider gaps than this, in heights of the digit before, end a number. */
  private static final double GAP = 1.0;

  /** All numbers of a page, in reading order. */
  public static List<Numbers> of(List<Label> labels, Turn turn) {
    Map<UUID, List<Placed>> together = new LinkedHashMap<>();
    List<Placed> others = new ArrayList<>();
    for (Label label : labels) {
      if (label.kind() != LabelKind.DIGIT) {
        continue;
      }
      Placed placed = Placed.of(label, turn);
      if (label.mark().number() != null) {
        together.computeIfAbsent(label.mark().number(), number -> new ArrayList<>()).add(placed);
      } else {
        others.add(placed);
      }
    }
    List<List<Placed>> numbers = new ArrayList<>();
    together
        .values()
        .forEach(
            number -> {
              number.sort(Comparator.comparingDouble(Placed::left));
              numbers.add(number);
            });
    lines(others).forEach(line -> numbers.addAll(alongALine(line)));
    numbers.sort(
        Comparator.<List<Placed>>comparingDouble(number -> number.get(0).middle())
            .thenComparingDouble(number -> number.get(0).left()));
    return numbers.stream()
        .map(number -> new Numbers(number.stream().map(Placed::label).toList()))
        .toList();
  }

  /** As it is written. */
  public String text() {
    return digits.stream()
        .map(label -> Objects.requireNonNull(label.digit()).toString())
        .collect(Collectors.joining());
  }

  /** The smallest box around its digits. */
  public Box box() {
    double x = digits.stream().mapToDouble(l -> l.mark().x()).min().orElseThrow();
    double y = digits.stream().mapToDouble(l -> l.mark().y()).min().orElseThrow();
    double right =
        digits.stream().mapToDouble(l -> l.mark().x() + l.mark().w()).max().orElseThrow();
    double foot = digits.stream().mapToDouble(l -> l.mark().y() + l.mark().h()).max().orElseThrow();
    return new Box(x, y, right - x, foot - y);
  }

  private static List<List<Placed>> lines(List<Placed> digits) {
    digits.sort(Comparator.comparingDouble(Placed::middle));
    List<List<Placed>> lines = new ArrayList<>();
    double last = 0;
    for (Placed one : digits) {
      if (lines.isEmpty() || one.middle() - last > 0.5 * one.height()) {
        lines.add(new ArrayList<>());
      }
      lines.get(lines.size() - 1).add(one);
      last = one.middle();
    }
    lines.forEach(line -> line.sort(Comparator.comparingDouble(Placed::left)));
    return lines;
  }

  private static List<List<Placed>> alongALine(List<Placed> line) {
    List<List<Placed>> numbers = new ArrayList<>();
    Placed before = null;
    for (Placed one : line) {
      boolean goesOn =
          before != null
              && !before.label().mark().last()
              && !one.label().mark().first()
              && one.left() - before.right() <= GAP * before.height();
      if (!goesOn) {
        numbers.add(new ArrayList<>());
      }
      numbers.get(numbers.size() - 1).add(one);
      before = one;
    }
    return numbers;
  }

  /** A label on the upright page, counted to the right and down from anywhere. */
  private record Placed(Label label, double left, double right, double middle, double height) {

    static Placed of(Label label, Turn turn) {
      Mark m = label.mark();
      double cx = m.box().centreX();
      double cy = m.box().centreY();
      return switch (turn) {
        case UPRIGHT -> new Placed(label, m.x(), m.x() + m.w(), cy, m.h());
        case CLOCKWISE -> new Placed(label, -m.y() - m.h(), -m.y(), cx, m.w());
        case HALF -> new Placed(label, -m.x() - m.w(), -m.x(), -cy, m.h());
        case COUNTERCLOCKWISE -> new Placed(label, m.y(), m.y() + m.h(), -cx, m.w());
      };
    }
  }
}
