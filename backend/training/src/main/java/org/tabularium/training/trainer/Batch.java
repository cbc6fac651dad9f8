package org.tabularium.training.trainer;

import java.util.List;
import java.util.SplittableRandom;
import org.tabularium.network.model.ModelSpec;
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

  /**
   * Where an ink-map place lies on the digit map: cell c of the digit map is centred on the ink-map
   * cell {@code stride c}, whose own centre is at {@code stride c + 1/2}.
   */
  static double onMap(double ink, int stride) {
    return (ink - 0.5) / stride;
  }

  static Batch cut(List<Sheet> sheets, Recipe recipe, ModelSpec spec, SplittableRandom random) {
    int side = recipe.patch();
    int stride = spec.stride();
    int cells = (side + stride - 1) / stride;
    int n = recipe.batch();
    Batch batch =
        new Batch(
            n,
            side,
            cells,
            new float[n * side * side],
            new float[n * ModelSpec.DIGITS * cells * cells],
            new float[n * cells * cells]);
    for (int i = 0; i < n; i++) {
      Sheet sheet = sheets.get(random.nextInt(sheets.size()));
      int x = random.nextInt(sheet.ink().width() - side + 1);
      int y = random.nextInt(sheet.ink().height() - side + 1);
      double jitter = recipe.jitter();
      float strength = (float) (1 - 0.6 * jitter + jitter * random.nextDouble());
      batch.put(i, sheet, x, y, strength, recipe, stride);
    }
    return batch;
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
