package org.tabularium.app.lens;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.similarity.PictureModel;
import org.tabularium.network.similarity.PictureSums;
import org.tabularium.network.similarity.PictureSums.Sums;
import org.tabularium.network.similarity.View;

/**
 * A pair through a lens: the row and column sums of BiLRP.
 *
 * @param lens its id
 * @param name of the lens
 * @param layer whose activations it compares
 * @param score their dot product
 * @param cosine the same over the lengths of the two vectors
 * @param views one where both are seen upright, all where the best of all flips and turns was taken
 * @param height of the pictures that the network was shown, pixels
 * @param width likewise
 * @param block pixels of these a side of a block
 * @param a the first table
 * @param b the second table
 */
record LensView(
    String lens,
    String name,
    String layer,
    double score,
    double cosine,
    String views,
    int height,
    int width,
    int block,
    Side a,
    Side b) {

  /**
   * One of the two tables.
   *
   * @param table its number
   * @param region {@code [x, y, w, h]} of the scan that was looked at
   * @param turn degrees clockwise that bring it upright
   * @param view how it was turned and mirrored beyond that
   * @param rows blocks down the upright picture
   * @param columns blocks across; the last of either may be cut off by the picture's end
   * @param heat relevance of each block over all of the other table, row by row
   * @param remainder what biases and stabilisers took, counted layer by layer; with the heat it
   *     makes up the score
   * @param onDigits which part of the relevance, by magnitude, lies on digits that were read
   * @param digits which part of the picture they cover
   */
  record Side(
      @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long table,
      double[] region,
      int turn,
      String view,
      int rows,
      int columns,
      double[] heat,
      double remainder,
      double onDigits,
      double digits) {}

  /** A table and its digits; a lens speaks of them as they were read. */
  record Read(Table table, TableDigits digits) {
    Reading reading() {
      return digits.read();
    }
  }

  /**
   * @param swapped whether a is the second of what was seen
   */
  static LensView of(
      Lens lens, LensStore.Seen seen, boolean swapped, boolean allViews, Read a, Read b) {
    Sums sums = seen.sums();
    return new LensView(
        lens.id(),
        lens.name(),
        lens.layer(),
        sums.score(),
        sums.cosine(),
        allViews ? "all" : "one",
        seen.height(),
        seen.width(),
        PictureModel.POOLED,
        side(seen, swapped ? sums.second() : sums.first(), a),
        side(seen, swapped ? sums.first() : sums.second(), b));
  }

  private static Side side(LensStore.Seen seen, PictureSums.Side side, Read read) {
    Sums e = seen.sums();
    double[] heat = side.blocks();
    View view = side.view();
    double[] covered = covered(seen, read.reading());
    double all = 0;
    double on = 0;
    double area = 0;
    for (int i = 0; i < heat.length; i++) {
      all += Math.abs(heat[i]);
      on += covered[i] * Math.abs(heat[i]);
      area +=
          covered[i]
              * inside(i / e.columns(), seen.height())
              * inside(i % e.columns(), seen.width());
    }
    Region region = read.reading().region();
    return new Side(
        read.table().id(),
        new double[] {region.x(), region.y(), region.width(), region.height()},
        read.reading().turn().degrees(),
        (view.mirrored() ? "mirrored " : "") + 90 * view.quarterTurns(),
        e.rows(),
        e.columns(),
        heat,
        side.lost(),
        all == 0 ? 0 : on / all,
        area / ((double) seen.height() * seen.width()));
  }

  /** Which part of each block the digits' boxes cover. */
  private static double[] covered(LensStore.Seen seen, Reading reading) {
    Sums e = seen.sums();
    double[] covered = new double[e.rows() * e.columns()];
    for (Digit digit : reading.digits()) {
      Box box = upright(digit.box(), reading.region(), reading.turn());
      double left = box.x() * seen.width() / PictureModel.POOLED;
      double right = (box.x() + box.w()) * seen.width() / PictureModel.POOLED;
      double top = box.y() * seen.height() / PictureModel.POOLED;
      double bottom = (box.y() + box.h()) * seen.height() / PictureModel.POOLED;
      for (int r = Math.max(0, (int) top); r < Math.min(e.rows(), bottom); r++) {
        double down = Math.min(r + 1, bottom) - Math.max(r, top);
        for (int c = Math.max(0, (int) left); c < Math.min(e.columns(), right); c++) {
          double across = Math.min(c + 1, right) - Math.max(c, left);
          covered[r * e.columns() + c] += down * across;
        }
      }
    }
    for (int i = 0; i < covered.length; i++) {
      double there =
          inside(i / e.columns(), seen.height())
              * inside(i % e.columns(), seen.width())
              / (PictureModel.POOLED * PictureModel.POOLED);
      covered[i] = Math.min(1, covered[i] / there);
    }
    return covered;
  }

  /** Pixels of a block that the picture has. */
  private static double inside(int block, int size) {
    return Math.min(PictureModel.POOLED, size - PictureModel.POOLED * block);
  }

  /** A box of scan pixels in the upright picture, as parts of its width and height. */
  static Box upright(Box box, Region region, Turn turn) {
    double x = (box.x() - region.x()) / region.width();
    double y = (box.y() - region.y()) / region.height();
    double w = box.w() / region.width();
    double h = box.h() / region.height();
    return switch (turn) {
      case UPRIGHT -> new Box(x, y, w, h);
      case CLOCKWISE -> new Box(1 - y - h, x, h, w);
      case HALF -> new Box(1 - x - w, 1 - y - h, w, h);
      case COUNTERCLOCKWISE -> new Box(y, 1 - x - w, h, w);
    };
  }
}
