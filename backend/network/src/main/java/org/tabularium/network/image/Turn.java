package org.tabularium.network.image;

/**
 * The quarter turns that bring a table upright: how often the region of the scan must be turned
 * clockwise before its digits can be read.
 */
public enum Turn {
  UPRIGHT,
  CLOCKWISE,
  HALF,
  COUNTERCLOCKWISE;

  /** Clockwise quarter turns, 0 to 3. */
  public int quarters() {
    return ordinal();
  }

  /** Degrees clockwise: 0, 90, 180 or 270. */
  public int degrees() {
    return 90 * ordinal();
  }

  /** The turn of so many degrees clockwise; any multiple of 90, negative ones too. */
  public static Turn ofDegrees(int degrees) {
    if (degrees % 90 != 0) {
      throw new IllegalArgumentException("a turn is a multiple of 90 degrees, not " + degrees);
    }
    return values()[Math.floorMod(degrees / 90, 4)];
  }

  /** Whether width and height change places. */
  public boolean sideways() {
    return this == CLOCKWISE || this == COUNTERCLOCKWISE;
  }
}
