package org.tabularium.network.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tabularium.network.lrp.BiLrp;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Interpreter.Relevance;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;

/**
 * LRP of any network in ONNX Runtime, equal to the plain {@code Interpreter} but for rounding
 * (single precision) and fast. Activations are computed once for several backward passes. Safe for
 * use by many threads.
 */
public final class LrpNetwork implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final Net net;
  private final int[] outputShape;
  private final int passes;
  private final OrtSession forward;
  private final OrtSession backward;

  /**
   * @param net what to explain
   * @param composite by which rules
   * @param passes how many features go backward together; more need more memory
   * @param threads within one run
   * @throws IllegalArgumentException when a linear layer has no rule
   */
  public LrpNetwork(Net net, Composite composite, int passes, int threads) {
    this.net = net;
    this.passes = passes;
    List<int[]> shapes = net.shapes();
    this.outputShape = shapes.get(shapes.size() - 1);
    byte[] graph = LrpGraph.build(net, composite, passes);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.forward = ENVIRONMENT.createSession(LrpGraph.forward(net), options);
      this.backward = ENVIRONMENT.createSession(graph, options);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refused the graph: " + e.getMessage(), e);
    }
  }

  /** The network's output as a vector of features. */
  public double[] features(Tensor x) {
    try (OnnxTensor input = tensor(floats(x), 1, net.inputShape());
        OrtSession.Result result = forward.run(Map.of(LrpGraph.X, input))) {
      return doubles(result, LrpGraph.FEATURES);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /**
   * Sends relevance of the output down to the input.
   *
   * @param above each in the output's shape
   * @return one for each, with what was lost to biases and stabilisers
   */
  public List<Relevance> relevance(Tensor x, List<Tensor> above) {
    List<Relevance> all = new ArrayList<>();
    int size = Math.multiplyExact(passes, above.isEmpty() ? 0 : above.get(0).values().length);
    try (OnnxTensor input = tensor(floats(x), 1, net.inputShape())) {
      for (int start = 0; start < above.size(); start += passes) {
        int count = Math.min(passes, above.size() - start);
        FloatBuffer buffer = FloatBuffer.allocate(size);
        for (int i = 0; i < count; i++) {
          buffer.put(floats(above.get(start + i)));
        }
        try (OnnxTensor given = tensor(buffer.rewind(), passes, outputShape);
            OrtSession.Result result =
                backward.run(Map.of(LrpGraph.X, input, LrpGraph.ABOVE, given))) {
          double[] relevance = doubles(result, LrpGraph.RELEVANCE);
          double[] lost = doubles(result, LrpGraph.LOST);
          int cells = relevance.length / passes;
          for (int i = 0; i < count; i++) {
            double[] one = java.util.Arrays.copyOfRange(relevance, i * cells, (i + 1) * cells);
            all.add(new Relevance(new Tensor(net.inputShape(), one), lost[i]));
          }
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
    return all;
  }

  /** One table's branch of BiLRP; it does not depend on the partner. */
  public BiLrp branch(Tensor x) {
    double[] phi = features(x);
    double[][] relevance = new double[phi.length][];
    double[] lost = new double[phi.length];
    int[] in = net.inputShape();
    int cells = in.length == 3 ? in[1] * in[2] : in[0];
    for (int start = 0; start < phi.length; start += passes) {
      List<Tensor> above = new ArrayList<>();
      for (int m = start; m < Math.min(phi.length, start + passes); m++) {
        Tensor one = Tensor.zeros(outputShape);
        one.values()[m] = phi[m];
        above.add(one);
      }
      List<Relevance> some = relevance(x, above);
      for (int i = 0; i < some.size(); i++) {
        double[] map = new double[cells];
        double[] values = some.get(i).input().values();
        for (int c = 0; c < values.length; c++) {
          map[c % cells] += values[c];
        }
        relevance[start + i] = map;
        lost[start + i] = some.get(i).lost();
      }
    }
    return new BiLrp(phi, relevance, lost);
  }

  private static float[] floats(Tensor x) {
    float[] to = new float[x.values().length];
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) x.values()[i];
    }
    return to;
  }

  private static OnnxTensor tensor(float[] values, int batch, int[] shape) throws OrtException {
    return tensor(FloatBuffer.wrap(values), batch, shape);
  }

  private static OnnxTensor tensor(FloatBuffer values, int batch, int[] shape) throws OrtException {
    long[] dims = new long[shape.length + 1];
    dims[0] = batch;
    for (int i = 0; i < shape.length; i++) {
      dims[i + 1] = shape[i];
    }
    return OnnxTensor.createTensor(ENVIRONMENT, values, dims);
  }

  private static double[] doubles(OrtSession.Result result, String name) {
    FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
    double[] values = new double[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.get(i);
    }
    return values;
  }

  @Override
  public void close() {
    try {
      forward.close();
      backward.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
