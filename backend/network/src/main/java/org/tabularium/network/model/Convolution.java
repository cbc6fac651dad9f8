package org.tabularium.network.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{1,5})>(\\d{1,5})/k(\\d{1,3})s(\\d{1,3})d(\\d{1,3})");

  private static final long MOST_WEIGHTS = 1 << 28;

  public Convolution {
    if (in < 1 || out < 1 || kernel < 1 || kernel % 2 == 0 || stride < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          "not a convolution: " + in + " " + out + " " + kernel + " " + stride + " " + dilation);
    }
    if (kernel > MOST_WEIGHTS || (long) in * out > MOST_WEIGHTS / ((long) kernel * kernel)) {
      throw new IllegalArgumentException(
          "too large a convolution: " + in + " " + out + " " + kernel);
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

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static Convolution parse(String text) {
    Matcher n = WRITTEN.matcher(text);
    if (!n.matches()) {
      throw new IllegalArgumentException("not a convolution: " + text);
    }
    return new Convolution(number(n, 1), number(n, 2), number(n, 3), number(n, 4), number(n, 5));
  }

  private static int number(Matcher written, int group) {
    return Integer.parseInt(written.group(group));
  }
}
