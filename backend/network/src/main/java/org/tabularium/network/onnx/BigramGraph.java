package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.Gate;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.model.ShiftWindow;
import org.tabularium.network.onnx.Graph.Attribute.Number;
import org.tabularium.network.onnx.Graph.Attribute.Numbers;
import org.tabularium.network.onnx.Graph.Value;

/**
 * Builds the bigram network (paper, section 6.2.1) as one ONNX graph: ink map, digit maps {@code
 * a_j}, gate, {@code max_tau min(a_j, tau a_k)}, sums.
 *
 * <p>Since {@code max_tau min(a_j, tau a_k) = min(a_j, max_tau tau a_k)}, each gated map is spread
 * once over the window of shifts; and since gated maps are zero away from their peaks, the hundred
 * mins are taken at the peaks alone. No page-sized map leaves the graph.
 */
final class BigramGraph {
  static final String INK = "ink";
  static final String GATED = "gated";
  static final String CELLS = "cells";
  static final String ACTIVATIONS = "activations";
  static final String MASSES = "masses";
  static final String PHI = "phi";
  static final String CLASSES = "classes";

  private BigramGraph() {}

  /**
   * Input {@code ink} [1, 1, height, width]. Outputs, for n digits found: {@code cells} [3, n]
   * (class, row, column of the digit map), {@code activations} [n], {@code masses} [n, 10] (for
   * each digit and each class k its {@code min(a_j, max_tau tau a_k)}), {@code phi} [100], {@code
   * classes} [n, 10] (what each digit map has at the digit's cell, so that one sees which came
   * second).
   */
  static byte[] build(DigitModel model, Map<String, String> metadata) {
    ModelSpec spec = model.spec();
    Graph g = new Graph("bigram-network");
    Value maps = digitMaps(g, model, g.input(INK, 1, 1, -1, -1));
    Value gated = gate(g, maps, spec.gate());

    Value places = bigrams(g, gated, spec.shifts());
    g.output(
        g.add("GatherND", byCell(g, maps), rowAndColumn(g, places)),
        CLASSES,
        DataType.FLOAT,
        -1,
        ModelSpec.DIGITS);
    return g.bytes(new TreeMap<>(metadata));
  }

  /**
   * The second half alone. Input {@code gated} [1, 10, rows, columns]: digit maps that are 0 but
   * for the cells of digits. Outputs as of the whole, without {@code classes}.
   */
  static byte[] second(ModelSpec spec) {
    Graph g = new Graph("bigram-stage");
    bigrams(g, g.input(GATED, 1, ModelSpec.DIGITS, -1, -1), spec.shifts());
    return g.bytes(new TreeMap<>());
  }

  /** Gives class, row and column of each digit, [n, 3]. */
  private static Value bigrams(Graph g, Value gated, ShiftWindow shifts) {
    Value cells = g.add("NonZero", g.add("Squeeze", gated, g.longs(0)));
    Value places = g.add("Transpose", cells, new Numbers("perm", 1, 0));
    Value activations = g.add("GatherND", g.add("Squeeze", gated, g.longs(0)), places);

    Value spread = spread(g, gated, shifts);
    Value partners = g.add("GatherND", byCell(g, spread), rowAndColumn(g, places));
    Value masses = g.add("Min", partners, g.add("Unsqueeze", activations, g.longs(1)));

    Value classes =
        g.add(
            "Squeeze",
            g.add("Slice", List.of(places, g.longs(0), g.longs(1), g.longs(1), g.longs(1))),
            g.longs(1));
    Value oneHot =
        g.add(
            "OneHot",
            List.of(
                classes,
                g.longs(new long[] {ModelSpec.DIGITS}),
                g.floats("off_on", new float[] {0, 1}, 2)),
            new Number("axis", 0));
    Value phi = g.add("Reshape", g.add("MatMul", oneHot, masses), g.longs(100));

    g.output(cells, CELLS, DataType.INT64, 3, -1);
    g.output(activations, ACTIVATIONS, DataType.FLOAT, -1);
    g.output(masses, MASSES, DataType.FLOAT, -1, ModelSpec.DIGITS);
    g.output(phi, PHI, DataType.FLOAT, 100);
    return places;
  }

  /** Maps [1, 10, rows, columns] as [rows, columns, 10]. */
  private static Value byCell(Graph g, Value maps) {
    return g.add("Squeeze", g.add("Transpose", maps, new Numbers("perm", 0, 2, 3, 1)), g.longs(0));
  }

  private static Value rowAndColumn(Graph g, Value places) {
    return g.add("Slice", List.of(places, g.longs(1), g.longs(3), g.longs(1), g.longs(1)));
  }

  /** Names of the weights of layer i in the file. */
  static String weightName(int layer) {
    return "conv" + layer + ".weight";
  }

  private static Value digitMaps(Graph g, DigitModel model, Value ink) {
    Value x = ink;
    List<Convolution> layers = model.spec().layers();
    for (int i = 0; i < layers.size(); i++) {
      Convolution c = layers.get(i);
      Value w = g.floats(weightName(i), model.weights(i), c.out(), c.in(), c.kernel(), c.kernel());
      int pad = c.padding();
      x =
          g.add(
              "Conv",
              x,
              w,
              new Numbers("kernel_shape", c.kernel(), c.kernel()),
              new Numbers("strides", c.stride(), c.stride()),
              new Numbers("dilations", c.dilation(), c.dilation()),
              new Numbers("pads", pad, pad, pad, pad));
      x = g.add("Relu", x);
    }
    return x;
  }

  /** The maps with all but the peaks set to 0. */
  private static Value gate(Graph g, Value maps, Gate gate) {
    Value strongest = g.add("ReduceMax", maps, new Numbers("axes", 1), new Number("keepdims", 1));
    int rx = gate.reachX();
    int ry = gate.reachY();
    // Earlier cells, row by row, must be weaker; later ones may be equal. That breaks ties.
    Value above = window(g, strongest, -ry, -1, -rx, rx);
    Value left = window(g, strongest, 0, 0, -rx, -1);
    Value below = window(g, strongest, 1, ry, -rx, rx);
    Value right = window(g, strongest, 0, 0, 1, rx);
    Value peak =
        g.add(
            "And",
            g.add(
                "Greater",
                strongest,
                g.add("Max", List.of(above, left, g.number(gate.threshold())))),
            g.add("GreaterOrEqual", strongest, g.add("Max", below, right)));
    Value winner = g.add("ArgMax", maps, new Number("axis", 1), new Number("keepdims", 1));
    long[] channels = new long[ModelSpec.DIGITS];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = i;
    }
    Value isWinner = g.add("Equal", winner, g.longs(channels, 1, ModelSpec.DIGITS, 1, 1));
    return g.add("Where", List.of(g.add("And", peak, isWinner), maps, g.number(0)));
  }

  /** {@code max_tau tau a_k}: for each cell the strongest digit to its right that may follow it. */
  private static Value spread(Graph g, Value gated, ShiftWindow s) {
    return window(g, gated, -s.vertical(), s.vertical(), s.nearest(), s.farthest());
  }

  /** The maximum over rows y+top to y+bottom and columns x+left to x+right; outside is 0. */
  private static Value window(Graph g, Value x, int top, int bottom, int left, int right) {
    Value padded = g.add("Pad", x, g.longs(0, 0, -top, -left, 0, 0, bottom, right));
    return g.add(
        "MaxPool", padded, new Numbers("kernel_shape", bottom - top + 1, right - left + 1));
  }
}
