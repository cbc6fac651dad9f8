package org.tabularium.network.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.ReceptiveField.Level;

/**
 * LRP of single digits down to the ink map, in ONNX Runtime, on batches of receptive fields. Where
 * the digits are is given, never found. Safe for use by many threads.
 */
public final class PixelNetwork implements AutoCloseable {
  /** What is usually added to every denominator; what it takes is counted. */
  public static final double STABILISER = 1e-9;

  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  /**
   * Where digits are on the digit maps, a row for each: class, row, column.
   *
   * @param digit class of each, 0 to 9
   * @param row of the digit map
   * @param column of the digit map
   */
  public record Places(int[] digit, int[] row, int[] column) {
    public int count() {
      return digit.length;
    }

    /** Some of them. */
    public Places part(int from, int to) {
      return new Places(
          java.util.Arrays.copyOfRange(digit, from, to),
          java.util.Arrays.copyOfRange(row, from, to),
          java.util.Arrays.copyOfRange(column, from, to));
    }
  }

  /**
   * What made the digits, one entry a digit.
   *
   * @param relevance of an activation taken as 1, at the ink-map cells of its receptive field, row
   *     by row
   * @param lost what the stabilisers took of that 1
   * @param raw all ten classes at the digit's cell, before rectification
   */
  public record Relevances(float[][] relevance, float[] lost, float[][] raw) {}

  private final DigitModel model;
  private final ReceptiveField field;
  private final OrtSession inside;
  private final OrtSession edge;

  /**
   * @param rule at each convolution; gamma is 0.5 in the paper
   * @param threads within one run
   */
  public PixelNetwork(DigitModel model, Rule.Gamma rule, int threads) {
    if (!(rule.gamma() >= 0)) {
      throw new IllegalArgumentException("gamma must not be negative: " + rule.gamma());
    }
    this.model = model;
    this.field = ReceptiveField.of(model.spec().layers());
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.inside = ENVIRONMENT.createSession(PixelGraph.build(model, rule, false), options);
      this.edge = ENVIRONMENT.createSession(PixelGraph.build(model, rule, true), options);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refused the graph: " + e.getMessage(), e);
    }
  }

  public DigitModel model() {
    return model;
  }

  /** Ink-map cells a side of a digit's receptive field. */
  public int side() {
    return field.side();
  }

  /** The first row (or column) of the receptive field of row (or column) r of the digit maps. */
  public int first(int r) {
    return field.first(r);
  }

  /** All digits in one batch; some dozens are best. */
  public Relevances run(InkMap page, Places places) {
    InkMap ink = BigramNetwork.framed(page, model.spec());
    List<Integer> within = new ArrayList<>();
    List<Integer> without = new ArrayList<>();
    for (int i = 0; i < places.count(); i++) {
      boolean whole = lies(places.row()[i], ink.height()) && lies(places.column()[i], ink.width());
      (whole ? within : without).add(i);
    }
    int n = places.count();
    Relevances all = new Relevances(new float[n][], new float[n], new float[n][]);
    try {
      run(inside, ink, places, within, all);
      run(edge, ink, places, without, all);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
    return all;
  }

  /** Whether a receptive field lies on the page whole. */
  private boolean lies(int r, int size) {
    return field.first(r) >= 0 && field.first(r) + field.side() <= size;
  }

  private void run(
      OrtSession session, InkMap ink, Places places, List<Integer> which, Relevances all)
      throws OrtException {
    int n = which.size();
    if (n == 0) {
      return;
    }
    int side = field.side();
    float[] crops = new float[n * side * side];
    float[] classes = new float[n * ModelSpec.DIGITS];
    for (int i = 0; i < n; i++) {
      int d = which.get(i);
      crop(ink, field.first(places.column()[d]), field.first(places.row()[d]), crops, i);
      classes[i * ModelSpec.DIGITS + places.digit()[d]] = 1;
    }
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      inputs.put(PixelGraph.INK, tensor(crops, n, 1, side, side));
      inputs.put(PixelGraph.DIGIT, tensor(classes, n, ModelSpec.DIGITS, 1, 1));
      if (session == edge) {
        pages(ink, places, which, inputs);
      }
      try (OrtSession.Result result = session.run(inputs)) {
        FloatBuffer relevance = floats(result, PixelGraph.RELEVANCE);
        FloatBuffer lost = floats(result, PixelGraph.LOST);
        FloatBuffer raw = floats(result, PixelGraph.RAW);
        for (int d : which) {
          all.relevance()[d] = new float[side * side];
          relevance.get(all.relevance()[d]);
          all.lost()[d] = lost.get();
          all.raw()[d] = new float[ModelSpec.DIGITS];
          raw.get(all.raw()[d]);
        }
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private void crop(InkMap ink, int x, int y, float[] crops, int i) {
    int side = field.side();
    int left = Math.max(0, -x);
    int right = Math.min(side, ink.width() - x);
    for (int r = Math.max(0, -y); r < side && y + r < ink.height() && right > left; r++) {
      System.arraycopy(
          ink.ink(),
          (y + r) * ink.width() + x + left,
          crops,
          (i * side + r) * side + left,
          right - left);
    }
  }

  /** For each level between ink and digit maps, which of a field's cells the page has. */
  private void pages(InkMap ink, Places places, List<Integer> which, Map<String, OnnxTensor> inputs)
      throws OrtException {
    int height = ink.height();
    int width = ink.width();
    List<Convolution> layers = model.spec().layers();
    for (int l = 1; l < layers.size(); l++) {
      height = layers.get(l - 1).output(height);
      width = layers.get(l - 1).output(width);
      Level level = field.levels().get(l);
      int count = level.count();
      float[] has = new float[which.size() * count * count];
      for (int i = 0; i < which.size(); i++) {
        int d = which.get(i);
        for (int r = 0; r < count; r++) {
          int y = level.factor() * places.row()[d] + level.start() + level.step() * r;
          for (int c = 0; c < count; c++) {
            int x = level.factor() * places.column()[d] + level.start() + level.step() * c;
            has[(i * count + r) * count + c] = y >= 0 && y < height && x >= 0 && x < width ? 1 : 0;
          }
        }
      }
      inputs.put(PixelGraph.page(l), tensor(has, which.size(), 1, count, count));
    }
  }

  private static OnnxTensor tensor(float[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(values), shape);
  }

  private static FloatBuffer floats(OrtSession.Result result, String name) {
    return ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
  }

  @Override
  public void close() {
    try {
      inside.close();
      edge.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
