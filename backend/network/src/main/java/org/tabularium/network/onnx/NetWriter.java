package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Net;

/** Writes a network as an ONNX file that {@link NetLoader} and others read. */
public final class NetWriter {
  private static final String INPUT = "input";

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");

  private NetWriter() {}

  /**
   * @param names one a node: its name, and that of what it gives
   * @return the file; weights as 32-bit floats
   * @throws IllegalArgumentException when a layer has no ONNX operator of its own
   */
  public static byte[] write(Net net, List<String> names) {
    NetWriter writer = new NetWriter();
    writer.graph.addInput(info(INPUT, net.inputShape()));
    for (int n = 0; n < net.nodes().size(); n++) {
      Net.Node node = net.nodes().get(n);
      String name = names.get(n);
      NodeProto.Builder proto = node.layer().handled(writer.new Operator(name));
      NodeProto.Builder whole =
          NodeProto.newBuilder()
              .setName(name)
              .setOpType(proto.getOpType())
              .addAllAttribute(proto.getAttributeList())
              .addOutput(name);
      for (int from : node.inputs()) {
        whole.addInput(from == Net.INPUT ? INPUT : names.get(from));
      }
      writer.graph.addNode(whole.addAllInput(proto.getInputList()));
    }
    List<int[]> shapes = net.shapes();
    writer.graph.addOutput(info(names.get(names.size() - 1), shapes.get(shapes.size() - 1)));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("tabularium")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(Graph.OPSET))
        .setGraph(writer.graph)
        .build()
        .toByteArray();
  }

  /** The operator, its attributes and, as inputs, its weights. */
  private final class Operator implements Layer.Cases<NodeProto.Builder> {
    private final String name;

    Operator(String name) {
      this.name = name;
    }

    @Override
    public NodeProto.Builder affine(Layer.Affine layer) {
      NodeProto.Builder node;
      int out;
      if (layer instanceof Layer.Convolve c) {
        out = c.out();
        node =
            op("Conv")
                .addAttribute(numbers("kernel_shape", c.kernelHeight(), c.kernelWidth()))
                .addAttribute(numbers("strides", c.stride(), c.stride()))
                .addAttribute(numbers("dilations", c.dilation(), c.dilation()))
                .addAttribute(pads(c.padding()))
                .addInput(
                    weights(
                        ".weight",
                        layer.weights(),
                        c.out(),
                        c.in(),
                        c.kernelHeight(),
                        c.kernelWidth()));
      } else if (layer instanceof Layer.Dense d) {
        out = d.out();
        node =
            op("Gemm")
                .addAttribute(number("transB", 1))
                .addInput(weights(".weight", layer.weights(), d.out(), d.in()));
      } else {
        throw new AssertionError("a linear layer that nobody handles: " + layer);
      }
      if (layer.bias().length > 0) {
        node.addInput(weights(".bias", layer.bias(), out));
      }
      return node;
    }

    @Override
    public NodeProto.Builder rectify(Layer.Rectify layer) {
      return op("Relu");
    }

    @Override
    public NodeProto.Builder flatten(Layer.Flatten layer) {
      return op("Flatten");
    }

    @Override
    public NodeProto.Builder maxPool(Layer.MaxPool layer) {
      return window("MaxPool", layer.kernel(), layer.stride(), layer.padding());
    }

    @Override
    public NodeProto.Builder averagePool(Layer.AveragePool layer) {
      return window("AveragePool", layer.kernel(), layer.stride(), layer.padding())
          .addAttribute(number("count_include_pad", 1));
    }

    @Override
    public NodeProto.Builder sumPool(Layer.SumPool layer) {
      throw new IllegalArgumentException("ONNX has no sum over windows");
    }

    @Override
    public NodeProto.Builder globalAveragePool(Layer.GlobalAveragePool layer) {
      return op("GlobalAveragePool");
    }

    @Override
    public NodeProto.Builder add(Layer.Add layer) {
      return op("Add");
    }

    @Override
    public NodeProto.Builder min(Layer.Min layer) {
      return op("Min");
    }

    private NodeProto.Builder window(String op, int kernel, int stride, Layer.Padding padding) {
      return op(op)
          .addAttribute(numbers("kernel_shape", kernel, kernel))
          .addAttribute(numbers("strides", stride, stride))
          .addAttribute(pads(padding));
    }

    private String weights(String suffix, double[] values, long... shape) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
      for (double v : values) {
        bytes.putFloat((float) v);
      }
      TensorProto.Builder tensor =
          TensorProto.newBuilder()
              .setName(name + suffix)
              .setDataType(TensorProto.DataType.FLOAT.getNumber())
              .setRawData(ByteString.copyFrom(bytes.flip()));
      for (long d : shape) {
        tensor.addDims(d);
      }
      graph.addInitializer(tensor);
      return name + suffix;
    }
  }

  private static NodeProto.Builder op(String type) {
    return NodeProto.newBuilder().setOpType(type);
  }

  private static AttributeProto pads(Layer.Padding p) {
    return numbers("pads", p.top(), p.left(), p.bottom(), p.right());
  }

  private static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto numbers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long v : values) {
      attribute.addInts(v);
    }
    return attribute.build();
  }

  private static ValueInfoProto info(String name, int[] shape) {
    TensorShapeProto.Builder dims =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1));
    for (int d : shape) {
      dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(d));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(dims)))
        .build();
  }
}
