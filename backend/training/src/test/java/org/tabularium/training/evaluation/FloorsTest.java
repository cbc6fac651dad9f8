package org.tabularium.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

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
 * measures: a new model that does is worse, not different.
 */
class FloorsTest {
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
    assertThat((double) score.falseInTable() / SHEETS)
        .as("letters taken for digits a sheet, before the rule of company")
        .isLessThan(9);
    evaluation.sheets("text", score, SHEETS);
    assertThat(evaluation.json())
        .contains("\"model\": \"" + model.version() + "\"")
        .contains("\"digits\": " + score.there());
    assertThat(evaluation.markdown()).contains(score.toString());
    assertThat(Files.list(folder)).isEmpty();
  }

  /**
   * Twenty-four pages of the benchmark's kind, another seed; what is found among pages is held to
   * its floor by the sample corpus.
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
    assertThat(number(digits, "recall")).isGreaterThan(0.985);
    assertThat(number(digits, "misread")).isLessThan(0.005);
    assertThat(number(digits, "false")).isLessThan(0.03);
    assertThat(middle((List<?>) digits.get("scale_errors"))).as("scale off by").isLessThan(0.2);
    Map<?, ?> counts = part(digits, "feature_counts");
    assertThat(number(counts, "pearson")).isGreaterThan(0.97);
    assertThat(number(counts, "precision")).isGreaterThan(0.98);
    assertThat(number(counts, "recall")).isGreaterThan(0.95);
    Map<?, ?> search = part(evaluation.figures(), "retrieval");
    assertThat(number(search, "turns_right")).isEqualTo(24);
    assertThat(number(search, "taken_for_tables")).isEqualTo(24);
    assertThat(number(search, "mean_cosine")).isGreaterThan(0.98);
    Map<?, ?> ordeals = part(evaluation.figures(), "ordeals");
    assertThat(ordeals).hasSize(Ordeal.values().length + Pose.ALL.size());
    for (Object name : ordeals.keySet()) {
      Map<?, ?> one = part(ordeals, name.toString());
      assertThat(number(one, "recall")).as("found, %s", name).isGreaterThan(0.95);
      assertThat(number(one, "mean_cosine")).as("cosine, %s", name).isGreaterThan(0.95);
    }
  }

  private static double middle(List<?> each) {
    double[] sorted = each.stream().mapToDouble(e -> Math.abs((Double) e)).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static Map<?, ?> part(Map<?, ?> of, String name) {
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
