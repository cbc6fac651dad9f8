package org.tabularium.training.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.corpus.Truth.PageTruth;

/** The shipped model on the whole sample corpus: what it reads, and what that finds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleReadingTest {
  private static final Path FOLDER = Path.of("../../corpus-samples");

  private final List<PageTruth> truth = new ArrayList<>();
  private final List<Reading> readings = new ArrayList<>();
  private DigitModel model;

  @BeforeAll
  void readEveryPage() throws Exception {
    model = ModelFiles.shipped().model();
    truth.addAll(Truth.read(FOLDER.resolve("truth")));
    try (TableReader reader = new TableReader(model, 2)) {
      for (PageTruth page : truth) {
        Path file = FOLDER.resolve("pages").resolve(page.pageId());
        readings.add(reader.read(file, null, null, null, Progress.NONE));
      }
    }
  }

  @Test
  void everyPageIsTurnedUprightAndLooksLikeATable() {
    for (int i = 0; i < truth.size(); i++) {
      String page = truth.get(i).pageId();
      assertThat(readings.get(i).turn()).as(page).isEqualTo(truth.get(i).turn());
      assertThat(readings.get(i).looksLikeTable()).as(page).isTrue();
    }
  }

  @Test
  void theScaleIsNearTheTypesSize() throws Exception {
    Map<String, Map<String, String>> facts = Truth.facts(FOLDER.resolve("truth"));
    double[] off = new double[truth.size()];
    for (int i = 0; i < off.length; i++) {
      double em = Double.parseDouble(facts.get(truth.get(i).pageId()).get("em"));
      off[i] = readings.get(i).scale() * em / model.spec().em() - 1;
    }
    double[] sorted = Arrays.stream(off).map(Math::abs).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "Scale against the size of the type: median %.3f, ninth of ten %.3f, worst %.3f%n",
        sorted[off.length / 2],
        sorted[9 * off.length / 10],
        sorted[off.length - 1]);
    assertThat(sorted[off.length - 1]).isLessThan(0.35);
  }

  @Test
  void digitsAreFoundAndFewAreInvented() {
    double found = 0;
    double there = 0;
    double extra = 0;
    for (int i = 0; i < truth.size(); i++) {
      int printed = truth.get(i).digits().size();
      int read = readings.get(i).digits().size();
      there += printed;
      found += Math.min(printed, read);
      extra += Math.max(0, read - printed);
    }
    assertThat(found / there).isGreaterThan(0.985);
    assertThat(extra / there).isLessThan(0.01);
  }

  @Test
  void everyTablesNearestIsAnotherEditionOfIt() {
    Retrieval bigrams = retrieval(i -> widened(readings.get(i).phi()));
    Retrieval digits = retrieval(i -> histogram(readings.get(i)));
    Random random = new Random(1);
    Retrieval chance = retrieval(i -> random.doubles(100).toArray());
    System.out.printf(
        Locale.ROOT,
        "Sample corpus, %d pages, model %.12s:%n"
            + "  bigrams read        recall@1 %.3f  mAP %.3f%n"
            + "  ten-digit histogram recall@1 %.3f  mAP %.3f%n"
            + "  random ranking      recall@1 %.3f  mAP %.3f%n",
        truth.size(),
        model.version(),
        bigrams.recallAt1(),
        bigrams.meanAveragePrecision(),
        digits.recallAt1(),
        digits.meanAveragePrecision(),
        chance.recallAt1(),
        chance.meanAveragePrecision());
    assertThat(bigrams.misses()).isEmpty();
    assertThat(bigrams.meanAveragePrecision()).isGreaterThanOrEqualTo(0.98);
    assertThat(digits.meanAveragePrecision()).isLessThan(bigrams.meanAveragePrecision() - 0.15);
    assertThat(chance.meanAveragePrecision()).isLessThan(0.15);
  }

  private Retrieval retrieval(java.util.function.IntFunction<double[]> vector) {
    List<Retrieval.Item> items = new ArrayList<>();
    for (int i = 0; i < truth.size(); i++) {
      items.add(new Retrieval.Item(truth.get(i).pageId(), truth.get(i).table(), vector.apply(i)));
    }
    return Retrieval.byCosine(items);
  }

  private static double[] widened(float[] phi) {
    double[] wide = new double[phi.length];
    for (int k = 0; k < wide.length; k++) {
      wide[k] = phi[k];
    }
    return wide;
  }

  private static double[] histogram(Reading reading) {
    double[] counts = new double[10];
    reading.digits().forEach(d -> counts[d.digit()] += d.confidence());
    return counts;
  }
}
