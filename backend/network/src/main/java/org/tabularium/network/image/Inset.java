package org.tabularium.network.image;

/**
 * A part of a page whose type has another size than the table's, read at a scale of its own. Of its
 * surroundings so much is sampled with it that no digit within sees where the sample ends: what is
 * read does not depend on where among an ink map's parts it is laid.
 *
 * @param part pixels of the scan; a digit is read here if its cell lies in it
 * @param scale ink-map cells per scan pixel
 * @param margin cells of surroundings on each side, at least what a digit can see; beyond the
 *     table's region it is blank
 */
public record Inset(Region part, double scale, int margin) {

  public Inset {
    if (!(scale > 0) || margin < 0) {
      throw new IllegalArgumentException("not an inset: " + scale + ", " + margin);
    }
  }

  /** Cells across, margins included. */
  int width(Turn turn) {
    return cells(turn.sideways() ? part.height() : part.width());
  }

  /** Cells down, margins included. */
  int height(Turn turn) {
    return cells(turn.sideways() ? part.width() : part.height());
  }

  private int cells(int pixels) {
    return (int) Math.max(1, Math.round(pixels * scale)) + 2 * margin;
  }

  /** How many cells its ink map takes of a page's, whatever its turn. */
  public long cells() {
    return (long) width(Turn.UPRIGHT) * height(Turn.UPRIGHT);
  }

  /** The part with its surroundings, as far as the table reaches. */
  private PageFrame view(Region table, Turn turn) {
    int rim = (int) Math.ceil(margin / scale);
    int left = Math.max(table.x(), part.x() - rim);
    int top = Math.max(table.y(), part.y() - rim);
    int right = Math.min(table.x() + table.width(), part.x() + part.width() + rim);
    int bottom = Math.min(table.y() + table.height(), part.y() + part.height() + rim);
    return new PageFrame(new Region(left, top, right - left, bottom - top), turn, scale);
  }

  /** Where the part's first cell lies in its view. */
  private Box start(PageFrame view) {
    Box box = view.toCells(new Box(part.x(), part.y(), part.width(), part.height()));
    return new Box(Math.round(box.x()), Math.round(box.y()), box.w(), box.h());
  }

  /** Its own ink map, margins included. */
  public InkMap inkMap(GreyScan scan, Region table, Turn turn) {
    PageFrame view = view(table, turn);
    Box start = start(view);
    return view.inkMap(scan)
        .crop((int) start.x() - margin, (int) start.y() - margin, width(turn), height(turn));
  }

  /** A box of cells of its own ink map as a box of scan pixels. */
  public Box toScan(Box cells, Region table, Turn turn) {
    PageFrame view = view(table, turn);
    Box start = start(view);
    return view.toScan(
        new Box(
            cells.x() + start.x() - margin, cells.y() + start.y() - margin, cells.w(), cells.h()));
  }

  /** The way back: a box of scan pixels as a box of cells of its own ink map. */
  Box toCells(Box scan, Region table, Turn turn) {
    PageFrame view = view(table, turn);
    Box start = start(view);
    Box cells = view.toCells(scan);
    return new Box(
        cells.x() - start.x() + margin, cells.y() - start.y() + margin, cells.w(), cells.h());
  }
}
