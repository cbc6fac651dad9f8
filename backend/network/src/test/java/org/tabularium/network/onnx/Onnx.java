package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import org.tabularium.network.lrp.Tensor;

/**
 * An ONNX file put together message by message, as its specification has it. Shares nothing with
 * what the project writes networks with. A node gives what is called like itself.
 */
final class Onnx {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final Random random = new Random(17);
  private String output = "";
  private int opset = 13;

  /** With an input {@code x} of one picture. */
  Onnx(int channels, int height, int width) {
    graph.addInput(info("x", 1, channels, height, width));
  }

  Onnx opset(int version) {
    opset = version;
    return this;
  }

  /** The last node, so far, is the output; attributes that follow are its own. */
  Onnx node(String name, String op, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(op)
            .addAllInput(java.util.List.of(inputs))
            .addOutput(name));
    return output(name);
  }

  Onnx output(String name) {
    output = name;
    return this;
  }

  /** A normalisation with numbers of its own for so many channels. */
  Onnx norm(String name, String input, int channels) {
    String variance = name + ".variance";
    TensorProto.Builder positive = floats(variance, channels);
    for (int i = 0; i < channels; i++) {
      positive.setFloatData(i, Math.abs(positive.getFloatData(i)) + 0.2f);
    }
    graph.addInitializer(positive);
    return node(
        name,
        "BatchNormalization",
        input,
        weights(name + ".scale", channels),
        weights(name + ".shift", channels),
        weights(name + ".mean", channels),
        variance);
  }

  Onnx number(String name, long value) {
    return attribute(
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value));
  }

  Onnx ints(String name, long... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long v : values) {
      a.addInts(v);
    }
    return attribute(a);
  }

  Onnx real(String name, float value) {
    return attribute(
        AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF(value));
  }

  Onnx reals(String name, float... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOATS);
    for (float v : values) {
      a.addFloats(v);
    }
    return attribute(a);
  }

  Onnx text(String name, String value) {
    return attribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeType.STRING)
            .setS(ByteString.copyFromUtf8(value)));
  }

  private Onnx attribute(AttributeProto.Builder attribute) {
    graph.getNodeBuilder(graph.getNodeCount() - 1).addAttribute(attribute);
    return this;
  }

  /** Seeded weights in the file; their name. */
  String weights(String name, long... shape) {
    graph.addInitializer(floats(name, shape));
    return name;
  }

  /** The same as a node gives them. */
  String constant(String name, long... shape) {
    node(name, "Constant");
    attribute(
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeType.TENSOR)
            .setT(floats("", shape)));
    return name;
  }

  /** A single number in the file. */
  String scalar(String name, float value) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addFloatData(value));
    return name;
  }

  String flag(String name, boolean value) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.BOOL.getNumber())
            .addInt32Data(value ? 1 : 0));
    return name;
  }

  String longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    for (long v : values) {
      tensor.addInt64Data(v);
    }
    graph.addInitializer(tensor);
    return name;
  }

  private TensorProto.Builder floats(String name, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    int size = 1;
    for (long d : shape) {
      tensor.addDims(d);
      size *= (int) d;
    }
    for (int i = 0; i < size; i++) {
      tensor.addFloatData((float) (random.nextGaussian() * 0.5));
    }
    return tensor;
  }

  byte[] bytes() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph.clone().addOutput(info(output)))
        .build()
        .toByteArray();
  }

  /** What ONNX Runtime makes of a picture with these bytes. */
  static double[] run(byte[] onnx, Tensor x) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    float[] values = new float[x.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) x.values()[i];
    }
    long[] shape = {1, x.shape()[0], x.shape()[1], x.shape()[2]};
    // Nothing rearranged: the operators as they stand in the file.
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(onnx, options);
          OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
          OrtSession.Result result = session.run(Map.of("x", input))) {
        FloatBuffer found = ((OnnxTensor) result.get(0)).getFloatBuffer();
        double[] to = new double[found.remaining()];
        for (int i = 0; i < to.length; i++) {
          to[i] = found.get(i);
        }
        return to;
      }
    }
  }

  private static ValueInfoProto info(String name, long... shape) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber());
    if (shape.length > 0) {
      TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
      for (long d : shape) {
        dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(d));
      }
      type.setShape(dims);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
