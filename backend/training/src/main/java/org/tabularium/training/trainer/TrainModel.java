package org.tabularium.training.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.training.type.Typefaces;

/**
 * The command that makes the shipped model: {@code TrainModel FILE.onnx [STAGE BASE.onnx]}. Prints
 * how far it is; writes the model as it stands every 500 steps, so that it can be measured
 * meanwhile. STAGE, counted from 0, is the stage to begin with, from the weights of BASE.
 */
public final class TrainModel {

  private TrainModel() {}

  public static void main(String[] args)
      throws TrainingUnavailable, InterruptedException, IOException {
    Path file = Path.of(args[0]);
    Course course = Course.shipped();
    DigitModel base = null;
    if (args.length > 2) {
      course = course.from(Integer.parseInt(args[1]));
      base = ModelFiles.read(Files.readAllBytes(Path.of(args[2]))).model();
    }
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
    write(file, model, ModelCard.of(model, Course.shipped(), typefaces));
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
