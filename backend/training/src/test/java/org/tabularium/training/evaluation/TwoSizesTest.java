package org.tabularium.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.type.Typefaces;

/** Floors of what is read of two tables in two sizes on one page; other pages than the report's. */
class TwoSizesTest {

  @Test
  void bothTablesAreRead(@TempDir Path folder) throws Exception {
    DigitModel model = ModelFiles.shipped().model();
    Evaluation evaluation = new Evaluation(model, folder);
    try (TableReader reader = new TableReader(model, 2)) {
      evaluation.twoSizes(reader, TwoSizes.print(6, 33, Typefaces.load()));
    }
    System.out.println(evaluation.markdown());
    Map<?, ?> all = (Map<?, ?>) evaluation.figures().get("two_sizes");
    for (Object page : (List<?>) all.get("pages")) {
      double ratio = (Double) ((Map<?, ?>) page).get("ratio");
      if (ratio > 1.45 || ratio < 1 / 1.45) {
        assertThat((List<?>) ((Map<?, ?>) page).get("apart")).as("parts at %s", ratio).isNotEmpty();
      }
    }
    for (String part : new String[] {"larger", "smaller"}) {
      Map<?, ?> figures = (Map<?, ?>) all.get(part);
      assertThat(((Number) figures.get("recall")).doubleValue()).as(part).isGreaterThan(0.97);
      assertThat(((Number) figures.get("misread")).doubleValue()).as(part).isLessThan(0.01);
      assertThat(((Number) figures.get("false")).doubleValue()).as(part).isLessThan(0.02);
    }
  }
}
