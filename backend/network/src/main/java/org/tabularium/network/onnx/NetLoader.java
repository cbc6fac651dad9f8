package org.tabularium.network.onnx;

import static org.tabularium.network.onnx.Attributes.kernel;
import static org.tabularium.network.onnx.Attributes.name;
import static org.tabularium.network.onnx.Attributes.number;
import static org.tabularium.network.onnx.Attributes.real;
import static org.tabularium.network.onnx.Attributes.refused;
import static org.tabularium.network.onnx.Attributes.same;
import static org.tabularium.network.onnx.Attributes.stride;
import static org.tabularium.network.onnx.Attributes.unsupported;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.onnx.RefusedNetwork.Reason;

/**
 * Reads any ONNX network made of Conv, Relu, MaxPool, AveragePool, GlobalAveragePool, Gemm,
 * Flatten, BatchNormalization (folded into the layer before it), Add and constant Pad, for
 * explanation by LRP. What it cannot explain it refuses, by name; what lies above the layer that is
 * asked for it does not look at.
 */
public final class NetLoader {
  /** Of the input: batch 1, then channels, height, width. */
  private static final int RANK = 4;

  /** What a protobuf message can hold. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  /** Operators that hand on what they take; a Pad's zeros go to whoever takes that. */
  private static final Set<String> OTHER_NAMES = Set.of("Identity", "Dropout", "Pad");

  private final GraphProto graph;

  private final Weights values;

  private int[] shape = {};
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final List<NodeProto> order = new ArrayList<>();

  /** How many layers take a result, by the name that the layer gave it. */
  private final Map<String, Integer> uses = new HashMap<>();

  /** The same of what only stands for something else. */
  private final Map<String, String> roots = new HashMap<>();

  private final List<int[]> results = new ArrayList<>();
  private final Map<String, Integer> producers = new HashMap<>();
  private final Pads pads;
  private final List<Net.Node> nodes = new ArrayList<>();
  private final List<Named> origins = new ArrayList<>();

  /**
   * Which part of a file is wanted.
   *
   * @param layer name of a node, or of what it gives; everything above it is left out and may be
   *     anything; null for the whole network
   * @param height of the input, in place of what the file says; null to keep that
   * @param width likewise
   */
  public record Part(@Nullable String layer, @Nullable Integer height, @Nullable Integer width) {
    public static final Part WHOLE = new Part(null, null, null);
  }

  private NetLoader(GraphProto graph, @Nullable Path folder) {
    this.graph = graph;
    this.values = new Weights(folder);
    this.pads = new Pads(values);
  }

  /**
   * A whole network that holds its weights.
   *
   * @param onnx the file
   * @throws RefusedNetwork when the file is damaged or holds what cannot be explained; the message
   *     names the operator and its node
   */
  public static Net read(byte[] onnx) {
    return read(onnx, Part.WHOLE);
  }

  /**
   * A network that holds its weights, or its lower part.
   *
   * @throws RefusedNetwork as above
   */
  public static Net read(byte[] onnx, Part part) {
    return loader(onnx, null).part(part);
  }

  /**
   * A network, or its lower part. Weights may lie in other files of the same folder.
   *
   * @throws RefusedNetwork as above
   */
  public static Net read(Path file, Part part) throws IOException {
    return loader(bytes(file), folder(file)).part(part);
  }

  /**
   * A layer that can be chosen.
   *
   * @param name its own, or of what it gives where it has none
   * @param operator as ONNX calls it
   */
  public record Named(String name, String operator) {}

  /** The layers that can be chosen, from the input to the output. */
  public static List<Named> layers(Path file) throws IOException {
    return loader(bytes(file), folder(file)).named();
  }

  /** The same of a file in memory. */
  static List<Named> layers(byte[] onnx) {
    return loader(onnx, null).named();
  }

  /**
   * A network and what its file calls each of its layers.
   *
   * @param origins one for each node of the network
   */
  record Loaded(Net net, List<Named> origins) {}

