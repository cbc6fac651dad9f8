package org.tabularium.training.wear;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A raster of floats, row by row from the top left. Mutable, so that a page of many stages needs
 * few copies; every method that changes it in place says so.
 *
 * @param width cells
 * @param height cells
 * @param values {@code width * height} of them; their meaning (ink coverage 0 to 1, grey 0 to 255)
 *     is the holder's
 */
public record Plane(int width, int height, float[] values) {

  public Plane {
    if (values.length != width * height) {
      throw new IllegalArgumentException(
          values.length + " values for " + width + " x " + height + " cells");
    }
  }

  /** A plane of zeros. */
  public static Plane blank(int width, int height) {
    return new Plane(width, height, new float[width * height]);
  }

  /** How much of each pixel is painted, 0 to 1, from white type drawn on a black grey image. */
  public static Plane coverage(BufferedImage typeOnBlack) {
    if (typeOnBlack.getType() != BufferedImage.TYPE_BYTE_GRAY) {
      throw new IllegalArgumentException("draw on TYPE_BYTE_GRAY");
    }
    byte[] bytes = ((DataBufferByte) typeOnBlack.getRaster().getDataBuffer()).getData();
    Plane plane = blank(typeOnBlack.getWidth(), typeOnBlack.getHeight());
    for (int i = 0; i < bytes.length; i++) {
      plane.values[i] = (bytes[i] & 0xFF) / 255f;
    }
    return plane;
  }

  /** This plane's values, rounded and held to 0 to 255, as an 8-bit grey image. */
  public BufferedImage toGrey() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
    }
    return image;
  }

  /** An independent copy. */
  public Plane copy() {
    return new Plane(width, height, values.clone());
  }

  /** The part that begins at (x, y). */
  public Plane crop(int x, int y, int w, int h) {
    Plane part = blank(w, h);
    for (int row = 0; row < h; row++) {
      System.arraycopy(values, (y + row) * width + x, part.values, row * w, w);
    }
    return part;
  }

  /** Left and right exchanged, as the other side of a leaf shows through. */
  public Plane mirrored() {
    Plane mirror = blank(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        mirror.values[y * width + x] = values[y * width + width - 1 - x];
      }
    }
    return mirror;
  }

  /**
   * Means over blocks of {@code factor} squared cells; a rest at the right and bottom is cut off.
   */
  public Plane reduced(int factor) {
    if (factor == 1) {
      return copy();
    }
    int w = width / factor;
    int h = height / factor;
    Plane small = blank(w, h);
    float share = 1f / (factor * factor);
    for (int y = 0; y < h * factor; y++) {
      int from = y * width;
      int to = y / factor * w;
      for (int x = 0; x < w; x++) {
        float sum = 0;
        for (int i = 0; i < factor; i++) {
          sum += values[from + x * factor + i];
        }
        small.values[to + x] += sum * share;
      }
    }
    return small;
  }

  /** Blurs in place with a Gaussian of this standard deviation in cells; edges repeat outwards. */
  public Plane blur(double sigma) {
    if (sigma < 0.05) {
      return this;
    }
    int radius = Math.max(1, (int) Math.ceil(2.5 * sigma));
    if (radius > 8) {
      // Three box means are close to a Gaussian and cost the same at every width.
      int box = Math.max(1, (int) Math.round(Math.sqrt(4 * sigma * sigma + 1) / 2 - 0.5));
      for (int i = 0; i < 3; i++) {
        boxRows(box);
        boxColumns(box);
      }
      return this;
    }
    float[] kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = (float) Math.exp(-i * i / (2 * sigma * sigma));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    rows(kernel, radius);
    columns(kernel, radius);
    return this;
  }

  private void rows(float[] kernel, int radius) {
    float[] padded = new float[width + 2 * radius];
    for (int y = 0; y < height; y++) {
      int at = y * width;
      System.arraycopy(values, at, padded, radius, width);
      Arrays.fill(padded, 0, radius, values[at]);
      Arrays.fill(padded, radius + width, padded.length, values[at + width - 1]);
      for (int x = 0; x < width; x++) {
        float v = 0;
        for (int k = 0; k < kernel.length; k++) {
          v += kernel[k] * padded[x + k];
        }
        values[at + x] = v;
      }
    }
  }

  private void columns(float[] kernel, int radius) {
    float[] before = values.clone();
    for (int y = 0; y < height; y++) {
      int at = y * width;
      Arrays.fill(values, at, at + width, 0f);
      for (int k = -radius; k <= radius; k++) {
        int from = Math.max(0, Math.min(height - 1, y + k)) * width;
        float weight = kernel[k + radius];
        for (int x = 0; x < width; x++) {
          values[at + x] += weight * before[from + x];
        }
      }
    }
  }

  private void boxRows(int radius) {
    float[] row = new float[width];
    float share = 1f / (2 * radius + 1);
    for (int y = 0; y < height; y++) {
      int at = y * width;
      System.arraycopy(values, at, row, 0, width);
      float sum = 0;
      for (int k = -radius; k <= radius; k++) {
        sum += row[Math.max(0, Math.min(width - 1, k))];
      }
      for (int x = 0; x < width; x++) {
        values[at + x] = sum * share;
        sum += row[Math.min(width - 1, x + radius + 1)] - row[Math.max(0, x - radius)];
      }
    }
  }

  private void boxColumns(int radius) {
    float[] before = values.clone();
    float[] sum = new float[width];
    float share = 1f / (2 * radius + 1);
    for (int k = -radius; k <= radius; k++) {
      int from = Math.max(0, Math.min(height - 1, k)) * width;
      for (int x = 0; x < width; x++) {
        sum[x] += before[from + x];
      }
    }
    for (int y = 0; y < height; y++) {
      int in = Math.min(height - 1, y + radius + 1) * width;
      int out = Math.max(0, y - radius) * width;
      for (int x = 0; x < width; x++) {
        values[y * width + x] = sum[x] * share;
        sum[x] += before[in + x] - before[out + x];
      }
    }
  }

  /**
   * Smooth random hills: independent uniform values of -1 to 1 every {@code grain} cells, joined
   * bilinearly.
   */
  public static Plane hills(int width, int height, double grain, RandomGenerator random) {
    int columns = (int) Math.ceil(width / grain) + 2;
    int rows = (int) Math.ceil(height / grain) + 2;
    float[] knots = new float[columns * rows];
    for (int i = 0; i < knots.length; i++) {
      knots[i] = random.nextFloat() * 2 - 1;
    }
    float dx = random.nextFloat();
    float dy = random.nextFloat();
    Plane plane = blank(width, height);
    int[] left = new int[width];
    float[] share = new float[width];
    for (int x = 0; x < width; x++) {
      double at = x / grain + dx;
      left[x] = (int) at;
      share[x] = (float) (at - left[x]);
    }
    float[] line = new float[columns];
    for (int y = 0; y < height; y++) {
      double at = y / grain + dy;
      int top = (int) at * columns;
      float down = (float) (at - (int) at);
      for (int i = 0; i < columns; i++) {
        line[i] =
            knots[top + i]
                + down
                    * (knots[Math.min(top + columns, knots.length - columns) + i] - knots[top + i]);
      }
      for (int x = 0; x < width; x++) {
        float a = line[left[x]];
        float b = line[Math.min(left[x] + 1, columns - 1)];
        plane.values[y * width + x] = a + share[x] * (b - a);
      }
    }
    return plane;
  }
}
