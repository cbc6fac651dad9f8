package org.tabularium.network.lrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.network.lrp.Layer.Padding;

class InterpreterTest {
  private static final double STABILISER = 1e-12;

  /** Worked by hand: rho = (4.5, -1), z = (4.5, -2), their sum 2.5; phi = 3 - 2 = 1. */
  @Test
  void gammaOnTwoInputsByHand() {
    Net net = dense(new double[] {3, -1}, 0);
    double[] r = relevance(net, new Rule.Gamma(0.5, 0), 1, 2).input().values();
    assertThat(r).containsExactly(new double[] {1.8, -0.8}, within(1e-12));
  }

  /** Worked by hand: z = (3, 0) of 3; phi = 1. */
  @Test
  void zPlusOnTwoInputsByHand() {
    double[] r =
        relevance(dense(new double[] {3, -1}, 0), new Rule.ZPlus(0), 1, 2).input().values();
    assertThat(r).containsExactly(new double[] {1, 0}, within(1e-12));
  }

  /** Worked by hand for bounds -1 and 3: z = (3 + 3, -2 + 3) = (6, 1) of 7; phi = 1. */
  @Test
  void zBoxOnTwoInputsByHand() {
    double[] r =
        relevance(dense(new double[] {3, -1}, 0), new Rule.ZB(-1, 3, 0), 1, 2).input().values();
    assertThat(r).containsExactly(new double[] {6 / 7.0, 1 / 7.0}, within(1e-12));
  }

  /** Worked by hand, bounds -1 and 3, then -2 and 5: z = (3 + 3, -2 + 5) = (6, 3) of 9; phi = 1. */
  @Test
  void zBoxWithItsOwnBoundsInEachChannelByHand() {
    Rule.ZB rule = new Rule.ZB(List.of(-1.0, -2.0), List.of(3.0, 5.0), 0);
    double[] r = relevance(dense(new double[] {3, -1}, 0), rule, 1, 2).input().values();
    assertThat(r).containsExactly(new double[] {6 / 9.0, 3 / 9.0}, within(1e-12));
  }

  /** Two channels of three pixels: the bounds change with the channel, not with the pixel. */
  @Test
  void theBoundsOfZBoxFollowTheChannels() {
    double[] each = new double[6];
    for (int i = 0; i < each.length; i++) {
      each[i] =
          ((Rule.Input.Level)
                  new Rule.ZB(List.of(-1.0, -2.0), List.of(0.0, 0.0), 0).terms().get(1).input())
              .at(i, 6);
    }
    assertThat(each).containsExactly(1, 1, 1, 2, 2, 2);
  }

  /** Worked by hand: z = (3, -2) and a bias of 1, phi = 2: the bias takes one half of it, 1. */
  @Test
  void aBiasTakesItsShare() {
    Interpreter.Relevance r = relevance(dense(new double[] {3, -1}, 1), new Rule.Epsilon(0), 1, 2);
    assertThat(r.input().values()).containsExactly(new double[] {3, -2}, within(1e-12));
    assertThat(r.lost()).isCloseTo(1, within(1e-12));
  }

  /** Worked by hand: 2 < 3 takes all of it, 4 > 1 none, of 5 and 5 each half. */
  @Test
  void theSmallerOfTwoTakesAllAndTiesAreHalved() {
    Tensor first = smaller(MinShare.SMALLER);
    assertThat(first.values()).containsExactly(new double[] {2, 0, 2.5}, within(1e-12));
    Tensor equal = smaller(MinShare.EQUAL);
    assertThat(equal.values()).containsExactly(new double[] {1, 0.5, 2.5}, within(1e-12));
  }

  /** What the first of two inputs of a min gets; the second one here is a convolution's result. */
  private static Tensor smaller(MinShare share) {
    double[] swap = {0, 1, 1, 0}; // out, in: the two channels change places
    Layer other = new Layer.Convolve(2, 2, 1, 1, 1, 1, Padding.NONE, swap, new double[0]);
    Net net =
        new Net(
            new int[] {2, 1, 3},
            List.of(node(other, Net.INPUT), new Net.Node(new Layer.Min(), List.of(Net.INPUT, 0))));
    Composite composite = new Composite(List.of(new Rule.Epsilon(0)), 0, share);
    Interpreter lrp = new Interpreter(net, composite);
    Tensor x = new Tensor(new int[] {2, 1, 3}, new double[] {2, 4, 5, 3, 1, 5});
    List<Tensor> activations = lrp.activations(x);
    assertThat(activations.get(1).values()).containsExactly(2, 1, 5, 2, 1, 5);
    // Relevance of the first map alone: the share that its second input has comes back swapped.
    Tensor above = new Tensor(new int[] {2, 1, 3}, new double[] {2, 1, 5, 0, 0, 0});
    Interpreter.Relevance r = lrp.relevance(x, activations, above);
    assertThat(r.input().sum()).isCloseTo(8, within(1e-12));
    double[] first = java.util.Arrays.copyOf(r.input().values(), 3);
    return new Tensor(new int[] {3}, first);
  }

  /** Worked by hand: of the window 1 2 3 with the sum 6 and relevance 6 each gets itself. */
  @Test
  void sumsAndMeansShareByActivation() {
    for (Layer pool :
        List.of(new Layer.SumPool(2, 1, Padding.NONE), new Layer.AveragePool(2, 1, Padding.NONE))) {
      Net net = Net.sequence(new int[] {1, 2, 2}, List.of(pool));
      Interpreter lrp = new Interpreter(net, new Composite(List.of(), 0));
      Tensor x = new Tensor(new int[] {1, 2, 2}, new double[] {1, 2, 3, 0});
      Tensor above = new Tensor(new int[] {1, 1, 1}, new double[] {6});
      assertThat(lrp.relevance(x, lrp.activations(x), above).input().values())
          .containsExactly(new double[] {1, 2, 3, 0}, within(1e-12));
    }
  }

