package org.tabularium.network.onnx;

import static org.tabularium.network.onnx.Attributes.attribute;
import static org.tabularium.network.onnx.Attributes.number;
import static org.tabularium.network.onnx.Attributes.numbers;
import static org.tabularium.network.onnx.Attributes.real;
import static org.tabularium.network.onnx.Attributes.refused;
import static org.tabularium.network.onnx.Attributes.text;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.network.lrp.Layer.Padding;

/**
 * Zeros around maps: those that a window's node has itself, and those of Pad nodes before it, which
 * become part of it.
 */
final class Pads {
  private final Weights values;

  /** By the name of what a Pad gives. */
  private final Map<String, Padding> before = new HashMap<>();

  Pads(Weights values) {
    this.values = values;
  }

  /** Whether zeros have been put around what is called so. */
  boolean at(String name) {
    return before.containsKey(name);
  }

  /** Another name for the same maps. */
  void alias(String name, String other) {
    Padding padding = before.get(name);
    if (padding != null) {
      before.put(other, padding);
    }
  }

  /** Remembers what a Pad adds, until a window takes it. */
  void pad(NodeProto node) {
    // Files of before 2019 have the numbers as attributes.
    boolean old = node.getInputCount() == 1;
    double[] p =
        old
            ? attribute(node, "pads").getIntsList().stream().mapToDouble(l -> l).toArray()
            : values.of(node, 1);
    double value = old ? real(node, "value", 0) : given(node, 2) ? values.of(node, 2)[0] : 0;
    boolean spatial = p.length == 8 && p[0] == 0 && p[1] == 0 && p[4] == 0 && p[5] == 0;
    boolean outward = Arrays.stream(p).allMatch(v -> v >= 0 && v <= 1 << 16);
    boolean zeros = value == 0 && text(node, "mode", "constant").equals("constant");
    if (!spatial || !outward || !zeros || given(node, 3)) {
      throw refused(node, "padding other than with zeros around the maps", " is not understood");
    }
    Padding more = new Padding((int) p[2], (int) p[3], (int) p[6], (int) p[7]);
    Padding both = sum(more, before.getOrDefault(node.getInput(0), Padding.NONE));
    if (!both.equals(Padding.NONE)) {
      before.put(node.getOutput(0), both);
    }
  }

  private static boolean given(NodeProto node, int input) {
    return node.getInputCount() > input && !node.getInput(input).isEmpty();
  }

  /** All zeros around what a window's node takes. */
  Padding around(NodeProto node) {
    if (!text(node, "auto_pad", "NOTSET").equals("NOTSET") || number(node, "ceil_mode", 0) != 0) {
      throw refused(node, "automatic padding or rounding up", " is not understood");
    }
    return sum(own(node), before.getOrDefault(node.getInput(0), Padding.NONE));
  }

  /** The zeros that the node adds itself. */
  static Padding own(NodeProto node) {
    List<Long> p = numbers(node, "pads", new long[4]);
    return new Padding(
        p.get(0).intValue(), p.get(1).intValue(), p.get(2).intValue(), p.get(3).intValue());
  }

  private static Padding sum(Padding a, Padding b) {
    return new Padding(
        a.top() + b.top(), a.left() + b.left(), a.bottom() + b.bottom(), a.right() + b.right());
  }
}
