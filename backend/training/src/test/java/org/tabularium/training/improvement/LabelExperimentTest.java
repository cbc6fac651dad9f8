package org.tabularium.training.improvement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.training.trainer.Retraining;
import org.tabularium.training.type.Typefaces;

/**
 * The experiment of {@link LabelExperiment} with its first seed, on two pages of each edition. All
 * pages and three seeds: {@code mvn -Plabels}; through the interface for programs: the
 * application's tests.
 */
class LabelExperimentTest {

  private static final Path WEAK =
      Path.of("src/test/resources/org/tabularium/training/improvement/weak.onnx");

  private static Design design;
  private static DigitModel weak;
  private static Measured before;

  @BeforeAll
  static void readByTheWeakModel() throws Exception {
    design = Design.of(Path.of("../../corpus-samples")).fewer(2);
    weak = ModelFiles.read(Files.readAllBytes(WEAK)).model();
    before = LabelExperiment.measured(design, weak);
  }

  @Test
  void everyEditionPlaysOnePart() {
    Set<String> editions = new HashSet<>(design.labelled());
    editions.addAll(design.targets());
    editions.addAll(design.others());
    assertThat(editions)
        .hasSize(design.labelled().size() + design.targets().size() + design.others().size())
        .isEqualTo(new HashSet<>(design.editions().values()));
    assertThat(design.others()).containsExactly("s06", "s12");
    assertThat(design.labelled()).containsExactly("s01", "s04", "s08", "s11");
  }

  @Test
  void labelsAreOfLabelledEditionsAndAsManyAsSaid() {
    for (long seed = 1; seed <= 3; seed++) {
      List<Design.Stretch> stretches = design.stretches(LabelExperiment.LABELS, seed);
      assertThat(stretches.stream().mapToInt(stretch -> stretch.digits().size()).sum())
          .isEqualTo(LabelExperiment.LABELS);
      assertThat(stretches)
          .extracting(stretch -> design.edition(stretch.page()))
          .containsOnlyElementsOf(design.labelled());
      assertThat(stretches).extracting(Design.Stretch::page).doesNotHaveDuplicates();
    }
    assertThat(design.stretches(300, 1)).isEqualTo(design.stretches(300, 1));
    assertThat(design.stretches(300, 1)).isNotEqualTo(design.stretches(300, 2));
  }

  @Test
  void theWeakModelReadsItsOwnTypeAndNoOther() {
    assertThat(design.others()).allMatch(edition -> before.recall(edition) > 0.97);
    assertThat(before.error()).isGreaterThan(0.1);
  }

  @Test
  void threeHundredLabelsHalveTheErrorAndNothingIsForgotten() throws Exception {
    Measured after =
        LabelExperiment.run(
                design,
                weak,
                LabelExperiment.reminders(Typefaces.load()),
                Retraining.Settings.further(1))
            .after();
    System.out.println("before " + before + "\nafter " + after);
    assertThat(after.error()).isLessThan(0.5 * before.error());
    assertThat(after.map()).isGreaterThanOrEqualTo(before.map());
    assertThat(after.lost(before, design)).isLessThan(0.005);
  }
}
