package org.tabularium.training.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
