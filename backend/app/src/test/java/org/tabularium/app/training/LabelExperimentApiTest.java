package org.tabularium.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.network.image.Box;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.ModelFiles.ModelFile;
import org.tabularium.network.reading.Digit;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.improvement.Design;
import org.tabularium.training.improvement.LabelExperiment;
import org.tabularium.training.improvement.Measured;
import tools.jackson.databind.JsonNode;

/**
 * The experiment of the labels as a program outside carries it out, through REST alone: a weak
 * model reads and ranks; 300 digits of editions in type that it never saw are labelled; a model is
 * trained from them and activated; what either reads, and how it ranks, is measured on editions
 * that nobody labelled. One seed and two pages of each edition, so that it fits into every build;
 * all pages and three seeds: {@code mvn -Plabels-app -pl backend/app -am test}, which writes a
 * report.
 *
 * <p>The application reminds a network by the sheets that ship, which show old-style figures, too:
 * what labels alone are worth is told by {@code mvn -Plabels}, whose sheets do not.
 */
@Tag("training")
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
class LabelExperimentApiTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
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

  /** Everything that is measured; what is labelled is sent again, into a corpus of its own. */
  private static final String ALL = "All editions";

  @Autowired RestTestClient http;
  @Autowired ModelFile weak;

  @Test
  void threeHundredLabelsHalveTheErrorAndNothingIsForgotten() throws Exception {
    Rest rest = new Rest(http);
    String version = weak.model().version();
    assertThat(rest.get("/api/v1/models/" + version).json().get("active").asBoolean()).isTrue();
    Design design =
        Design.of(Path.of("../../corpus-samples")).fewer(Integer.getInteger("tabularium.pages", 2));
    Map<String, String> tables = new LinkedHashMap<>();
    for (PageTruth page : design.pages()) {
      tables.put(page.pageId(), sent(rest, design, page, ALL));
    }
    for (String table : tables.values()) {
      assertThat(rest.read(table).get("status").asString()).isEqualTo("indexed");
    }
    Measured before = measured(rest, design, tables, version);
    assertThat(before.error()).isGreaterThanOrEqualTo(0.1);
    Map<Long, Measured> runs = new TreeMap<>();
    for (long seed = 1; seed <= Long.getLong("tabularium.seeds", 1); seed++) {
      String better = trained(rest, design, seed);
      activate(rest, better);
      Measured after = measured(rest, design, tables, better);
      System.out.println("seed " + seed + ", before " + before + "\nafter " + after);
      runs.put(seed, after);
      report(design, before, runs);
      assertThat(after.error()).as("seed %s", seed).isLessThanOrEqualTo(0.5 * before.error());
      assertThat(after.map()).as("seed %s", seed).isGreaterThanOrEqualTo(before.map());
      assertThat(after.lost(before, design)).as("seed %s", seed).isLessThanOrEqualTo(0.005);
      // The next seed begins where this one did.
      activate(rest, version);
    }
    assertThat(measured(rest, design, tables, version)).hasToString(before.toString());
  }

  private static String sent(Rest rest, Design design, PageTruth page, String corpus)
      throws IOException {
    return rest.upload(
            Files.readAllBytes(design.scan(page)),
            page.pageId(),
            "corpus",
            corpus,
            "title",
            "Book " + design.edition(page),
            "year",
            "1600")
        .id();
  }

  private static void activate(Rest rest, String version) {
    Rest.Answer answer = rest.post("/api/v1/models/" + version + "/activation", "");
    if (answer.status() != 200) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(202);
      String job = "/api/v1/jobs/" + answer.json().get("job").asString();
      JsonNode ended =
          rest.until(
              job,
              now -> !Set.of("queued", "running").contains(now.get("state").asString()),
              PATIENCE);
      assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("done");
    }
    assertThat(rest.get("/api/v1/models/" + version).json().get("active").asBoolean()).isTrue();
  }

  /** What the application answers: the digits of each page, and the pages most similar to it. */
  private static Measured measured(
      Rest rest, Design design, Map<String, String> tables, String version) {
    Map<String, List<Digit>> read = new HashMap<>();
    Map<String, String> contents = new HashMap<>();
    for (PageTruth page : design.pages()) {
      String table = tables.get(page.pageId());
      contents.put(table, page.table());
      List<Digit> digits = new ArrayList<>();
      for (JsonNode one : rest.get("/api/v1/tables/" + table + "/digits").json()) {
        digits.add(
            new Digit(
                new Box(
                    one.get("x").asDouble(),
                    one.get("y").asDouble(),
                    one.get("w").asDouble(),
                    one.get("h").asDouble()),
                one.get("digit").asInt(),
                one.get("confidence").floatValue(),
                0,
                0));
      }
      read.put(page.pageId(), digits);
    }
    double sum = 0;
    int asked = 0;
    for (PageTruth page : design.pages()) {
      long sought = design.pages().stream().filter(p -> p.table().equals(page.table())).count() - 1;
      if (!design.targets().contains(design.edition(page)) || sought == 0) {
        continue;
      }
      JsonNode ranking =
          rest.get(
                  "/api/v1/tables/{id}/similar?limit=1000&corpus={corpus}",
                  tables.get(page.pageId()),
                  ALL)
              .json();
      int found = 0;
      double precision = 0;
      for (JsonNode one : ranking) {
        assertThat(one.at("/table/model").asString()).isEqualTo(version);
        if (page.table().equals(contents.get(one.get("id").asString()))) {
          found++;
          precision += found / one.get("rank").asDouble();
        }
      }
      asked++;
      sum += precision / sought;
    }
    assertThat(asked).isPositive();
    return Measured.of(design, read, sum / asked);
  }

  private static String trained(Rest rest, Design design, long seed) throws IOException {
    String corpus = "Labelled with seed " + seed;
    List<String> tables = new ArrayList<>();
    List<Design.Stretch> stretches = design.stretches(LabelExperiment.LABELS, seed);
    for (Design.Stretch stretch : stretches) {
      tables.add(sent(rest, design, stretch.page(), corpus));
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
    return run.get("version").asString();
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

  /** Where {@code -Dtabularium.report=} names a folder. */
  private static void report(Design design, Measured before, Map<Long, Measured> runs)
      throws IOException {
    String folder = System.getProperty("tabularium.report", "");
    if (folder.isBlank()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # What 300 labels are worth to a weak model, through the application

        Written by `mvn -Plabels-app -pl backend/app -am test`; do not edit.

        The weak model of [`labels.md`](labels.md) reads and ranks %d pages of the sample corpus. 300 digits of %s are labelled,
        a model is trained from them and activated, all by REST. Then the pages are read and ranked by it; what follows is what the application
        answers: digits by `GET /api/v1/tables/{id}/digits`, rankings by `GET /api/v1/tables/{id}/similar`. Targets, which nobody
        labelled, are %s; in type that the weak model knows are %s. Beside the labels the application reminds a network by the sheets that
        ship, which show old-style figures, too; what labels alone are worth stands in `labels.md`.

        Missed or misread: of all %d digits of the targets' pages, folios and titles too. mAP: of the targets' pages that are printed in
        another edition, too, each asked for among all pages.

        | | missed or misread | missed | misread | read where none is | mAP |
        | --- | --- | --- | --- | --- | --- |
        """
            .formatted(
                design.pages().size(),
                String.join(", ", design.labelled()),
                String.join(", ", design.targets()),
                String.join(", ", design.others()),
                before.targets().there()));
    row(text, "the weak model", before);
    runs.forEach((seed, after) -> row(text, "seed " + seed, after));
    text.append("\n## Digits read right, edition by edition\n\n| edition | before |");
    runs.keySet().forEach(seed -> text.append(" seed ").append(seed).append(" |"));
    text.append("\n| --- |").append(" --- |".repeat(1 + runs.size())).append('\n');
    for (String edition : before.editions().keySet()) {
      text.append(percent("| %s | %.2f %% |", edition, before.recall(edition)));
      runs.values()
          .forEach(after -> text.append(percent("%s %.2f %% |", "", after.recall(edition))));
      text.append('\n');
    }
    Files.writeString(
        Files.createDirectories(Path.of(folder)).resolve("labels-app.md"), text.toString());
  }

  private static void row(StringBuilder text, String name, Measured m) {
    text.append(percent("| %s | %.2f %% |", name, m.error()))
        .append(
            String.format(
                Locale.ROOT,
                " %d | %d | %d | %.3f |\n",
                m.targets().missed(),
                m.targets().misread(),
                m.invented(),
                m.map()));
  }

  private static String percent(String format, String name, double share) {
    return String.format(Locale.ROOT, format, name, 100 * share);
  }
}
