package org.tabularium.training.wear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WearTest {

  private static final double EM = 60;

  /** A bar of 12 by 60 pixels in the middle of 120 by 120. */
  private static Plane bar() {
    Plane plane = Plane.blank(120, 120);
    for (int y = 30; y < 90; y++) {
      for (int x = 54; x < 66; x++) {
        plane.values()[y * 120 + x] = 1;
      }
    }
    return plane;
  }

  private static double mean(Plane plane) {
    double sum = 0;
    for (float v : plane.values()) {
      sum += v;
    }
    return sum / plane.values().length;
  }

  private static Plane page(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Plane ink = Press.worn(1, random).print(bar(), EM, random);
    Plane sheet = Paper.aged(1, random).sheet(ink, bar(), EM, random);
    return Camera.careless(1, random).capture(sheet.reduced(3), random);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theSameSeedMakesTheSamePage(long seed) {
    assertThat(page(seed).values()).isEqualTo(page(seed).values());
    assertThat(page(seed).values()).isNotEqualTo(page(seed + 100).values());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 2, 9})
  void blurMovesInkAndLosesNone(double sigma) {
    Plane bar = bar();
    double before = mean(bar);
    float middle = bar.values()[60 * 120 + 60];
    bar.blur(sigma);
    assertThat(mean(bar)).isCloseTo(before, within(before * 1e-3));
    assertThat(bar.values()[60 * 120 + 60]).isLessThan(middle + 1e-5f);
    assertThat(bar.values()[60 * 120 + 52]).isPositive();
  }

  @Test
  void moreSpreadMakesBroaderStrokes() {
    double[] widths = new double[3];
    for (int i = 0; i < 3; i++) {
      Press press = new Press(0.015 * (i - 1), 0.015, 0, 0, 0, 1);
      widths[i] = mean(press.print(bar(), EM, new SplittableRandom(1)));
    }
    assertThat(widths).isSorted();
    assertThat(widths[2]).isGreaterThan(1.1 * widths[0]);
  }

  @Test
  void theOtherSideShowsThroughMirrored() {
    Plane verso = Plane.blank(120, 120);
    for (int y = 30; y < 90; y++) {
      for (int x = 10; x < 30; x++) {
        verso.values()[y * 120 + x] = 1;
      }
    }
    Paper paper = new Paper(220, 30, 0, 0, 0, 0.3, 0);
    Plane sheet = paper.sheet(Plane.blank(120, 120), verso, EM, new SplittableRandom(3));
    assertThat(sheet.values()[60 * 120 + 100]).isLessThan(0.8f * 220);
    assertThat(sheet.values()[60 * 120 + 20]).isCloseTo(220, within(1f));
  }

  @Test
  void compressionChangesLittleAndKeepsTheSize() {
    Plane grey = new Plane(40, 30, new float[1200]);
    for (int i = 0; i < 1200; i++) {
      grey.values()[i] = 100 + i % 40;
    }
    Plane back = Jpeg.roundTrip(grey, 0.9);
    assertThat(back.width()).isEqualTo(40);
    assertThat(mean(back)).isCloseTo(mean(grey), within(1.0));
  }

  @Test
  void reducingKeepsTheMean() {
    assertThat(mean(bar().reduced(3))).isCloseTo(mean(bar()), within(1e-5));
  }
}
