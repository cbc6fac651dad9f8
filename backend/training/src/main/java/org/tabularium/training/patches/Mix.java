package org.tabularium.training.patches;

/**
 * In what proportions sheets are made; what is left to 1 is ornaments, engravings, diagrams and
 * blank paper.
 *
 * @param oldTables tables in old-style figures, with names and rules
 * @param liningTables the same in lining figures
 * @param modernTables dense tables with decimal points, as printed around 1900
 * @param text pages of text in roman and italic
 * @param blackLetter pages of text in black letter, or in made-up letters of a broad pen
 * @param scattered figures among letters and signs that look like them
 * @param numbered tops of pages above a table, and prose: numbers among words
 * @param turned share of all these that is turned on its side or upside down, with nothing to find
 */
public record Mix(
    double oldTables,
    double liningTables,
    double modernTables,
    double text,
    double blackLetter,
    double scattered,
    double numbered,
    double turned) {

  /** One without numbers among words. */
  public Mix(
      double oldTables,
      double liningTables,
      double modernTables,
      double text,
      double blackLetter,
      double scattered,
      double turned) {
    this(oldTables, liningTables, modernTables, text, blackLetter, scattered, 0, turned);
  }

  /** The proportions of the first stage of training. */
  public static Mix current() {
    return new Mix(0.27, 0.08, 0.13, 0.22, 0.12, 0.09, 0.08);
  }

  /** Those of the second stage of its training: a few more dense tables. */
  public static Mix second() {
    return new Mix(0.26, 0.08, 0.16, 0.22, 0.12, 0.08, 0.08);
  }

  /** Those of the third: mostly tables. */
  public static Mix third() {
    return new Mix(0.3, 0.1, 0.24, 0.14, 0.07, 0.08, 0.05);
  }

  /** Those of the fourth: a fifth of the sheets has numbers among words. */
  public static Mix fourth() {
    return new Mix(0.22, 0.08, 0.2, 0.12, 0.06, 0.05, 0.2, 0.05);
  }

  /** Those of the fifth: more than every third has. */
  public static Mix fifth() {
    return new Mix(0.17, 0.06, 0.16, 0.1, 0.05, 0.04, 0.36, 0.04);
  }

  /** Those of the sixth: mostly tables again. */
  public static Mix sixth() {
    return new Mix(0.27, 0.09, 0.2, 0.1, 0.05, 0.04, 0.2, 0.04);
  }

  /** Those of the seventh: tables above all. */
  public static Mix seventh() {
    return new Mix(0.34, 0.1, 0.2, 0.08, 0.04, 0.05, 0.14, 0.04);
  }

  /** Tables of all three kinds, to measure with. */
  public static Mix tables() {
    return new Mix(0.6, 0.15, 0.25, 0, 0, 0, 0);
  }

  /** Text and nothing else, to measure with. */
  public static Mix words() {
    return new Mix(0, 0, 0, 0.8, 0.1, 0, 0);
  }
}
