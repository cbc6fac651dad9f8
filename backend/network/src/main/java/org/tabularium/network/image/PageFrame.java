package org.tabularium.network.image;

import java.util.List;

/**
 * Where the cells of an ink map lie on the scan: a region of it, turned upright and brought to
 * reading size; and below that, laid in rows, what of it is read once more at other sizes.
 *
 * @param region pixels of the scan
 * @param turn clockwise, from the region to the ink map
 * @param scale ink-map cells per scan pixel that was asked for
 * @param insets parts in other sizes of type, each with a scale of its own; most pages have none
 */
public record PageFrame(Region region, Turn turn, double scale, List<Inset> insets) {
  public PageFrame {
    insets = List.copyOf(insets);
  }

  /** A page of one size. */
  public PageFrame(Region region, Turn turn, double scale) {
    this(region, turn, scale, List.of());
  }

  /** The same without insets. */
  public PageFrame main() {
    return insets.isEmpty() ? this : new PageFrame(region, turn, scale);
  }

  /** The same with these insets. */
  public PageFrame with(List<Inset> others) {
    return new PageFrame(region, turn, scale, others);
  }

  /** Cells of the ink map across. */
  public int width() {
    return insets.isEmpty() ? mainWidth() : shelves().width();
  }

  /** Cells of the ink map down. */
  public int height() {
    return insets.isEmpty() ? mainHeight() : shelves().height();
  }

  private int mainWidth() {
    return cells(turn.sideways() ? region.height() : region.width());
  }

  private int mainHeight() {
    return cells(turn.sideways() ? region.width() : region.height());
  }

  private int cells(int pixels) {
    return (int) Math.max(1, Math.round(pixels * scale));
  }

  /** Where the insets' ink maps lie: below the page's own, a margin's blank between. */
  public Shelves shelves() {
    int gap = insets.stream().mapToInt(Inset::margin).max().orElse(0);
    return Shelves.of(insets, turn, mainHeight() + gap, mainWidth());
  }

  /** The ink map of this part of a scan, insets included. */
  public InkMap inkMap(GreyScan scan) {
    int w = turn.sideways() ? mainHeight() : mainWidth();
    int h = turn.sideways() ? mainWidth() : mainHeight();
    InkMap main = InkMap.of(scan.sample(region, w, h)).turned(turn);
    return insets.isEmpty()
        ? main
        : shelves()
            .inkMap(main, insets.stream().map(inset -> inset.inkMap(scan, region, turn)).toList());
  }

  /** A box of ink-map cells as a box of scan pixels; its middle says of which part it is. */
  public Box toScan(Box cells) {
    if (!insets.isEmpty() && cells.centreY() >= mainHeight()) {
      Shelves shelves = shelves();
      int inset = shelves.at(cells.centreX(), cells.centreY());
      if (inset >= 0) {
        return toScan(cells, inset, shelves.places().get(inset));
      }
    }
    double w = mainWidth();
    double h = mainHeight();
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

  private Box toScan(Box cells, int inset, Shelves.Place place) {
    Box local = new Box(cells.x() - place.left(), cells.y() - place.top(), cells.w(), cells.h());
    return insets.get(inset).toScan(local, region, turn);
  }

  private Box onRegion(double x, double y, double w, double h) {
    return new Box(
        region.x() + x * region.width(),
        region.y() + y * region.height(),
        w * region.width(),
        h * region.height());
  }

  /**
   * The way back: a box of scan pixels as a box of ink-map cells, in the first inset that its
   * middle lies in, or else in the page's own part.
   */
  public Box toCells(Box scan) {
    int inset = insetOf(scan);
    if (inset < 0) {
      return toOwnCells(scan);
    }
    Shelves.Place place = shelves().places().get(inset);
    Box local = insets.get(inset).toCells(scan, region, turn);
    return new Box(local.x() + place.left(), local.y() + place.top(), local.w(), local.h());
  }

  /** The first inset that the middle of a box of scan pixels lies in; -1 if none. */
  public int insetOf(Box scan) {
    for (int i = 0; i < insets.size(); i++) {
      if (insets.get(i).part().holds(scan)) {
        return i;
      }
    }
    return -1;
  }

  private Box toOwnCells(Box scan) {
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
    return new Box(x * mainWidth(), y * mainHeight(), w * mainWidth(), h * mainHeight());
  }

  /**
   * A map of all cells as one of the page's own cells: what an inset's cells have is laid where
   * they lie on the page, each cell's share by the area that it covers, so that the sum stays.
   * Beyond the page's edges nothing is lost: it counts at the edge.
   *
   * @param cells {@link #width} times {@link #height} values
   * @return as many values as {@link #main} has cells
   */
  public double[] onPage(double[] cells) {
    if (insets.isEmpty()) {
      return cells;
    }
    int w = mainWidth();
    int h = mainHeight();
    Shelves shelves = shelves();
    int all = shelves.width();
    double[] page = new double[w * h];
    for (int y = 0; y < h; y++) {
      System.arraycopy(cells, y * all, page, y * w, w);
    }
    for (int i = 0; i < insets.size(); i++) {
      Shelves.Place place = shelves.places().get(i);
      for (int y = place.top(); y < place.top() + place.height(); y++) {
        for (int x = place.left(); x < place.left() + place.width(); x++) {
          double value = cells[y * all + x];
          if (value != 0) {
            spread(page, value, toOwnCells(toScan(new Box(x, y, 1, 1), i, place)));
          }
        }
      }
    }
    return page;
  }

  private void spread(double[] page, double value, Box on) {
    int w = mainWidth();
    int h = mainHeight();
    for (int y = (int) Math.floor(on.y()); y < on.y() + on.h(); y++) {
      double down = Math.min(on.y() + on.h(), y + 1) - Math.max(on.y(), y);
      for (int x = (int) Math.floor(on.x()); x < on.x() + on.w(); x++) {
        double across = Math.min(on.x() + on.w(), x + 1) - Math.max(on.x(), x);
        int atX = Math.max(0, Math.min(w - 1, x));
        int atY = Math.max(0, Math.min(h - 1, y));
        page[atY * w + atX] += value * down * across / (on.w() * on.h());
      }
    }
  }
}
