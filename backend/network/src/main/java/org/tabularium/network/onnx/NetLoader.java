package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;

/**
 * Reads any ONNX network made of Conv, Relu, MaxPool, AveragePool, GlobalAveragePool, Gemm,
 * Flatten, BatchNormalization (folded into the layer before it), Add and constant Pad, for
 * explanation by LRP. What it cannot explain it refuses, by name.
 */
public final class NetLoader {
  /** Of the input: batch 1, then channels, height, width. */
  private static final int RANK = 4;

  private final GraphProto graph;
  private final Map<String, double[]> constants = new HashMap<>();
  private final Map<String, long[]> shapes = new HashMap<>();
  private final Map<String, Integer> producers = new HashMap<>();
  private final Map<String, Padding> pads = new HashMap<>();
  private final List<Net.Node> nodes = new ArrayList<>();

  private NetLoader(GraphProto graph) {
    this.graph = graph;
  }

  /**
   * @param onnx the file
   * @throws IllegalArgumentException when the file is damaged or holds what cannot be explained;
   *     the message names the operator and its node
   */
  public static Net read(byte[] onnx) {
    try {
      return new NetLoader(ModelProto.parseFrom(onnx).getGraph()).net();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not an ONNX file", e);
    }
  }

  private Net net() {
    graph.getInitializerList().forEach(t -> constant(t.getName(), t));
    Set<String> known = constants.keySet();
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(i -> !known.contains(i.getName())).toList();
    if (inputs.size() != 1 || graph.getOutputCount() != 1) {
      throw new IllegalArgumentException("a network of one input and one output is needed");
    }
    int[] shape = shape(inputs.get(0));
    producers.put(inputs.get(0).getName(), Net.INPUT);
    for (NodeProto node : graph.getNodeList()) {
      add(node);
    }
    Integer last = producers.get(graph.getOutput(0).getName());
    if (last == null || last != nodes.size() - 1) {
      throw new IllegalArgumentException("the output is not the last layer's");
    }
    return new Net(shape, nodes);
  }

  private static int[] shape(ValueInfoProto input) {
    List<TensorShapeProto.Dimension> dims = input.getType().getTensorType().getShape().getDimList();
    if (dims.size() != RANK) {
      throw new IllegalArgumentException(
          "the input has " + dims.size() + " dimensions, not 4 (batch, channels, height, width)");
    }
    int[] shape = new int[RANK - 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Math.toIntExact(dims.get(i + 1).getDimValue());
      if (shape[i] < 1) {
        throw new IllegalArgumentException(
            "the input's size is open (" + dims.get(i + 1).getDimParam() + "); it must be fixed");
      }
    }
    return shape;
  }

  private void add(NodeProto node) {
    switch (node.getOpType()) {
      case "Constant" -> constant(node.getOutput(0), attribute(node, "value").getT());
      case "Identity", "Dropout" -> alias(node);
      case "Conv" -> push(node, convolution(node));
      case "Relu" -> push(node, new Layer.Rectify());
      case "Flatten" -> push(node, new Layer.Flatten());
      case "MaxPool" -> push(node, new Layer.MaxPool(kernel(node), stride(node), padding(node)));
      case "AveragePool" -> push(node, averagePool(node));
      case "GlobalAveragePool" -> push(node, new Layer.GlobalAveragePool());
      case "Gemm" -> push(node, dense(node));
      case "Add" -> push(node, new Layer.Add());
      case "BatchNormalization" -> fold(node);
      case "Pad" -> pad(node);
      default ->
          throw new IllegalArgumentException(
              "the operator "
                  + node.getOpType()
                  + " (node "
                  + name(node)
                  + ") cannot be explained here");
    }
  }

