package org.tabularium.network.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the scan to the ink map and back, by way of a black spot. */
class PageFrameTest {

  @ParameterizedTest
  @EnumSource(Turn.class)
  void aSpotOnTheScanIsFoundAgain(Turn turn) {
    int w = 300;
    int h = 200;
    byte[] grey = new byte[w * h];
    java.util.Arrays.fill(grey, (byte) 230);
    Box spot = new Box(148, 64, 4, 6);
    for (int y = 64; y < 70; y++) {
      for (int x = 148; x < 152; x++) {
        grey[y * w + x] = 10;
      }
    }
    PageFrame frame = new PageFrame(new Region(40, 20, 240, 160), turn, 0.5);
    InkMap ink = frame.inkMap(new GreyScan(w, h, grey));
    assertThat(ink.width()).isEqualTo(frame.width());
    assertThat(ink.height()).isEqualTo(frame.height());
    int brightest = 0;
    double sum = 0;
    double sx = 0;
    double sy = 0;
    for (int i = 0; i < ink.ink().length; i++) {
      brightest = ink.ink()[i] > ink.ink()[brightest] ? i : brightest;
      sum += ink.ink()[i];
      sx += ink.ink()[i] * (i % ink.width() + 0.5);
      sy += ink.ink()[i] * (i / ink.width() + 0.5);
    }
    assertThat(ink.ink()[brightest]).isGreaterThan(0.8f);
    Box back = frame.toScan(new Box(sx / sum - 0.5, sy / sum - 0.5, 1, 1));
    assertThat(back.centreX()).isCloseTo(spot.centreX(), within(1.0));
    assertThat(back.centreY()).isCloseTo(spot.centreY(), within(1.0));
    assertThat(back.w()).isCloseTo(2, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource(Turn.class)
  void aWideBoxStaysTheSameShapeOnThePage(Turn turn) {
    PageFrame frame = new PageFrame(new Region(10, 20, 400, 100), turn, 1);
    Box back = frame.toScan(new Box(3, 5, 7, 11));
    assertThat(back.w() * back.h()).isCloseTo(77, within(1e-6));
    assertThat(back.w()).isCloseTo(turn.sideways() ? 11 : 7, within(1e-6));
  }
}
