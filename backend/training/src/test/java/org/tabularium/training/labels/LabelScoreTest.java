package org.tabularium.training.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;

class LabelScoreTest {

  private static Box at(double x) {
    return new Box(x, 100, 20, 30);
  }

  private static Digit read(double x, int digit) {
    return new Digit(at(x), digit, 0.9f, 0, 0);
  }

  @Test
  void whatIsReadIsHeldAgainstLabelsAndNothingElse() {
    LabelledPage page =
        new LabelledPage(
            "p",
            "e",
            Path.of("none"),
            "",
            null,
            Turn.UPRIGHT,
            null,
            List.of(
                Place.digit(at(0), 1),
                Place.digit(at(20), 2),
                Place.digit(at(40), 3),
                Place.of(Place.Kind.NONE, at(60)),
                Place.of(Place.Kind.UNSURE, at(80)),
                Place.of(Place.Kind.CONTRAST, new Box(300, 0, 100, 200))));
    LabelScore score =
        LabelScore.of(
            page,
            List.of(read(1, 1), read(21, 7), read(61, 4), read(81, 5), read(310, 9), read(200, 6)));
    assertThat(score.there()).isEqualTo(3);
    assertThat(score.right()).isEqualTo(1);
    assertThat(score.misread()).isEqualTo(1);
    assertThat(score.missed()).isEqualTo(1);
    // The 4 that is none and the 9 in the contrast region; the 6 was never looked at.
    assertThat(score.invented()).isEqualTo(2);
    assertThat(score.confusion()[2][7]).isEqualTo(1);
    assertThat(score.confusion()[3][10]).isEqualTo(1);
    assertThat(score.confusion()[10][4]).isEqualTo(1);
    assertThat(score.recall()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(score.precision()).isCloseTo(1 / 4.0, within(1e-9));
    assertThat(score.verdicts().stream().filter(LabelScore.Verdict::right)).hasSize(1);
  }
}
