package org.tabularium.network.lrp;

/** How the smaller of two activations hands its relevance to the two. */
public enum MinShare {
  /** All to the smaller one, halves where they are equal (paper, equation 6). */
  SMALLER,

  /** Halves always. Conservative too, but no consequence of equation 6: an alternative, by name. */
  EQUAL;

  /**
   * Activations that differ by less than this share of the larger are equal. The same print gives
   * the same activation up to rounding, and rounding must not decide who is the smaller.
   */
  public static final double TIE = 1e-5;

  /** The share of the first of two activations; the second has the rest. */
  public double ofFirst(double first, double second) {
    double larger = Math.max(Math.abs(first), Math.abs(second));
    if (this == EQUAL || Math.abs(first - second) <= TIE * larger) {
      return 0.5;
    }
    return first < second ? 1 : 0;
  }
}
