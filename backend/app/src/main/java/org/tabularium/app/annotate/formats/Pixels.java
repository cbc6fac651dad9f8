package org.tabularium.app.annotate.formats;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.annotate.LabelCell;
import org.tabularium.app.annotate.LabelCsv;
import org.tabularium.network.image.Box;

/**
 * A box in whole pixels within its picture, as some formats demand. What rounding takes goes into a
 * cell beside it, and comes back where the box is still where it was.
 *
 * @param left edge, at least 0
 * @param top edge, at least 0
 * @param right edge, more than left
 * @param bottom edge, more than top
 */
record Pixels(int left, int top, int right, int bottom) {

  static Pixels of(Box box, int width, int height) {
    int left = within(box.x(), width - 1);
    int top = within(box.y(), height - 1);
    return new Pixels(
        left,
        top,
        Math.max(left + 1, within(box.x() + box.w(), width)),
        Math.max(top + 1, within(box.y() + box.h(), height)));
  }

  private static int within(double value, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(value)));
  }

  Box box() {
    return new Box(left, top, right - left, bottom - top);
  }

  Pixels around(Pixels other) {
    return new Pixels(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  /** Remembers the box where whole pixels do not say it. */
  static void remember(Map<String, String> cells, Box box, Pixels pixels) {
    if (!box.equals(pixels.box())) {
      cells.put(LabelCell.BOX, LabelCells.cell(box));
    }
  }

  /**
   * The box that these pixels stand for, as a cell.
   *
   * @param width of the picture; null: not known
   */
  String cell(Map<String, String> cells, @Nullable Integer width, @Nullable Integer height) {
    Box exact = LabelCsv.box(cells);
    return exact != null && width != null && height != null && of(exact, width, height).equals(this)
        ? LabelCells.cell(exact)
        : LabelCells.cell(box());
  }
}
