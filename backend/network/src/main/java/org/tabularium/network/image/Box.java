package org.tabularium.network.image;

/**
 * An upright rectangle in pixels of the scan as it was uploaded, origin top left; edges may lie
 * between pixels.
 *
 * @param x left edge
 * @param y top edge
 * @param w width
 * @param h height
 */
public record Box(double x, double y, double w, double h) {

  public double centreX() {
    return x + w / 2;
  }

  public double centreY() {
    return y + h / 2;
  }
}
