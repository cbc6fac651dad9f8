package org.tabularium.app.readings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;

class LinesTest {

  @ParameterizedTest
  @EnumSource(Turn.class)
  void digitsStandInReadingOrderHoweverTheScanLies(Turn turn) {
    // Two lines, 12 3 and 45, that wave a little, as they lie on a scan of 200 x 100 upright.
    List<Digit> digits =
        List.of(
            digit(4, 30, 62, turn),
            digit(2, 45, 24, turn),
            digit(3, 90, 18, turn),
            digit(5, 42, 58, turn),
            digit(1, 30, 20, turn));
    assertThat(
            Lines.of(digits, turn).stream()
                .map(
                    line ->
                        line.stream()
                            .map(digit -> Integer.toString(digit.digit()))
                            .collect(Collectors.joining())))
        .containsExactly("123", "45");
  }

  /** A digit at an upright place, put where it lies before the turn that brings it upright. */
  private static Digit digit(int digit, double x, double y, Turn turn) {
    double w = 10;
    double h = 16;
    Box box =
        switch (turn) {
          case UPRIGHT -> new Box(x, y, w, h);
          case CLOCKWISE -> new Box(y, 200 - x - w, h, w);
          case HALF -> new Box(200 - x - w, 100 - y - h, w, h);
          case COUNTERCLOCKWISE -> new Box(100 - y - h, x, h, w);
        };
    return new Digit(box, digit, 1, 0, 0);
  }
}
