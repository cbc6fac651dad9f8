package org.tabularium.app;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Scans that tests draw themselves: plain tables of seeded numbers. */
public final class TestScans {

  private TestScans() {}

  /** A table of 12 rows and 6 columns of two-digit numbers, as PNG; equal seeds, equal bytes. */
  public static byte[] table(long seed) {
    return encoded(drawn(seed, 12, 6), "png");
  }

  /** The same as a picture. */
  public static BufferedImage drawn(long seed, int rows, int columns) {
    BufferedImage image =
        new BufferedImage(80 * columns + 80, 44 * rows + 80, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SERIF, Font.PLAIN, 28));
    Random random = new Random(seed);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        g.drawString(Integer.toString(10 + random.nextInt(90)), 60 + 80 * column, 70 + 44 * row);
      }
    }
    g.dispose();
    return image;
  }

  /** A picture as a file of this ImageIO format. */
  public static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("this Java writes no " + format + " of this picture");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