  /** With gamma 0 and no bias LRP is gradient times input; the gradient by finite differences. */
  @Test
  void withoutGammaItIsGradientTimesInput() {
    Net net = small(7, false);
    Interpreter lrp = new Interpreter(net, Composite.gamma(net, 0, STABILISER));
    Tensor x = input(7);
    double step = 1e-6;
    for (int m = 0; m < 4; m++) {
      double[] r = lrp.relevance(x, m).input().values();
      for (int i = 0; i < x.values().length; i += 13) {
        double up = lrp.features(moved(x, i, step))[m];
        double down = lrp.features(moved(x, i, -step))[m];
        double expected = x.values()[i] * (up - down) / (2 * step);
        assertThat(r[i]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.09, 0.5, 10})
  void relevanceAndWhatIsLostMakeUpTheFeature(double gamma) {
    for (boolean biased : new boolean[] {false, true}) {
      Net net = small(8, biased);
      Interpreter lrp = new Interpreter(net, Composite.gamma(net, gamma, 1e-9));
      Tensor x = input(9);
      double[] phi = lrp.features(x);
      for (int m = 0; m < phi.length; m++) {
        Interpreter.Relevance r = lrp.relevance(x, m);
        assertThat(r.input().sum() + r.lost()).isCloseTo(phi[m], within(1e-9));
        if (!biased) {
          assertThat(Math.abs(r.lost())).isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void biLrpAndItsRemainderMakeUpTheScore() {
    Net net = small(10, true);
    Interpreter lrp = new Interpreter(net, Composite.gamma(net, 0.5, 1e-9));
    BiLrp a = BiLrp.branch(lrp, input(1));
    BiLrp b = BiLrp.branch(lrp, input(2));
    double all = 0;
    for (int i = 0; i < a.relevance()[0].length; i++) {
      for (int j = 0; j < b.relevance()[0].length; j++) {
        all += BiLrp.at(a, b, i, j);
        assertThat(BiLrp.at(b, a, j, i)).isEqualTo(BiLrp.at(a, b, i, j));
      }
    }
    double score = BiLrp.score(a, b);
    assertThat(BiLrp.sum(a, b)).isCloseTo(all, within(1e-9));
    assertThat(all + BiLrp.remainder(a, b)).isCloseTo(score, within(1e-9));
    assertThat(Math.abs(score)).isGreaterThan(0.01);
  }

  @Test
  void aLayerWithoutARuleIsAnErrorBeforeAnythingIsComputed() {
    Net net = small(11, false);
    Composite two = new Composite(List.of(new Rule.Epsilon(0), new Rule.Epsilon(0)), 0);
    assertThatThrownBy(() -> new Interpreter(net, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 rules for 3 linear layers");
  }

  private static Interpreter.Relevance relevance(Net net, Rule rule, double... x) {
    Interpreter lrp = new Interpreter(net, new Composite(List.of(rule), 0));
    return lrp.relevance(new Tensor(new int[] {x.length}, x), 0);
  }

  private static Net dense(double[] weights, double bias) {
    double[] b = bias == 0 ? new double[0] : new double[] {bias};
    return Net.sequence(
        new int[] {weights.length}, List.of(new Layer.Dense(weights.length, 1, weights, b)));
  }

  /** Two convolutions, a sum of two branches, both poolings and a dense layer. */
  private static Net small(long seed, boolean biased) {
    Random random = new Random(seed);
    return new Net(
        new int[] {2, 10, 9},
        List.of(
            node(convolution(random, 2, 4, biased), Net.INPUT),
            node(new Layer.Rectify(), 0),
            node(convolution(random, 4, 4, biased), 1),
            node(new Layer.Rectify(), 2),
            new Net.Node(new Layer.Add(), List.of(1, 3)),
            node(new Layer.MaxPool(2, 2, Padding.NONE), 4),
            node(new Layer.AveragePool(2, 1, new Padding(0, 0, 1, 0)), 5),
            node(new Layer.Flatten(), 6),
            node(dense(random, 4 * 5 * 3, 4, biased), 7),
            node(new Layer.Rectify(), 8)));
  }

  private static Net.Node node(Layer layer, int from) {
    return new Net.Node(layer, List.of(from));
  }

  private static Layer convolution(Random random, int in, int out, boolean biased) {
    return new Layer.Convolve(
        in,
        out,
        3,
        3,
        1,
        1,
        new Padding(1, 1, 1, 1),
        normal(random, out * in * 9, 0.4),
        biased ? normal(random, out, 0.2) : new double[0]);
  }

  private static Layer dense(Random random, int in, int out, boolean biased) {
    double[] bias = biased ? normal(random, out, 0.2) : new double[0];
    return new Layer.Dense(in, out, normal(random, in * out, 0.3), bias);
  }

  private static double[] normal(Random random, int n, double scale) {
    return random.doubles(n).map(u -> random.nextGaussian() * scale).toArray();
  }

  private static Tensor input(long seed) {
    return new Tensor(new int[] {2, 10, 9}, new Random(seed).doubles(180).toArray());
  }

  private static Tensor moved(Tensor x, int at, double step) {
    double[] values = x.values().clone();
    values[at] += step;
    return new Tensor(x.shape(), values);
  }
}
