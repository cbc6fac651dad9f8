package org.tabularium.network.reading;

/** Whether a reading looks like one of a numeric table. Never a refusal: a verdict to be shown. */
final class TableVerdict {
  /** Fewer digits in rows and columns are a page number, a date, or letters taken for digits. */
  private static final int LEAST_IN_COMPANY = 25;

  /** Of a page with scattered figures, a diagram or a scale, most digits stand alone. */
  private static final double LEAST_SHARE = 0.5;

  private TableVerdict() {}

  /**
   * @param inCompany digits that stand in rows and columns with others
   * @param digits all digits that count
   */
  static boolean looksLikeTable(int inCompany, int digits) {
    return inCompany >= LEAST_IN_COMPANY && inCompany >= LEAST_SHARE * digits;
  }
}
