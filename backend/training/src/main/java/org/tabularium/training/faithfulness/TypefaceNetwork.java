package org.tabularium.training.faithfulness;

import org.tabularium.network.image.InkMap;
import org.tabularium.network.lrp.BiLrp;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.onnx.LrpNetwork;
import org.tabularium.network.onnx.NetLoader;
import org.tabularium.network.similarity.ShippedNetwork;

/**
 * A generic network to compare with: it learnt to tell typefaces of tables apart ({@link
 * TypefaceTrainer}). Two tables are similar to it by its last maps' means.
 */
final class TypefaceNetwork {
  private static final double GAMMA = 0.5;
  private static final int PASSES = 4;

  private final byte[] onnx;

  TypefaceNetwork(byte[] onnx) {
    this.onnx = onnx;
  }

  /** BiLRP of {@code <phi(x), phi(x')>}, phi the means of the last maps, pooled over digits. */
  double[][] explained(Methods.Side a, Methods.Side b) {
    return Methods.products(branch(a), branch(b));
  }

  /** The typeface that it takes a patch of ink for. */
  int typeface(float[] patch) {
    int side = TypefaceTrainer.PATCH;
    Net net = NetLoader.read(onnx, NetLoader.Part.WHOLE);
    try (LrpNetwork network = new LrpNetwork(net, Composite.gamma(net, 0, 0), 1, 1)) {
      double[] scores = network.features(new Tensor(new int[] {1, side, side}, doubles(patch)));
      int best = 0;
      for (int c = 1; c < scores.length; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      return best;
    }
  }

  private double[][] branch(Methods.Side side) {
    InkMap ink = side.ink();
    Net net =
        NetLoader.read(onnx, new NetLoader.Part(ShippedNetwork.MEANS, ink.height(), ink.width()));
    int features = net.shapes().get(net.nodes().size() - 1)[0];
    double[][] to = new double[features][side.digits().count()];
    try (LrpNetwork network = new LrpNetwork(net, Composite.gamma(net, GAMMA, 1e-9), PASSES, 1)) {
      BiLrp branch = network.branch(new Tensor(net.inputShape(), doubles(ink.ink())));
      for (int m = 0; m < to.length; m++) {
        for (int i = 0; i < side.boxOf().length; i++) {
          if (side.boxOf()[i] >= 0) {
            to[m][side.boxOf()[i]] += branch.relevance()[m][i];
          }
        }
      }
    }
    return to;
  }

  private static double[] doubles(float[] values) {
    double[] to = new double[values.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = values[i];
    }
    return to;
  }
}
