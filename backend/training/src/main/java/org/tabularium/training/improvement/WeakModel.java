package org.tabularium.training.improvement;

import java.util.List;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.trainer.Recipe;
import org.tabularium.training.trainer.Trainer;
import org.tabularium.training.trainer.TrainingUnavailable;
import org.tabularium.training.type.Typeface;
import org.tabularium.training.type.Typefaces;

/** A deliberately weak model: a narrow network that has seen two families and little of them. */
final class WeakModel {

  /** The only figures it has ever seen. */
  static final List<String> FAMILIES = List.of("im-fell-dw-pica", "im-fell-english");

  /** Tables and some text; lining and modern figures it has not met. */
  private static final Mix MIX = new Mix(0.6, 0, 0, 0.25, 0.05, 0.05, 0.05);

  private WeakModel() {}

  static ModelSpec spec() {
    int[] channels = {8, 12, 16, 16, 20, 24};
    ModelSpec full = ModelSpec.current();
    List<Convolution> layers = new java.util.ArrayList<>();
    for (int i = 0; i < full.layers().size(); i++) {
      Convolution c = full.layers().get(i);
      int in = i == 0 ? c.in() : channels[i - 1];
      int out = i == channels.length ? c.out() : channels[i];
      layers.add(new Convolution(in, out, c.kernel(), c.stride(), c.dilation()));
    }
    return full.withLayers(layers);
  }

  /** Sheets in its two families, and nothing else. */
  static Sheets sheets(long seed, Typefaces typefaces) {
    List<Typeface> faces =
        typefaces.training(
            face -> FAMILIES.stream().anyMatch(family -> face.id().startsWith(family + "/")));
    return new Sheets(seed, MIX, spec(), typefaces, faces);
  }

  static DigitModel train(int steps, Typefaces typefaces, Trainer.Watcher watcher)
      throws TrainingUnavailable, InterruptedException {
    Recipe recipe = new Recipe(7, steps, 12, 96, 3e-3, 6e-5, 0.8, 1.1, 8, 3, 2, 0.25, 0.4, 96, 1);
    return new Trainer(recipe, spec()).train(sheets(7, typefaces)::make, watcher);
  }
}
