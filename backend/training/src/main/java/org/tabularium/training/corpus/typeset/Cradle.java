package org.tabularium.training.corpus.typeset;

import java.util.random.RandomGenerator;
import org.tabularium.training.wear.Plane;

/** The dark bed that a leaf is photographed on, and the shadow of the gutter. */
final class Cradle {

  private Cradle() {}

  /**
   * Darkens what is not leaf, in place.
   *
   * @param page grey levels of a leaf that fills the picture
   * @param verso whether the gutter is at the right
   */
  static void lay(Plane page, boolean verso, RandomGenerator random) {
    int w = page.width();
    int h = page.height();
    float[] v = page.values();
    double outer = (0.012 + 0.025 * random.nextDouble()) * w;
    double head = (0.008 + 0.02 * random.nextDouble()) * h;
    double foot = (0.008 + 0.02 * random.nextDouble()) * h;
    double lean = random.nextGaussian() * 0.004;
    double slope = random.nextGaussian() * 0.004;
    double gutter = (0.025 + 0.03 * random.nextDouble()) * w;
    double shadow = 0.25 + 0.35 * random.nextDouble();
    float bed = (float) (18 + 25 * random.nextDouble());
    Plane ragged = Plane.hills(w, h, 0.02 * w, random);
    float[] rough = ragged.values();
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        double fromGutter = verso ? w - 1 - x : x;
        double fromEdge = (verso ? x : w - 1 - x) - outer - lean * (y - h / 2.0);
        double fromHead = y - head - slope * (x - w / 2.0);
        double fromFoot = h - 1 - y - foot + slope * (x - w / 2.0);
        double inside = Math.min(fromEdge, Math.min(fromHead, fromFoot)) + 1.3 * rough[i];
        v[i] *= (float) (1 - shadow * Math.exp(-fromGutter / gutter));
        // A worn leaf is darker where fingers were.
        v[i] *= (float) (1 - 0.14 * Math.exp(-Math.max(0, inside) / (0.012 * w)));
        float leaf = (float) Math.max(0, Math.min(1, inside + 0.5));
        v[i] = bed + leaf * (v[i] - bed);
      }
    }
  }
}
