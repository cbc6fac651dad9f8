package org.tabularium.training.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;

/**
 * A wider network that says the same (after Chen, Goodfellow and Shlens 2016, "Net2Net"): a new
 * channel sees something at random, and the layer after it does not listen to it yet.
 */
final class Growth {

  private Growth() {}

  /**
   * @param base the narrow network
   * @param spec the wide one: the same layers, each as wide or wider
   * @throws IllegalArgumentException when a layer is another
   */
  static DigitModel grown(DigitModel base, ModelSpec spec, long seed) {
    if (base.spec().layers().size() != spec.layers().size()) {
      throw new IllegalArgumentException("a network grows wider, not deeper");
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> weights = new ArrayList<>();
    for (int i = 0; i < spec.layers().size(); i++) {
      weights.add(
          grown(base.weights(i), base.spec().layers().get(i), spec.layers().get(i), random));
    }
    return new DigitModel(spec, weights);
  }

  private static float[] grown(
      float[] narrow, Convolution from, Convolution to, SplittableRandom random) {
    if (from.kernel() != to.kernel()
        || from.stride() != to.stride()
        || from.dilation() != to.dilation()
        || from.in() > to.in()
        || from.out() > to.out()) {
      throw new IllegalArgumentException(from + " does not grow into " + to);
    }
    int taps = to.kernel() * to.kernel();
    double sigma = Math.sqrt(2.0 / (to.in() * taps));
    float[] wide = new float[to.weights()];
    for (int out = 0; out < to.out(); out++) {
      for (int in = 0; in < to.in(); in++) {
        for (int tap = 0; tap < taps; tap++) {
          int at = (out * to.in() + in) * taps + tap;
          if (out >= from.out()) {
            wide[at] = (float) (sigma * random.nextGaussian());
          } else if (in < from.in()) {
            wide[at] = narrow[(out * from.in() + in) * taps + tap];
          }
        }
      }
    }
    return wide;
  }
}