  /** As {@link #read(byte[], Part)}, for whoever has more to say about the layers. */
  static Loaded load(byte[] onnx, Part part) {
    NetLoader loader = loader(onnx, null);
    Net net = loader.part(part);
    return new Loaded(net, List.copyOf(loader.origins));
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new RefusedNetwork(
          Reason.TOO_LARGE, "an ONNX file of over 2 GB; its weights must lie in files beside it");
    }
    return Files.readAllBytes(file);
  }

  private static Path folder(Path file) throws IOException {
    Path folder = file.toRealPath().getParent();
    return folder == null ? Path.of("/") : folder;
  }

  private static NetLoader loader(byte[] onnx, @Nullable Path folder) {
    try {
      ModelProto model = ModelProto.parseFrom(onnx);
      if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
        throw new RefusedNetwork(Reason.DAMAGED, "not an ONNX file, or an empty one");
      }
      return new NetLoader(model.getGraph(), folder);
    } catch (InvalidProtocolBufferException e) {
      throw new RefusedNetwork(Reason.DAMAGED, "not an ONNX file, or a damaged one", e);
    }
  }

  private Net part(Part part) {
    try {
      return net(part);
    } catch (RefusedNetwork e) {
      throw e;
    } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException e) {
      // A file can lie about sizes in more ways than are worth a sentence each.
      throw new RefusedNetwork(Reason.DAMAGED, "the file contradicts itself: " + e.getMessage(), e);
    }
  }

  private List<Named> named() {
    return graph.getNodeList().stream()
        .filter(n -> !n.getOpType().equals("Constant"))
        .map(n -> new Named(name(n), n.getOpType()))
        .toList();
  }

  private List<String> names() {
    return named().stream().map(Named::name).toList();
  }

  private Net net(Part part) {
    graph.getInitializerList().forEach(t -> values.add(t.getName(), t));
    for (NodeProto node : graph.getNodeList()) {
      for (String output : node.getOutputList()) {
        boolean taken = !output.isEmpty() && makers.put(output, node) != null;
        if (taken || values.has(output)) {
          throw new RefusedNetwork(
              Reason.STRUCTURE, "the name " + output + " stands for two things");
        }
      }
    }
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(i -> !values.has(i.getName())).toList();
    if (inputs.size() != 1 || part.layer() == null && graph.getOutputCount() != 1) {
      throw new RefusedNetwork(
          Reason.STRUCTURE,
          "a network of one input and one output is needed, not of "
              + inputs.size()
              + " and "
              + graph.getOutputCount());
    }
    shape = shape(inputs.get(0), part);
    producers.put(inputs.get(0).getName(), Net.INPUT);
    String wanted = part.layer() == null ? graph.getOutput(0).getName() : output(part.layer());
    for (NodeProto node : needed(wanted)) {
      count(node);
      order.add(node);
    }
    for (NodeProto node : order) {
      add(node);
    }
    Integer last = producers.get(wanted);
    if (last == null || last != nodes.size() - 1 || last == Net.INPUT || pads.at(wanted)) {
      throw new RefusedNetwork(Reason.STRUCTURE, "no layer gives the output " + wanted);
    }
    return new Net(shape, nodes);
  }

  private void count(NodeProto node) {
    if (OTHER_NAMES.contains(node.getOpType())) {
      roots.put(node.getOutput(0), root(node.getInput(0)));
    } else {
      node.getInputList().forEach(input -> uses.merge(root(input), 1, Integer::sum));
    }
  }

  private String root(String name) {
    return roots.getOrDefault(name, name);
  }

  private String output(String layer) {
    for (NodeProto node : graph.getNodeList()) {
      if (node.getName().equals(layer) || node.getOutputList().contains(layer)) {
        return node.getOutput(0);
      }
    }
    throw new RefusedNetwork(
        Reason.STRUCTURE, "no layer is called " + layer + "; there are " + names());
  }

  /** The nodes that a result needs, each after those it takes from. */
  private List<NodeProto> needed(String wanted) {
    List<NodeProto> sorted = new ArrayList<>();
    Set<NodeProto> done = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    Set<NodeProto> begun = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    Deque<NodeProto> open = new ArrayDeque<>();
    NodeProto first = makers.get(wanted);
    if (first != null) {
      open.push(first);
    }
    while (!open.isEmpty()) {
      NodeProto node = open.element();
      if (begun.add(node)) {
        for (String input : node.getInputList()) {
          NodeProto below = makers.get(input);
          if (below == null) {
            present(node, input);
          } else if (begun.contains(below) && !done.contains(below)) {
            throw new RefusedNetwork(
                Reason.STRUCTURE, "node " + name(node) + " goes round in a circle");
          } else if (!done.contains(below)) {
            open.push(below);
          }
        }
      } else {
        open.pop();
        if (done.add(node)) {
          sorted.add(node);
        }
      }
    }
    return sorted;
  }

  private void present(NodeProto node, String input) {
    // An empty name stands for an input that may be left out.
    if (!input.isEmpty() && !values.has(input) && !producers.containsKey(input)) {
      throw new RefusedNetwork(
          Reason.STRUCTURE, "node " + name(node) + " takes " + input + ", which nothing gives");
    }
  }

  private static int[] shape(ValueInfoProto input, Part part) {
    var type = input.getType().getTensorType();
    if (type.getElemType() != TensorProto.DataType.FLOAT.getNumber()) {
      throw new RefusedNetwork(
          Reason.ELEMENT_TYPE,
          "the input is of " + Weights.type(type.getElemType()) + ", not of 32-bit floats");
    }
    List<TensorShapeProto.Dimension> dims = type.getShape().getDimList();
    if (dims.size() != RANK) {
      throw new RefusedNetwork(
          Reason.OPEN_SHAPE,
          "the input has " + dims.size() + " dimensions, not 4 (batch, channels, height, width)");
    }
    @Nullable Integer[] given = {null, part.height(), part.width()};
    int[] shape = new int[RANK - 1];
    for (int i = 0; i < shape.length; i++) {
      Integer instead = given[i];
      long size = instead == null ? dims.get(i + 1).getDimValue() : instead;
      if (size < 1 || size > 1 << 20) {
        throw new RefusedNetwork(
            Reason.OPEN_SHAPE,
            "the input's size is open ("
                + dims.get(i + 1).getDimParam()
                + ") or impossible; it must be fixed");
      }
      shape[i] = (int) size;
    }
    return shape;
  }

  private void add(NodeProto node) {
    if (!node.getDomain().isEmpty() && !node.getDomain().equals("ai.onnx")) {
      throw unsupported(node);
    }
    switch (node.getOpType()) {
      case "Constant" -> values.add(node);
      case "Identity" -> alias(node);
      case "Dropout" -> drop(node);
      case "Conv" -> push(node, convolution(node));
      case "Relu" -> push(node, new Layer.Rectify());
      case "Flatten" -> push(node, flatten(node));
      case "MaxPool" -> push(node, maxPool(node));
      case "AveragePool" -> push(node, averagePool(node));
      case "GlobalAveragePool" -> push(node, new Layer.GlobalAveragePool());
      case "Gemm" -> push(node, dense(node));
      case "Add" -> push(node, new Layer.Add());
      case "BatchNormalization" -> fold(node);
      case "Pad" -> pad(node);
      default -> throw unsupported(node);
    }
  }

  private void push(NodeProto node, Layer layer) {
    List<Integer> from = new ArrayList<>();
    int[][] taken = new int[layer.inputs()][];
    for (int i = 0; i < layer.inputs(); i++) {
      Integer producer = producers.get(node.getInput(i));
      if (producer == null) {
        throw refused(node, "an operator that takes " + node.getInput(i), ", which no layer gives");
      }
      boolean padded = pads.at(node.getInput(i));
      if (padded && !(layer instanceof Layer.Convolve || layer instanceof Layer.AveragePool)) {
        throw refused(node, "Pad before " + node.getOpType(), " is not understood");
      }
      from.add(producer);
      taken[i] = producer == Net.INPUT ? shape : results.get(producer);
    }
    try {
      results.add(layer.output(taken));
    } catch (IllegalArgumentException e) {
      throw new RefusedNetwork(
          Reason.CHANNELS,
          "node " + name(node) + " (" + node.getOpType() + "): " + e.getMessage(),
          e);
    }
    nodes.add(new Net.Node(layer, from));
    origins.add(new Named(name(node), node.getOpType()));
    producers.put(node.getOutput(0), nodes.size() - 1);
  }

  private void alias(NodeProto node) {
    String input = node.getInput(0);
    Integer producer = producers.get(input);
    if (producer != null) {
      producers.put(node.getOutput(0), producer);
    } else if (!values.alias(input, node.getOutput(0))) {
      throw refused(node, node.getOpType() + " of " + input, ", which no layer gives");
    }
    pads.alias(input, node.getOutput(0));
  }

  private void drop(NodeProto node) {
    if (node.getInputCount() > 2 && !values.surelyFalse(node.getInput(2))) {
      throw refused(node, "Dropout", " that is, or may be, still in training");
    }
    alias(node);
  }

  private void pad(NodeProto node) {
    if (!producers.containsKey(node.getInput(0))) {
      throw refused(node, "Pad of " + node.getInput(0), ", which no layer gives");
    }
    alias(node);
    pads.pad(node);
  }

  private static Layer flatten(NodeProto node) {
    if (number(node, "axis", 1) != 1) {
      throw refused(node, "Flatten", " along another axis than 1 is not understood");
    }
    return new Layer.Flatten();
  }

  private Layer maxPool(NodeProto node) {
    if (same(node, "dilations", 1) != 1) {
      throw refused(node, "MaxPool", " with gaps in its window is not understood");
    }
    return new Layer.MaxPool(kernel(node), stride(node), pads.around(node));
  }

  private Layer convolution(NodeProto node) {
    if (number(node, "group", 1) != 1) {
      throw refused(node, "grouped convolution", " cannot be explained here");
    }
    double[] weights = values.of(node, 1);
    long[] shape = values.shape(node, 1, RANK);
    return new Layer.Convolve(
        (int) shape[1],
        (int) shape[0],
        (int) shape[2],
        (int) shape[3],
        stride(node),
        same(node, "dilations", 1),
        pads.around(node),
        weights,
        values.bias(node, (int) shape[0]));
  }

  private Layer averagePool(NodeProto node) {
    Padding padding = pads.around(node);
    if (!Pads.own(node).equals(Padding.NONE) && number(node, "count_include_pad", 0) == 0) {
      throw refused(node, "an average pool that leaves its padding out", " is not understood");
    }
    if (same(node, "dilations", 1) != 1) {
      throw refused(node, "AveragePool", " with gaps in its window is not understood");
    }
    return new Layer.AveragePool(kernel(node), stride(node), padding);
  }

  private Layer dense(NodeProto node) {
    if (number(node, "transA", 0) != 0) {
      throw refused(node, "Gemm", " of a transposed input is not understood");
    }
    double[] weights = values.of(node, 1);
    long[] shape = values.shape(node, 1, 2);
    double alpha = real(node, "alpha", 1);
    double beta = real(node, "beta", 1);
    boolean transposed = number(node, "transB", 0) != 0;
    int out = (int) shape[transposed ? 0 : 1];
    int in = (int) shape[transposed ? 1 : 0];
    double[] w = new double[weights.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        w[o * in + i] = alpha * weights[transposed ? o * in + i : i * out + o];
      }
    }
    double[] bias = Arrays.stream(values.bias(node, out)).map(b -> beta * b).toArray();
    return new Layer.Dense(in, out, w, bias);
  }

  /** Scale and shift go into the convolution or dense layer before. */
  private void fold(NodeProto node) {
    Integer producer = producers.get(node.getInput(0));
    if (producer == null
        || producer < 0
        || producer != nodes.size() - 1
        || !(nodes.get(producer).layer() instanceof Layer.Affine before)
        || pads.at(node.getInput(0))
        || uses.getOrDefault(root(node.getInput(0)), 0) != 1) {
      throw refused(node, "batch normalisation", " that follows no convolution, or not it alone");
    }
    if (number(node, "training_mode", 0) != 0) {
      throw refused(node, "batch normalisation", " that is still in training");
    }
    int out = results.get(producer)[0];
    double[] scale = values.perChannel(node, 1, out);
    double[] shift = values.perChannel(node, 2, out);
    double[] mean = values.perChannel(node, 3, out);
    double[] variance = values.perChannel(node, 4, out);
    double epsilon = real(node, "epsilon", 1e-5);
    double[] weights = before.weights().clone();
    double[] bias = new double[out];
    int each = weights.length / out;
    for (int o = 0; o < out; o++) {
      double factor = scale[o] / Math.sqrt(variance[o] + epsilon);
      for (int i = o * each; i < (o + 1) * each; i++) {
        weights[i] *= factor;
      }
      double was = before.bias().length == 0 ? 0 : before.bias()[o];
      bias[o] = (was - mean[o]) * factor + shift[o];
    }
    Layer folded =
        before instanceof Layer.Convolve c
            ? new Layer.Convolve(
                c.in(),
                out,
                c.kernelHeight(),
                c.kernelWidth(),
                c.stride(),
                c.dilation(),
                c.padding(),
                weights,
                bias)
            : new Layer.Dense(weights.length / out, out, weights, bias);
    nodes.set(producer, new Net.Node(folded, nodes.get(producer).inputs()));
    Named origin = origins.get(producer);
    origins.set(
        producer,
        new Named(
            origin.name() + " with " + name(node),
            origin.operator() + " with " + node.getOpType()));
    producers.put(node.getOutput(0), producer);
  }
}
