package org.tabularium.network.lrp;

/**
 * What a network may be made of. Whoever handles layers implements {@link Cases}, so the compiler
 * says which one was forgotten.
 */
public sealed interface Layer {

  /** How many earlier results it takes. */
  default int inputs() {
    return 1;
  }

  /**
   * The shape of its result.
   *
   * @param in the shapes of what it takes
   * @throws IllegalArgumentException when they do not fit it
   */
  int[] output(int[]... in);

  /** Does what is to be done for this sort of layer. */
  <T> T handled(Cases<T> cases);

  /** One method for each sort of layer. */
  interface Cases<T> {
    T affine(Affine layer);

    T rectify(Rectify layer);

    T flatten(Flatten layer);

    T maxPool(MaxPool layer);

    T averagePool(AveragePool layer);

    T sumPool(SumPool layer);

    T globalAveragePool(GlobalAveragePool layer);

    T add(Add layer);

    T min(Min layer);
  }

  /** A linear map with a bias: the layers whose relevance is redistributed by a {@link Rule}. */
  sealed interface Affine extends Layer permits Convolve, Dense {
    double[] weights();

    /** One entry an output channel; empty for none. */
    double[] bias();

    /** {@code W x}, with these weights in place of its own and no bias. */
    Tensor forward(Tensor x, double[] weights);

    /** {@code W^T r}, likewise. */
    Tensor backward(Tensor r, double[] weights, int[] inputShape);

    @Override
    default <T> T handled(Cases<T> cases) {
      return cases.affine(this);
    }
  }

  /**
   * A convolution (as usual a correlation).
   *
   * @param weights in the order out, in, row, column
   * @param bias one entry an output channel; empty for none
   */
  record Convolve(
      int in,
      int out,
      int kernelHeight,
      int kernelWidth,
      int stride,
      int dilation,
      Padding padding,
      double[] weights,
      double[] bias)
      implements Affine {

    @Override
    public int[] output(int[]... in) {
      int[] maps = in[0];
      if (maps.length != 3 || maps[0] != this.in) {
        throw new IllegalArgumentException(
            "a convolution of " + this.in + " maps takes " + java.util.Arrays.toString(maps));
      }
      return new int[] {
        out,
        Padding.outputs(maps[1] + padding.vertical(), dilation * (kernelHeight - 1) + 1, stride),
        Padding.outputs(maps[2] + padding.horizontal(), dilation * (kernelWidth - 1) + 1, stride)
      };
    }

    @Override
    public Tensor forward(Tensor x, double[] w) {
      Tensor y = Tensor.zeros(output(x.shape()));
      int height = x.shape()[1];
      int width = x.shape()[2];
      for (int o = 0; o < out; o++) {
        for (int r = 0; r < y.shape()[1]; r++) {
          int to = (o * y.shape()[1] + r) * y.shape()[2];
          for (int i = 0; i < in; i++) {
            for (int u = 0; u < kernelHeight; u++) {
              int row = r * stride + u * dilation - padding.top();
              if (row < 0 || row >= height) {
                continue;
              }
              for (int v = 0; v < kernelWidth; v++) {
                double weight = w[((o * in + i) * kernelHeight + u) * kernelWidth + v];
                int from = (i * height + row) * width + v * dilation - padding.left();
                int last = last(v, width, y.shape()[2]);
                for (int c = first(v); c <= last; c++) {
                  y.values()[to + c] += weight * x.values()[from + c * stride];
                }
              }
            }
          }
        }
      }
      return y;
    }

    @Override
    public Tensor backward(Tensor r, double[] w, int[] inputShape) {
      Tensor x = Tensor.zeros(inputShape);
      int height = inputShape[1];
      int width = inputShape[2];
      int columns = r.shape()[2];
      int[] ends = new int[columns + 1];
      for (int o = 0; o < out; o++) {
        for (int q = 0; q < r.shape()[1]; q++) {
          int from = (o * r.shape()[1] + q) * columns;
          // Relevance is often a few spots on a page; the zeros between them give nothing.
          int runs = runs(r.values(), from, columns, ends);
          for (int i = 0; runs > 0 && i < in; i++) {
            for (int u = 0; u < kernelHeight; u++) {
              int row = q * stride + u * dilation - padding.top();
              if (row < 0 || row >= height) {
                continue;
              }
              for (int v = 0; v < kernelWidth; v++) {
                double weight = w[((o * in + i) * kernelHeight + u) * kernelWidth + v];
                int to = (i * height + row) * width + v * dilation - padding.left();
                int first = first(v);
                int last = last(v, width, columns);
                for (int run = 0; run < runs; run++) {
                  int end = Math.min(ends[2 * run + 1], last);
                  for (int c = Math.max(ends[2 * run], first); c <= end; c++) {
                    x.values()[to + c * stride] += weight * r.values()[from + c];
                  }
                }
              }
            }
          }
        }
      }
      return x;
    }

    /**
     * Where in a row something else than zeros stands: first and last column of each run of it.
     *
     * @return how many runs there are
     */
    private static int runs(double[] values, int from, int columns, int[] ends) {
      int runs = 0;
      for (int c = 0; c < columns; c++) {
        if (values[from + c] != 0) {
          if (runs == 0 || ends[2 * runs - 1] != c - 1) {
            ends[2 * runs++] = c;
          }
          ends[2 * runs - 1] = c;
        }
      }
      return runs;
    }

    /** The first output column whose tap v lies on the map. */
    private int first(int v) {
      return Math.max(0, (padding.left() - v * dilation + stride - 1) / stride);
    }

    /** The last one; before the first when there is none. */
    private int last(int v, int width, int columns) {
      int room = width - 1 - v * dilation + padding.left();
      return room < 0 ? -1 : Math.min(columns - 1, room / stride);
    }
  }

