package org.tabularium.network.image;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Pictures to be shown: turned and reduced. */
final class Pictures {

  private Pictures() {}

  /** The picture as an EXIF orientation (1 to 8) says it should be shown. */
  static BufferedImage oriented(BufferedImage raw, int orientation) {
    if (orientation == 1) {
      return raw;
    }
    int w = raw.getWidth();
    int h = raw.getHeight();
    AffineTransform t =
        switch (orientation) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
          case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
          default -> throw new IllegalArgumentException("no EXIF orientation: " + orientation);
        };
    boolean sideways = orientation >= 5;
    BufferedImage to = new BufferedImage(sideways ? h : w, sideways ? w : h, raw.getType());
    Graphics2D g = to.createGraphics();
    g.drawImage(raw, t, null);
    g.dispose();
    return to;
  }

  /** The picture at another size, halved step by step so that nothing is skipped. */
  static BufferedImage resized(BufferedImage image, int width, int height) {
    BufferedImage from = image;
    while (from.getWidth() != width || from.getHeight() != height) {
      int w = Math.max(width, Math.min(from.getWidth(), (from.getWidth() + 1) / 2));
      int h = Math.max(height, Math.min(from.getHeight(), (from.getHeight() + 1) / 2));
      BufferedImage to = new BufferedImage(w, h, from.getType());
      Graphics2D g = to.createGraphics();
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      g.drawImage(from, 0, 0, w, h, null);
      g.dispose();
      from = to;
    }
    return from;
  }
}
