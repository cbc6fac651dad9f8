package org.tabularium.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;

/** Further model versions for tests: the shipped weights, shaken a little, so that both read. */
public final class OtherModels {

  private static final float SHAKEN = 0.02f;

  private OtherModels() {}

  /** Another version for each seed, the same for the same. */
  public static DigitModel of(long seed) {
    DigitModel shipped = ModelFiles.shipped().model();
    Random random = new Random(seed);
    List<float[]> weights = new ArrayList<>();
    for (int layer = 0; layer < shipped.spec().layers().size(); layer++) {
      float[] shaken = shipped.weights(layer);
      for (int i = 0; i < shaken.length; i++) {
        shaken[i] *= 1 + SHAKEN * (float) random.nextGaussian();
      }
      weights.add(shaken);
    }
    return new DigitModel(shipped.spec(), weights);
  }
}