  /**
   * A fully connected layer.
   *
   * @param weights in the order out, in
   * @param bias one entry an output; empty for none
   */
  record Dense(int in, int out, double[] weights, double[] bias) implements Affine {

    @Override
    public int[] output(int[]... in) {
      if (Tensor.size(in[0]) != this.in) {
        throw new IllegalArgumentException(
            "a layer of " + this.in + " inputs takes " + java.util.Arrays.toString(in[0]));
      }
      return new int[] {out};
    }

    @Override
    public Tensor forward(Tensor x, double[] w) {
      Tensor y = Tensor.zeros(out);
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          y.values()[o] += w[o * in + i] * x.values()[i];
        }
      }
      return y;
    }

    @Override
    public Tensor backward(Tensor r, double[] w, int[] inputShape) {
      Tensor x = Tensor.zeros(inputShape);
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          x.values()[i] += w[o * in + i] * r.values()[o];
        }
      }
      return x;
    }
  }

  /** {@code max(0, x)}. Relevance passes: the linear rules hold for the layer and it together. */
  record Rectify() implements Layer {
    @Override
    public int[] output(int[]... in) {
      return in[0];
    }

    @Override
    public <T> T handled(Cases<T> cases) {
      return cases.rectify(this);
    }
  }

  /** The same numbers as a vector. */
  record Flatten() implements Layer {
    @Override
    public int[] output(int[]... in) {
      return new int[] {Tensor.size(in[0])};
    }

    @Override
    public <T> T handled(Cases<T> cases) {
      return cases.flatten(this);
    }
  }

  /**
   * Largest of a window; all relevance goes to the winner (paper, equation 6), of ties the first.
   */
  record MaxPool(int kernel, int stride, Padding padding) implements Layer {
    @Override
    public int[] output(int[]... in) {
      return Padding.pooled(in[0], kernel, stride, padding);
    }

    @Override
    public <T> T handled(Cases<T> cases) {
      return cases.maxPool(this);
    }
  }

  /** Mean of a window; relevance by activation (paper, equation 6). Padding counts as zeros. */
  record AveragePool(int kernel, int stride, Padding padding) implements Layer {
    @Override
    public int[] output(int[]... in) {
      return Padding.pooled(in[0], kernel, stride, padding);
    }

    @Override
    public <T> T handled(Cases<T> cases) {
      return cases.averagePool(this);
    }
  }

  /** Sum over a window; relevance by activation (paper, equation 6). */
  record SumPool(int kernel, int stride, Padding padding) implements Layer {
    @Override
    public int[] output(int[]... in) {
      return Padding.pooled(in[0], kernel, stride, padding);
    }

    @Override
    public <T> T handled(Cases<T> cases) {
      return cases.sumPool(this);
    }
  }

  /** Mean of each map; relevance by activation. */
  record GlobalAveragePool() implements Layer {
    @Override
    public int[] output(int[]... in) {
      return new int[] {in[0][0], 1, 1};
    }

    @Override
    public <T> T handled(Cases<T> cases) {
      return cases.globalAveragePool(this);
    }
  }

  /** Sum of two earlier results; relevance by activation. */
  record Add() implements Layer {
    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public int[] output(int[]... in) {
      return Padding.same(in);
    }

    @Override
    public <T> T handled(Cases<T> cases) {
      return cases.add(this);
    }
  }

  /**
   * The smaller of two earlier results, cell by cell: a continuous AND (paper, section 6.2.1). Its
   * relevance is shared as {@link MinShare} says.
   */
  record Min() implements Layer {
    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public int[] output(int[]... in) {
      return Padding.same(in);
    }

    @Override
    public <T> T handled(Cases<T> cases) {
      return cases.min(this);
    }
  }

  /** Cells of zeros around a map. */
  record Padding(int top, int left, int bottom, int right) {
    public static final Padding NONE = new Padding(0, 0, 0, 0);

    /** Cells that it adds down. */
    public int vertical() {
      return top + bottom;
    }

    /** Cells that it adds across. */
    public int horizontal() {
      return left + right;
    }

    private static int[] pooled(int[] maps, int kernel, int stride, Padding padding) {
      return new int[] {
        maps[0],
        outputs(maps[1] + padding.vertical(), kernel, stride),
        outputs(maps[2] + padding.horizontal(), kernel, stride)
      };
    }

    private static int[] same(int[]... in) {
      if (!java.util.Arrays.equals(in[0], in[1])) {
        throw new IllegalArgumentException(
            "two results of different shapes: "
                + java.util.Arrays.toString(in[0])
                + " and "
                + java.util.Arrays.toString(in[1]));
      }
      return in[0];
    }

    static int outputs(int size, int window, int stride) {
      if (size < window) {
        throw new IllegalArgumentException(
            "a window of " + window + " does not fit on " + size + " cells");
      }
      return (size - window) / stride + 1;
    }
  }
}
