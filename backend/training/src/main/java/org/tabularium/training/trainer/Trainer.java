package org.tabularium.training.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.patches.Sheet;

/** Trains a digit network on sheets. */
public final class Trainer {

  /** Told after every step; may throw to stop the training. */
  public interface Watcher {
    /**
     * @param step steps done
     * @param loss of that step
     * @param model makes the model as it is now
     */
    void after(int step, float loss, java.util.function.Supplier<DigitModel> model);
  }

  private final Recipe recipe;
  private final ModelSpec spec;

  public Trainer(Recipe recipe, ModelSpec spec) {
    this.recipe = recipe;
    this.spec = spec;
  }

  /**
   * Trains from random weights.
   *
   * @param sheets makes sheet number n, the same whenever it is asked
   * @throws TrainingUnavailable when this machine has no training engine
   */
  public DigitModel train(LongFunction<Sheet> sheets, Watcher watcher)
      throws TrainingUnavailable, InterruptedException {
    return train(first(), sheets, watcher);
  }

  /** Trains on from a model's weights. */
  public DigitModel train(DigitModel base, LongFunction<Sheet> sheets, Watcher watcher)
      throws TrainingUnavailable, InterruptedException {
    List<float[]> weights = new ArrayList<>();
    for (int i = 0; i < spec.layers().size(); i++) {
      weights.add(base.weights(i));
    }
    return train(weights, sheets, watcher);
  }

  private DigitModel train(List<float[]> weights, LongFunction<Sheet> sheets, Watcher watcher)
      throws TrainingUnavailable, InterruptedException {
    Adam adam = new Adam(weights);
    List<float[]> gradients = new ArrayList<>();
    try (Torch torch = new Torch(recipe.threads());
        SheetQueue queue = new SheetQueue(sheets, recipe.pool(), 1)) {
      for (int step = 0; step < recipe.steps(); step++) {
        long made = Math.min(recipe.pool(), 32) + (long) (step * recipe.sheetsPerStep());
        List<Sheet> pool = queue.pool(made);
        SplittableRandom random =
            new SplittableRandom(recipe.seed() * 0x9E3779B97F4A7C15L ^ (step + 1L) << 20);
        Batch batch = Batch.cut(pool, recipe, spec, random);
        float loss = torch.step(spec, weights, batch, recipe, gradients);
        adam.update(gradients, recipe.rate(step));
        watcher.after(step + 1, loss, () -> new DigitModel(spec, weights));
      }
    }
    return new DigitModel(spec, weights);
  }

  private List<float[]> first() {
    return random(spec, recipe.seed());
  }

  /** Random weights as He et al. (2015) draw them for ReLU. */
  static List<float[]> random(ModelSpec spec, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> weights = new ArrayList<>();
    for (Convolution layer : spec.layers()) {
      float[] w = new float[layer.weights()];
      double sigma = Math.sqrt(2.0 / (layer.in() * layer.kernel() * layer.kernel()));
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) (sigma * random.nextGaussian());
      }
      weights.add(w);
    }
    return weights;
  }
}
