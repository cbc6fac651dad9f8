package org.tabularium.network.model;

/**
 * One convolution without bias, followed by ReLU. Padding keeps the size: an input of {@code n}
 * cells gives {@code ceil(n / stride)}.
 *
 * @param in input channels
 * @param out output channels
 * @param kernel cells a side, odd
 * @param stride 1 or more
 * @param dilation distance of the kernel's taps
 */
public record Convolution(int in, int out, int kernel, int stride, int dilation) {

  public Convolution {
    if (in < 1 || out < 1 || kernel < 1 || kernel % 2 == 0 || stride < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          "not a convolution: " + in + " " + out + " " + kernel + " " + stride + " " + dilation);
    }
  }

  /** Cells of padding on each side. */
  public int padding() {
    return dilation * (kernel / 2);
  }

  /** Cells that this many cells give. */
  public int output(int cells) {
    return (cells + 2 * padding() - dilation * (kernel - 1) - 1) / stride + 1;
  }

  /** Weights in the order out, in, row, column. */
  public int weights() {
    return out * in * kernel * kernel;
  }

  @Override
  public String toString() {
    return in + ">" + out + "/k" + kernel + "s" + stride + "d" + dilation;
  }

  /** Reads what {@link #toString} wrote. */
  static Convolution parse(String text) {
    String[] n = text.split("[>/ksd]+");
    return new Convolution(number(n[0]), number(n[1]), number(n[2]), number(n[3]), number(n[4]));
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }
}
