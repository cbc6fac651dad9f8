package org.tabularium.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.ModelFiles;
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
    evaluation.sheets("text", score, SHEETS);
    assertThat(evaluation.json())
        .contains("\"model\": \"" + model.version() + "\"")
        .contains("\"digits\": " + score.there());
    assertThat(evaluation.markdown()).contains(score.toString());
    assertThat(Files.list(folder)).isEmpty();
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
