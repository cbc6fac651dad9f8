package org.tabularium.training.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tabularium.training.trainer.Adam;

/**
 * Trains the paper's small network (section 4): 60 inputs, two hidden layers of 100, 50 features,
 * all rectified and without biases, so that {@code <phi(x), phi(x')>} is the number of matches.
 *
 * <p>Plain arrays instead of the training engine: 21,000 weights need none, and the same seed gives
 * the same network on every machine.
 *
 * @param seed of first weights and of all pairs
 * @param iterations steps of stochastic gradient descent (Adam); the paper has 10,000
 * @param batch pairs a step
 * @param rate of the first step; a cosine leads to 0
 * @param spread of the first weights, as a share of He's; smaller makes a calmer network
 */
record MatchTrainer(long seed, int iterations, int batch, double rate, double spread) {
  private static final int[] SIZES = {DigitCodes.SIZE * DigitCodes.LENGTH, 100, 100, 50};

  static MatchTrainer paper(long seed) {
    return new MatchTrainer(seed, 10_000, 100, 1e-3, 0.7);
  }

  MatchNetwork train(DigitCodes codes) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> weights = first(random);
    Adam adam = new Adam(weights);
    List<float[]> gradients = weights.stream().map(w -> new float[w.length]).toList();
    int rows = 2 * batch;
    float[][] a = new float[SIZES.length][];
    float[][] d = new float[SIZES.length][];
    for (int l = 0; l < SIZES.length; l++) {
      a[l] = new float[rows * SIZES[l]];
      // Nobody asks for the input's gradient.
      d[l] = new float[l == 0 ? 0 : rows * SIZES[l]];
    }
    double[] expected = new double[batch];
    for (int step = 0; step < iterations; step++) {
      for (int p = 0; p < batch; p++) {
        Pair pair = Pair.drawn(random);
        expected[p] = pair.matches();
        place(codes, pair.a(), a[0], p);
        place(codes, pair.b(), a[0], batch + p);
      }
      for (int l = 0; l < weights.size(); l++) {
        forward(a[l], weights.get(l), a[l + 1], SIZES[l], SIZES[l + 1], rows);
      }
      loss(a[SIZES.length - 1], expected, d[SIZES.length - 1]);
      for (int l = weights.size() - 1; l >= 0; l--) {
        backward(
            a[l],
            weights.get(l),
            a[l + 1],
            d[l + 1],
            gradients.get(l),
            d[l],
            SIZES[l],
            SIZES[l + 1]);
      }
      adam.update(gradients, rate * 0.5 * (1 + Math.cos(Math.PI * step / iterations)));
    }
    List<double[]> trained = new ArrayList<>();
    for (float[] w : weights) {
      double[] copy = new double[w.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = w[i];
      }
      trained.add(copy);
    }
    return new MatchNetwork(SIZES, trained);
  }

  /** In the order in, out: rows run along the outputs, which is what the compiler vectorises. */
  private List<float[]> first(SplittableRandom random) {
    List<float[]> weights = new ArrayList<>();
    for (int l = 0; l + 1 < SIZES.length; l++) {
      float[] w = new float[SIZES[l] * SIZES[l + 1]];
      double sigma = spread * Math.sqrt(2.0 / SIZES[l]);
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) (sigma * random.nextGaussian());
      }
      weights.add(w);
    }
    return weights;
  }

  private static void place(DigitCodes codes, int[] digits, float[] rows, int row) {
    double[] x = codes.encode(digits).values();
    for (int i = 0; i < x.length; i++) {
      rows[row * x.length + i] = (float) x[i];
    }
  }

  private static void forward(float[] x, float[] w, float[] y, int in, int out, int rows) {
    java.util.Arrays.fill(y, 0);
    for (int r = 0; r < rows; r++) {
      addRows(y, r * out, x, r * in, 1, in, w, out);
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(0, y[i]);
    }
  }

  /** Gradient of the mean squared error with respect to both branches' features. */
  private void loss(float[] phi, double[] expected, float[] d) {
    int h = SIZES[SIZES.length - 1];
    for (int p = 0; p < batch; p++) {
      int a = p * h;
      int b = (batch + p) * h;
      double y = 0;
      for (int m = 0; m < h; m++) {
        y += phi[a + m] * phi[b + m];
      }
      float g = (float) (2 * (y - expected[p]) / batch);
      for (int m = 0; m < h; m++) {
        d[a + m] = g * phi[b + m];
        d[b + m] = g * phi[a + m];
      }
    }
  }

  private static void backward(
      float[] x, float[] w, float[] y, float[] dy, float[] dw, float[] dx, int in, int out) {
    int rows = y.length / out;
    for (int i = 0; i < dy.length; i++) {
      dy[i] = y[i] > 0 ? dy[i] : 0;
    }
    java.util.Arrays.fill(dw, 0);
    for (int i = 0; i < in; i++) {
      addRows(dw, i * out, x, i, in, rows, dy, out);
    }
    if (dx.length == 0) {
      return;
    }
    float[] turned = new float[w.length];
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        turned[o * in + i] = w[i * out + o];
      }
    }
    java.util.Arrays.fill(dx, 0);
    for (int r = 0; r < rows; r++) {
      addRows(dx, r * in, dy, r * out, 1, out, turned, in);
    }
  }

  /**
   * {@code to += sum_j factors_j row_j}, four rows at a time, which the compiler turns into vector
   * instructions; half of the factors are 0 behind rectifiers and their rows are left out.
   */
  private static void addRows(
      float[] to, int at, float[] factors, int first, int stride, int count, float[] rows, int n) {
    int[] used = new int[4];
    int j = 0;
    while (j < count) {
      int found = 0;
      for (; j < count && found < 4; j++) {
        if (factors[first + j * stride] != 0) {
          used[found++] = j;
        }
      }
      if (found == 4) {
        addFour(
            to,
            at,
            factors[first + used[0] * stride],
            factors[first + used[1] * stride],
            factors[first + used[2] * stride],
            factors[first + used[3] * stride],
            rows,
            used[0] * n,
            used[1] * n,
            used[2] * n,
            used[3] * n,
            n);
      } else {
        for (int k = 0; k < found; k++) {
          addOne(to, at, factors[first + used[k] * stride], rows, used[k] * n, n);
        }
      }
    }
  }

  private static void addFour(
      float[] to,
      int at,
      float a,
      float b,
      float c,
      float d,
      float[] rows,
      int rowA,
      int rowB,
      int rowC,
      int rowD,
      int n) {
    for (int i = 0; i < n; i++) {
      to[at + i] +=
          a * rows[rowA + i] + b * rows[rowB + i] + c * rows[rowC + i] + d * rows[rowD + i];
    }
  }

  private static void addOne(float[] to, int at, float factor, float[] rows, int start, int n) {
    for (int i = 0; i < n; i++) {
      to[at + i] += factor * rows[start + i];
    }
  }
}
