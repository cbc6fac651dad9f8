package org.tabularium.app.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Reading;

/**
 * The columns of a table, from the places of its digits alone: where, seen across the upright page,
 * digits stand above one another, with white between.
 */
final class TableColumns {

  /** Steps a digit's width across which digits are counted. */
  private static final int STEPS = 4;

  /** A gutter lets through a title or a page number, but not a column: so much of its height. */
  private static final double GUTTER = 0.12;

  private static final int NUMBERS = 3;

  private TableColumns() {}

  /**
   * A column.
   *
   * @param part of the scan that holds its digits, and no others
   * @param digits how many stand in it
   * @param numbers the first, from above
   */
  record Column(Region part, int digits, List<String> numbers) {}

  /** A digit on the upright page, counted to the right and down from anywhere. */
  private record Placed(Digit digit, double left, double right, double down, double height) {

    static Placed of(Digit digit, Turn turn) {
      double x = digit.box().x();
      double y = digit.box().y();
      double w = digit.box().w();
      double h = digit.box().h();
      return switch (turn) {
        case UPRIGHT -> new Placed(digit, x, x + w, y + h / 2, h);
        case CLOCKWISE -> new Placed(digit, -y - h, -y, x + w / 2, w);
        case HALF -> new Placed(digit, -x - w, -x, -y - h / 2, h);
        case COUNTERCLOCKWISE -> new Placed(digit, y, y + h, -x - w / 2, w);
      };
    }

    double middle() {
      return (left + right) / 2;
    }
  }

  /** From left to right on the upright page; columns of fewer than two digits are none. */
  static List<Column> of(Reading reading) {
    List<Placed> placed =
        reading.digits().stream().map(digit -> Placed.of(digit, reading.turn())).toList();
    if (placed.isEmpty()) {
      return List.of();
    }
    double width = median(placed.stream().map(one -> one.right() - one.left()).toList());
    double from = placed.stream().mapToDouble(Placed::left).min().orElse(0);
    double to = placed.stream().mapToDouble(Placed::right).max().orElse(0);
    double step = Math.max(width, 1e-6) / STEPS;
    int[] above = new int[(int) ((to - from) / step) + 2];
    for (Placed one : placed) {
      for (int at = (int) ((one.left() - from) / step); from + at * step < one.right(); at++) {
        above[at]++;
      }
    }
    int[] filled = java.util.Arrays.stream(above).filter(n -> n > 0).sorted().toArray();
    double least = Math.max(1.5, GUTTER * filled[(int) (0.9 * (filled.length - 1))]);
    List<Column> columns = new ArrayList<>();
    for (int at = 0; at < above.length; at++) {
      int start = at;
      int white = 0;
      int end = at;
      // A slit narrower than half a digit is the white within a number.
      while (at < above.length && white <= STEPS / 2) {
        if (above[at] >= least) {
          white = 0;
          end = at;
        } else if (at == start) {
          break;
        } else {
          white++;
        }
        at++;
      }
      if (at > start) {
        double left = from + start * step;
        double right = from + (end + 1) * step;
        List<Placed> members =
            placed.stream().filter(one -> one.middle() >= left && one.middle() < right).toList();
        if (members.size() > 1) {
          columns.add(column(members));
        }
        at--;
      }
    }
    return columns;
  }

  private static Column column(List<Placed> members) {
    double x = members.stream().mapToDouble(m -> m.digit().box().x()).min().orElse(0);
    double y = members.stream().mapToDouble(m -> m.digit().box().y()).min().orElse(0);
    double right =
        members.stream()
            .mapToDouble(m -> m.digit().box().x() + m.digit().box().w())
            .max()
            .orElse(0);
    double bottom =
        members.stream()
            .mapToDouble(m -> m.digit().box().y() + m.digit().box().h())
            .max()
            .orElse(0);
    int left = (int) Math.max(0, Math.floor(x));
    int top = (int) Math.max(0, Math.floor(y));
    return new Column(
        new Region(
            left,
            top,
            Math.max(1, (int) Math.ceil(right) - left),
            Math.max(1, (int) Math.ceil(bottom) - top)),
        members.size(),
        numbers(members));
  }

  private static List<String> numbers(List<Placed> members) {
    List<Placed> downwards =
        members.stream().sorted(Comparator.comparingDouble(Placed::down)).toList();
    List<String> numbers = new ArrayList<>();
    List<Placed> line = new ArrayList<>();
    for (Placed one : downwards) {
      if (!line.isEmpty() && one.down() - line.get(0).down() > 0.5 * one.height()) {
        numbers.add(number(line));
        line.clear();
        if (numbers.size() == NUMBERS) {
          return numbers;
        }
      }
      line.add(one);
    }
    numbers.add(number(line));
    return numbers;
  }

  private static String number(List<Placed> line) {
    StringBuilder number = new StringBuilder();
    line.stream()
        .sorted(Comparator.comparingDouble(Placed::left))
        .forEach(one -> number.append(one.digit().digit()));
    return number.toString();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
