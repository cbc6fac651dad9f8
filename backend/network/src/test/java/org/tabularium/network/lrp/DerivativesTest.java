package org.tabularium.network.lrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tabularium.network.lrp.Layer.Padding;

class DerivativesTest {
  private static final double STEP = 1e-4;

  /** Worked by hand: phi = 2 max(0, 3a - b); at (1, 2) and (2, 1) both rectifiers are open. */
  @Test
  void hessianOfOneNeuronByHand() {
    Net net =
        Net.sequence(
            new int[] {2, 1, 1},
            List.of(
                new Layer.Flatten(),
                new Layer.Dense(2, 1, new double[] {3, -1}, new double[0]),
                new Layer.Rectify(),
                new Layer.Dense(1, 1, new double[] {2}, new double[0])));
    double[][] h = new Derivatives(net).hessian(column(1, 2), column(2, 1));
    assertThat(h[0]).containsExactly(36, -12);
    assertThat(h[1]).containsExactly(-12, 4);
    double[][] r = Baselines.hessianTimesProduct(column(1, 2), column(2, 1), h);
    assertThat(r[0]).containsExactly(72, -12);
    assertThat(r[1]).containsExactly(-48, 8);
    assertThat(Baselines.curvature(h)[0]).containsExactly(1296, 144);
    assertThat(Baselines.saliency(column(1, 2), column(2, 1))[1]).containsExactly(16, 4);
    assertThat(Baselines.overChannels(r, 1, 1)[0]).containsExactly(20);
  }

  /** Mixed differences {@code (y(++) - y(+-) - y(-+) + y(--)) / 4 h^2} of the score itself. */
  @Test
  void hessianIsThatOfFiniteDifferences() {
    Net net = every(3, true);
    Tensor x = input(1);
    Tensor y = input(2);
    double[][] h = new Derivatives(net).hessian(x, y);
    Interpreter network = new Interpreter(net, Composite.gamma(net, 0, 0));
    double most = 0;
    for (int i = 0; i < h.length; i += 7) {
      for (int j = 0; j < h.length; j += 11) {
        double mixed =
            (score(network, moved(x, i, STEP), moved(y, j, STEP))
                    - score(network, moved(x, i, STEP), moved(y, j, -STEP))
                    - score(network, moved(x, i, -STEP), moved(y, j, STEP))
                    + score(network, moved(x, i, -STEP), moved(y, j, -STEP)))
                / (4 * STEP * STEP);
        assertThat(h[i][j]).isCloseTo(mixed, within(1e-4));
        most = Math.max(most, Math.abs(mixed));
      }
    }
    assertThat(most).isGreaterThan(0.05);
  }

  /** The paper's proposition 2, two independent ways against each other. */
  @Test
  void hessianTimesProductIsBiLrpAtGammaZero() {
    Net net = every(4, false);
    Tensor x = input(3);
    Tensor y = input(4);
    double[][] product =
        Baselines.overChannels(
            Baselines.hessianTimesProduct(x, y, new Derivatives(net).hessian(x, y)), 72, 72);
    Interpreter lrp = new Interpreter(net, Composite.gamma(net, 0, 1e-13));
    BiLrp a = BiLrp.branch(lrp, x);
    BiLrp b = BiLrp.branch(lrp, y);
    double most = 0;
    for (int i = 0; i < 72; i++) {
      for (int j = 0; j < 72; j++) {
        assertThat(product[i][j]).isCloseTo(BiLrp.at(a, b, i, j), within(1e-9));
        most = Math.max(most, Math.abs(product[i][j]));
      }
    }
    assertThat(most).isGreaterThan(1e-3);
  }

  private static Tensor column(double... values) {
    return new Tensor(new int[] {values.length, 1, 1}, values);
  }

  private static double score(Interpreter network, Tensor x, Tensor y) {
    double[] a = network.features(x);
    double[] b = network.features(y);
    double sum = 0;
    for (int m = 0; m < a.length; m++) {
      sum += a[m] * b[m];
    }
    return sum;
  }

  /** All kinds of layers: a dilated convolution, a sum and a min of two branches, four poolings. */
  private static Net every(long seed, boolean biased) {
    Random random = new Random(seed);
    return new Net(
        new int[] {2, 8, 9},
        List.of(
            node(convolution(random, 2, 4, 1, biased), Net.INPUT),
            node(new Layer.Rectify(), 0),
            node(convolution(random, 4, 4, 2, biased), 1),
            node(new Layer.Rectify(), 2),
            new Net.Node(new Layer.Add(), List.of(1, 3)),
            node(new Layer.MaxPool(2, 2, Padding.NONE), 4),
            node(new Layer.AveragePool(2, 1, new Padding(0, 0, 1, 0)), 5),
            node(convolution(random, 4, 6, 1, biased), 6),
            node(new Layer.Rectify(), 7),
            node(convolution(random, 4, 6, 1, biased), 6),
            node(new Layer.Rectify(), 9),
            new Net.Node(new Layer.Min(), List.of(8, 10)),
            node(new Layer.SumPool(2, 1, Padding.NONE), 11),
            node(new Layer.GlobalAveragePool(), 12),
            node(new Layer.Flatten(), 13),
            node(new Layer.Dense(6, 5, normal(random, 30, 1.5), new double[0]), 14)));
  }

  private static Net.Node node(Layer layer, int from) {
    return new Net.Node(layer, List.of(from));
  }

  private static Layer convolution(Random random, int in, int out, int dilation, boolean biased) {
    return new Layer.Convolve(
        in,
        out,
        3,
        3,
        1,
        dilation,
        new Padding(dilation, dilation, dilation, dilation),
        normal(random, out * in * 9, 0.4),
        biased ? normal(random, out, 0.2) : new double[0]);
  }

  private static double[] normal(Random random, int n, double scale) {
    return random.doubles(n).map(u -> random.nextGaussian() * scale).toArray();
  }

  private static Tensor input(long seed) {
    return new Tensor(new int[] {2, 8, 9}, new Random(seed).doubles(144).toArray());
  }

  private static Tensor moved(Tensor x, int at, double step) {
    double[] values = x.values().clone();
    values[at] += step;
    return new Tensor(x.shape(), values);
  }
}
