package org.tabularium.training.corpus.content;

/** What stands in one row of one column. */
public sealed interface Cell {

  /** Nothing is printed. */
  Cell BLANK = new Blank();

  /** A number: one to eight decimal digits, as printed, without any separator. */
  record Number(String digits) implements Cell {
    public Number {
      if (!digits.matches("[0-9]{1,8}")) {
        throw new IllegalArgumentException("not a number as printed: " + digits);
      }
    }
  }

  /** Words that every edition prints in its own language: a key of the vocabulary. */
  record Term(String key) implements Cell {}

  /** Words that are the same in every language: proper names, letters, Roman numerals. */
  record Text(String text) implements Cell {}

  /** An empty cell. */
  record Blank() implements Cell {}

  static Cell number(long value) {
    return new Number(Long.toString(value));
  }
}
