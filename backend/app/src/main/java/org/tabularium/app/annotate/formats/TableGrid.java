package org.tabularium.app.annotate.formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tabularium.app.annotate.Numbers;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;

/**
 * The numbers of a table in rows and columns, told from where they stand on the upright page: rows
 * by their lines, columns by the white between them. A number over several columns is in none.
 *
 * @param rows how many
 * @param columns how many; 0 where none can be told
 * @param cells in reading order
 */
record TableGrid(int rows, int columns, List<Cell> cells) {

  /** So much of the usual height of a column may cross a gutter: a title, a page number. */
  private static final double GUTTER = 0.12;

  /** White narrower than this, in heights of a number, lies within a column. */
  private static final double SLIT = 0.35;

  /**
   * @param row counts from 0
   * @param column counts from 0; -1 where none can be told
   * @param numbers what stands in it, from left to right; at least one
   */
  record Cell(int row, int column, List<Numbers> numbers) {}

  /** A number on the upright page, counted to the right and down from anywhere. */
  private record Placed(Numbers number, double left, double right, double down, double height) {

    static Placed of(Numbers number, Turn turn) {
      Box b = number.box();
      return switch (turn) {
        case UPRIGHT -> new Placed(number, b.x(), b.x() + b.w(), b.centreY(), b.h());
        case CLOCKWISE -> new Placed(number, -b.y() - b.h(), -b.y(), b.centreX(), b.w());
        case HALF -> new Placed(number, -b.x() - b.w(), -b.x(), -b.centreY(), b.h());
        case COUNTERCLOCKWISE -> new Placed(number, b.y(), b.y() + b.h(), -b.centreX(), b.w());
      };
    }

    double middle() {
      return (left + right) / 2;
    }
  }

  static TableGrid of(List<Numbers> numbers, Turn turn) {
    List<Placed> placed =
        numbers.stream()
            .map(number -> Placed.of(number, turn))
            .sorted(Comparator.comparingDouble(Placed::down))
            .toList();
    List<List<Placed>> rows = rows(placed);
    double[][] columns = columns(placed);
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      Map<Integer, List<Numbers>> byColumn = new TreeMap<>();
      List<Cell> loose = new ArrayList<>();
      for (Placed one : rows.get(row)) {
        int column = column(one, columns);
        if (column < 0) {
          loose.add(new Cell(row, -1, List.of(one.number())));
        } else {
          byColumn.computeIfAbsent(column, c -> new ArrayList<>()).add(one.number());
        }
      }
      cells.addAll(loose);
      int at = row;
      byColumn.forEach((column, own) -> cells.add(new Cell(at, column, List.copyOf(own))));
    }
    return new TableGrid(rows.size(), columns.length, cells);
  }

  private static List<List<Placed>> rows(List<Placed> downwards) {
    List<List<Placed>> rows = new ArrayList<>();
    double last = 0;
    for (Placed one : downwards) {
      if (rows.isEmpty() || one.down() - last > 0.5 * one.height()) {
        rows.add(new ArrayList<>());
      }
      rows.get(rows.size() - 1).add(one);
      last = one.down();
    }
    rows.forEach(row -> row.sort(Comparator.comparingDouble(Placed::left)));
    return rows;
  }

  /** From where to where each column reaches, from left to right. */
  private static double[][] columns(List<Placed> placed) {
    if (placed.isEmpty()) {
      return new double[0][];
    }
    double height =
        placed.stream().mapToDouble(Placed::height).sorted().toArray()[placed.size() / 2];
    double[] edges =
        placed.stream()
            .flatMapToDouble(one -> Arrays.stream(new double[] {one.left(), one.right()}))
            .sorted()
            .distinct()
            .toArray();
    // How many numbers stand above one another between each two edges.
    int[] above = new int[Math.max(0, edges.length - 1)];
    for (Placed one : placed) {
      for (int i = Arrays.binarySearch(edges, one.left()); edges[i] < one.right(); i++) {
        above[i]++;
      }
    }
    int[] filled = Arrays.stream(above).filter(n -> n > 0).sorted().toArray();
    double least =
        filled.length == 0 ? 1 : Math.max(1, GUTTER * filled[(int) (0.9 * (filled.length - 1))]);
    List<double[]> columns = new ArrayList<>();
    for (int i = 0; i < above.length; i++) {
      if (above[i] >= least) {
        double[] before = columns.isEmpty() ? null : columns.get(columns.size() - 1);
        if (before != null && edges[i] - before[1] <= SLIT * height) {
          before[1] = edges[i + 1];
        } else {
          columns.add(new double[] {edges[i], edges[i + 1]});
        }
      }
    }
    return columns.toArray(double[][]::new);
  }

  /** The only column that a number stands in; -1 when it stands in several. */
  private static int column(Placed number, double[][] columns) {
    int in = -1;
    for (int i = 0; i < columns.length; i++) {
      boolean middle = number.middle() >= columns[i][0] && number.middle() <= columns[i][1];
      double shared =
          Math.min(number.right(), columns[i][1]) - Math.max(number.left(), columns[i][0]);
      if (middle || shared > 0.5 * (columns[i][1] - columns[i][0])) {
        if (in >= 0) {
          return -1;
        }
        in = i;
      }
    }
    return in;
  }
}
