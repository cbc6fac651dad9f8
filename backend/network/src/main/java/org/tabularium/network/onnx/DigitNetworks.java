package org.tabularium.network.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.model.Company;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.Gate;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.model.ShiftWindow;
import org.tabularium.network.model.Sizes;
import org.tabularium.network.onnx.NetLoader.Named;
import org.tabularium.network.onnx.RefusedNetwork.Reason;

/**
 * Digit networks that were made elsewhere: chains of convolutions without biases and rectifiers,
 * from one ink map to ten digit maps. What a {@link ModelSpec} has no words for is refused, with
 * the node, its operator and its shape.
 */
public final class DigitNetworks {

  /** No file may be larger, in bytes: far more than the weights of {@link #MOST_COST} take. */
  public static final int MOST_BYTES = 32 << 20;

  /** Multiply-adds for each cell of a digit map; the network that ships takes some 70,000. */
  public static final long MOST_COST = 2_000_000;

  /** Ink-map cells that a map cell may see to each side. */
  private static final int MOST_REACH = 160;

  /** Numbers in one layer's result for each cell of the ink map; they all are in memory at once. */
  private static final int MOST_NUMBERS = 64;

  /** Of the ink map that the layers' shapes are told for. */
  private static final int SIDE = 512;

  private static final double MOST_PEAK = 1e6;

  /** What {@link NetLoader} makes a chain of convolutions and rectifiers of. */
  private static final Set<String> CHAIN =
      Set.of("Conv", "Relu", "BatchNormalization", "Pad", "Identity", "Dropout", "Constant");

  /** The settings that may be other than those of the version in use. */
  public static final List<String> CHOOSABLE =
      List.of("em", "gate.threshold", "gate.reach", "line", "pitch", "shifts", "company", "sizes");

  private DigitNetworks() {}

  /**
   * How the maps of a network from elsewhere are to be understood.
   *
   * @param peak what a clean digit comes to in its maps; the last layer is divided by it, so that
   *     it comes to 1
   * @param order the digits of its ten maps, from the first
   */
  public record Maps(double peak, String order) {

    /** As Tabularium has them. */
    public static final Maps USUAL = new Maps(1, "0123456789");

    /**
     * @throws RefusedNetwork when these are not ten digits and a peak
     */
    public Maps {
      if (!(peak > 0) || peak < 1 / MOST_PEAK || peak > MOST_PEAK) {
        throw new RefusedNetwork(Reason.SETTINGS, "a clean digit cannot come to " + peak);
      }
      boolean digits = order.length() == ModelSpec.DIGITS;
      for (int d = 0; d < ModelSpec.DIGITS; d++) {
        digits &= order.indexOf('0' + d) >= 0;
      }
      if (!digits) {
        throw new RefusedNetwork(
            Reason.SETTINGS, "the order of the maps, " + order + ", does not name each digit once");
      }
    }
  }

  /**
   * Reads a network from elsewhere.
   *
   * @param onnx the file, with its weights inside
   * @param settings whatever is not in the file: all but the layers
   * @throws RefusedNetwork when it is no such network, or takes more work than there is time for
   */
  public static DigitModel read(byte[] onnx, ModelSpec settings, Maps maps) {
    NetLoader.Loaded file = load(onnx);
    Net net = file.net();
    List<int[]> shapes = net.shapes();
    if (net.inputShape()[0] != 1) {
      throw new RefusedNetwork(
          Reason.CHANNELS,
          "the network takes pictures of "
              + net.inputShape()[0]
              + " channels; the ink map has one, bright on 0");
    }
    List<Convolution> layers = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    List<String> reducing = new ArrayList<>();
    boolean rectified = true;
    for (int i = 0; i < net.nodes().size(); i++) {
      Layer layer = net.nodes().get(i).layer();
      String where = where(file.origins().get(i), shapes.get(i));
      if (layer instanceof Layer.Convolve c && inLine(net, i)) {
        if (!rectified) {
          throw new RefusedNetwork(
              Reason.LAYER, where + ": no Relu stands between it and the convolution before it");
        }
        layers.add(convolution(c, where));
        weights.add(floats(c.weights(), where));
        rectified = false;
        if (c.stride() > 1) {
          reducing.add(where);
        }
      } else if (layer instanceof Layer.Rectify && inLine(net, i)) {
        rectified = true;
      } else {
        throw new RefusedNetwork(
            Reason.LAYER,
            where + ": a digit network is a chain of Conv and Relu, one after the other");
      }
    }
    int last = net.nodes().size() - 1;
    if (layers.isEmpty() || layers.get(layers.size() - 1).out() != ModelSpec.DIGITS) {
      throw new RefusedNetwork(
          Reason.OUTPUTS,
          where(file.origins().get(last), shapes.get(last))
              + " ends the network; ten maps are needed, one for each digit");
    }
    ModelSpec spec = settings.withLayers(layers);
    if (spec.stride() != settings.stride()) {
      throw new RefusedNetwork(
          Reason.LAYER,
          "the strides come to "
              + spec.stride()
              + (reducing.isEmpty() ? "" : " (" + String.join("; ", reducing) + ")")
              + "; gate and shifts are counted in map cells of "
              + settings.stride()
              + " x "
              + settings.stride()
              + " ink-map cells");
    }
    weights.set(weights.size() - 1, understood(weights.get(weights.size() - 1), maps));
    return checked(new DigitModel(spec, weights));
  }

