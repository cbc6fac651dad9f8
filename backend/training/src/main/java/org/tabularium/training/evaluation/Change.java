package org.tabularium.training.evaluation;

import java.util.Map;

/**
 * What differs between two pages of one table, as the truth of a generated corpus says ({@code
 * tables.csv}). A pair can be of several kinds.
 */
enum Change {
  WEAR("paper and wear alone"),
  TYPEFACE("another typeface"),
  TURN("another turn"),
  CROP("part of the rows, half or less in common"),
  DIGITS("misprints");

  private final String label;

  Change(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  boolean is(Map<String, String> a, Map<String, String> b) {
    boolean face = !a.get("figures").equals(b.get("figures"));
    boolean turn = !a.get("turn").equals(b.get("turn"));
    boolean digits = !a.get("misprints").equals("0") || !b.get("misprints").equals("0");
    boolean crop = 2 * common(a, b) <= Math.max(number(a, "rows"), number(b, "rows"));
    return switch (this) {
      case WEAR -> !face && !turn && !digits && common(a, b) == number(a, "rows");
      case TYPEFACE -> face;
      case TURN -> turn;
      case CROP -> crop;
      case DIGITS -> digits;
    };
  }

  private static int common(Map<String, String> a, Map<String, String> b) {
    int from = Math.max(number(a, "first_row"), number(b, "first_row"));
    int to =
        Math.min(
            number(a, "first_row") + number(a, "rows"), number(b, "first_row") + number(b, "rows"));
    return Math.max(0, to - from);
  }

  private static int number(Map<String, String> page, String name) {
    return Integer.parseInt(page.get(name));
  }
}
