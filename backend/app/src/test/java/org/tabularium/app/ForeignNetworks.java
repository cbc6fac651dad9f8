package org.tabularium.app;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.NetWriter;

/** Digit networks as the tools of other people write them: layers and weights, no more. */
public final class ForeignNetworks {

  private ForeignNetworks() {}

  /** The layers of a model: conv1, relu1, conv2, ... */
  public static byte[] of(DigitModel model) {
    return of(model.net(64, 64));
  }

  /** A chain of convolutions and rectifiers, or nearly so. */
  public static byte[] of(Net net) {
    List<String> names = new ArrayList<>();
    int n = 0;
    for (Net.Node node : net.nodes()) {
      boolean begins = node.layer() instanceof Layer.Convolve;
      n += begins ? 1 : 0;
      names.add((begins ? "conv" : "relu") + n);
    }
    return NetWriter.write(net, names);
  }

  /** Weights of our own, shaken, and a layer more, which gives what it takes: no spec of ours. */
  public static DigitModel deeper(long seed) {
    DigitModel shaken = OtherModels.of(seed);
    List<Convolution> layers = new ArrayList<>(shaken.spec().layers());
    List<float[]> weights = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      weights.add(shaken.weights(i));
    }
    int last = layers.size() - 1;
    int maps = layers.get(last).in();
    float[] same = new float[maps * maps];
    for (int i = 0; i < maps; i++) {
      same[i * maps + i] = 1;
    }
    layers.add(last, new Convolution(maps, maps, 1, 1, 1));
    weights.add(last, same);
    return new DigitModel(shaken.spec().withLayers(layers), weights);
  }

  /**
   * The shipped network, its maps in another order and of another height.
   *
   * @param order the digits of its maps, from the first
   * @param peak what a clean digit comes to
   */
  public static DigitModel otherMaps(String order, double peak) {
    DigitModel shipped = ModelFiles.shipped().model();
    List<float[]> weights = new ArrayList<>();
    int last = shipped.spec().layers().size() - 1;
    for (int i = 0; i <= last; i++) {
      weights.add(shipped.weights(i));
    }
    float[] usual = shipped.weights(last);
    float[] other = new float[usual.length];
    int each = usual.length / order.length();
    for (int map = 0; map < order.length(); map++) {
      for (int i = 0; i < each; i++) {
        other[map * each + i] = (float) (peak * usual[(order.charAt(map) - '0') * each + i]);
      }
    }
    weights.set(last, other);
    return new DigitModel(shipped.spec(), weights);
  }

  /** For ink that is dark on bright paper, as nearly as that goes without biases. */
  public static DigitModel negative() {
    DigitModel shipped = ModelFiles.shipped().model();
    List<float[]> weights = new ArrayList<>();
    for (int i = 0; i < shipped.spec().layers().size(); i++) {
      weights.add(shipped.weights(i));
    }
    float[] first = weights.get(0);
    int each = first.length / shipped.spec().layers().get(0).out();
    for (int o = 0; o < first.length; o += each) {
      float mean = 0;
      for (int i = 0; i < each; i++) {
        mean += first[o + i] / each;
      }
      for (int i = 0; i < each; i++) {
        first[o + i] = mean - first[o + i];
      }
    }
    return new DigitModel(shipped.spec(), weights);
  }
}
