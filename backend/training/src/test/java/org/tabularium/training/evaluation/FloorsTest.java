package org.tabularium.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.corpus.SampleCorpusGenerator;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.type.Typefaces;

/**
 * What the shipped model must not fall below, on a small fixed part of what the evaluation
 * measures: a new model that does is worse, not different. Every figure of the report has its floor
 * here or in {@link TwoSizesTest}; curves and confusions are the same digits counted apart.
 */
class FloorsTest {
  private static final Path SAMPLES = Path.of("../../corpus-samples");
  private static final int SHEETS = 20;

  private final DigitModel model = ModelFiles.shipped().model();

  @Test
  void tablesInTypefacesNeverSeen() {
    DigitScore score = sheets(Mix.tables());
    assertThat(score.recall()).isGreaterThan(0.92);
    assertThat(score.misreadShare()).isLessThan(0.015);
    assertThat(score.falseShare()).isLessThan(0.13);
  }

  @Test
  void aReportSaysWhatItMeasured(@TempDir Path folder) throws Exception {
    Evaluation evaluation = new Evaluation(model, folder);
    DigitScore score = sheets(Mix.words());
    System.out.println("Among words: " + score);
    assertThat((double) score.falseInTable() / SHEETS)
        .as("letters taken for digits a sheet, before the rule of company")
        .isLessThan(9);
    evaluation.sheets("text", score, SHEETS);
    assertThat(evaluation.json())
        .contains("\"model\": \"" + model.version() + "\"")
        .contains("\"digits\": " + score.there());
    assertThat(number(evaluation.figures(), "multiply_adds_per_cell")).isLessThanOrEqualTo(80_000);
    assertThat(evaluation.markdown()).contains(score.toString());
    assertThat(Files.list(folder)).isEmpty();
  }

  /** Printed pages where the report has scans: those may not be in the repository. */
  @Test
  void scansWithTheirTruthBesideThem(@TempDir Path folder) throws Exception {
    PrintedScans.write(folder, Typefaces.load());
    Evaluation evaluation = new Evaluation(model, folder);
    try (TableReader reader = new TableReader(model, 2)) {
      for (String part : List.of("transcribed", "boxed", "text")) {
        evaluation.scans(reader, folder.resolve(part));
      }
    }
    System.out.println(evaluation.markdown());
    Map<?, ?> typed = part(evaluation.figures(), "transcribed");
    Map<?, ?> page = (Map<?, ?>) ((List<?>) typed.get("each")).get(0);
    assertThat(number(page, "digits")).isEqualTo(20 * 14 * 4 + 31);
    assertThat(page.get("looks_like_table")).isEqualTo(true);
    assertThat(number(page, "scale_error")).isCloseTo(0, within(0.13));
    assertThat(number(typed, "digit_counts_off")).isLessThan(0.02);
    assertThat(number(typed, "mean_cosine")).isGreaterThan(0.99);
    assertThat(number(typed, "mean_cosine_of_counts")).isGreaterThan(0.995);
    countsOfBigrams(typed, 0.98);
    Map<?, ?> boxed = part(evaluation.figures(), "boxed");
    digits(boxed, 0.99, 0.01, 0.01);
    countsOfBigrams(boxed, 0.96);
    assertThat(middle((List<?>) boxed.get("scale_errors"))).isLessThan(0.13);
    Map<?, ?> text = part(evaluation.figures(), "text");
    assertThat(number(text, "digits_a_page")).isLessThan(12);
    assertThat(number(text, "taken_for_tables")).isZero();
  }

  /**
   * Twenty-four pages of the benchmark's kind, another seed, and one of them after every ordeal.
   */
  @Test
  void wholePages(@TempDir Path folder) throws Exception {
    SampleCorpusGenerator.main(new String[] {folder.resolve("pages").toString(), "1605", "24"});
    Evaluation evaluation = new Evaluation(model, folder);
    try (TableReader reader = new TableReader(model, 2)) {
      evaluation.benchmark(reader, folder.resolve("pages"));
      evaluation.ordeals(reader, folder.resolve("pages"), 1);
    }
    System.out.println(evaluation.markdown());
    Map<?, ?> digits = part(evaluation.figures(), "benchmark");
    digits(digits, 0.985, 0.005, 0.03);
    assertThat(middle((List<?>) digits.get("scale_errors"))).as("scale off by").isLessThan(0.2);
    countsOfBigrams(digits, 0.95);
    Map<?, ?> search = part(evaluation.figures(), "retrieval");
    assertThat(number(search, "turns_right")).isEqualTo(24);
    assertThat(number(search, "taken_for_tables")).isEqualTo(24);
    assertThat(number(search, "mean_cosine")).isGreaterThan(0.98);
    Map<?, ?> ordeals = part(evaluation.figures(), "ordeals");
    assertThat(ordeals).hasSize(Ordeal.values().length + Pose.ALL.size());
    for (Object name : ordeals.keySet()) {
      Map<?, ?> one = part(ordeals, name.toString());
      digits(one, 0.95, 0.02, 0.03);
      assertThat(number(one, "mean_cosine")).as("cosine, %s", name).isGreaterThan(0.95);
    }
  }

