package org.tabularium.training.trainer;

import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) on plain arrays: the network is small enough that its
 * weights need not live in the engine.
 */
public final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final List<float[]> weights;
  private final List<float[]> first;
  private final List<float[]> second;
  private int step;

  /** Updates these arrays in place. */
  public Adam(List<float[]> weights) {
    this.weights = weights;
    this.first = weights.stream().map(w -> new float[w.length]).toList();
    this.second = weights.stream().map(w -> new float[w.length]).toList();
  }

  /** Goes on where another left off. */
  void restore(List<float[]> means, List<float[]> squares, int steps) {
    for (int layer = 0; layer < weights.size(); layer++) {
      System.arraycopy(means.get(layer), 0, first.get(layer), 0, first.get(layer).length);
      System.arraycopy(squares.get(layer), 0, second.get(layer), 0, second.get(layer).length);
    }
    step = steps;
  }

  /** Running means of the gradients. */
  List<float[]> means() {
    return first;
  }

  /** Running means of their squares. */
  List<float[]> squares() {
    return second;
  }

  public void update(List<float[]> gradients, double rate) {
    step++;
    double scale = rate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step));
    for (int layer = 0; layer < weights.size(); layer++) {
      float[] w = weights.get(layer);
      float[] g = gradients.get(layer);
      float[] m = first.get(layer);
      float[] v = second.get(layer);
      for (int i = 0; i < w.length; i++) {
        m[i] += (float) ((1 - BETA1) * (g[i] - m[i]));
        v[i] += (float) ((1 - BETA2) * ((double) g[i] * g[i] - v[i]));
        w[i] -= (float) (scale * m[i] / (Math.sqrt(v[i]) + EPSILON));
      }
    }
  }
}
