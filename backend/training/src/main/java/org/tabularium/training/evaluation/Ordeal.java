package org.tabularium.training.evaluation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * What may have happened to a page before and while it was photographed. The page's measures stay,
 * so that its digits are where they were.
 */
enum Ordeal {
  NONE {
    @Override
    BufferedImage of(BufferedImage page) {
      return page;
    }
  },
  /** Brown paper, brown ink. */
  YELLOWED {
    @Override
    BufferedImage of(BufferedImage page) {
      return toned(page, v -> rgb(70 + v * 145 / 255, 50 + v * 130 / 255, 30 + v * 85 / 255));
    }
  },
  /** The fold of an open book. */
  DARK_GUTTER {
    @Override
    BufferedImage of(BufferedImage page) {
      return drawn(
          page,
          g -> {
            float w = page.getWidth();
            g.setPaint(
                new GradientPaint(0, 0, new Color(0, 0, 0, 215), w * 0.22f, 0, new Color(0, true)));
            g.fillRect(0, 0, page.getWidth(), page.getHeight());
          });
    }
  },
  /** The black bed of the scanner around the page. */
  BLACK_BORDER {
    @Override
    BufferedImage of(BufferedImage page) {
      return drawn(
          page,
          g -> {
            int w = page.getWidth();
            int h = page.getHeight();
            g.setColor(new Color(12, 12, 12));
            g.fillRect(0, 0, w, h / 50);
            g.fillRect(0, h - h / 50, w, h / 50);
            g.fillRect(0, 0, w / 50, h);
            g.fillRect(w - w / 50, 0, w / 50, h);
          });
    }
  },
  /** Water and fingers. */
  STAINS {
    @Override
    BufferedImage of(BufferedImage page) {
      Random random = new Random(5);
      return drawn(
          page,
          g -> {
            for (int i = 0; i < 9; i++) {
              float r = (0.05f + 0.12f * random.nextFloat()) * page.getWidth();
              Point2D at =
                  new Point2D.Double(
                      random.nextDouble() * page.getWidth(),
                      random.nextDouble() * page.getHeight());
              g.setPaint(
                  new RadialGradientPaint(
                      at,
                      r,
                      new float[] {0, 0.85f, 1},
                      new Color[] {
                        new Color(110, 80, 40, 70), new Color(90, 60, 25, 120), new Color(0, true)
                      }));
              g.fill(new Ellipse2D.Double(at.getX() - r, at.getY() - r, 2 * r, 2 * r));
            }
          });
    }
  },
  /** One lamp. */
  UNEVEN_LIGHT {
    @Override
    BufferedImage of(BufferedImage page) {
      return drawn(
          page,
          g -> {
            g.setPaint(
                new GradientPaint(
                    0,
                    0,
                    new Color(0, true),
                    page.getWidth(),
                    page.getHeight(),
                    new Color(0, 0, 0, 165)));
            g.fillRect(0, 0, page.getWidth(), page.getHeight());
          });
    }
  },
  /** Every other line printed in red. */
  RED_LINES {
    @Override
    BufferedImage of(BufferedImage page) {
      int lines = 24;
      BufferedImage to = copy(page);
      for (int y = 0; y < page.getHeight(); y++) {
        if (y * lines / page.getHeight() % 2 == 1) {
          for (int x = 0; x < page.getWidth(); x++) {
            int v = grey(page.getRGB(x, y));
            to.setRGB(x, y, rgb(190 + v * 60 / 255, 45 + v * 205 / 255, 40 + v * 200 / 255));
          }
        }
      }
      return to;
    }
  },
  /** White print on black, grainy. */
  MICROFILM {
    @Override
    BufferedImage of(BufferedImage page) {
      Random random = new Random(7);
      BufferedImage to = copy(page);
      for (int y = 0; y < page.getHeight(); y++) {
        for (int x = 0; x < page.getWidth(); x++) {
          double v = 245 - 0.92 * grey(page.getRGB(x, y)) + 9 * random.nextGaussian();
          int value = (int) Math.max(0, Math.min(255, v));
          to.setRGB(x, y, rgb(value, value, value));
        }
      }
      return to;
    }
  },
  /** A strip of colours and a ruler laid beside the text. */
  COLOUR_CHART {
    @Override
    BufferedImage of(BufferedImage page) {
      return drawn(
          page,
          g -> {
            int w = page.getWidth();
            int h = page.getHeight();
            int strip = h / 40;
            for (int i = 0; i < 14; i++) {
              g.setColor(Color.getHSBColor(i / 14f, i % 3 == 0 ? 0 : 0.9f, 0.15f + 0.06f * i));
              g.fillRect(w * i / 14, h - strip, w / 14 + 1, strip);
            }
            g.setColor(Color.BLACK);
            g.setStroke(new BasicStroke(Math.max(1, w / 900f)));
            for (int i = 0; i < 120; i++) {
              int x = w * i / 120;
              g.drawLine(x, 0, x, i % 10 == 0 ? strip * 2 / 3 : strip / 3);
            }
          });
    }
  };

  abstract BufferedImage of(BufferedImage page);

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private interface Drawing {
    void on(Graphics2D g);
  }

  private static BufferedImage drawn(BufferedImage page, Drawing drawing) {
    BufferedImage to = copy(page);
    Graphics2D g = to.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    drawing.on(g);
    g.dispose();
    return to;
  }

  private static BufferedImage toned(BufferedImage page, IntUnaryOperator tone) {
    BufferedImage to = copy(page);
    for (int y = 0; y < page.getHeight(); y++) {
      for (int x = 0; x < page.getWidth(); x++) {
        to.setRGB(x, y, tone.applyAsInt(grey(page.getRGB(x, y))));
      }
    }
    return to;
  }

  private static BufferedImage copy(BufferedImage page) {
    BufferedImage to =
        new BufferedImage(page.getWidth(), page.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = to.createGraphics();
    g.drawImage(page, 0, 0, null);
    g.dispose();
    return to;
  }

  private static int grey(int rgb) {
    return (((rgb >> 16) & 255) * 77 + ((rgb >> 8) & 255) * 150 + (rgb & 255) * 29) >> 8;
  }

  private static int rgb(int r, int g, int b) {
    return r << 16 | g << 8 | b;
  }
}