  /**
   * A model as it is, if its numbers make sense and its work can be done.
   *
   * @throws RefusedNetwork otherwise
   */
  public static DigitModel checked(DigitModel model) {
    ModelSpec spec = model.spec();
    sensible(spec);
    if (spec.cost() > MOST_COST) {
      throw new RefusedNetwork(
          Reason.TOO_COSTLY,
          String.format(
              Locale.ROOT,
              "%,d multiply-adds for each cell of a map; %,d may be",
              spec.cost(),
              MOST_COST));
    }
    if (spec.reach() > MOST_REACH) {
      throw new RefusedNetwork(
          Reason.TOO_COSTLY,
          "a map cell sees " + spec.reach() + " cells to each side; " + MOST_REACH + " may be");
    }
    int step = 1;
    for (int i = 0; i < spec.layers().size(); i++) {
      Convolution layer = spec.layers().get(i);
      step *= layer.stride();
      if (layer.out() > MOST_NUMBERS * step * step) {
        throw new RefusedNetwork(
            Reason.TOO_COSTLY,
            "layer "
                + (i + 1)
                + " has "
                + layer.out()
                + " maps of 1 : "
                + step
                + "; there is room for "
                + MOST_NUMBERS * step * step);
      }
      for (float w : model.weights(i)) {
        if (!Float.isFinite(w)) {
          throw new RefusedNetwork(
              Reason.DAMAGED, "not all of the weights of layer " + (i + 1) + " are numbers");
        }
      }
    }
    return model;
  }

  private static NetLoader.Loaded load(byte[] onnx) {
    if (onnx.length > MOST_BYTES) {
      throw new RefusedNetwork(
          Reason.TOO_LARGE,
          "a digit network's file may have " + (MOST_BYTES >> 20) + " MB, this one has more");
    }
    try {
      return NetLoader.load(onnx, new NetLoader.Part(null, SIDE, SIDE));
    } catch (RefusedNetwork e) {
      if (e.reason() == Reason.CHANNELS) {
        // Layers that fit no picture of another size do not belong here in the first place.
        for (Named one : NetLoader.layers(onnx)) {
          if (!CHAIN.contains(one.operator())) {
            throw new RefusedNetwork(
                Reason.LAYER,
                "node "
                    + one.name()
                    + " ("
                    + one.operator()
                    + "): a digit network is a chain of Conv and Relu, and takes pictures of any"
                    + " size",
                e);
          }
        }
      }
      throw e;
    }
  }

  /** Takes from the node before it and from nothing else. */
  private static boolean inLine(Net net, int node) {
    return net.nodes().get(node).inputs().equals(List.of(node - 1));
  }

