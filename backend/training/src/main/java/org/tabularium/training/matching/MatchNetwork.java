package org.tabularium.training.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;

/**
 * A trained network of rectified linear layers without biases.
 *
 * @param sizes neurons of each layer, the input first
 * @param weights one array a layer, in the order in, out
 */
record MatchNetwork(int[] sizes, List<double[]> weights) {
  /** Equation 5 divides by sums that may be tiny; the interpreter has the same. */
  static final double STABILISER = 1e-9;

  /** The same network for the engine of LRP. */
  Net net() {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Layer.Flatten());
    for (int l = 0; l < weights.size(); l++) {
      double[] w = weights.get(l);
      double[] turned = new double[w.length];
      for (int i = 0; i < sizes[l]; i++) {
        for (int o = 0; o < sizes[l + 1]; o++) {
          turned[o * sizes[l] + i] = w[i * sizes[l + 1] + o];
        }
      }
      layers.add(new Layer.Dense(sizes[l], sizes[l + 1], turned, new double[0]));
      layers.add(new Layer.Rectify());
    }
    return Net.sequence(new int[] {DigitCodes.SIZE, 1, DigitCodes.LENGTH}, layers);
  }

  /** {@code <phi(x), phi(x')>}. */
  double score(Tensor x, Tensor y) {
    double[] a = last(activations(x));
    double[] b = last(activations(y));
    double sum = 0;
    for (int m = 0; m < a.length; m++) {
      sum += a[m] * b[m];
    }
    return sum;
  }

  /**
   * One branch of BiLRP by equation 5, all features in one sweep, since {@code a_j rho(w_jk) / z_k}
   * does not depend on the feature. A test holds it to the interpreter.
   *
   * @param gammas one a layer, the input's first
   * @return one row a feature, one column a digit of the sequence
   */
  double[][] branch(Tensor x, double[] gammas) {
    List<double[]> a = activations(x);
    double[] phi = last(a);
    double[][] relevance = new double[phi.length][phi.length];
    for (int m = 0; m < phi.length; m++) {
      relevance[m][m] = phi[m];
    }
    for (int l = weights.size() - 1; l >= 0; l--) {
      relevance = redistribute(a.get(l), a.get(l + 1), weights.get(l), gammas[l], relevance);
    }
    double[][] pooled = new double[phi.length][DigitCodes.LENGTH];
    for (int m = 0; m < phi.length; m++) {
      for (int i = 0; i < relevance[m].length; i++) {
        pooled[m][i % DigitCodes.LENGTH] += relevance[m][i];
      }
    }
    return pooled;
  }

  private static double[][] redistribute(
      double[] below, double[] above, double[] w, double gamma, double[][] relevance) {
    int out = above.length;
    double[] z = new double[out];
    double[] share = new double[w.length];
    for (int i = 0; i < below.length; i++) {
      for (int o = 0; o < out; o++) {
        double weight = w[i * out + o];
        share[i * out + o] = below[i] * (weight + gamma * Math.max(0, weight));
        z[o] += share[i * out + o];
      }
    }
    double[][] to = new double[relevance.length][below.length];
    double[] s = new double[out];
    for (int m = 0; m < to.length; m++) {
      for (int o = 0; o < out; o++) {
        double divisor = z[o] + (z[o] >= 0 ? STABILISER : -STABILISER);
        s[o] = relevance[m][o] == 0 ? 0 : relevance[m][o] / divisor;
      }
      for (int i = 0; i < below.length; i++) {
        double sum = 0;
        for (int o = 0; o < out && below[i] != 0; o++) {
          sum += share[i * out + o] * s[o];
        }
        to[m][i] = sum;
      }
    }
    return to;
  }

  private List<double[]> activations(Tensor x) {
    List<double[]> a = new ArrayList<>(List.of(x.values()));
    for (int l = 0; l < weights.size(); l++) {
      double[] y = new double[sizes[l + 1]];
      double[] w = weights.get(l);
      for (int i = 0; i < sizes[l]; i++) {
        for (int o = 0; o < y.length; o++) {
          y[o] += w[i * y.length + o] * a.get(l)[i];
        }
      }
      a.add(Arrays.stream(y).map(v -> Math.max(0, v)).toArray());
    }
    return a;
  }

  private static double[] last(List<double[]> a) {
    return a.get(a.size() - 1);
  }
}
