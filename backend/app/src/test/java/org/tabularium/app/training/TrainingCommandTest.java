package org.tabularium.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.platform.TabulariumSettings;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.training.trainer.RetrainModel;
import tools.jackson.databind.JsonNode;

/**
 * What {@code mvn -Pretrain} runs, in a process of its own, makes of the frozen labels of a
 * training what the application made of them.
 */
@Tag("training")
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
class TrainingCommandTest {

  private static final int STEPS = 20;
  private static final Pattern INPUTS = Pattern.compile("(?m)^inputs ([0-9a-f]{64})$");
  private static final Pattern VERSION = Pattern.compile("(?m)version ([0-9a-f]{64})$");

  @Autowired RestTestClient http;
  @Autowired TabulariumSettings settings;

  @ParameterizedTest
  @ValueSource(strings = {"shipped", "nothing"})
  void hasTheSameInputsAndMakesTheSameVersion(String base, @TempDir Path folder) throws Exception {
    LabelledBooks books = new LabelledBooks(http);
    Rest rest = books.rest;
    String corpus = "Command, from " + base;
    long seed = base.equals("shipped") ? 8650 : 8660;
    // All 8s: something better than the start is found in few steps.
    String one = books.book(corpus, seed, 0).get("id").asString();
    String two = books.book(corpus, seed + 1, 0).get("id").asString();
    books.label(one, 60, "8");
    books.label(two, 30, "8");
    String edition = rest.get("/api/v1/tables/" + two).json().at("/edition/id").asString();
    String from = base.equals("nothing") ? ", \"base\": \"nothing\"" : "";
    JsonNode run =
        books.ended(
            books.start(
                """
                {"corpora": ["%s"], "steps": %d, "seed": 5, "heldOut": ["%s"]%s}
                """
                    .formatted(corpus, STEPS, edition, from)));
    assertThat(run.get("outcome").asString()).as(run.toString()).isEqualTo("registered");
    Path labels = folder.resolve("labels.csv");
    String job = run.get("job").asString();
    Files.write(labels, rest.get("/api/v1/training/" + job + "/labels").body());
    Path begin = folder.resolve("base.onnx");
    if (base.equals("shipped")) {
      // the version that the application began with, as it gives it away
      String version = run.get("base").asString();
      Files.write(begin, rest.get("/api/v1/models/" + version + "/file").body());
    }

    Path model = folder.resolve("model.onnx");
    String told =
        command(
            base.equals("shipped") ? begin.toString() : base,
            labels.toString(),
            settings.data().resolve("scans").toString(),
            "none",
            "5",
            Integer.toString(STEPS),
            model.toString());
    assertThat(first(INPUTS, told)).isEqualTo(run.get("inputHash").asString());
    assertThat(first(VERSION, told)).isEqualTo(run.get("version").asString());
    assertThat(ModelFiles.read(Files.readAllBytes(model)).model().version())
        .isEqualTo(run.get("version").asString());
    assertThat(told).contains("held out, after: ");
  }

  private String command(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // the engine's natives, where the application has unpacked them
    command.add("-DDJL_CACHE_DIR=" + settings.data().resolve("programs").resolve("training"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(RetrainModel.class.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("tabularium-retrain-", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(15, TimeUnit.MINUTES);
      process.destroyForcibly();
      String told = Files.readString(output);
      assertThat(ended).as(told).isTrue();
      assertThat(process.exitValue()).as(told).isZero();
      return told;
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
