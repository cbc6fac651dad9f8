package org.tabularium.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.ModelFiles.ModelFile;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.improvement.Design;
import org.tabularium.training.improvement.LabelExperiment;
import org.tabularium.training.improvement.Measured;
import tools.jackson.databind.JsonNode;

/**
 * The experiment of the labels as a program outside carries it out: a weak model is active, 300
 * digits of editions in type that it never saw are labelled through REST, a model is trained from
 * them and downloaded, and both models are measured on editions that nobody labelled. One seed and
 * two pages of each edition, so that it fits into every build; {@code -Dtabularium.seeds=3
 * -Dtabularium.pages=7} are all.
 *
 * <p>The application reminds a network by the sheets that ship, which show old-style figures, too:
 * what labels alone are worth is told by {@code mvn -Plabels}, whose sheets do not.
 */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
class LabelExperimentApiTest {

  private static final Path WEAK =
      Path.of("../training/src/test/resources/org/tabularium/training/improvement/weak.onnx");

  /** The weak model in the place of the one that ships: it is active from the first start. */
  @TestConfiguration
  static class Weak {
    @Bean
    @Primary
    ModelFile weakModel() {
      try {
        return ModelFiles.read(Files.readAllBytes(WEAK));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Autowired RestTestClient http;
  @Autowired ModelFile weak;

  @Test
  void threeHundredLabelsHalveTheErrorAndNothingIsForgotten() throws Exception {
    Rest rest = new Rest(http);
    assertThat(
            rest.get("/api/v1/models/" + weak.model().version()).json().get("active").asBoolean())
        .isTrue();
    Design design =
        Design.of(Path.of("../../corpus-samples")).fewer(Integer.getInteger("tabularium.pages", 2));
    Measured before = LabelExperiment.measured(design, weak.model());
    assertThat(before.error()).isGreaterThan(0.1);
    for (long seed = 1; seed <= Long.getLong("tabularium.seeds", 1); seed++) {
      Measured after = LabelExperiment.measured(design, trained(rest, design, seed));
      System.out.println("seed " + seed + ", before " + before + "\nafter " + after);
      assertThat(after.error()).as("seed %s", seed).isLessThanOrEqualTo(0.5 * before.error());
      assertThat(after.map()).as("seed %s", seed).isGreaterThanOrEqualTo(before.map());
      assertThat(after.lost(before, design)).as("seed %s", seed).isLessThanOrEqualTo(0.005);
    }
  }

  private static DigitModel trained(Rest rest, Design design, long seed) throws IOException {
    String corpus = "Labelled with seed " + seed;
    List<String> tables = new ArrayList<>();
    List<Design.Stretch> stretches = design.stretches(LabelExperiment.LABELS, seed);
    for (Design.Stretch stretch : stretches) {
      tables.add(
          rest.upload(
                  Files.readAllBytes(design.scan(stretch.page())),
                  stretch.page().pageId(),
                  "corpus",
                  corpus,
                  "title",
                  "Book " + design.edition(stretch.page()),
                  "year",
                  "1600")
              .id());
    }
    for (int i = 0; i < tables.size(); i++) {
      String table = tables.get(i);
      assertThat(rest.read(table).get("status").asString()).isEqualTo("indexed");
      assertThat(
              rest.putOnTop(
                      "/api/v1/tables/" + table + "/labels", labels(stretches.get(i).digits()))
                  .status())
          .isEqualTo(200);
    }
    Rest.Answer started =
        rest.post(
            "/api/v1/models",
            "{\"corpora\": [\"" + corpus + "\"], \"heldOut\": [], \"seed\": " + seed + "}");
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    String job = started.json().get("job").asString();
    JsonNode run = ended(rest, job);
    assertThat(run.get("outcome").asString()).as(run.toString()).isEqualTo("registered");
    assertThat(run.at("/counts/learnt/digits").asInt()).isEqualTo(LabelExperiment.LABELS);
    byte[] file = rest.get("/api/v1/models/" + run.get("version").asString() + "/file").body();
    return ModelFiles.read(file).model();
  }

  /** Waits as long as the training makes steps. */
  private static JsonNode ended(Rest rest, String job) {
    int done = -1;
    while (true) {
      int before = done;
      JsonNode run =
          rest.until(
              "/api/v1/training/" + job,
              now -> !now.get("outcome").isNull() || now.get("stepsDone").asInt() > before);
      if (!run.get("outcome").isNull()) {
        return run;
      }
      done = run.get("stepsDone").asInt();
    }
  }

  private static String labels(List<PrintedDigit> digits) {
    StringBuilder json = new StringBuilder("[");
    for (PrintedDigit digit : digits) {
      json.append(json.length() == 1 ? "" : ", ")
          .append("{\"x\": ")
          .append(digit.box().x())
          .append(", \"y\": ")
          .append(digit.box().y())
          .append(", \"w\": ")
          .append(digit.box().w())
          .append(", \"h\": ")
          .append(digit.box().h())
          .append(", \"digit\": ")
          .append(digit.digit())
          .append("}");
    }
    return json.append("]").toString();
  }
}
