package org.tabularium.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;

class GrowthTest {

  private static final ModelSpec FULL = ModelSpec.current();

  private static DigitModel narrow() {
    Course.Stage first = Course.shipped().stages().get(0);
    ModelSpec spec = first.spec(FULL);
    SplittableRandom random = new SplittableRandom(4);
    List<float[]> weights = new ArrayList<>();
    for (Convolution c : spec.layers()) {
      float[] w = new float[c.weights()];
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) (random.nextGaussian() / Math.sqrt(c.in() * c.kernel() * c.kernel()));
      }
      weights.add(w);
    }
    return new DigitModel(spec, weights);
  }

  @Test
  void aGrownNetworkSaysTheSameAndHasMoreWeights() throws Exception {
    DigitModel narrow = narrow();
    DigitModel wide = Growth.grown(narrow, FULL, 7);
    SplittableRandom random = new SplittableRandom(2);
    float[] ink = new float[60 * 50];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = random.nextInt(3) == 0 ? (float) random.nextDouble() : 0;
    }
    InkMap map = new InkMap(60, 50, ink);
    try (Torch torch = new Torch(1)) {
      float[] before = torch.maps(narrow, map);
      float[] after = torch.maps(wide, map);
      float most = 0;
      for (int i = 0; i < before.length; i++) {
        most = Math.max(most, before[i]);
        assertThat(after[i]).isCloseTo(before[i], within(1e-5f));
      }
      assertThat(most).isGreaterThan(0.01f);
    }
    assertThat(wide.spec().cost()).isGreaterThan(narrow.spec().cost());
  }

  @Test
  void newChannelsAreNotAllAlike() {
    DigitModel wide = Growth.grown(narrow(), FULL, 7);
    Convolution second = FULL.layers().get(1);
    float[] weights = wide.weights(1);
    int each = second.weights() / second.out();
    int last = (second.out() - 1) * each;
    int other = (second.out() - 2) * each;
    assertThat(weights[last]).isNotZero().isNotEqualTo(weights[other]);
  }

  @Test
  void otherLayersAreRefused() {
    DigitModel narrow = narrow();
    assertThatThrownBy(() -> Growth.grown(Growth.grown(narrow, FULL, 7), narrow.spec(), 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not grow");
  }

  @Test
  void theLastStageTrainsWhatShips() {
    List<Course.Stage> stages = Course.shipped().stages();
    assertThat(stages.get(stages.size() - 1).spec(FULL)).isEqualTo(FULL);
  }

  @Test
  void aCourseCanBeTakenUpAtAnyOfItsStages() {
    Course whole = Course.shipped();
    assertThat(whole.from(1)).isEqualTo(whole);
    assertThat(whole.from(3).stages())
        .containsExactlyElementsOf(whole.stages().subList(2, whole.stages().size()));
    assertThatThrownBy(() -> whole.from(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> whole.from(whole.stages().size() + 1))
        .hasMessageContaining("the course has stages 1 to");
  }

  @Test
  void fromTheFourthStageOnNumbersStandAmongWords() {
    assertThat(Course.shipped().from(4).stages())
        .allSatisfy(stage -> assertThat(stage.spec(FULL)).isEqualTo(FULL))
        .allSatisfy(stage -> assertThat(stage.mix().numbered()).isPositive());
  }
}