  /** The sample corpus, whose tables stand in several editions each: what a search finds. */
  @Test
  void amongTheSamples(@TempDir Path folder) throws Exception {
    Evaluation evaluation = new Evaluation(model, folder);
    try (TableReader reader = new TableReader(model, 2)) {
      evaluation.benchmark(reader, SAMPLES);
    }
    System.out.println(evaluation.markdown());
    Map<?, ?> digits = part(evaluation.figures(), "benchmark");
    digits(digits, 0.99, 0.005, 0.01);
    List<?> off = (List<?>) digits.get("scale_errors");
    assertThat(off).allSatisfy(e -> assertThat((Double) e).isCloseTo(0, within(0.35)));
    Map<?, ?> search = part(evaluation.figures(), "retrieval");
    assertThat(number(search, "turns_right")).isEqualTo(off.size());
    assertThat(number(search, "taken_for_tables")).isEqualTo(off.size());
    double found = number(part(search, "bigrams_read"), "map");
    assertThat(number(part(search, "bigrams_read"), "recall_at_1")).isEqualTo(1);
    assertThat(found).isGreaterThanOrEqualTo(0.98);
    assertThat(number(part(search, "ten_digit_histogram"), "map")).isLessThan(found - 0.15);
    assertThat(number(part(search, "chance"), "map")).isLessThan(0.15);
    Map<?, ?> changes = part(search, "by_change");
    for (Change change : List.of(Change.TYPEFACE, Change.TURN, Change.DIGITS)) {
      Map<?, ?> one = part(changes, change.label());
      assertThat(number(one, "recall_at_1")).as(change.label()).isGreaterThan(0.95);
      assertThat(number(one, "map")).as(change.label()).isGreaterThan(0.95);
    }
    Map<?, ?> part = part(changes, Change.CROP.label()); // four queries, one with a near miss
    assertThat(number(part, "recall_at_1")).as("half of the rows").isGreaterThanOrEqualTo(0.75);
    assertThat(number(part, "map")).as("half of the rows").isGreaterThan(0.85);
    Map<?, ?> half = part(changes, "cropped to the upper half");
    assertThat(number(half, "recall_at_1")).as("half a table").isGreaterThan(0.5);
    assertThat(number(half, "map")).as("half a table").isGreaterThan(0.58);
  }

  private static void digits(Map<?, ?> of, double recall, double misread, double invented) {
    assertThat(number(of, "recall")).as("found of %s", of).isGreaterThan(recall);
    assertThat(number(of, "misread")).as("misread of %s", of).isLessThan(misread);
    assertThat(number(of, "false")).as("false of %s", of).isLessThan(invented);
  }

  private static void countsOfBigrams(Map<?, ?> of, double recall) {
    Map<?, ?> counts = part(of, "feature_counts");
    assertThat(number(counts, "pearson")).isGreaterThan(0.97);
    assertThat(number(counts, "precision")).isGreaterThan(0.98);
    assertThat(number(counts, "recall")).isGreaterThan(recall);
    for (Object third : (List<?>) counts.get("by_density")) {
      assertThat(number((Map<?, ?>) third, "pearson")).as("%s", third).isGreaterThan(0.95);
      assertThat(number((Map<?, ?>) third, "precision")).as("%s", third).isGreaterThan(0.97);
      assertThat(number((Map<?, ?>) third, "recall")).as("%s", third).isGreaterThan(recall - 0.02);
    }
  }

  private static double middle(List<?> each) {
    double[] sorted = each.stream().mapToDouble(e -> Math.abs((Double) e)).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static Map<?, ?> part(Map<?, ?> of, String name) {
    assertThat(of.containsKey(name)).as("%s among %s", name, of.keySet()).isTrue();
    return (Map<?, ?>) of.get(name);
  }

  private static double number(Map<?, ?> of, String name) {
    return ((Number) of.get(name)).doubleValue();
  }

  private DigitScore sheets(Mix mix) {
    try (BigramNetwork network = new BigramNetwork(model, 2)) {
      return HeldOutSheets.read(
          network,
          new Sheets(HeldOutSheets.SEED, mix, model.spec(), Typefaces.load(), true),
          SHEETS);
    }
  }
}
