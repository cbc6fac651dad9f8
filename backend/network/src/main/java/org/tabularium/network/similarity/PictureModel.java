package org.tabularium.network.similarity;

import java.awt.image.BufferedImage;
import java.util.List;
import org.tabularium.network.lrp.BiLrp;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.onnx.LrpNetwork;

/**
 * The similarity {@code y(x, x') = <P phi(x), P phi(x')>} of two pictures by some network's layer,
 * and why (paper, sections 5 and 6.1). Runs in ONNX Runtime. Safe for use by many threads.
 */
public final class PictureModel implements AutoCloseable {
  /** Cells a side that are pooled in an explanation (paper, section 5). */
  public static final int POOLED = 8;

  private static final int PASSES = 10;

  private final Net net;
  private final Pixels pixels;
  private final LrpNetwork network;

  /**
   * @param features a network up to the layer whose activations are compared
   * @param pixels how it sees pictures
   * @param depths gamma by depth
   * @param projection what maps the layer to few numbers
   * @param threads within one run
   * @throws IllegalArgumentException when the network does not take such pictures
   */
  public PictureModel(
      Net features, Pixels pixels, Depths depths, Projection projection, int threads) {
    int[] in = features.inputShape();
    if (in.length != 3 || in[0] != pixels.mean().length) {
      throw new IllegalArgumentException(
          "the network takes "
              + java.util.Arrays.toString(in)
              + ", not pictures of "
              + pixels.mean().length
              + " channels");
    }
    this.net = projection.after(features);
    this.pixels = pixels;
    this.network = new LrpNetwork(net, depths.composite(net, pixels), PASSES, threads);
  }

  /** A picture as the network sees it. */
  public Tensor input(BufferedImage picture) {
    return pixels.of(picture, net.inputShape()[1], net.inputShape()[2]);
  }

  /** {@code P phi(x)}. */
  public double[] features(Tensor x) {
    return network.features(x);
  }

  /** The pictures as they are. */
  public PictureExplanation explain(Tensor x, Tensor y) {
    return explain(x, View.STRAIGHT, y, View.STRAIGHT);
  }

  /**
   * {@code max over tau, tau' of y(tau(x), tau'(x'))} (paper, section 6.1), explained at the views
   * where it is reached. Of equal ones the first counts, the straight ones before all others.
   */
  public PictureExplanation explainBestViews(Tensor x, Tensor y) {
    List<View> views = View.of(net.inputShape()[1], net.inputShape()[2]);
    List<double[]> ofX = views.stream().map(v -> features(v.of(x))).toList();
    List<double[]> ofY = views.stream().map(v -> features(v.of(y))).toList();
    int bestX = 0;
    int bestY = 0;
    for (int i = 0; i < views.size(); i++) {
      for (int j = 0; j < views.size(); j++) {
        if (product(ofX.get(i), ofY.get(j)) > product(ofX.get(bestX), ofY.get(bestY))) {
          bestX = i;
          bestY = j;
        }
      }
    }
    return explain(x, views.get(bestX), y, views.get(bestY));
  }

  private PictureExplanation explain(Tensor x, View viewOfX, Tensor y, View viewOfY) {
    BiLrp a = network.branch(viewOfX.of(x));
    BiLrp b = network.branch(viewOfY.of(y));
    return new PictureExplanation(
        BiLrp.score(a, b),
        BiLrp.remainder(a, b),
        viewOfX,
        viewOfY,
        pooled(0, POOLED),
        pooled(1, POOLED),
        straight(a, viewOfX),
        straight(b, viewOfY));
  }

  private int pooled(int axis, int cells) {
    return (net.inputShape()[1 + axis] + cells - 1) / cells;
  }

  /** Each feature's relevance summed over blocks of cells, in the picture's own frame. */
  private double[][] straight(BiLrp branch, View view) {
    int height = net.inputShape()[1];
    int width = net.inputShape()[2];
    int columns = pooled(1, POOLED);
    double[][] maps = new double[branch.relevance().length][];
    for (int m = 0; m < maps.length; m++) {
      Tensor own = view.back(new Tensor(new int[] {1, height, width}, branch.relevance()[m]));
      maps[m] = new double[pooled(0, POOLED) * columns];
      for (int i = 0; i < own.values().length; i++) {
        maps[m][i / width / POOLED * columns + i % width / POOLED] += own.values()[i];
      }
    }
    return maps;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int m = 0; m < a.length; m++) {
      sum += a[m] * b[m];
    }
    return sum;
  }

  @Override
  public void close() {
    network.close();
  }
}
