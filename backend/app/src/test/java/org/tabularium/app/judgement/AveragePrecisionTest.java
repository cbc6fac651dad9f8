package org.tabularium.app.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.app.judgement.AveragePrecision.Scored;

class AveragePrecisionTest {

  @Test
  void isOneWhenAllThatIsWantedStandsFirst() {
    assertThat(AveragePrecision.of(List.of(no(0.1), yes(0.9), yes(0.8), no(0.3)))).isEqualTo(1);
  }

  /** By hand: wanted on ranks 1, 3 and 5 of five gives (1/1 + 2/3 + 3/5) / 3. */
  @Test
  void isTheMeanPrecisionAtEachWantedThing() {
    assertThat(AveragePrecision.of(List.of(yes(0.9), no(0.8), yes(0.7), no(0.6), yes(0.5))))
        .isCloseTo((1 + 2 / 3.0 + 3 / 5.0) / 3, within(1e-12));
  }

  @Test
  void gainsNothingByEqualScores() {
    assertThat(AveragePrecision.of(List.of(yes(0.5), no(0.5), no(0.5), no(0.5)))).isEqualTo(0.25);
  }

  @Test
  void needsSomethingWanted() {
    assertThatThrownBy(() -> AveragePrecision.of(List.of(no(0.5))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Scored yes(double score) {
    return new Scored(score, true);
  }

  private static Scored no(double score) {
    return new Scored(score, false);
  }
}
