package org.tabularium.network.lrp;

/**
 * What a network may be made of. Sealed, so that whoever handles layers must handle all of them and
 * the compiler says which one was forgotten.
 */
public sealed interface Layer {

  /** A linear map with a bias: the layers whose relevance is redistributed by a {@link Rule}. */
  sealed interface Affine extends Layer permits Convolve, Dense {
    double[] weights();

    /** One entry an output channel; empty for none. */
    double[] bias();

    /** {@code W x}, with these weights in place of its own and no bias. */
    Tensor forward(Tensor x, double[] weights);

    /** {@code W^T r}, likewise. */
    Tensor backward(Tensor r, double[] weights, int[] inputShape);
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

    private int[] outputShape(int[] in) {
      return new int[] {
        out,
        Padding.outputs(in[1] + padding.vertical(), dilation * (kernelHeight - 1) + 1, stride),
        Padding.outputs(in[2] + padding.horizontal(), dilation * (kernelWidth - 1) + 1, stride)
      };
    }

    @Override
    public Tensor forward(Tensor x, double[] w) {
      Tensor y = Tensor.zeros(outputShape(x.shape()));
      eachTap(x.shape(), y.shape(), (from, to, tap) -> y.values()[to] += w[tap] * x.values()[from]);
      return y;
    }

    @Override
    public Tensor backward(Tensor r, double[] w, int[] inputShape) {
      Tensor x = Tensor.zeros(inputShape);
      eachTap(
          inputShape, r.shape(), (from, to, tap) -> x.values()[from] += w[tap] * r.values()[to]);
      return x;
    }

    private interface Tap {
      void at(int input, int output, int weight);
    }

    private void eachTap(int[] x, int[] y, Tap tap) {
      for (int o = 0; o < out; o++) {
        for (int r = 0; r < y[1]; r++) {
          for (int c = 0; c < y[2]; c++) {
            int to = (o * y[1] + r) * y[2] + c;
            for (int i = 0; i < in; i++) {
              for (int u = 0; u < kernelHeight; u++) {
                int row = r * stride + u * dilation - padding.top();
                for (int v = 0; v < kernelWidth; v++) {
                  int column = c * stride + v * dilation - padding.left();
                  if (row >= 0 && row < x[1] && column >= 0 && column < x[2]) {
                    int weight = ((o * in + i) * kernelHeight + u) * kernelWidth + v;
                    tap.at((i * x[1] + row) * x[2] + column, to, weight);
                  }
                }
              }
            }
          }
        }
      }
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

  /** {@code max(0, x)}. Relevance passes. */
  record Rectify() implements Layer {}

  /** The same numbers as a vector. */
  record Flatten() implements Layer {}

  /**
   * Largest of a window; all relevance goes to the winner (paper, equation 5), of ties the first.
   */
  record MaxPool(int kernel, int stride, Padding padding) implements Layer {}

  /** Mean of a window; relevance by activation. Padding counts as zeros. */
  record AveragePool(int kernel, int stride, Padding padding) implements Layer {}

  /** Mean of each map; relevance by activation. */
  record GlobalAveragePool() implements Layer {}

  /** Sum of two earlier results; relevance by activation. */
  record Add() implements Layer {}

  /** Cells of zeros around a map. */
  record Padding(int top, int left, int bottom, int right) {
    public static final Padding NONE = new Padding(0, 0, 0, 0);

    int vertical() {
      return top + bottom;
    }

    int horizontal() {
      return left + right;
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
