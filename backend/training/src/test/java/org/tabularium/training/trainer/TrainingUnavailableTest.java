package org.tabularium.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java process without the engine's natives, as on a platform that has none. */
class TrainingUnavailableTest {

  /** Runs in that process. */
  static final class WithoutNatives {
    public static void main(String[] args) {
      try (Torch torch = new Torch(1)) {
        System.out.println("loaded");
      } catch (TrainingUnavailable e) {
        System.out.println("unavailable: " + e.getMessage());
      }
    }
  }

  @Test
  void aPlatformWithoutNativesGetsAReasonThatCanBeShown(@TempDir Path cache) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("pytorch-native"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(classPath).contains("pytorch-engine");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-DDJL_CACHE_DIR=" + cache,
                "-cp",
                classPath,
                WithoutNatives.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(said).startsWith("unavailable: the training engine has no natives for");
  }
}
