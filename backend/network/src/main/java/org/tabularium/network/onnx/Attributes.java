package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.tabularium.network.onnx.RefusedNetwork.Reason;

/** What stands on a node of an ONNX file: its name, its settings, and why it is refused. */
final class Attributes {

  private Attributes() {}

  static RefusedNetwork unsupported(NodeProto node) {
    String domain = node.getDomain().isEmpty() ? "" : node.getDomain() + ".";
    return refused(node, "the operator " + domain + node.getOpType(), " cannot be explained here");
  }

  /** A sentence with the node's name in it, and its operator's. */
  static RefusedNetwork refused(NodeProto node, String what, String why) {
    String operator = what.contains(node.getOpType()) ? "" : ", " + node.getOpType();
    return new RefusedNetwork(
        Reason.OPERATOR, what + " (node " + name(node) + operator + ")" + why);
  }

  static int kernel(NodeProto node) {
    return same(node, "kernel_shape", 1);
  }

  static int stride(NodeProto node) {
    return same(node, "strides", 1);
  }

  static int same(NodeProto node, String attribute, long otherwise) {
    List<Long> n = numbers(node, attribute, new long[] {otherwise, otherwise});
    if (n.stream().distinct().count() != 1) {
      throw refused(node, "different " + attribute + " down and across", " are not understood");
    }
    if (n.get(0) < 1 || n.get(0) > 1 << 16) {
      throw refused(node, attribute + " of " + n.get(0), "");
    }
    return n.get(0).intValue();
  }

  static AttributeProto attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(a -> a.getName().equals(name))
        .findFirst()
        .orElse(AttributeProto.getDefaultInstance());
  }

  static long number(NodeProto node, String name, long otherwise) {
    AttributeProto a = attribute(node, name);
    return a.getName().isEmpty() ? otherwise : a.getI();
  }

  static double real(NodeProto node, String name, double otherwise) {
    AttributeProto a = attribute(node, name);
    return a.getName().isEmpty() ? otherwise : a.getF();
  }

  static String text(NodeProto node, String name, String otherwise) {
    AttributeProto a = attribute(node, name);
    return a.getName().isEmpty() ? otherwise : a.getS().toStringUtf8();
  }

  static List<Long> numbers(NodeProto node, String name, long[] otherwise) {
    AttributeProto a = attribute(node, name);
    return a.getName().isEmpty()
        ? Arrays.stream(otherwise).boxed().collect(Collectors.toList())
        : a.getIntsList();
  }

  static String name(NodeProto node) {
    return node.getName().isEmpty() ? node.getOutput(0) : node.getName();
  }
}