  private void push(NodeProto node, Layer layer) {
    int inputs = layer instanceof Layer.Add ? 2 : 1;
    List<Integer> from = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      Integer producer = producers.get(node.getInput(i));
      if (producer == null) {
        throw new IllegalArgumentException(
            "node " + name(node) + " takes " + node.getInput(i) + ", which no layer gives");
      }
      boolean padded = pads.containsKey(node.getInput(i));
      if (padded && !(layer instanceof Layer.Convolve || layer instanceof Layer.AveragePool)) {
        throw new IllegalArgumentException(
            "padding before " + node.getOpType() + " (node " + name(node) + ") is not understood");
      }
      from.add(producer);
    }
    nodes.add(new Net.Node(layer, from));
    producers.put(node.getOutput(0), nodes.size() - 1);
  }

  private void alias(NodeProto node) {
    if (constants.containsKey(node.getInput(0))) {
      constants.put(node.getOutput(0), constants.get(node.getInput(0)));
      shapes.put(node.getOutput(0), shapes.get(node.getInput(0)));
    } else {
      producers.put(node.getOutput(0), producers.get(node.getInput(0)));
    }
  }

  private Layer convolution(NodeProto node) {
    if (number(node, "group", 1) != 1) {
      throw new IllegalArgumentException(
          "grouped convolution (node " + name(node) + ") cannot be explained here");
    }
    long[] shape = shapes.get(node.getInput(1));
    double[] weights = needed(node, 1);
    return new Layer.Convolve(
        (int) shape[1],
        (int) shape[0],
        (int) shape[2],
        (int) shape[3],
        stride(node),
        same(node, "dilations", 1),
        padding(node),
        weights,
        node.getInputCount() > 2 ? needed(node, 2) : new double[0]);
  }

  private Layer averagePool(NodeProto node) {
    Padding padding = padding(node);
    boolean padded = !attributeNumbers(node, "pads", new long[4]).equals(zeros());
    if (padded && number(node, "count_include_pad", 0) == 0) {
      throw new IllegalArgumentException(
          "an average pool that leaves its padding out (node "
              + name(node)
              + ") is not understood");
    }
    return new Layer.AveragePool(kernel(node), stride(node), padding);
  }

  private static List<Long> zeros() {
    return List.of(0L, 0L, 0L, 0L);
  }

  private Layer dense(NodeProto node) {
    long[] shape = shapes.get(node.getInput(1));
    double[] weights = needed(node, 1);
    double alpha = real(node, "alpha", 1);
    double beta = real(node, "beta", 1);
    boolean transposed = number(node, "transB", 0) == 1;
    int out = (int) shape[transposed ? 0 : 1];
    int in = (int) shape[transposed ? 1 : 0];
    double[] w = new double[weights.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        w[o * in + i] = alpha * weights[transposed ? o * in + i : i * out + o];
      }
    }
    double[] bias =
        node.getInputCount() > 2
            ? Arrays.stream(needed(node, 2)).map(b -> beta * b).toArray()
            : new double[0];
    return new Layer.Dense(in, out, w, bias);
  }

  /** Scale and shift go into the convolution before. */
  private void fold(NodeProto node) {
    Integer producer = producers.get(node.getInput(0));
    if (producer == null
        || producer < 0
        || producer != nodes.size() - 1
        || !(nodes.get(producer).layer() instanceof Layer.Convolve c)) {
      throw new IllegalArgumentException(
          "batch normalisation that follows no convolution (node " + name(node) + ")");
    }
    double[] scale = needed(node, 1);
    double[] shift = needed(node, 2);
    double[] mean = needed(node, 3);
    double[] variance = needed(node, 4);
    double epsilon = real(node, "epsilon", 1e-5);
    double[] weights = c.weights().clone();
    double[] bias = new double[c.out()];
    int each = weights.length / c.out();
    for (int o = 0; o < c.out(); o++) {
      double factor = scale[o] / Math.sqrt(variance[o] + epsilon);
      for (int i = o * each; i < (o + 1) * each; i++) {
        weights[i] *= factor;
      }
      double before = c.bias().length == 0 ? 0 : c.bias()[o];
      bias[o] = (before - mean[o]) * factor + shift[o];
    }
    Layer folded =
        new Layer.Convolve(
            c.in(),
            c.out(),
            c.kernelHeight(),
            c.kernelWidth(),
            c.stride(),
            c.dilation(),
            c.padding(),
            weights,
            bias);
    nodes.set(producer, new Net.Node(folded, nodes.get(producer).inputs()));
    producers.put(node.getOutput(0), producer);
  }

  private void pad(NodeProto node) {
    double[] p = needed(node, 1);
    double value = node.getInputCount() > 2 && !node.getInput(2).isEmpty() ? needed(node, 2)[0] : 0;
    boolean spatial = p.length == 8 && p[0] == 0 && p[1] == 0 && p[4] == 0 && p[5] == 0;
    boolean outward = Arrays.stream(p).allMatch(v -> v >= 0);
    if (!spatial || !outward || value != 0 || !text(node, "mode", "constant").equals("constant")) {
      throw new IllegalArgumentException(
          "padding other than with zeros around the maps (node " + name(node) + ")");
    }
    alias(node);
    Padding padding = new Padding((int) p[2], (int) p[3], (int) p[6], (int) p[7]);
    if (!padding.equals(Padding.NONE)) {
      pads.put(node.getOutput(0), padding);
    }
  }

  private Padding padding(NodeProto node) {
    if (!text(node, "auto_pad", "NOTSET").equals("NOTSET") || number(node, "ceil_mode", 0) != 0) {
      throw new IllegalArgumentException(
          "automatic padding or rounding up (node " + name(node) + ") is not understood");
    }
    List<Long> p = attributeNumbers(node, "pads", new long[4]);
    Padding before = pads.getOrDefault(node.getInput(0), Padding.NONE);
    return new Padding(
        p.get(0).intValue() + before.top(),
        p.get(1).intValue() + before.left(),
        p.get(2).intValue() + before.bottom(),
        p.get(3).intValue() + before.right());
  }

  private static int kernel(NodeProto node) {
    return same(node, "kernel_shape", 1);
  }

  private static int stride(NodeProto node) {
    return same(node, "strides", 1);
  }

  private static int same(NodeProto node, String attribute, long otherwise) {
    List<Long> n = attributeNumbers(node, attribute, new long[] {otherwise, otherwise});
    if (n.stream().distinct().count() != 1) {
      throw new IllegalArgumentException(
          "different " + attribute + " down and across (node " + name(node) + ")");
    }
    return n.get(0).intValue();
  }

  private double[] needed(NodeProto node, int input) {
    double[] values = constants.get(node.getInput(input));
    if (values == null) {
      throw new IllegalArgumentException(
          "node " + name(node) + " takes computed weights, which cannot be explained here");
    }
    return values;
  }

  private void constant(String name, TensorProto tensor) {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw new IllegalArgumentException(
          "the weights " + name + " lie outside the file; a file that holds them is needed");
    }
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    double[] values;
    if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
      values =
          raw.hasRemaining()
              ? new double[raw.remaining() / 4]
              : tensor.getFloatDataList().stream().mapToDouble(f -> f).toArray();
      for (int i = 0; raw.hasRemaining(); i++) {
        values[i] = raw.getFloat();
      }
    } else if (tensor.getDataType() == TensorProto.DataType.INT64.getNumber()) {
      values =
          raw.hasRemaining()
              ? new double[raw.remaining() / 8]
              : tensor.getInt64DataList().stream().mapToDouble(l -> l).toArray();
      for (int i = 0; raw.hasRemaining(); i++) {
        values[i] = raw.getLong();
      }
    } else {
      throw new IllegalArgumentException(
          "the weights " + name + " are not 32-bit floats but of type " + tensor.getDataType());
    }
    constants.put(name, values);
    shapes.put(name, tensor.getDimsList().stream().mapToLong(l -> l).toArray());
  }

  private static AttributeProto attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(a -> a.getName().equals(name))
        .findFirst()
        .orElse(AttributeProto.getDefaultInstance());
  }

  private static long number(NodeProto node, String name, long otherwise) {
    AttributeProto a = attribute(node, name);
    return a.getName().isEmpty() ? otherwise : a.getI();
  }

  private static double real(NodeProto node, String name, double otherwise) {
    AttributeProto a = attribute(node, name);
    return a.getName().isEmpty() ? otherwise : a.getF();
  }

  private static String text(NodeProto node, String name, String otherwise) {
    AttributeProto a = attribute(node, name);
    return a.getName().isEmpty() ? otherwise : a.getS().toStringUtf8();
  }

  private static List<Long> attributeNumbers(NodeProto node, String name, long[] otherwise) {
    AttributeProto a = attribute(node, name);
    return a.getName().isEmpty()
        ? Arrays.stream(otherwise).boxed().collect(Collectors.toList())
        : a.getIntsList();
  }

  private static String name(NodeProto node) {
    return node.getName().isEmpty() ? node.getOutput(0) : node.getName();
  }
}
