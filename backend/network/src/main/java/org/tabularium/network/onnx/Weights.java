package org.tabularium.network.onnx;

import static org.tabularium.network.onnx.Attributes.name;
import static org.tabularium.network.onnx.Attributes.refused;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.onnx.RefusedNetwork.Reason;

/** The numbers of an ONNX file, each read once, when a layer asks for it. */
final class Weights {
  /** What a Java array can hold. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
  private static final int INT64 = TensorProto.DataType.INT64.getNumber();

  /** Where weights outside the file may lie; null for nowhere. */
  private final @Nullable Path folder;

  private final Map<String, TensorProto> tensors = new HashMap<>();
  private final Map<String, double[]> constants = new HashMap<>();
  private final Map<String, long[]> shapes = new HashMap<>();

  Weights(@Nullable Path folder) {
    this.folder = folder;
  }

  void add(String name, TensorProto tensor) {
    tensors.put(name, tensor);
  }

  /** What a Constant gives; one of texts or of thin tensors is no weights. */
  void add(NodeProto constant) {
    AttributeProto a = constant.getAttribute(0);
    TensorProto.Builder tensor = TensorProto.newBuilder();
    switch (a.getName()) {
      case "value" -> tensor.mergeFrom(a.getT());
      case "value_float" -> tensor.setDataType(FLOAT).addFloatData(a.getF());
      case "value_floats" ->
          tensor.setDataType(FLOAT).addAllFloatData(a.getFloatsList()).addDims(a.getFloatsCount());
      case "value_int" -> tensor.setDataType(INT64).addInt64Data(a.getI());
      case "value_ints" ->
          tensor.setDataType(INT64).addAllInt64Data(a.getIntsList()).addDims(a.getIntsCount());
      default -> throw refused(constant, "a Constant of " + a.getName(), " is not understood");
    }
    add(constant.getOutput(0), tensor.build());
  }

  /** Whether this is a single truth value of the file, and no. */
  boolean surelyFalse(String name) {
    TensorProto tensor = tensors.get(name);
    return name.isEmpty()
        || tensor != null
            && tensor.getDataType() == TensorProto.DataType.BOOL.getNumber()
            && tensor.getInt32DataList().stream().allMatch(v -> v == 0)
            && tensor
                .getRawData()
                .equals(ByteString.copyFrom(new byte[tensor.getRawData().size()]));
  }

  boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** Another name for the same numbers; whether there are any of the first name. */
  boolean alias(String name, String other) {
    TensorProto tensor = tensors.get(name);
    if (tensor != null) {
      tensors.put(other, tensor);
    }
    return tensor != null;
  }

  /** The shape of some weights, which must have so many dimensions; after {@link #of}. */
  long[] shape(NodeProto node, int input, int rank) {
    long[] shape = java.util.Objects.requireNonNull(shapes.get(node.getInput(input)));
    if (shape.length != rank) {
      throw refused(
          node, node.getOpType(), " with weights of " + shape.length + " dimensions, not " + rank);
    }
    return shape;
  }

  /** A bias in the third place, one number a channel; empty where there is none. */
  double[] bias(NodeProto node, int channels) {
    if (node.getInputCount() < 3 || node.getInput(2).isEmpty()) {
      return new double[0];
    }
    return perChannel(node, 2, channels);
  }

  /** One number a channel. */
  double[] perChannel(NodeProto node, int input, int channels) {
    double[] values = of(node, input);
    if (values.length != channels) {
      throw new RefusedNetwork(
          Reason.CHANNELS,
          "node "
              + name(node)
              + " has "
              + channels
              + " channels, but "
              + values.length
              + " numbers for them in "
              + node.getInput(input));
    }
    return values;
  }

  /** The numbers that a node takes in this place; they must stand in the file. */
  double[] of(NodeProto node, int input) {
    String name = node.getInput(input);
    TensorProto tensor = tensors.get(name);
    if (tensor == null) {
      throw refused(node, "computed weights", " cannot be explained here");
    }
    return constants.computeIfAbsent(name, n -> values(n, tensor));
  }

  private double[] values(String name, TensorProto tensor) {
    long[] dims = tensor.getDimsList().stream().mapToLong(l -> l).toArray();
    long size = 1;
    for (long d : dims) {
      size = Math.multiplyExact(size, d);
      if (d < 0 || size > LARGEST / Float.BYTES) {
        throw new RefusedNetwork(
            Reason.TOO_LARGE, "the weights " + name + " of " + Arrays.toString(dims) + " numbers");
      }
    }
    boolean outside = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    ByteBuffer raw =
        (outside
                ? ExternalWeights.read(folder, name, tensor.getExternalDataList())
                : tensor.getRawData().asReadOnlyByteBuffer())
            .order(ByteOrder.LITTLE_ENDIAN);
    double[] values;
    if (tensor.getDataType() == FLOAT) {
      values =
          raw.hasRemaining()
              ? new double[raw.remaining() / Float.BYTES]
              : tensor.getFloatDataList().stream().mapToDouble(f -> f).toArray();
      for (int i = 0; raw.remaining() >= Float.BYTES; i++) {
        values[i] = raw.getFloat();
      }
    } else if (tensor.getDataType() == INT64) {
      values =
          raw.hasRemaining()
              ? new double[raw.remaining() / Long.BYTES]
              : tensor.getInt64DataList().stream().mapToDouble(l -> l).toArray();
      for (int i = 0; raw.remaining() >= Long.BYTES; i++) {
        values[i] = raw.getLong();
      }
    } else {
      throw new RefusedNetwork(
          Reason.ELEMENT_TYPE,
          "the weights " + name + " are of " + type(tensor.getDataType()) + ", not 32-bit floats");
    }
    if (values.length != size || raw.hasRemaining()) {
      throw new RefusedNetwork(
          Reason.DAMAGED,
          "the weights " + name + " hold " + values.length + " numbers instead of " + size);
    }
    if (!Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new RefusedNetwork(Reason.DAMAGED, "not all of the weights " + name + " are numbers");
    }
    shapes.put(name, dims);
    return values;
  }

  /** An element type by its name. */
  static String type(int number) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(number);
    return type == null ? "an unknown type" : type.name().toLowerCase(java.util.Locale.ROOT);
  }
}
