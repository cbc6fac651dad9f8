package org.tabularium.training.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.training.type.Typefaces;

/**
 * The command that makes the shipped model: {@code TrainModel FILE.onnx [STAGE BASE]}. Prints how
 * far it is; writes the model as it stands every 500 steps, so that it can be measured meanwhile.
 * STAGE, counted from 1, is the stage to begin with, from the weights of BASE: a model file, {@code
 * shipped} or {@code nothing}.
 */
public final class TrainModel {

  private TrainModel() {}

  public static void main(String[] args)
      throws TrainingUnavailable, InterruptedException, IOException {
    Path file = Path.of(args[0]);
    Course whole = Course.shipped();
    Course course = args.length > 1 ? whole.from(Integer.parseInt(args[1])) : whole;
    DigitModel base = args.length > 2 ? base(args[2]) : null;
    ModelSpec spec = ModelSpec.current();
    Typefaces typefaces = Typefaces.load();
    long start = System.nanoTime();
    double[] mean = {0};
    int steps = course.steps();
    DigitModel model =
        course.train(
            spec,
            typefaces,
            base,
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
              if (step % 500 == 0 || step == steps) {
                write(file, now.get(), "{}");
              }
            });
    write(file, model, ModelCard.of(model, whole, typefaces));
    System.out.println("wrote " + file + ", version " + model.version());
  }

  private static @Nullable DigitModel base(String name) throws IOException {
    return switch (name) {
      case "nothing" -> null;
      case "shipped" -> ModelFiles.shipped().model();
      default -> ModelFiles.read(Files.readAllBytes(Path.of(name))).model();
    };
  }

  private static void write(Path file, DigitModel model, String card) {
    try {
      Files.write(file, ModelFiles.write(model, card));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
