package org.tabularium.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;

class HeatPictureTest {

  /** Each cell must lie on the picture where the frame says it lies on the scan. */
  @ParameterizedTest
  @EnumSource(Turn.class)
  void liesOnTheScanWhereTheFrameSays(Turn turn) throws Exception {
    PageFrame frame = new PageFrame(new Region(0, 0, 90, 60), turn, 1);
    int width = frame.width();
    int height = frame.height();
    double[] heat = new double[width * height];
    heat[7 * width + 11] = 1;
    heat[40 * width + 5] = -1;
    BufferedImage picture = picture(heat, width, height, turn, HeatPicture.Palette.RUBRIC);
    assertThat(picture.getWidth()).isEqualTo(90);
    assertThat(picture.getHeight()).isEqualTo(60);
    Box red = frame.toScan(new Box(11, 7, 1, 1));
    Box blue = frame.toScan(new Box(5, 40, 1, 1));
    assertThat(at(picture, red)).isEqualTo(0xffa8281e);
    assertThat(at(picture, blue)).isEqualTo(0xff24478f);
    int opaque = 0;
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < 90; x++) {
        opaque += picture.getRGB(x, y) >>> 24 == 0 ? 0 : 1;
      }
    }
    assertThat(opaque).isEqualTo(2);
  }

  @Test
  void opacityIsMagnitude() throws Exception {
    double[] heat = {0.5, 1, 0, -0.25};
    BufferedImage picture = picture(heat, 2, 2, Turn.UPRIGHT, HeatPicture.Palette.SAFE);
    // The strongest but one of three is fully opaque: one in a hundred may be stronger.
    assertThat(picture.getRGB(0, 0)).isEqualTo(0xffe66101);
    assertThat(picture.getRGB(1, 0)).isEqualTo(0xffe66101);
    assertThat(picture.getRGB(0, 1) >>> 24).isZero();
    // To the nearest of 127 steps.
    assertThat((double) (picture.getRGB(1, 1) >>> 24)).isCloseTo(127.5, within(2.0));
    assertThat(picture.getRGB(1, 1) & 0xffffff).isEqualTo(0x5e3c99);
  }

  @Test
  void nothingIsTransparent() throws Exception {
    BufferedImage picture = picture(new double[6], 3, 2, Turn.UPRIGHT, HeatPicture.Palette.RUBRIC);
    assertThat(picture.getRGB(1, 1) >>> 24).isZero();
  }

  private static int at(BufferedImage picture, Box box) {
    return picture.getRGB((int) box.centreX(), (int) box.centreY());
  }

  private static BufferedImage picture(
      double[] heat, int width, int height, Turn turn, HeatPicture.Palette palette)
      throws Exception {
    return ImageIO.read(
        new ByteArrayInputStream(HeatPicture.of(heat, width, height, turn, palette)));
  }
}
