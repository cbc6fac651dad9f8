package org.tabularium.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tabularium.network.model.Company;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.Gate;
import org.tabularium.network.model.ModelSpec;

/** Networks that tests make themselves. */
public final class Models {

  private Models() {}

  /** The current layers with seeded random weights, and a gate low enough to find plenty. */
  public static DigitModel random(long seed) {
    ModelSpec c = ModelSpec.current();
    ModelSpec spec =
        new ModelSpec(
            c.inkMap(),
            c.em(),
            c.line(),
            c.layers(),
            c.framing(),
            c.pitch(),
            new Gate(0.05f, 2, 2),
            Company.NONE,
            c.shifts());
    Random random = new Random(seed);
    List<float[]> weights = new ArrayList<>();
    for (Convolution layer : spec.layers()) {
      float[] w = new float[layer.weights()];
      double scale = Math.sqrt(2.0 * layer.out() / layer.weights());
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) (random.nextGaussian() * scale);
      }
      weights.add(w);
    }
    return new DigitModel(spec, weights);
  }
}
