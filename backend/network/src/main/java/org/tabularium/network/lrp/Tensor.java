package org.tabularium.network.lrp;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Numbers in a box, without a batch dimension, last index fastest.
 *
 * @param shape channels, height, width for maps; one entry for vectors
 * @param values as many as the shape's product
 */
public record Tensor(int[] shape, double[] values) {

  public Tensor {
    if (size(shape) != values.length) {
      throw new IllegalArgumentException(
          values.length + " values for the shape " + Arrays.toString(shape));
    }
  }

  public static Tensor zeros(int... shape) {
    return new Tensor(shape, new double[size(shape)]);
  }

  static int size(int... shape) {
    int size = 1;
    for (int d : shape) {
      size = Math.multiplyExact(size, d);
    }
    return size;
  }

  Tensor map(DoubleUnaryOperator f) {
    return new Tensor(shape, Arrays.stream(values).map(f).toArray());
  }

  Tensor times(Tensor other) {
    double[] to = new double[values.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = values[i] * other.values[i];
    }
    return new Tensor(shape, to);
  }

  Tensor plus(Tensor other) {
    double[] to = new double[values.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = values[i] + other.values[i];
    }
    return new Tensor(shape, to);
  }

  public double sum() {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }
}
