package org.tabularium.network.image;

/**
 * A rectangle of whole pixels of a scan as it was uploaded, origin top left.
 *
 * @param x left edge, pixels
 * @param y top edge, pixels
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 */
public record Region(int x, int y, int width, int height) {

  public Region {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "not a region: " + x + "," + y + "," + width + "," + height);
    }
  }

  /** The whole of a scan of this size. */
  public static Region whole(int width, int height) {
    return new Region(0, 0, width, height);
  }

  /** Whether the middle of a box lies in it. */
  public boolean holds(Box box) {
    double right = box.centreX() - x;
    double down = box.centreY() - y;
    return right >= 0 && right < width && down >= 0 && down < height;
  }

  /** Whether this region lies wholly on a scan of this size. */
  public boolean fits(int scanWidth, int scanHeight) {
    return (long) x + width <= scanWidth && (long) y + height <= scanHeight;
  }
}
