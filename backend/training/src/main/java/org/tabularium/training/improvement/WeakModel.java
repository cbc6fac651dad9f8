package org.tabularium.training.improvement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.trainer.Recipe;
import org.tabularium.training.trainer.Trainer;
import org.tabularium.training.trainer.TrainingUnavailable;
import org.tabularium.training.type.Numerals;
import org.tabularium.training.type.Typefaces;

/**
 * The command that makes a deliberately weak model: {@code WeakModel FILE.onnx [STAGE BASE.onnx]},
 * as in {@link org.tabularium.training.trainer.TrainModel}. It is a small network, trained from
 * nothing, that has seen the lining figures of two families and no others; an old-style figure,
 * which hangs below the line or is no higher than an x, is new to it.
 */
public final class WeakModel {

  /** The families whose lining figures and letters it knows. */
  static final Set<String> FAMILIES = Set.of("eb-garamond", "old-standard-tt");

  /** First everything that a network must tell apart, then tables above all. */
  private static final List<Stage> STAGES =
      List.of(
          new Stage(
              new Mix(0, 0.4, 0.14, 0.22, 0.06, 0.08, 0.06),
              new Recipe(1515, 2400, 16, 112, 2e-3, 4e-5, 0.8, 1.1, 8, 3, 2, 0.25, 0.4, 96, 1)),
          new Stage(
              new Mix(0, 0.6, 0.2, 0.09, 0.02, 0.04, 0.03),
              new Recipe(1516, 3600, 16, 96, 2e-3, 2e-5, 0.8, 1.1, 8, 2, 1, 0, 0.3, 96, 1)));

  private record Stage(Mix mix, Recipe recipe) {}

  private WeakModel() {}

  public static void main(String[] args)
      throws IOException, TrainingUnavailable, InterruptedException {
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Typefaces typefaces = Typefaces.load();
    DigitModel model = null;
    int first = 0;
    if (args.length > 1) {
      first = Integer.parseInt(args[1]);
      model = ModelFiles.read(Files.readAllBytes(Path.of(args[2]))).model();
    }
    for (Stage stage : STAGES.subList(first, STAGES.size())) {
      Recipe recipe = stage.recipe();
      Trainer trainer = new Trainer(recipe, spec());
      Sheets sheets = sheets(recipe.seed(), stage.mix(), typefaces);
      Trainer.Watcher watcher = watcher(file, recipe);
      model =
          model == null
              ? trainer.train(sheets::make, watcher)
              : trainer.train(model, sheets::make, watcher);
      write(file, model);
    }
    System.out.println("wrote " + file);
  }

  private static Trainer.Watcher watcher(Path file, Recipe recipe) {
    long start = System.nanoTime();
    double[] mean = {0};
    return (step, loss, now) -> {
      mean[0] += loss;
      if (step % 50 == 0) {
        System.out.printf(
            Locale.ROOT,
            "%5d of %d steps, loss %.5f, %.0f s%n",
            step,
            recipe.steps(),
            mean[0] / 50,
            (System.nanoTime() - start) / 1e9);
        mean[0] = 0;
      }
      if (step % 200 == 0) {
        write(file, now.get());
      }
    };
  }

  /** A third of the shipped network's cost, as deep and with the same view. */
  static ModelSpec spec() {
    return ModelSpec.current()
        .withLayers(
            List.of(
                new Convolution(1, 12, 5, 2, 1),
                new Convolution(12, 20, 3, 1, 1),
                new Convolution(20, 24, 3, 1, 1),
                new Convolution(24, 24, 3, 1, 2),
                new Convolution(24, 24, 3, 1, 3),
                new Convolution(24, 32, 3, 1, 5),
                new Convolution(32, ModelSpec.DIGITS, 1, 1, 1)));
  }

  /** Sheets in its two families, and nothing else. */
  static Sheets sheets(long seed, Typefaces typefaces) {
    return sheets(seed, STAGES.get(0).mix(), typefaces);
  }

  private static Sheets sheets(long seed, Mix mix, Typefaces typefaces) {
    return new Sheets(
        seed,
        mix,
        spec(),
        typefaces,
        typefaces.training(
            face -> FAMILIES.contains(face.family()) && face.numerals() == Numerals.LINING));
  }

  private static void write(Path file, DigitModel model) {
    try {
      Files.write(file, ModelFiles.write(model, "{\"name\": \"weak digits\"}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
