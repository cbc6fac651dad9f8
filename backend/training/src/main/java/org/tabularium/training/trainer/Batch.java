package org.tabularium.training.trainer;

import java.util.List;
import java.util.SplittableRandom;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.labels.LabelledSheet;
import org.tabularium.training.patches.Mark;
import org.tabularium.training.patches.Sheet;

/**
 * Patches cut from sheets, with what the network should say of each.
 *
 * @param size patches
 * @param side ink-map cells a side
 * @param cells digit-map cells a side
 * @param ink {@code size x 1 x side x side}
 * @param target {@code size x 10 x cells x cells}: blobs that peak at 1
 * @param asked {@code size x 1 x cells x cells}: how much the answer matters: 0 where it does not,
 *     more than 1 where a letter looks like a digit
 */
record Batch(int size, int side, int cells, float[] ink, float[] target, float[] asked) {

  /** A digit cut by the patch's edge is no fair question. */
  private static final int EDGE = 2;

  /** Around a labelled digit, map cells: its blob and its foot, not its neighbours. */
  private static final double ASKED_ACROSS = 2.2;

  private static final double ASKED_DOWN = 3.2;

  /**
   * Where an ink-map place lies on the digit map: cell c of the digit map is centred on the ink-map
   * cell {@code stride c}, whose own centre is at {@code stride c + 1/2}.
   */
  static double onMap(double ink, int stride) {
    return (ink - 0.5) / stride;
  }

  static Batch cut(List<Sheet> sheets, Recipe recipe, ModelSpec spec, SplittableRandom random) {
    Batch batch = blank(recipe, spec);
    for (int i = 0; i < recipe.batch(); i++) {
      Sheet sheet = sheets.get(random.nextInt(sheets.size()));
      batch.cutFrom(i, sheet, recipe, spec.stride(), random);
    }
    return batch;
  }

  /** A batch whose patches are still blank and ask nothing. */
  static Batch blank(Recipe recipe, ModelSpec spec) {
    int side = recipe.patch();
    int cells = (side + spec.stride() - 1) / spec.stride();
    int n = recipe.batch();
    return new Batch(
        n,
        side,
        cells,
        new float[n * side * side],
        new float[n * ModelSpec.DIGITS * cells * cells],
        new float[n * cells * cells]);
  }

  /** Fills patch i from a generated sheet, on which everything is known. */
  void cutFrom(int i, Sheet sheet, Recipe recipe, int stride, SplittableRandom random) {
    int x = random.nextInt(sheet.ink().width() - side + 1);
    int y = random.nextInt(sheet.ink().height() - side + 1);
    double jitter = recipe.jitter();
    put(i, sheet, x, y, (float) (1 - 0.6 * jitter + jitter * random.nextDouble()), recipe, stride);
  }

  /**
   * Fills patch i from a labelled sheet, with its left upper corner at x, y. Only cells at labels
   * and in contrast regions ask something: what stands between them was never looked at.
   *
   * @param labelWeight how much more an error counts at a label than on a generated sheet
   */
  void cutFrom(
      int i,
      LabelledSheet sheet,
      int x,
      int y,
      float strength,
      Recipe recipe,
      double labelWeight,
      int stride) {
    InkMap seen = sheet.ink().crop(x, y, side, side);
    for (int at = 0; at < seen.ink().length; at++) {
      ink[i * side * side + at] = seen.ink()[at] * strength;
    }
    for (Box box : sheet.contrast()) {
      int top = Math.max(EDGE, low(onMap(box.y() - y, stride)));
      int bottom = Math.min(cells - 1 - EDGE, high(onMap(box.y() + box.h() - y, stride)));
      int left = Math.max(EDGE, low(onMap(box.x() - x, stride)));
      int right = Math.min(cells - 1 - EDGE, high(onMap(box.x() + box.w() - x, stride)));
      for (int row = top; row <= bottom; row++) {
        for (int column = left; column <= right; column++) {
          asked[i * cells * cells + row * cells + column] = 1;
        }
      }
    }
    for (Mark mark : sheet.none()) {
      ask(i, mark, x, y, stride, (float) (labelWeight * (1 + recipe.decoyWeight())));
    }
    for (Mark mark : sheet.unsure()) {
      ask(i, mark, x, y, stride, 0);
    }
    for (Mark mark : sheet.digits()) {
      ask(i, mark, x, y, stride, (float) labelWeight);
    }
    for (Mark mark : sheet.digits()) {
      blob(
          (i * ModelSpec.DIGITS + mark.digit()) * cells * cells,
          onMap(mark.x() - x, stride),
          onMap(mark.y() - y, stride),
          recipe.sigmaX(),
          recipe.sigmaY());
    }
  }

