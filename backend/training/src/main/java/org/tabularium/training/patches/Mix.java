package org.tabularium.training.patches;

/**
 * In what proportions sheets are made; what is left to 1 is ornaments, diagrams and blank paper.
 *
 * @param oldTables tables in old-style figures, with names and rules
 * @param liningTables the same in lining figures
 * @param modernTables dense tables with decimal points, as printed around 1900
 * @param text pages of text in roman and italic
 * @param blackLetter pages of text in black letter
 * @param scattered figures among letters and signs that look like them
 * @param turned share of all these that is turned on its side or upside down, with nothing to find
 */
public record Mix(
    double oldTables,
    double liningTables,
    double modernTables,
    double text,
    double blackLetter,
    double scattered,
    double turned) {

  /** The proportions that the shipped model was trained with. */
  public static Mix current() {
    return new Mix(0.27, 0.07, 0.12, 0.29, 0.06, 0.13, 0.1);
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
