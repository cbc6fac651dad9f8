package org.tabularium.training.corpus.content;

import java.util.List;
import java.util.stream.Stream;

/**
 * The numbers of one table, whatever its looks. Two pages carry the same table when their contents
 * have the same id.
 *
 * @param id names the table and everything its numbers depend on
 * @param subject names the kind of table: titles and instructions belong to it
 * @param title what stands over the table
 * @param subtitle the parameter that tells it from its near misses
 * @param groups the columns, left to right
 * @param rows cells, one for each column
 */
public record TableContent(
    String id,
    String subject,
    Phrase title,
    Phrase subtitle,
    List<Group> groups,
    List<List<Cell>> rows) {

  public TableContent {
    groups = List.copyOf(groups);
    rows = rows.stream().map(List::copyOf).toList();
    long width = groups.stream().mapToLong(group -> group.columns().size()).sum();
    for (List<Cell> row : rows) {
      if (row.size() != width) {
        throw new IllegalArgumentException(
            id + ": a row of " + row.size() + " cells in a table of " + width + " columns");
      }
    }
  }

  /** The columns of all groups, left to right. */
  public List<Column> columns() {
    return groups.stream().flatMap(group -> group.columns().stream()).toList();
  }

  /** The column of this name. */
  public int column(String name) {
    List<Column> columns = columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(id + " has no column " + name);
  }

  /** The same table with other rows. */
  TableContent withRows(List<List<Cell>> others) {
    return new TableContent(id, subject, title, subtitle, groups, others);
  }

  /**
   * A table that is none: every number written backwards. It has the same digits as this one, and
   * as many of each, but other pairs of them: a near miss for whoever counts digits alone.
   */
  public TableContent backwards() {
    return new TableContent(
        id + "-backwards",
        subject,
        title,
        subtitle,
        groups,
        rows.stream()
            .map(
                row ->
                    row.stream()
                        .map(
                            cell ->
                                cell instanceof Cell.Number number
                                    ? new Cell.Number(
                                        new StringBuilder(number.digits()).reverse().toString())
                                    : cell)
                        .toList())
            .toList());
  }

  /** Some of its rows only, as where a table runs on to the next page. */
  public TableContent rows(int from, int to) {
    return withRows(rows.subList(from, to));
  }

  /** All numbers, row by row. */
  public Stream<String> numbers() {
    return rows.stream()
        .flatMap(List::stream)
        .filter(Cell.Number.class::isInstance)
        .map(cell -> ((Cell.Number) cell).digits());
  }

  /** How many digits its numbers have. */
  public int digits() {
    return numbers().mapToInt(String::length).sum();
  }
}
