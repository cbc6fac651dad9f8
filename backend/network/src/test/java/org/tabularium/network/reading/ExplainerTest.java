package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplainerTest {

  @ParameterizedTest
  @EnumSource(
      value = ScoreKind.class,
      names = {"COSINE", "SQRT"})
  void nothingIsMoreSimilarToATableThanTheSameNumbersTwice(ScoreKind kind) {
    Random random = new Random(11);
    int lifted = 0;
    for (int round = 0; round < 2000; round++) {
      float[] phi = new float[Reading.FEATURES];
      float[] twice = new float[Reading.FEATURES];
      for (int k = 0; k < phi.length; k++) {
        phi[k] = random.nextInt(3) == 0 ? random.nextFloat() * 9 : 0;
        twice[k] = 2 * phi[k];
      }
      double sum = Arrays.stream(Explainer.contributions(phi, twice, kind)).sum();
      lifted += sum > 1 ? 1 : 0;
      assertThat(Explainer.score(phi, twice, kind))
          .isLessThanOrEqualTo(1)
          .isEqualTo(sum, within(1e-14));
    }
    assertThat(lifted).as("rounding does lift sums above 1").isPositive();
  }
}
