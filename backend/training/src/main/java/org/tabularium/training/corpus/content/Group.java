package org.tabularium.training.corpus.content;

import java.util.List;

/**
 * Columns that stand together under one heading, such as the degrees and minutes of one sign.
 *
 * @param heading what stands over them
 * @param columns at least one
 */
public record Group(Phrase heading, List<Column> columns) {

  public Group {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a group needs a column");
    }
  }

  static Group of(Phrase heading, Column... columns) {
    return new Group(heading, List.of(columns));
  }

  static Group of(String heading, Column... columns) {
    return new Group(Phrase.of(heading), List.of(columns));
  }
}
