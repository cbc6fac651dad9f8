package org.tabularium.network.onnx;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.model.Convolution;

/**
 * The cells that one cell of the digit maps depends on, level by level: a square lattice each,
 * since a dilated convolution leaves cells out. A convolution of a crop needs to be computed on
 * these alone.
 *
 * @param levels from the ink map (0) to the digit maps; one more than there are layers
 */
record ReceptiveField(List<Level> levels) {

  /**
   * One level's cells, as seen from cell r of the digit maps: {@code factor * r + start + step *
   * i}, i = 0..count-1, down and across alike.
   *
   * @param stride with which the layer above walks over these cells
   * @param dilation of its taps on them
   */
  record Level(int factor, int start, int step, int count, int stride, int dilation) {}

  static ReceptiveField of(List<Convolution> layers) {
    List<Level> levels = new ArrayList<>();
    Level level = new Level(1, 0, 1, 1, 1, 1);
    levels.add(level);
    for (int i = layers.size() - 1; i >= 0; i--) {
      level = below(level, layers.get(i));
      levels.add(0, level);
    }
    return new ReceptiveField(levels);
  }

  private static Level below(Level above, Convolution layer) {
    int walk = above.count() == 1 ? 0 : above.step() * layer.stride();
    int taps = layer.kernel() == 1 ? 0 : layer.dilation();
    int step = Math.max(1, gcd(walk, taps));
    int last = (above.count() - 1) * walk + (layer.kernel() - 1) * taps;
    return new Level(
        above.factor() * layer.stride(),
        above.start() * layer.stride() - layer.padding(),
        step,
        last / step + 1,
        Math.max(1, walk / step),
        Math.max(1, taps / step));
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Cells of the ink map a side. */
  int side() {
    return levels.get(0).count();
  }

  /** The first of them, as seen from cell r. */
  int first(int r) {
    return levels.get(0).factor() * r + levels.get(0).start();
  }
}
