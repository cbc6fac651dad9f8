package org.tabularium.network.model;

/**
 * Which of the gate's peaks count as digits of a table: one that is read surely always does; a
 * doubtful one only in company, when enough witnesses, digits themselves fairly sure, stand beside
 * it in its row or above and below it in its column. Letters taken for digits are mostly unsure and
 * mostly alone; digits of a table are mostly neither.
 *
 * <p>Like the gate it is a constant to BiLRP: its own decision gets no relevance.
 *
 * @param sure activation above which a peak needs no witness; 0 lets every peak count
 * @param least activation that a digit must exceed in the best of company; rules between columns
 *     stand in company, too
 * @param witness activation that a witness must exceed
 * @param across a witness in the row stands at most this far left or right, em
 * @param level and at most so far up or down, em
 * @param nearest a witness in the column stands at least this far up or down, em
 * @param farthest and at most this far, em
 * @param aligned and at most so far left or right, em
 * @param enough witnesses that make company; of row and column each at most two count
 */
public record Company(
    float sure,
    float least,
    float witness,
    float across,
    float level,
    float nearest,
    float farthest,
    float aligned,
    int enough) {

  /** Every peak counts. */
  public static final Company NONE = new Company(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Whether a digit this far right of and below another (em) may be its witness in the row. */
  public boolean inRow(double dx, double dy) {
    return Math.abs(dx) <= across && Math.abs(dy) <= level;
  }

  /** The same for the column. */
  public boolean inColumn(double dx, double dy) {
    return Math.abs(dx) <= aligned && Math.abs(dy) >= nearest && Math.abs(dy) <= farthest;
  }
}
