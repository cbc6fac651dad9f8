package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.network.onnx.BigramNetwork.Peaks;

class PitchTest {
  private final List<int[]> places = new ArrayList<>();

  /** Numbers of three figures, each so far from the next, in four columns. */
  private void numbers(int rows, int pitch) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < 4; column++) {
        for (int figure = 0; figure < 3; figure++) {
          places.add(new int[] {20 + 10 * row, 30 + 60 * column + pitch * figure});
        }
      }
    }
  }

  private double pitch() {
    int n = places.size();
    int[] row = places.stream().mapToInt(p -> p[0]).toArray();
    int[] column = places.stream().mapToInt(p -> p[1]).toArray();
    return Pitch.of(
        new Peaks(
            new int[n],
            row,
            column,
            new float[n],
            new float[n][10],
            new float[100],
            new float[n][10]));
  }

  @Test
  void isTheDistanceOfTheFiguresOfANumberNotOfNumbers() {
    numbers(3, 5);
    assertThat(pitch()).isEqualTo(5);
  }

  @Test
  void isFinerThanACell() {
    numbers(4, 5);
    numbers(4, 6);
    places.subList(48, 96).forEach(p -> p[0] += 200);
    assertThat(pitch()).isCloseTo(5.5, within(0.1));
  }

  @Test
  void doesNotDependOnTheOrder() {
    numbers(3, 6);
    java.util.Collections.shuffle(places, new java.util.Random(3));
    assertThat(pitch()).isEqualTo(6);
  }

  @Test
  void aFewDigitsSayNothing() {
    numbers(1, 5);
    assertThat(pitch()).isZero();
  }

  @Test
  void figuresOneAboveTheOtherAreNoNeighbours() {
    for (int row = 0; row < 30; row++) {
      places.add(new int[] {10 * row, 50 + row % 3});
    }
    assertThat(pitch()).isZero();
  }
}
