package org.tabularium.training.improvement;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.trainer.Recipe;
import org.tabularium.training.trainer.Trainer;
import org.tabularium.training.trainer.TrainingUnavailable;
import org.tabularium.training.type.Typeface;
import org.tabularium.training.type.Typefaces;

/**
 * A deliberately weak model: the weights of a good one are disturbed until it has forgotten much,
 * and what it learns again it learns from two families of type and nothing else. (Training one from
 * nothing takes a hundred times as long.)
 */
final class WeakModel {

  /** The only figures it sees again. */
  static final List<String> FAMILIES = List.of("im-fell-dw-pica", "im-fell-english");

  /** Tables and some text. */
  private static final Mix MIX = new Mix(0.6, 0, 0, 0.25, 0.05, 0.05, 0.05);

  private static final Recipe RECIPE =
      new Recipe(7, 30, 8, 96, 1e-3, 1e-4, 0.8, 1.1, 8, 3, 2, 0.25, 0.1, 32, 2);

  private WeakModel() {}

  /** Sheets in its two families, and nothing else. */
  static Sheets sheets(long seed, ModelSpec spec, Typefaces typefaces) {
    List<Typeface> faces =
        typefaces.training(
            face -> FAMILIES.stream().anyMatch(family -> face.id().startsWith(family + "/")));
    return new Sheets(seed, MIX, spec, typefaces, faces);
  }

  /**
   * @param disturbance standard deviation of the noise, as a share of each layer's own
   */
  static DigitModel of(DigitModel good, double disturbance, Typefaces typefaces)
      throws TrainingUnavailable, InterruptedException {
    SplittableRandom random = new SplittableRandom(11);
    List<float[]> weights = new ArrayList<>();
    for (int layer = 0; layer < good.spec().layers().size(); layer++) {
      float[] w = good.weights(layer);
      double squares = 0;
      for (float x : w) {
        squares += (double) x * x;
      }
      double sigma = disturbance * Math.sqrt(squares / w.length);
      for (int i = 0; i < w.length; i++) {
        w[i] += (float) (sigma * random.nextGaussian());
      }
      weights.add(w);
    }
    return new Trainer(RECIPE, good.spec())
        .train(
            new DigitModel(good.spec(), weights),
            sheets(7, good.spec(), typefaces)::make,
            (step, loss, now) -> {});
  }
}
