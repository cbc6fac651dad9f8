package org.tabularium.network.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
   * @param classes for each digit found {@code a_k} of every class k at its cell
   */
  public record Peaks(
      int[] digit,
      int[] row,
      int[] column,
      float[] activation,
      float[][] masses,
      float[] phi,
      float[][] classes) {

    public int count() {
      return digit.length;
    }

    /** All of these, none of which stand on the same cell, in order; again without masses. */
    public static Peaks together(List<Peaks> some) {
      record At(Peaks of, int peak) {}
      List<At> all = new ArrayList<>();
      for (Peaks of : some) {
        for (int i = 0; i < of.count(); i++) {
          all.add(new At(of, i));
        }
      }
      all.sort(
          Comparator.comparingInt((At at) -> at.of.digit[at.peak])
              .thenComparingInt(at -> at.of.row[at.peak])
              .thenComparingInt(at -> at.of.column[at.peak]));
      int n = all.size();
      float[] activation = new float[n];
      float[][] classes = new float[n][];
      for (int i = 0; i < n; i++) {
        activation[i] = all.get(i).of.activation[all.get(i).peak];
        classes[i] = all.get(i).of.classes[all.get(i).peak];
      }
      return new Peaks(
          all.stream().mapToInt(at -> at.of.digit[at.peak]).toArray(),
          all.stream().mapToInt(at -> at.of.row[at.peak]).toArray(),
          all.stream().mapToInt(at -> at.of.column[at.peak]).toArray(),
          activation,
          new float[n][ModelSpec.DIGITS],
          new float[ModelSpec.DIGITS * ModelSpec.DIGITS],
          classes);
    }

    /**
     * Some of them, at other cells, without what they made together: masses and feature vector are
     * zero until {@link BigramNetwork#only} has run.
     *
     * @param which of them, in order
     * @param down rows to add
     * @param across columns to add
     */
    public Peaks at(int[] which, int down, int across) {
      int n = which.length;
      Peaks some =
          new Peaks(
              new int[n],
              new int[n],
              new int[n],
              new float[n],
              new float[n][ModelSpec.DIGITS],
              new float[phi.length],
              new float[n][]);
      for (int i = 0; i < n; i++) {
        some.classes[i] = classes[which[i]];
        some.digit[i] = digit[which[i]];
        some.row[i] = row[which[i]] + down;
        some.column[i] = column[which[i]] + across;
        some.activation[i] = activation[which[i]];
      }
      return some;
    }
  }

  /**
   * How ONNX Runtime is to run it; changes speed and memory, and no result.
   *
   * @param threads within one run
   * @param cells of the ink map in one run; larger maps are read in bands
   * @param optimised whether the runtime may rewrite the graph
   */
  public record Running(int threads, int cells, boolean optimised) {
    /** A page of usual size is one band; its activations take some 200 MB. */
    static final int CELLS = 1 << 20;

    public static Running on(int threads) {
      return new Running(threads, CELLS, true);
    }
  }

  /**
   * Where ink nowhere exceeds this there is nothing to read: the network is positively homogeneous,
   * and the surest digit, of activation 1.3, would come to 0.26 there.
   */
  private static final float BLANK = 0.2f;

  private final DigitModel model;
  private final int cells;
  private final OrtSession session;
  private final OrtSession second;

  /**
   * @param model what to run
   * @param threads within one run
   * @throws IllegalStateException when ONNX Runtime cannot be used on this machine
   */
  public BigramNetwork(DigitModel model, int threads) {
    this(model, Running.on(threads));
  }

  /**
   * @param model what to run
   * @throws IllegalStateException when ONNX Runtime cannot be used on this machine
   */
  public BigramNetwork(DigitModel model, Running running) {
    this.model = model;
    this.cells = running.cells();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(running.threads());
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(
          running.optimised()
              ? OrtSession.SessionOptions.OptLevel.ALL_OPT
              : OrtSession.SessionOptions.OptLevel.NO_OPT);
      this.session = ENVIRONMENT.createSession(BigramGraph.build(model, Map.of()), options);
      this.second = ENVIRONMENT.createSession(BigramGraph.second(model.spec()), options);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refused the model: " + e.getMessage(), e);
    }
  }

  public DigitModel model() {
    return model;
  }

  /**
   * Reads an ink map at reading size. Memory does not grow with it: a large one is read in bands
   * that overlap by what a digit and its partners can see, which gives the same.
   */
  public Peaks run(InkMap page) {
    InkMap ink = framed(page, model.spec());
    int stride = model.spec().stride();
    int bands = (int) Math.ceil((double) ink.width() * ink.height() / cells);
    int tall = stride * (int) Math.ceil((double) ink.height() / bands / stride);
    if (bands == 1) {
      return isBlank(ink, 0, ink.height()) ? joined(List.of()) : whole(ink);
    }
    int halo = halo(model.spec());
    List<Band> read = new ArrayList<>();
    for (int top = 0; top < ink.height(); top += tall) {
      int bottom = Math.min(ink.height(), top + tall);
      if (!isBlank(ink, top, bottom)) {
        int from = Math.max(0, top - halo);
        int to = Math.min(ink.height(), bottom + halo);
        Peaks peaks = whole(ink.crop(0, from, ink.width(), to - from));
        read.add(
            new Band(
                peaks,
                from / stride,
                top / stride,
                bottom < ink.height() ? bottom / stride : Integer.MAX_VALUE));
      }
    }
    return joined(read);
  }

  /**
   * @param offset rows of the digit map above the piece that was read
   * @param first row of the digit map that counts
   * @param end the row after the last
   */
  private record Band(Peaks peaks, int offset, int first, int end) {
    boolean counts(int peak) {
      int row = peaks.row()[peak] + offset;
      return row >= first && row < end;
    }
  }

  private static Peaks joined(List<Band> bands) {
    record At(Band band, int peak) {
      int digit() {
        return band.peaks().digit()[peak];
      }

      int row() {
        return band.peaks().row()[peak] + band.offset();
      }

      int column() {
        return band.peaks().column()[peak];
      }
    }
    List<At> all = new ArrayList<>();
    for (Band band : bands) {
      for (int i = 0; i < band.peaks().count(); i++) {
        if (band.counts(i)) {
          all.add(new At(band, i));
        }
      }
    }
    all.sort(
        Comparator.comparingInt(At::digit).thenComparingInt(At::row).thenComparingInt(At::column));
    int n = all.size();
    float[] activation = new float[n];
    float[][] masses = new float[n][];
    float[][] classes = new float[n][];
    double[] sums = new double[ModelSpec.DIGITS * ModelSpec.DIGITS];
    for (int i = 0; i < n; i++) {
      At at = all.get(i);
      activation[i] = at.band().peaks().activation()[at.peak()];
      masses[i] = at.band().peaks().masses()[at.peak()];
      classes[i] = at.band().peaks().classes()[at.peak()];
      for (int k = 0; k < ModelSpec.DIGITS; k++) {
        sums[ModelSpec.DIGITS * at.digit() + k] += masses[i][k];
      }
    }
    float[] phi = new float[sums.length];
    for (int m = 0; m < phi.length; m++) {
      phi[m] = (float) sums[m];
    }
    return new Peaks(
        all.stream().mapToInt(At::digit).toArray(),
        all.stream().mapToInt(At::row).toArray(),
        all.stream().mapToInt(At::column).toArray(),
        activation,
        masses,
        phi,
        classes);
  }

  /** Ink-map cells above and below a digit that its activation, gate and masses depend on. */
  private static int halo(ModelSpec spec) {
    int cells =
        spec.reach() + spec.stride() * (2 * spec.gate().reachY() + spec.shifts().vertical() + 1);
    return spec.stride() * ((cells + spec.stride() - 1) / spec.stride());
  }

  private static boolean isBlank(InkMap ink, int top, int bottom) {
    float[] values = ink.ink();
    for (int i = top * ink.width(); i < bottom * ink.width(); i++) {
      if (values[i] > BLANK) {
        return false;
      }
    }
    return true;
  }

  private Peaks whole(InkMap input) {
    long[] shape = {1, 1, input.height(), input.width()};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(input.ink()), shape);
        OrtSession.Result result = session.run(Map.of(BigramGraph.INK, tensor))) {
      return peaks(result, rows(result, BigramGraph.CLASSES));
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
      List<float[]> classes = new ArrayList<>();
      for (int i = 0; i < all.count(); i++) {
        if (kept[i]) {
          classes.add(all.classes()[i]);
        }
      }
      return peaks(result, classes.toArray(float[][]::new));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  private static Peaks peaks(OrtSession.Result result, float[][] classes) {
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
    return new Peaks(
        digit,
        row,
        column,
        activation,
        rows(result, BigramGraph.MASSES),
        floats(result, BigramGraph.PHI),
        classes);
  }

  /** Ten numbers a digit. */
  private static float[][] rows(OrtSession.Result result, String name) {
    float[] flat = floats(result, name);
    float[][] rows = new float[flat.length / ModelSpec.DIGITS][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * ModelSpec.DIGITS, (i + 1) * ModelSpec.DIGITS);
    }
    return rows;
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