  /** Node, operator and the shape of what it gives, for an ink map of {@link #SIDE} cells. */
  private static String where(Named origin, int[] shape) {
    return "node "
        + origin.name()
        + " ("
        + origin.operator()
        + ", gives "
        + Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(" x "))
        + ")";
  }

  private static Convolution convolution(Layer.Convolve c, String where) {
    if (c.kernelHeight() != c.kernelWidth() || c.kernelHeight() % 2 == 0) {
      throw new RefusedNetwork(
          Reason.LAYER,
          where
              + ": a kernel of "
              + c.kernelHeight()
              + " x "
              + c.kernelWidth()
              + "; it must be square and odd, so that it has a middle");
    }
    int wanted = c.dilation() * (c.kernelHeight() / 2);
    Layer.Padding p = c.padding();
    if (!p.equals(new Layer.Padding(wanted, wanted, wanted, wanted))) {
      throw new RefusedNetwork(
          Reason.LAYER,
          where
              + ": padding of "
              + p.top()
              + ", "
              + p.left()
              + ", "
              + p.bottom()
              + ", "
              + p.right()
              + " (top, left, bottom, right); "
              + wanted
              + " on each side keeps digits in their place");
    }
    double most = Arrays.stream(c.bias()).map(Math::abs).max().orElse(0);
    if (most != 0) {
      throw new RefusedNetwork(
          Reason.BIAS,
          where
              + " has "
              + Arrays.stream(c.bias()).filter(b -> b != 0).count()
              + " biases up to "
              + (float) most);
    }
    return new Convolution(c.in(), c.out(), c.kernelHeight(), c.stride(), c.dilation());
  }

  private static float[] floats(double[] weights, String where) {
    float[] floats = new float[weights.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) weights[i];
      if (!Float.isFinite(floats[i])) {
        throw new RefusedNetwork(Reason.DAMAGED, where + ": not all of its weights are numbers");
      }
    }
    return floats;
  }

  /** The last layer's weights, its maps in the order of the digits and a clean digit at 1. */
  private static float[] understood(float[] weights, Maps maps) {
    int each = weights.length / ModelSpec.DIGITS;
    float[] other = new float[weights.length];
    for (int map = 0; map < ModelSpec.DIGITS; map++) {
      int digit = maps.order().charAt(map) - '0';
      for (int i = 0; i < each; i++) {
        other[digit * each + i] = (float) (weights[map * each + i] / maps.peak());
      }
    }
    return other;
  }

  // ---- settings ----

  /**
   * A specification, some of whose numbers somebody chose.
   *
   * @param chosen by the names of {@link ModelSpec#properties}; those of {@link #CHOOSABLE}
   * @throws RefusedNetwork when a name is unknown, or its value none
   */
  public static ModelSpec settings(ModelSpec usual, Map<String, String> chosen) {
    ModelSpec spec = usual;
    for (Map.Entry<String, String> one : chosen.entrySet()) {
      String name = one.getKey();
      if (!CHOOSABLE.contains(name)) {
        throw new RefusedNetwork(
            Reason.SETTINGS, "no setting that can be chosen is called " + name);
      }
      try {
        spec =
            spec.with(
                name.equals("sizes")
                    ? Map.of(name, one.getValue(), "sizes.algorithm", Sizes.ALGORITHM)
                    : Map.of(name, one.getValue()));
      } catch (IllegalArgumentException e) {
        throw new RefusedNetwork(
            Reason.SETTINGS, name + " cannot be \u201c" + one.getValue() + "\u201d", e);
      }
    }
    return spec;
  }

  /**
   * Wide bounds: what lies outside would make nonsense, or take all memory, not merely read badly.
   */
  private static void sensible(ModelSpec spec) {
    within("em", spec.em(), 6, 96);
    within("line", spec.line(), 0, 1);
    within("pitch", spec.pitch(), 1, 64);
    Gate gate = spec.gate();
    within("gate.threshold", gate.threshold(), 1e-6, 10);
    within("gate.reach", gate.reachX(), 1, 16);
    within("gate.reach", gate.reachY(), 1, 16);
    Company c = spec.company();
    for (float f :
        new float[] {
          c.sure(),
          c.least(),
          c.witness(),
          c.across(),
          c.level(),
          c.nearest(),
          c.farthest(),
          c.aligned()
        }) {
      within("company", f, 0, 100);
    }
    within("company", c.enough(), 0, 4);
    ShiftWindow shifts = spec.shifts();
    within("shifts", shifts.farthest(), 1, 64);
    within("shifts", shifts.vertical(), 0, 16);
    Sizes s = spec.sizes();
    if (!s.equals(Sizes.NONE)) {
      within("sizes", s.smaller(), 0.05, 0.99);
      within("sizes", s.larger(), 1.01, 20);
      within("sizes", s.least(), 0.05, s.smaller());
      within("sizes", s.most(), s.larger(), 20);
      within("sizes", s.enough(), 1, 1000);
      within("sizes", s.gain(), 0, 1000);
    }
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new RefusedNetwork(
          Reason.SETTINGS, name + " is " + value + "; it must lie from " + least + " to " + most);
    }
  }
}
