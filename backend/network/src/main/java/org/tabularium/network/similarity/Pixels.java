package org.tabularium.network.similarity;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;

/**
 * How a network sees pixels: {@code (v / 255 - mean) / deviation}, one entry a channel; three
 * channels are red, green and blue, one is grey.
 */
public record Pixels(double[] mean, double[] deviation) {

  /** What VGG-16's published weights and most others expect. */
  public static Pixels imageNet() {
    return new Pixels(new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225});
  }

  /** Between 0 and 1 as they are. */
  public static Pixels plain(int channels) {
    double[] ones = new double[channels];
    java.util.Arrays.fill(ones, 1);
    return new Pixels(new double[channels], ones);
  }

  public Pixels {
    if (mean.length != deviation.length || mean.length != 1 && mean.length != 3) {
      throw new IllegalArgumentException("pixels of " + mean.length + " channels");
    }
  }

  /**
   * Itself, if a network takes such pictures.
   *
   * @throws IllegalArgumentException otherwise
   */
  Pixels checked(Net net) {
    int[] in = net.inputShape();
    if (in.length != 3 || in[0] != mean.length) {
      throw new IllegalArgumentException(
          "the network takes "
              + java.util.Arrays.toString(in)
              + ", not pictures of "
              + mean.length
              + " channels");
    }
    return this;
  }

  /** The least value that a pixel can have, one entry a channel: z^B's lower bounds. */
  List<Double> low() {
    return IntStream.range(0, mean.length).mapToObj(c -> -mean[c] / deviation[c]).toList();
  }

  /** The largest one. */
  List<Double> high() {
    return IntStream.range(0, mean.length).mapToObj(c -> (1 - mean[c]) / deviation[c]).toList();
  }

  /** A picture at the network's size, stretched to fit it. */
  Tensor of(BufferedImage picture, int height, int width) {
    BufferedImage sized = resized(picture, height, width);
    double[] values = new double[mean.length * height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = sized.getRGB(x, y);
        double[] v = {rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255};
        if (mean.length == 1) {
          v[0] = 0.299 * v[0] + 0.587 * v[1] + 0.114 * v[2];
        }
        for (int c = 0; c < mean.length; c++) {
          values[(c * height + y) * width + x] = (v[c] / 255 - mean[c]) / deviation[c];
        }
      }
    }
    return new Tensor(new int[] {mean.length, height, width}, values);
  }

  /** Halved step by step, so that nothing is skipped. */
  private static BufferedImage resized(BufferedImage picture, int height, int width) {
    BufferedImage from = picture;
    do {
      int w = Math.max(width, (from.getWidth() + 1) / 2);
      int h = Math.max(height, (from.getHeight() + 1) / 2);
      BufferedImage to = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = to.createGraphics();
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      g.drawImage(from, 0, 0, w, h, null);
      g.dispose();
      from = to;
    } while (from.getWidth() != width || from.getHeight() != height);
    return from;
  }
}
