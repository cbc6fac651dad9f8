package org.tabularium.network.image;

/**
 * Where the cells of an ink map lie on the scan: a region of it, turned upright and brought to
 * reading size.
 *
 * @param region pixels of the scan
 * @param turn clockwise, from the region to the ink map
 * @param scale ink-map cells per scan pixel that was asked for
 */
public record PageFrame(Region region, Turn turn, double scale) {

  /** Cells of the ink map across. */
  public int width() {
    return cells(turn.sideways() ? region.height() : region.width());
  }

  /** Cells of the ink map down. */
  public int height() {
    return cells(turn.sideways() ? region.width() : region.height());
  }

  private int cells(int pixels) {
    return (int) Math.max(1, Math.round(pixels * scale));
  }

  /** The ink map of this part of a scan. */
  public InkMap inkMap(GreyScan scan) {
    int w = turn.sideways() ? height() : width();
    int h = turn.sideways() ? width() : height();
    return InkMap.of(scan.sample(region, w, h)).turned(turn);
  }

  /** A box of ink-map cells as a box of scan pixels. */
  public Box toScan(Box cells) {
    double w = width();
    double h = height();
    // As shares of the upright ink map, then turned back.
    double x = cells.x() / w;
    double y = cells.y() / h;
    double bw = cells.w() / w;
    double bh = cells.h() / h;
    return switch (turn) {
      case UPRIGHT -> onRegion(x, y, bw, bh);
      case CLOCKWISE -> onRegion(y, 1 - x - bw, bh, bw);
      case HALF -> onRegion(1 - x - bw, 1 - y - bh, bw, bh);
      case COUNTERCLOCKWISE -> onRegion(1 - y - bh, x, bh, bw);
    };
  }

  private Box onRegion(double x, double y, double w, double h) {
    return new Box(
        region.x() + x * region.width(),
        region.y() + y * region.height(),
        w * region.width(),
        h * region.height());
  }

  /** The way back: a box of scan pixels as a box of ink-map cells. */
  public Box toCells(Box scan) {
    double u = (scan.x() - region.x()) / region.width();
    double v = (scan.y() - region.y()) / region.height();
    double uw = scan.w() / region.width();
    double vh = scan.h() / region.height();
    double x =
        switch (turn) {
          case UPRIGHT -> u;
          case CLOCKWISE -> 1 - v - vh;
          case HALF -> 1 - u - uw;
          case COUNTERCLOCKWISE -> v;
        };
    double y =
        switch (turn) {
          case UPRIGHT -> v;
          case CLOCKWISE -> u;
          case HALF -> 1 - v - vh;
          case COUNTERCLOCKWISE -> 1 - u - uw;
        };
    double w = turn.sideways() ? vh : uw;
    double h = turn.sideways() ? uw : vh;
    return new Box(x * width(), y * height(), w * width(), h * height());
  }
}
