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

  @ParameterizedTest
  @EnumSource(Turn.class)
  void aPlaceInAnInsetIsFoundAgain(Turn turn) {
    PageFrame frame = twoInsets(turn);
    for (Inset inset : frame.insets()) {
      Region part = inset.part();
      Box spot = new Box(part.x() + 3, part.y() + 5, 4, 6);
      Box cells = frame.toCells(spot);
      assertThat(cells.w() * cells.h()).isCloseTo(24 * inset.scale() * inset.scale(), within(0.5));
      assertThat(cells.centreX()).isBetween(0.0, (double) frame.width());
      assertThat(cells.centreY()).isBetween(frame.main().height() + 0.0, frame.height() + 0.0);
      Box back = frame.toScan(cells);
      assertThat(back.x()).isCloseTo(spot.x(), within(1e-6));
      assertThat(back.y()).isCloseTo(spot.y(), within(1e-6));
      assertThat(back.w()).isCloseTo(spot.w(), within(1e-6));
      assertThat(back.h()).isCloseTo(spot.h(), within(1e-6));
    }
    Box outside = new Box(200, 90, 4, 6);
    assertThat(frame.toCells(outside)).isEqualTo(frame.main().toCells(outside));
  }

  @ParameterizedTest
  @EnumSource(Turn.class)
  void aSpotInAnInsetIsWhereItsInkIs(Turn turn) {
    PageFrame frame = twoInsets(turn);
    byte[] grey = new byte[300 * 200];
    java.util.Arrays.fill(grey, (byte) 230);
    Box spot = new Box(60, 40, 6, 6);
    for (int y = 40; y < 46; y++) {
      java.util.Arrays.fill(grey, y * 300 + 60, y * 300 + 66, (byte) 10);
    }
    InkMap ink = frame.inkMap(new GreyScan(300, 200, grey));
    assertThat(ink.width()).isEqualTo(frame.width());
    assertThat(ink.height()).isEqualTo(frame.height());
    Box cells = frame.toCells(spot);
    assertThat(cells.y()).isGreaterThan(frame.main().height());
    double inside = 0;
    double below = 0;
    for (int y = frame.main().height(); y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        double value = ink.ink()[y * ink.width() + x];
        boolean within =
            x > cells.x() - 2
                && x < cells.x() + cells.w() + 1
                && y > cells.y() - 2
                && y < cells.y() + cells.h() + 1;
        inside += within ? value : 0;
        below += value;
      }
    }
    assertThat(inside).isGreaterThan(40).isGreaterThan(0.95 * below);
  }

  @ParameterizedTest
  @EnumSource(Turn.class)
  void whatIsLaidOnThePageKeepsItsSumAndItsPlace(Turn turn) {
    PageFrame frame = twoInsets(turn);
    double[] cells = new double[frame.width() * frame.height()];
    java.util.Random random = new java.util.Random(turn.ordinal());
    for (int i = 0; i < 400; i++) {
      cells[random.nextInt(cells.length)] += random.nextGaussian();
    }
    // Blank paper between the parts lies nowhere on the scan.
    for (int y = frame.main().height(); y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        if (frame.shelves().at(x + 0.5, y + 0.5) < 0) {
          cells[y * frame.width() + x] = 0;
        }
      }
    }
    for (int y = 0; y < frame.main().height(); y++) {
      for (int x = frame.main().width(); x < frame.width(); x++) {
        cells[y * frame.width() + x] = 0;
      }
    }
    double[] page = frame.onPage(cells);
    assertThat(page).hasSize(frame.main().width() * frame.main().height());
    assertThat(java.util.Arrays.stream(page).sum())
        .isCloseTo(java.util.Arrays.stream(cells).sum(), within(1e-9));
    double[] one = new double[cells.length];
    Box spot = new Box(61, 41, 1, 1);
    Box at = frame.toCells(spot);
    one[(int) at.centreY() * frame.width() + (int) at.centreX()] = 1;
    double[] laid = frame.onPage(one);
    Box there = frame.main().toCells(spot);
    double near = 0;
    for (int y = (int) there.y() - 2; y <= there.y() + 3; y++) {
      for (int x = (int) there.x() - 2; x <= there.x() + 3; x++) {
        near += laid[y * frame.main().width() + x];
      }
    }
    assertThat(near).isCloseTo(1, within(1e-9));
  }

  /** One of smaller type, which is read larger, and one of larger type at the region's corner. */
  private static PageFrame twoInsets(Turn turn) {
    return new PageFrame(
        new Region(20, 10, 270, 180),
        turn,
        0.5,
        java.util.List.of(
            new Inset(new Region(50, 30, 60, 40), 1.3, 32),
            new Inset(new Region(200, 130, 90, 60), 0.4, 32)));
  }
}
