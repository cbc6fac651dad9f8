package org.tabularium.training.labels;

import org.tabularium.network.image.Box;

/**
 * One statement of a person about a scan.
 *
 * @param kind what is said
 * @param box where, pixels of the scan with its EXIF orientation applied, origin top left
 * @param digit 0 to 9; -1 unless kind is digit
 */
public record Place(Kind kind, Box box, int digit) {

  /** What can be said. */
  public enum Kind {
    /** This digit stands here. */
    DIGIT,
    /** What looks like a digit here is none. */
    NONE,
    /** A person cannot tell: neither asked nor measured. */
    UNSURE,
    /** No digit in the whole of the box, but for labelled ones. */
    CONTRAST
  }

  public Place {
    if (kind == Kind.DIGIT ? digit < 0 || digit > 9 : digit != -1) {
      throw new IllegalArgumentException(kind + " with the digit " + digit);
    }
  }

  public static Place digit(Box box, int digit) {
    return new Place(Kind.DIGIT, box, digit);
  }

  public static Place of(Kind kind, Box box) {
    return new Place(kind, box, -1);
  }

  boolean holds(double x, double y) {
    return x >= box.x() && y >= box.y() && x <= box.x() + box.w() && y <= box.y() + box.h();
  }
}