  /** Less than half way to where a neighbour may stand. */
  private void ask(int i, Mark mark, int x, int y, int stride, float weight) {
    double u = onMap(mark.x() - x, stride);
    double v = onMap(mark.y() - y, stride);
    int last = cells - 1 - EDGE;
    for (int row = Math.max(EDGE, low(v - ASKED_DOWN));
        row <= Math.min(last, high(v + ASKED_DOWN));
        row++) {
      for (int column = Math.max(EDGE, low(u - ASKED_ACROSS));
          column <= Math.min(last, high(u + ASKED_ACROSS));
          column++) {
        asked[(i * cells + row) * cells + column] = weight;
      }
    }
  }

  private void put(int i, Sheet sheet, int x, int y, float strength, Recipe recipe, int stride) {
    int width = sheet.ink().width();
    for (int row = 0; row < side; row++) {
      int from = (y + row) * width + x;
      int to = (i * side + row) * side;
      for (int column = 0; column < side; column++) {
        ink[to + column] = sheet.ink().ink()[from + column] * strength;
      }
    }
    int plane = cells * cells;
    for (int row = EDGE; row < cells - EDGE; row++) {
      for (int column = EDGE; column < cells - EDGE; column++) {
        asked[i * plane + row * cells + column] = 1;
      }
    }
    for (Mark mark : sheet.decoys()) {
      double u = onMap(mark.x() - x, stride);
      double v = onMap(mark.y() - y, stride);
      for (int row = low(v - 2); row <= high(v + 2); row++) {
        for (int column = low(u - 2); column <= high(u + 2); column++) {
          int at = i * plane + row * cells + column;
          asked[at] = asked[at] > 0 ? (float) (1 + recipe.decoyWeight()) : 0;
        }
      }
    }
    for (Mark mark : sheet.spared()) {
      double u = onMap(mark.x() - x, stride);
      double v = onMap(mark.y() - y, stride);
      double reach = 0.5 * mark.em() / stride;
      for (int row = low(v - reach); row <= high(v + reach); row++) {
        for (int column = low(u - reach); column <= high(u + reach); column++) {
          asked[i * plane + row * cells + column] = 0;
        }
      }
    }
    for (Mark mark : sheet.digits()) {
      blob(
          (i * ModelSpec.DIGITS + mark.digit()) * plane,
          onMap(mark.x() - x, stride),
          onMap(mark.y() - y, stride),
          recipe.sigmaX(),
          recipe.sigmaY());
    }
  }

  /**
   * The larger of two blobs, not their sum: twins side by side stay two. A blob is flat within half
   * a cell, so that the cell that a digit falls on is asked for 1 wherever in it the digit lies.
   */
  private void blob(int plane, double u, double v, double sigmaX, double sigmaY) {
    for (int row = low(v - 3 * sigmaY - 0.5); row <= high(v + 3 * sigmaY + 0.5); row++) {
      double dy = Math.max(0, Math.abs(row - v) - 0.5) / sigmaY;
      for (int column = low(u - 3 * sigmaX - 0.5); column <= high(u + 3 * sigmaX + 0.5); column++) {
        double dx = Math.max(0, Math.abs(column - u) - 0.5) / sigmaX;
        int at = plane + row * cells + column;
        target[at] = Math.max(target[at], (float) Math.exp(-0.5 * (dx * dx + dy * dy)));
      }
    }
  }

  private int low(double at) {
    return Math.max(0, (int) Math.ceil(at));
  }

  private int high(double at) {
    return Math.min(cells - 1, (int) Math.floor(at));
  }
}
