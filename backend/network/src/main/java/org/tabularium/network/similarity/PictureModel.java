package org.tabularium.network.similarity;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.onnx.LrpNetwork;

/**
 * The similarity {@code y(x, x') = <P phi(x), P phi(x')>} of two pictures by some network's layer,
 * and why (paper, sections 5 and 6.1). Runs in ONNX Runtime. Safe for use by many threads.
 */
public final class PictureModel implements AutoCloseable {
  /** Pixels a side that are pooled in an explanation (paper, section 5). */
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
    this.net = projection.after(features);
    this.pixels = pixels.checked(features);
    this.network = new LrpNetwork(net, depths.projected(net, pixels), PASSES, threads);
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
    return explain(x, y, done -> {});
  }

  /**
   * The pictures as they are.
   *
   * @param progress is told which part of the work is done, 0 to 1; what it throws ends the work
   */
  public PictureExplanation explain(Tensor x, Tensor y, DoubleConsumer progress) {
    return explain(x, View.STRAIGHT, y, View.STRAIGHT, progress);
  }

  /**
   * {@code max over tau, tau' of y(tau(x), tau'(x'))} (paper, section 6.1), explained at the views
   * where it is reached. Of equal ones the first counts, the straight ones before all others.
   */
  public PictureExplanation explainBestViews(Tensor x, Tensor y) {
    return explainBestViews(x, y, done -> {});
  }

  /** The same, telling how far it is. */
  public PictureExplanation explainBestViews(Tensor x, Tensor y, DoubleConsumer progress) {
    View[] best = bestViews(x, y, this::features);
    return explain(x, best[0], y, best[1], progress);
  }

  /** The views of both at which the features' dot product is largest, of all pairs of views. */
  static View[] bestViews(Tensor x, Tensor y, Function<Tensor, double[]> features) {
    List<View> views = View.of(x.shape()[1], x.shape()[2]);
    List<double[]> ofX = views.stream().map(v -> features.apply(v.of(x))).toList();
    List<double[]> ofY = views.stream().map(v -> features.apply(v.of(y))).toList();
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
    return new View[] {views.get(bestX), views.get(bestY)};
  }

  private PictureExplanation explain(
      Tensor x, View viewOfX, Tensor y, View viewOfY, DoubleConsumer progress) {
    Branch a = branch(x, viewOfX, done -> progress.accept(done / 2));
    Branch b = branch(y, viewOfY, done -> progress.accept((1 + done) / 2));
    double score = product(a.phi, b.phi);
    double lengths = Math.sqrt(product(a.phi, a.phi) * product(b.phi, b.phi));
    double remainder = 0;
    for (int m = 0; m < a.phi.length; m++) {
      remainder += a.phi[m] * b.lost[m] + a.lost[m] * b.phi[m] - a.lost[m] * b.lost[m];
    }
    return new PictureExplanation(
        score,
        lengths > 0 ? score / lengths : 0,
        remainder,
        viewOfX,
        viewOfY,
        pooled(0, POOLED),
        pooled(1, POOLED),
        a.blocks,
        b.blocks);
  }

  private int pooled(int axis, int cells) {
    return (net.inputShape()[1 + axis] + cells - 1) / cells;
  }

  /** One picture's features, what was lost of each, and its relevance in the picture's frame. */
  private record Branch(double[] phi, double[] lost, double[][] blocks) {}

  /** Pools as it goes: all features' relevance pixel by pixel would not fit into memory. */
  private Branch branch(Tensor x, View view, DoubleConsumer progress) {
    Tensor seen = view.of(x);
    double[] phi = network.features(seen);
    Branch branch = new Branch(phi, new double[phi.length], new double[phi.length][]);
    for (int start = 0; start < phi.length; start += PASSES) {
      progress.accept((double) start / phi.length);
      List<Tensor> above = new ArrayList<>();
      for (int m = start; m < Math.min(phi.length, start + PASSES); m++) {
        Tensor one = Tensor.zeros(phi.length);
        one.values()[m] = phi[m];
        above.add(one);
      }
      List<Interpreter.Relevance> some = network.relevance(seen, above);
      for (int i = 0; i < some.size(); i++) {
        branch.lost[start + i] = some.get(i).lost();
        branch.blocks[start + i] = blocks(view.back(some.get(i).input()));
      }
    }
    progress.accept(1);
    return branch;
  }

  private double[] blocks(Tensor relevance) {
    return blocks(relevance, POOLED);
  }

  /** Sums over channels and blocks of cells, row by row. */
  static double[] blocks(Tensor relevance, int side) {
    int height = relevance.shape()[1];
    int width = relevance.shape()[2];
    int columns = (width + side - 1) / side;
    double[] blocks = new double[(height + side - 1) / side * columns];
    for (int i = 0; i < relevance.values().length; i++) {
      int row = i / width % height;
      blocks[row / side * columns + i % width / side] += relevance.values()[i];
    }
    return blocks;
  }

  static double product(double[] a, double[] b) {
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
