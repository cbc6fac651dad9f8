package org.tabularium.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.Box;
import org.tabularium.network.reading.Digit;

class DigitScoreTest {

  private static TrueDigit there(double x, double y, int digit, boolean legible) {
    return new TrueDigit(new Box(x, y, 10, 20), digit, true, legible);
  }

  private static Digit seen(double x, double y, int digit) {
    return new Digit(new Box(x, y, 10, 20), digit, 0.9f, 0, 0);
  }

  @Test
  void foundMisreadMissedAndFalseAreToldApart() {
    DigitScore score =
        DigitScore.of(
            List.of(
                there(0, 0, 1, true),
                there(20, 0, 2, true),
                there(40, 0, 3, true),
                there(60, 40, 4, false)),
            List.of(
                seen(2, 3, 1), // right
                seen(20, 0, 7), // misread
                seen(60, 40, 9), // an illegible one: nobody's fault
                seen(20, 25, 5), // false, in the table
                seen(20, 300, 5))); // outside the table
    assertThat(score.there()).isEqualTo(3);
    assertThat(score.found()).isEqualTo(2);
    assertThat(score.misread()).isEqualTo(1);
    assertThat(score.falseInTable()).isEqualTo(1);
    assertThat(score.missed()).extracting(TrueDigit::digit).containsExactly(3);
    assertThat(score.invented()).extracting(Digit::digit).containsExactly(5);
  }

  @Test
  void oneDigitAnswersForOnlyOneTrueOne() {
    DigitScore score =
        DigitScore.of(List.of(there(0, 0, 1, true), there(8, 0, 1, true)), List.of(seen(3, 0, 1)));
    assertThat(score.found()).isEqualTo(1);
  }
}
