package org.tabularium.training.corpus.content;

/**
 * One column of a table. Degrees and minutes are two columns, as in the prints.
 *
 * @param name names the column in the truth, unique in its table
 * @param heading key of the vocabulary for what stands over the column, empty for nothing
 * @param numeric whether its cells are numbers, set flush right; words are set flush left
 */
public record Column(String name, String heading, boolean numeric) {

  static Column number(String name, String heading) {
    return new Column(name, heading, true);
  }

  static Column words(String name, String heading) {
    return new Column(name, heading, false);
  }
}
