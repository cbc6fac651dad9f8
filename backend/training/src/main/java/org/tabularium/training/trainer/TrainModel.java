package org.tabularium.training.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.type.Typefaces;

/**
 * The command that makes the shipped model: {@code TrainModel FILE.onnx [STEPS]}. Prints how far it
 * is; writes the model as it stands every 500 steps, so that it can be measured meanwhile.
 */
public final class TrainModel {

  private TrainModel() {}

  public static void main(String[] args)
      throws TrainingUnavailable, InterruptedException, IOException {
    Path file = Path.of(args[0]);
    Recipe recipe = Recipe.shipped();
    if (args.length > 1) {
      recipe = recipe.withSteps(Integer.parseInt(args[1]));
    }
    ModelSpec spec = ModelSpec.current();
    Mix mix = Mix.current();
    Typefaces typefaces = Typefaces.load();
    Sheets sheets = new Sheets(recipe.seed(), mix, spec, typefaces, false);
    long start = System.nanoTime();
    double[] mean = {0};
    int steps = recipe.steps();
    DigitModel model =
        new Trainer(recipe, spec)
            .train(
                sheets::make,
                (step, loss, now) -> {
                  mean[0] += loss;
                  if (step % 50 == 0) {
                    double seconds = (System.nanoTime() - start) / 1e9;
                    System.out.printf(
                        Locale.ROOT,
                        "%5d of %d steps, loss %.5f, %.0f s, %.0f s to go%n",
                        step,
                        steps,
                        mean[0] / 50,
                        seconds,
                        seconds / step * (steps - step));
                    mean[0] = 0;
                  }
                  if (step % 500 == 0) {
                    write(file, now.get(), "{}");
                  }
                });
    write(file, model, ModelCard.of(model, recipe, mix, typefaces));
    System.out.println("wrote " + file + ", version " + model.version());
  }

  private static void write(Path file, DigitModel model, String card) {
    try {
      Files.write(file, ModelFiles.write(model, card));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
