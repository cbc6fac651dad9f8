package org.tabularium.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.Company;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.Gate;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.type.Typefaces;

class TrainerTest {

  /** A gate that lets nearly everything through, so that a barely trained network shows peaks. */
  private static final ModelSpec SPEC = open(ModelSpec.current());

  private static final Sheets SHEETS = new Sheets(9, Mix.tables(), SPEC, Typefaces.load(), false);

  private static final Recipe SHORT =
      new Recipe(3, 40, 4, 64, 3e-3, 1e-3, 0.8, 1.1, 8, 3, 2, 0.25, 0.1, 8, 1);

  private static ModelSpec open(ModelSpec s) {
    return new ModelSpec(
        s.inkMap(),
        s.em(),
        s.line(),
        s.layers(),
        s.framing(),
        s.pitch(),
        new Gate(1e-3f, 2, 2),
        Company.NONE,
        s.shifts());
  }

  private static DigitModel train(Recipe recipe, List<Float> losses) throws Exception {
    return new Trainer(recipe, SPEC).train(SHEETS::make, (step, loss, model) -> losses.add(loss));
  }

  private static double mean(List<Float> losses) {
    return losses.stream().mapToDouble(f -> f).average().orElseThrow();
  }

  @Test
  void aFewStepsLowerTheLoss() throws Exception {
    List<Float> losses = new ArrayList<>();
    train(SHORT, losses);
    assertThat(losses).hasSize(40);
    assertThat(mean(losses.subList(30, 40))).isLessThan(0.7 * mean(losses.subList(0, 5)));
  }

  @Test
  void theSameRecipeGivesTheSameWeights() throws Exception {
    Recipe recipe = SHORT.withSteps(5);
    String version = train(recipe, new ArrayList<>()).version();
    assertThat(train(recipe, new ArrayList<>()).version()).isEqualTo(version);
  }

  @Test
  void trainingGoesOnFromAModel() throws Exception {
    DigitModel base = train(SHORT, new ArrayList<>());
    List<Float> fresh = new ArrayList<>();
    train(SHORT.withSteps(3), fresh);
    List<Float> further = new ArrayList<>();
    new Trainer(SHORT.withSteps(3), SPEC)
        .train(base, SHEETS::make, (step, loss, model) -> further.add(loss));
    assertThat(mean(further)).isLessThan(0.8 * mean(fresh));
  }

  /** Two engines, one answer: what PyTorch trained is what ONNX Runtime runs. */
  @Test
  void theExportedFileGivesTheTrainersActivations() throws Exception {
    DigitModel trained = train(SHORT, new ArrayList<>());
    DigitModel read = ModelFiles.read(ModelFiles.write(trained, "{}")).model();
    assertThat(read.version()).isEqualTo(trained.version());
    InkMap ink = SHEETS.make(100).ink().crop(0, 0, 151, 118);
    try (Torch torch = new Torch(1);
        BigramNetwork network = new BigramNetwork(read, 1)) {
      float[] maps = torch.maps(trained, ink);
      Peaks peaks = network.run(ink);
      int width = (ink.width() + 1) / 2;
      int height = (ink.height() + 1) / 2;
      assertThat(maps).hasSize(10 * width * height);
      assertThat(peaks.count()).isGreaterThan(10);
      for (int i = 0; i < peaks.count(); i++) {
        int at = (peaks.digit()[i] * height + peaks.row()[i]) * width + peaks.column()[i];
        assertThat(peaks.activation()[i]).isCloseTo(maps[at], within(1e-5f));
      }
    }
  }

  @Test
  void stoppingTheWatcherStopsTheTraining() {
    List<Integer> steps = new ArrayList<>();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                new Trainer(SHORT, SPEC)
                    .train(
                        SHEETS::make,
                        (step, loss, model) -> {
                          steps.add(step);
                          if (step == 2) {
                            throw new java.util.concurrent.CancellationException();
                          }
                        }))
        .isInstanceOf(java.util.concurrent.CancellationException.class);
    assertThat(steps).containsExactly(1, 2);
  }
}
