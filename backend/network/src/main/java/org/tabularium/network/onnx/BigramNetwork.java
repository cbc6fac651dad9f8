package org.tabularium.network.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;

/** A digit model and the bigram stage, running in ONNX Runtime. Safe for use by many threads. */
public final class BigramNetwork implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  /**
   * What one ink map gave: n digits found, in the order class, row, column.
   *
   * @param digit class of each, 0 to 9
   * @param row of the digit map, cells
   * @param column of the digit map, cells
   * @param activation {@code a_j} at the peak
   * @param masses for each digit found and each class k {@code min(a_j, max_tau tau a_k)}
   * @param phi the feature vector, 100 entries
   */
  public record Peaks(
      int[] digit, int[] row, int[] column, float[] activation, float[][] masses, float[] phi) {

    public int count() {
      return digit.length;
    }
  }

  private final DigitModel model;
  private final OrtSession session;
  private final OrtSession second;

  /**
   * @param model what to run
   * @param threads within one run
   * @throws IllegalStateException when ONNX Runtime cannot be used on this machine
   */
  public BigramNetwork(DigitModel model, int threads) {
    this.model = model;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.session = ENVIRONMENT.createSession(BigramGraph.build(model, Map.of()), options);
      this.second = ENVIRONMENT.createSession(BigramGraph.second(model.spec()), options);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refused the model: " + e.getMessage(), e);
    }
  }

  public DigitModel model() {
    return model;
  }

  /** Runs the whole graph on an ink map at reading size. */
  public Peaks run(InkMap ink) {
    InkMap input = framed(ink, model.spec());
    long[] shape = {1, 1, input.height(), input.width()};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(input.ink()), shape);
        OrtSession.Result result = session.run(Map.of(BigramGraph.INK, tensor))) {
      return peaks(result);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /**
   * The bigram stage anew for some of the peaks that {@link #run} found, as if the others had never
   * been there.
   *
   * @param kept for each peak whether it stays
   */
  public Peaks only(Peaks all, boolean[] kept) {
    // The window of shifts must fit on the map.
    int columns = model.spec().shifts().farthest() + 1;
    int rows = 2 * model.spec().shifts().vertical() + 1;
    for (int i = 0; i < all.count(); i++) {
      rows = Math.max(rows, all.row()[i] + 1);
      columns = Math.max(columns, all.column()[i] + 1);
    }
    FloatBuffer gated =
        ByteBuffer.allocateDirect(Float.BYTES * ModelSpec.DIGITS * rows * columns)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int i = 0; i < all.count(); i++) {
      if (kept[i]) {
        int cell = (all.digit()[i] * rows + all.row()[i]) * columns + all.column()[i];
        gated.put(cell, all.activation()[i]);
      }
    }
    long[] shape = {1, ModelSpec.DIGITS, rows, columns};
    try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, gated, shape);
        OrtSession.Result result = second.run(Map.of(BigramGraph.GATED, tensor))) {
      return peaks(result);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  private static Peaks peaks(OrtSession.Result result) {
    LongBuffer cells = tensor(result, BigramGraph.CELLS).getLongBuffer();
    int n = cells.remaining() / 3;
    int[] digit = new int[n];
    int[] row = new int[n];
    int[] column = new int[n];
    for (int i = 0; i < n; i++) {
      digit[i] = (int) cells.get(i);
      row[i] = (int) cells.get(n + i);
      column[i] = (int) cells.get(2 * n + i);
    }
    float[] activation = floats(result, BigramGraph.ACTIVATIONS);
    float[] flat = floats(result, BigramGraph.MASSES);
    float[][] masses = new float[n][ModelSpec.DIGITS];
    for (int i = 0; i < n; i++) {
      System.arraycopy(flat, i * ModelSpec.DIGITS, masses[i], 0, ModelSpec.DIGITS);
    }
    return new Peaks(digit, row, column, activation, masses, floats(result, BigramGraph.PHI));
  }

  /** Slivers are framed with blank paper: the window of shifts must fit on the map. */
  static InkMap framed(InkMap ink, ModelSpec spec) {
    int cells = 2 * spec.stride() * (spec.shifts().farthest() + 1);
    return ink.width() >= cells && ink.height() >= cells
        ? ink
        : ink.crop(0, 0, Math.max(cells, ink.width()), Math.max(cells, ink.height()));
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) {
    return (OnnxTensor) result.get(name).orElseThrow();
  }

  private static float[] floats(OrtSession.Result result, String name) {
    FloatBuffer buffer = tensor(result, name).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    try {
      second.close();
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
