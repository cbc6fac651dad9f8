package org.tabularium.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureCountsTest {

  @Test
  void countsAreComparedFeatureByFeature() {
    FeatureCounts f = FeatureCounts.of(new double[] {4, 0, 2, 2}, new double[] {3, 1, 2, 4});
    assertThat(f.precision()).isCloseTo(7 / 10.0, within(1e-12));
    assertThat(f.recall()).isCloseTo(7 / 8.0, within(1e-12));
    // Deviations 2, -2, 0, 0 and 0.5, -1.5, -0.5, 1.5.
    assertThat(f.pearson()).isCloseTo(4 / Math.sqrt(8 * 5), within(1e-12));
  }

  @Test
  void nothingCountedIsPreciseAndEmpty() {
    FeatureCounts f = FeatureCounts.of(new double[] {1, 2}, new double[] {0, 0});
    assertThat(f).isEqualTo(new FeatureCounts(3, 0, 1, 0));
  }

  @Test
  void pagesAreToldApartByHowMuchThereIs() {
    List<FeatureCounts> pages =
        IntStream.of(50, 7, 900, 8, 60, 1000, 70)
            .mapToObj(n -> FeatureCounts.of(new double[] {n, 0}, new double[] {n, n}))
            .toList();
    assertThat(FeatureCounts.byDensity(pages))
        .extracting(third -> third.stream().map(FeatureCounts::there).toList())
        .containsExactly(List.of(7.0, 8.0), List.of(50.0, 60.0), List.of(70.0, 900.0, 1000.0));
    assertThat(FeatureCounts.byDensity(pages.subList(0, 2))).isEmpty();
  }
}
