package org.tabularium.network.similarity;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.onnx.LrpNetwork;

/**
 * Where two pictures are similar to a network: what each part of one has of the similarity, over
 * all of the other. These are the row and column sums of BiLRP, and for them no projection is
 * needed. LRP is linear in what comes from above, so {@code sum_i' R_ii' = sum_m LRP(phi_m, x)(i)
 * sum_i' LRP(phi_m, x')(i')} is a single pass over x, which starts with {@code phi_m phi'_m}. A
 * random projection to 100 numbers would add noise that is larger, part by part, than what the maps
 * of a layer say.
 *
 * <p>Each picture's own losses to biases and stabilisers are counted; the partner's features are
 * taken as they are. Runs in ONNX Runtime. Safe for use by many threads.
 */
public final class PictureSums implements AutoCloseable {
  private final Net net;
  private final Pixels pixels;
  private final LrpNetwork network;

  /**
   * One picture.
   *
   * @param view how it was turned and mirrored
   * @param blocks relevance of each block of {@link PictureModel#POOLED} pixels a side, row by row,
   *     in the picture's own frame
   * @param lost what biases and stabilisers took; with the blocks it makes up the score
   */
  public record Side(View view, double[] blocks, double lost) {}

  /**
   * Both.
   *
   * @param score {@code <phi(x), phi(x')>}
   * @param cosine the same over the two vectors' lengths; 0 where one of them is 0
   * @param rows blocks down
   * @param columns blocks across
   */
  public record Sums(double score, double cosine, int rows, int columns, Side first, Side second) {}

  /**
   * @param features a network up to the layer whose activations are compared
   * @param pixels how it sees pictures
   * @param depths gamma by depth
   * @param threads within one run
   * @throws IllegalArgumentException when the network does not take such pictures
   */
  public PictureSums(Net features, Pixels pixels, Depths depths, int threads) {
    this.net = features;
    this.pixels = pixels.checked(features);
    this.network = new LrpNetwork(features, depths.composite(features, pixels), 1, threads);
  }

  /** A picture as the network sees it. */
  public Tensor input(BufferedImage picture) {
    return pixels.of(picture, net.inputShape()[1], net.inputShape()[2]);
  }

  /**
   * @param allViews whether the best of all flips and turns of both is taken (paper, section 6.1)
   * @param progress is told which part of the work is done, 0 to 1; what it throws ends the work
   */
  public Sums of(Tensor x, Tensor y, boolean allViews, DoubleConsumer progress) {
    progress.accept(0);
    View[] views = {View.STRAIGHT, View.STRAIGHT};
    if (allViews) {
      views = PictureModel.bestViews(x, y, network::features);
    }
    progress.accept(0.4);
    Tensor seenX = views[0].of(x);
    Tensor seenY = views[1].of(y);
    double[] a = network.features(seenX);
    double[] b = network.features(seenY);
    double score = PictureModel.product(a, b);
    double lengths = Math.sqrt(PictureModel.product(a, a) * PictureModel.product(b, b));
    int[] shape = net.shapes().get(net.nodes().size() - 1);
    double[] products = new double[a.length];
    for (int m = 0; m < a.length; m++) {
      products[m] = a[m] * b[m];
    }
    Tensor above = new Tensor(shape, products);
    progress.accept(0.5);
    Side first = side(seenX, views[0], above);
    progress.accept(0.75);
    Side second = side(seenY, views[1], above);
    progress.accept(1);
    return new Sums(
        score,
        lengths > 0 ? score / lengths : 0,
        blocks(net.inputShape()[1]),
        blocks(net.inputShape()[2]),
        first,
        second);
  }

  private Side side(Tensor seen, View view, Tensor above) {
    Interpreter.Relevance r = network.relevance(seen, List.of(above)).get(0);
    return new Side(view, PictureModel.blocks(view.back(r.input()), PictureModel.POOLED), r.lost());
  }

  private static int blocks(int pixels) {
    return (pixels + PictureModel.POOLED - 1) / PictureModel.POOLED;
  }

  @Override
  public void close() {
    network.close();
  }
}
