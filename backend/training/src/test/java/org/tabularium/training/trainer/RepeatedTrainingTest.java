package org.tabularium.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.type.Typefaces;

/** The same seed gives the same weights, bit for bit, whichever process trains. */
class RepeatedTrainingTest {

  /** Prints the version of a briefly trained model. */
  static final class Training {
    private Training() {}

    public static void main(String[] args) throws Exception {
      Recipe recipe = new Recipe(5, 24, 8, 80, 2e-3, 1e-3, 0.8, 1.1, 8, 3, 2, 0.25, 0.25, 6, 1);
      ModelSpec spec = ModelSpec.current();
      Sheets sheets =
          new Sheets(recipe.seed(), Mix.current(), spec, Typefaces.load(Path.of(args[0])), false);
      System.out.println(
          "version "
              + new Trainer(recipe, spec).train(sheets::make, (step, loss, model) -> {}).version());
    }
  }

  @Test
  void twoProcessesTrainTheSameWeights() throws Exception {
    // Other heaps, other addresses: sums must not depend on where an array lies.
    Process first = start("-Xmx700m", "-XX:+UseSerialGC");
    Process second = start("-Xmx900m", "-XX:+UseG1GC");
    assertThat(version(first)).isEqualTo(version(second));
  }

  private static Process start(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-Djava.awt.headless=true", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Training.class.getName());
    command.add(Typefaces.folder().toString());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String version(Process process) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().filter(l -> l.startsWith("version ")).findFirst().orElseThrow();
  }
}
