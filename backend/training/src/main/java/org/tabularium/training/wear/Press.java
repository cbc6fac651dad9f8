package org.tabularium.training.wear;

import java.util.random.RandomGenerator;

/**
 * How a form was inked and pressed.
 *
 * @param spread how far ink ran beyond the type, em; negative for starved type
 * @param softness how softly the ink's edge fades, em
 * @param ragged how unevenly the edge runs, em
 * @param unevenness how much the amount of ink varies over the page, 0 to 1
 * @param flecks share of the ink that did not take, 0 to about 0.1
 * @param strength how dark the ink is where it took, 0 to 1
 */
public record Press(
    double spread,
    double softness,
    double ragged,
    double unevenness,
    double flecks,
    double strength) {

  /** A press as they were: from nearly clean (0) to badly worn (1). */
  public static Press worn(double wear, RandomGenerator random) {
    return new Press(
        (random.nextGaussian() * 0.010 + 0.010) * (0.4 + 0.8 * wear),
        0.012 + 0.02 * wear * random.nextDouble(),
        (0.008 + 0.04 * random.nextDouble()) * wear,
        wear * random.nextDouble() * 0.5,
        random.nextDouble() < 0.5 ? 0 : 0.06 * wear * random.nextDouble(),
        1 - 0.35 * wear * random.nextDouble());
  }

  /**
   * Prints a form.
   *
   * @param type how much of each pixel is type, 0 to 1
   * @param em size of the type in pixels, the measure of spread and raggedness
   * @return how much ink lies on each pixel, 0 to 1
   */
  public Plane print(Plane type, double em, RandomGenerator random) {
    int w = type.width();
    int h = type.height();
    double sigma = Math.max(0.5, (softness + Math.abs(spread) * 0.7) * em);
    Plane ink = type.copy().blur(sigma);
    float[] v = ink.values();
    // Near a straight edge a blur of sigma falls off by about 0.4 / sigma a pixel: moving the
    // threshold by that much moves the edge by a pixel.
    double slope = 0.4 / sigma;
    float[] edge = ragged > 0 ? Plane.hills(w, h, 0.07 * em, random).values() : null;
    float[] slow = Plane.hills(w, h, (2 + 6 * random.nextDouble()) * em, random).values();
    float[] fleck = flecks > 0 ? Plane.hills(w, h, 0.055 * em, random).values() : null;
    float middle = (float) (0.5 - Math.max(-0.35, Math.min(0.35, spread * em * slope)));
    float rough = (float) Math.min(0.4, ragged * em * slope);
    float flow = (float) (0.12 * unevenness);
    float steep = (float) (1 / Math.max(0.2, 2 * softness * em * slope));
    float uneven = (float) (0.35 * unevenness);
    float bare = (float) (1 - 2.2 * flecks);
    for (int i = 0; i < v.length; i++) {
      if (v[i] < 0.01f) {
        v[i] = 0;
        continue;
      }
      float at = v[i] - middle + flow * slow[i];
      if (edge != null) {
        at += rough * edge[i];
      }
      float taken = 0.5f + at * steep;
      taken = taken < 0 ? 0 : taken > 1 ? 1 : taken;
      taken *= (float) strength * (1 - uneven * (0.5f + 0.5f * slow[i]));
      if (fleck != null && fleck[i] > bare) {
        taken *= 0.25f;
      }
      v[i] = taken;
    }
    return ink;
  }
}
