package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An ONNX graph as it grows: values are handles, nodes are appended in order. Opset 17, IR 8.
 *
 * <p>Tribuo's generated protobuf classes are used for the wire format, since they are the one kept
 * set of ONNX classes on Maven Central.
 */
final class Graph {
  static final int OPSET = 17;
  private static final int IR = 8;

  /** A tensor of the graph, by name. */
  record Value(String name) {}

  /** A node's attribute. */
  sealed interface Attribute {
    record Number(String name, long value) implements Attribute {}

    record Numbers(String name, long... values) implements Attribute {}

    record Text(String name, String value) implements Attribute {}
  }

  private final GraphProto.Builder graph;
  private int next;

  Graph(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  /** An input of floats; a negative dimension is open and gets a name. */
  Value input(String name, long... shape) {
    graph.addInput(info(name, TensorProto.DataType.FLOAT, shape));
    return new Value(name);
  }

  void output(Value value, String name, TensorProto.DataType type, long... shape) {
    graph.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput(value.name()).addOutput(name));
    graph.addOutput(info(name, type, shape));
  }

  Value floats(String name, float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(name, TensorProto.DataType.FLOAT, bytes, shape);
  }

  Value longs(long... values) {
    return longs(values, values.length);
  }

  Value longs(long[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(fresh("c"), TensorProto.DataType.INT64, bytes, shape);
  }

  Value number(float value) {
    return floats(fresh("c"), new float[] {value}, 1);
  }

  private Value constant(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.rewind()));
    for (long d : shape) {
      tensor.addDims(d);
    }
    graph.addInitializer(tensor);
    return new Value(name);
  }

  Value add(String op, List<Value> inputs, Attribute... attributes) {
    return add(op, 1, inputs, attributes).get(0);
  }

  /** A node of several outputs. */
  List<Value> add(String op, int outputs, List<Value> inputs, Attribute... attributes) {
    String name = fresh(op.toLowerCase(java.util.Locale.ROOT));
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(op).setName(name).addOutput(name);
    for (int i = 1; i < outputs; i++) {
      node.addOutput(name + "_" + i);
    }
    inputs.forEach(i -> node.addInput(i.name()));
    for (Attribute attribute : attributes) {
      AttributeProto.Builder a = AttributeProto.newBuilder();
      if (attribute instanceof Attribute.Number n) {
        a.setName(n.name()).setType(AttributeProto.AttributeType.INT).setI(n.value());
      } else if (attribute instanceof Attribute.Numbers n) {
        a.setName(n.name()).setType(AttributeProto.AttributeType.INTS);
        for (long v : n.values()) {
          a.addInts(v);
        }
      } else if (attribute instanceof Attribute.Text t) {
        a.setName(t.name()).setType(AttributeProto.AttributeType.STRING);
        a.setS(ByteString.copyFromUtf8(t.value()));
      }
      node.addAttribute(a);
    }
    graph.addNode(node);
    return node.getOutputList().stream().map(Value::new).toList();
  }

  Value add(String op, Value input, Attribute... attributes) {
    return add(op, List.of(input), attributes);
  }

  Value add(String op, Value left, Value right, Attribute... attributes) {
    return add(op, List.of(left, right), attributes);
  }

  /** The finished model, with what is to be said about it. */
  byte[] bytes(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR)
            .setProducerName("tabularium")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph);
    metadata.forEach(
        (k, v) ->
            model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(k).setValue(v)));
    return model.build().toByteArray();
  }

  /** A name that nothing has yet. */
  String fresh(String stem) {
    return stem + "_" + next++;
  }

  private static ValueInfoProto info(String name, TensorProto.DataType type, long... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    List<String> open = new ArrayList<>();
    for (long d : shape) {
      TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
      if (d < 0) {
        String label = name + "_" + open.size();
        open.add(label);
        dim.setDimParam(label);
      } else {
        dim.setDimValue(d);
      }
      dims.addDim(dim);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dims)))
        .build();
  }
}
