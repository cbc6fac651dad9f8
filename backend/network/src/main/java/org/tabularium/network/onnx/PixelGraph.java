package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.Graph.Attribute.Number;
import org.tabularium.network.onnx.Graph.Attribute.Numbers;
import org.tabularium.network.onnx.Graph.Value;
import org.tabularium.network.onnx.ReceptiveField.Level;

/**
 * Builds LRP-gamma (paper, equation 5) of single cells of the digit maps, from the receptive fields
 * alone: activations, denominators and relevance are computed where the cell looks and nowhere
 * else. Since nothing outside a receptive field touches its cell, that is the page's own relevance.
 *
 * <p>Inputs, for n digits: {@code ink} [n, 1, side, side], {@code digit} [n, 10, 1, 1] (1 for its
 * class) and, for digits near the page's edge, {@code page1}... [n, 1, count, count], 1 where the
 * page has the level's cell: padding is no cell, and the crop would compute one there. Outputs
 * {@code relevance} [n, side, side] of a digit's activation taken as 1, {@code lost} [n], and
 * {@code raw} [n, 10], all classes before rectification.
 */
final class PixelGraph {
  static final String INK = "ink";
  static final String DIGIT = "digit";
  static final String RELEVANCE = "relevance";
  static final String LOST = "lost";
  static final String RAW = "raw";

  private PixelGraph() {}

  /** Name of the input that says which cells of a level lie on the page. */
  static String page(int level) {
    return "page" + level;
  }

  static byte[] build(DigitModel model, Rule.Gamma rule, boolean edge) {
    Graph g = new Graph("digit-relevance");
    List<Convolution> layers = model.spec().layers();
    List<Level> levels = ReceptiveField.of(layers).levels();
    int side = levels.get(0).count();
    float stabiliser = (float) rule.stabiliser();
    Value ink = g.input(INK, -1, 1, side, side);
    Value digit = g.input(DIGIT, -1, ModelSpec.DIGITS, 1, 1);

    // Upwards: w a and rho(w) a in one convolution. Where a unit is active, rho(w) a >= w a > 0.
    List<Value> rho = new ArrayList<>();
    List<Value> gains = new ArrayList<>(); // a / (rho(w) a + stabiliser)
    Value a = ink;
    Value raw = ink;
    Value top = ink;
    for (int i = 0; i < layers.size(); i++) {
      Convolution c = layers.get(i);
      float[] w = model.weights(i);
      float[] both = new float[2 * w.length];
      float[] seen = new float[w.length];
      for (int j = 0; j < w.length; j++) {
        seen[j] = (float) (w[j] + rule.gamma() * Math.max(0, w[j]));
        both[j] = w[j];
        both[w.length + j] = seen[j];
      }
      rho.add(g.floats("rho" + i, seen, c.out(), c.in(), c.kernel(), c.kernel()));
      Value weights = g.floats("both" + i, both, 2L * c.out(), c.in(), c.kernel(), c.kernel());
      Value sums = g.add("Conv", a, weights, window(c, levels.get(i)));
      List<Value> parts =
          g.add("Split", 2, List.of(sums, g.longs(c.out(), c.out())), new Number("axis", 1));
      raw = parts.get(0);
      top = g.add("Add", g.add("Relu", parts.get(1)), g.number(stabiliser));
      a = g.add("Relu", raw);
      if (i < layers.size() - 1) {
        if (edge) {
          int count = levels.get(i + 1).count();
          a = g.add("Mul", a, g.input(page(i + 1), -1, 1, count, count));
        }
        gains.add(g.add("Div", a, top));
      }
    }

    // Downwards: c_j = sum_k rho(w_jk) s_k, R_j = a_j c_j, s_j = R_j / z_j = c_j gain_j.
    Value s = g.add("Div", digit, top);
    Value taken = sum(g, s);
    Value share = s;
    for (int i = layers.size() - 1; i >= 0; i--) {
      share = g.add("ConvTranspose", s, rho.get(i), window(layers.get(i), levels.get(i)));
      if (i > 0) {
        s = g.add("Mul", share, gains.get(i - 1));
        taken = g.add("Add", taken, sum(g, s));
      }
    }
    Value relevance = g.add("Squeeze", g.add("Mul", share, ink), g.longs(1));

    g.output(relevance, RELEVANCE, DataType.FLOAT, -1, side, side);
    g.output(g.add("Mul", taken, g.number(stabiliser)), LOST, DataType.FLOAT, -1);
    g.output(g.add("Squeeze", raw, g.longs(2, 3)), RAW, DataType.FLOAT, -1, ModelSpec.DIGITS);
    return g.bytes(Map.of());
  }

  private static Value sum(Graph g, Value s) {
    return g.add("ReduceSum", s, g.longs(1, 2, 3), new Number("keepdims", 0));
  }

  private static Numbers[] window(Convolution c, Level from) {
    return new Numbers[] {
      new Numbers("kernel_shape", c.kernel(), c.kernel()),
      new Numbers("strides", from.stride(), from.stride()),
      new Numbers("dilations", from.dilation(), from.dilation())
    };
  }
}
