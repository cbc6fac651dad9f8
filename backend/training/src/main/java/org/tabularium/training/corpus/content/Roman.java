package org.tabularium.training.corpus.content;

import java.util.ArrayList;
import java.util.List;

/** Roman numerals, which some editions keep for the rows' names. */
public final class Roman {

  private static final int[] VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  private static final String[] SIGNS = {
    "m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"
  };

  private Roman() {}

  /** A number from 1 to 3999 in small letters, the last i a j as printers had it. */
  public static String of(int number) {
    StringBuilder roman = new StringBuilder();
    int rest = number;
    for (int i = 0; i < VALUES.length; i++) {
      while (rest >= VALUES[i]) {
        roman.append(SIGNS[i]);
        rest -= VALUES[i];
      }
    }
    if (roman.charAt(roman.length() - 1) == 'i' && roman.length() > 1) {
      roman.setCharAt(roman.length() - 1, 'j');
    }
    return roman.toString();
  }

  /** The table with the first column's numbers in Roman figures; its other numbers stay. */
  public static TableContent firstColumn(TableContent table) {
    List<List<Cell>> rows = new ArrayList<>();
    for (List<Cell> row : table.rows()) {
      List<Cell> changed = new ArrayList<>(row);
      if (row.get(0) instanceof Cell.Number number) {
        changed.set(0, new Cell.Text(of(Integer.parseInt(number.digits()))));
      }
      rows.add(changed);
    }
    return table.withRows(rows);
  }
}
