package org.tabularium.training.corpus.content;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A printer's error.
 *
 * @param row row of the whole table, from 0
 * @param column the column's name
 * @param correct what the computation gives
 * @param printed what stands there instead
 */
public record Misprint(int row, String column, String correct, String printed) {

  /** A table with its errors in place, and the list of them. */
  public record Spoilt(TableContent content, List<Misprint> misprints) {
    public Spoilt {
      misprints = List.copyOf(misprints);
    }
  }

  /**
   * Spoils some cells the way compositors did: a turned 6 or 9, two figures changed about, the
   * figure of a neighbouring box of the case, the number of the row above. Never the first column,
   * which nobody got wrong.
   */
  public static Spoilt scatter(TableContent table, int count, RandomGenerator random) {
    List<List<Cell>> rows = new ArrayList<>();
    table.rows().forEach(row -> rows.add(new ArrayList<>(row)));
    List<Misprint> misprints = new ArrayList<>();
    while (misprints.size() < count) {
      int row = random.nextInt(rows.size());
      int column = 1 + random.nextInt(table.columns().size() - 1);
      String name = table.columns().get(column).name();
      boolean spoilt = misprints.stream().anyMatch(m -> m.row() == row && m.column().equals(name));
      if (!spoilt && rows.get(row).get(column) instanceof Cell.Number number) {
        Cell above = row > 0 ? rows.get(row - 1).get(column) : Cell.BLANK;
        String printed = spoil(number.digits(), above, random);
        if (!printed.equals(number.digits())) {
          rows.get(row).set(column, new Cell.Number(printed));
          misprints.add(new Misprint(row, name, number.digits(), printed));
        }
      }
    }
    return new Spoilt(table.withRows(rows), misprints);
  }

  private static String spoil(String digits, Cell above, RandomGenerator random) {
    char[] figures = digits.toCharArray();
    int at = random.nextInt(figures.length);
    switch (random.nextInt(4)) {
      case 0 -> {
        if (figures[at] == '6' || figures[at] == '9') {
          figures[at] = figures[at] == '6' ? '9' : '6';
        } else {
          figures[at] = neighbour(figures[at], random);
        }
      }
      case 1 -> {
        if (at > 0 && figures[at] != '0') {
          char left = figures[at - 1];
          figures[at - 1] = figures[at];
          figures[at] = left;
        }
      }
      case 2 -> {
        if (above instanceof Cell.Number number) {
          return number.digits();
        }
      }
      default -> figures[at] = neighbour(figures[at], random);
    }
    return new String(figures);
  }

  /** A figure from the next box of the case; 1 rather than 0, which would lead a number. */
  private static char neighbour(char figure, RandomGenerator random) {
    int moved = figure - '0' + (random.nextBoolean() ? 1 : -1);
    return (char) ('0' + (moved < 1 ? 1 : moved > 9 ? 8 : moved));
  }
}
