package org.tabularium.app.explain;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.GreyImage;
import org.tabularium.network.image.Turn;

/**
 * Relevance as a picture to lay over a scan: one colour for positive, one for negative, the opacity
 * by magnitude; a pixel a cell of the ink map, turned as the scan is.
 */
final class HeatPicture {

  /** Colours of positive and negative relevance. */
  enum Palette {
    /** The paper's red and blue, as rubric and lapis. */
    RUBRIC(0xa8281e, 0x24478f),
    /** Orange and purple, told apart by those who confuse red and green or see little blue. */
    SAFE(0xe66101, 0x5e3c99);

    private final int positive;
    private final int negative;

    Palette(int positive, int negative) {
      this.positive = positive;
      this.negative = negative;
    }

    static @Nullable Palette named(String name) {
      return Arrays.stream(values())
          .filter(p -> p.name().equalsIgnoreCase(name))
          .findFirst()
          .orElse(null);
    }
  }

  /** Cells stronger than all but this share of those with relevance are fully opaque. */
  private static final double OPAQUE = 0.01;

  private HeatPicture() {}

  /** As PNG. */
  static byte[] of(double[] heat, int width, int height, Turn turn, Palette palette) {
    double full = full(heat);
    float[] values = new float[heat.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = full == 0 ? 0 : (float) Math.max(-1, Math.min(1, heat[i] / full));
    }
    GreyImage onScan = new GreyImage(width, height, values).turned(Turn.ofDegrees(-turn.degrees()));
    BufferedImage image =
        new BufferedImage(onScan.width(), onScan.height(), BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < onScan.height(); y++) {
      for (int x = 0; x < onScan.width(); x++) {
        float r = onScan.grey()[y * onScan.width() + x];
        int alpha = Math.round(255 * Math.abs(r));
        image.setRGB(x, y, alpha << 24 | (r < 0 ? palette.negative : palette.positive));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static double full(double[] heat) {
    double[] some = Arrays.stream(heat).map(Math::abs).filter(r -> r > 0).sorted().toArray();
    return some.length == 0 ? 0 : some[(int) ((1 - OPAQUE) * (some.length - 1))];
  }
}
