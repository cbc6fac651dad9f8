package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Explanation.Silence;

/** Where there is nothing to explain the explanation is empty, finite, and says why. */
class EmptyExplanationTest {
  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void anEmptyExplanationSaysWhy(ScoreKind kind) {
    Reading blank = reading("");
    assertThat(said(blank, blank, kind)).isEqualTo(Silence.NEITHER_HAS_DIGITS);
    assertThat(said(blank, reading("12"), kind)).isEqualTo(Silence.FIRST_HAS_NO_DIGITS);
    assertThat(said(reading("12"), blank, kind)).isEqualTo(Silence.SECOND_HAS_NO_DIGITS);
    assertThat(said(reading("12"), reading("34"), kind)).isEqualTo(Silence.NO_BIGRAM_IN_COMMON);
    assertThat(said(reading("12"), reading("7"), kind)).isEqualTo(Silence.NO_BIGRAM_IN_COMMON);
    Explanation some = Explainer.explain(reading("12"), reading("12"), kind, 5);
    assertThat(some.silence()).isEqualTo(Silence.NONE);
    assertThat(some.pairs()).hasSize(1);
  }

  private static Silence said(Reading a, Reading b, ScoreKind kind) {
    Explanation e = Explainer.explain(a, b, kind, 5);
    assertThat(e.score()).isZero();
    assertThat(e.explained()).isZero();
    assertThat(e.rest()).isZero();
    assertThat(e.pairs()).isEmpty();
    assertThat(e.features()).isEmpty();
    return e.silence();
  }

  /** One number. */
  private static Reading reading(String number) {
    List<Digit> digits = new ArrayList<>();
    List<Occurrence> occurrences = new ArrayList<>();
    float[] phi = new float[Reading.FEATURES];
    for (int i = 0; i < number.length(); i++) {
      digits.add(new Digit(new Box(10 * i, 0, 8, 12), number.charAt(i) - '0', 1, 0, 5 * i));
      if (i > 0) {
        int bigram = 10 * digits.get(i - 1).digit() + digits.get(i).digit();
        occurrences.add(new Occurrence(bigram, i - 1, i, 1));
        phi[bigram]++;
      }
    }
    return new Reading(
        "v", new Region(0, 0, 100, 20), Turn.UPRIGHT, 1, 1, false, 0, digits, occurrences, phi);
  }
}
