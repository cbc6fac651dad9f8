package org.tabularium.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tabularium.network.lrp.BiLrp;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.lrp.Tensor;

/** The graph against the plain interpreter: every layer, every rule, maps of odd sizes. */
class LrpNetworkTest {
  private static final double STABILISER = 1e-6;

  static Stream<Arguments> layersRulesAndSizes() {
    Map<String, List<Layer>> layers = new LinkedHashMap<>();
    layers.put("convolution", List.of(convolution(1, 3, 3, 1, 1, new Padding(1, 1, 1, 1))));
    layers.put("wide convolution", List.of(convolution(2, 1, 4, 1, 1, new Padding(0, 2, 0, 1))));
    layers.put("dilated convolution", List.of(convolution(3, 3, 3, 1, 2, new Padding(2, 2, 2, 2))));
    layers.put("strided convolution", List.of(convolution(4, 5, 5, 2, 1, new Padding(2, 2, 2, 2))));
    layers.put("convolution with a rest", List.of(convolution(5, 2, 2, 3, 1, Padding.NONE)));
    layers.put("max pool", List.of(new Layer.MaxPool(2, 2, Padding.NONE)));
    layers.put("lapping max pool", List.of(new Layer.MaxPool(3, 2, new Padding(1, 0, 1, 1))));
    layers.put("average pool", List.of(new Layer.AveragePool(2, 2, Padding.NONE)));
    layers.put(
        "lapping average pool", List.of(new Layer.AveragePool(3, 2, new Padding(0, 1, 1, 0))));
    layers.put("sum pool", List.of(new Layer.SumPool(3, 1, new Padding(1, 1, 1, 1))));
    layers.put("global average pool", List.of(new Layer.GlobalAveragePool()));
    layers.put("add", List.of(new Layer.Rectify(), new Layer.Add()));
    layers.put("min", List.of(new Layer.Rectify(), new Layer.Min()));
    layers.put("flatten", List.of(new Layer.Flatten()));
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("epsilon", new Rule.Epsilon(STABILISER));
    rules.put("gamma 0.5", new Rule.Gamma(0.5, STABILISER));
    rules.put("gamma without stabiliser", new Rule.Gamma(0.25, 0));
    rules.put("z+", new Rule.ZPlus(STABILISER));
    rules.put("z^B", new Rule.ZB(-0.5, 1.5, STABILISER));
    rules.put("z^B a channel", new Rule.ZB(List.of(-0.5, -2.0), List.of(1.5, 0.25), STABILISER));
    int[][] sizes = {{7, 9}, {6, 11}, {5, 5}};
    List<Arguments> all = new ArrayList<>();
    layers.forEach(
        (layer, some) ->
            rules.forEach(
                (rule, first) -> {
                  for (int[] size : sizes) {
                    all.add(Arguments.of(layer, rule, size, some, first));
                  }
                }));
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("layersRulesAndSizes")
  void theGraphGivesWhatTheInterpreterGives(
      String layer, String rule, int[] size, List<Layer> middle, Rule first) {
    for (boolean biased : new boolean[] {false, true}) {
      Net net = around(middle, size, biased);
      List<Rule> rules = new ArrayList<>();
      for (Net.Node node : net.nodes()) {
        if (node.layer() instanceof Layer.Affine) {
          rules.add(rules.isEmpty() || first instanceof Rule.ZPlus ? first : plain(first));
        }
      }
      agree(net, new Composite(rules, STABILISER), input(size));
    }
  }

  /** z^B is for pixels, so for the first layer alone. */
  private static Rule plain(Rule rule) {
    return rule instanceof Rule.ZB ? new Rule.Gamma(0.1, STABILISER) : rule;
  }

  @Test
  void equalSharesOfAMinAgreeToo() {
    int[] size = {6, 7};
    Net net = around(List.of(new Layer.Rectify(), new Layer.Min()), size, true);
    Composite gamma = Composite.gamma(net, 0.5, STABILISER);
    agree(net, new Composite(gamma.rules(), STABILISER, MinShare.EQUAL), input(size));
  }

  @Test
  void tiesGoWhereTheInterpreterSendsThem() {
    Random random = new Random(3);
    double[] steps = random.ints(2 * 9 * 9, 0, 3).mapToDouble(i -> i / 2.0).toArray();
    Tensor x = new Tensor(new int[] {2, 9, 9}, steps);
    Net max =
        Net.sequence(
            x.shape(),
            List.of(
                new Layer.MaxPool(3, 2, new Padding(1, 1, 1, 1)),
                new Layer.Flatten(),
                dense(4, 50, 3, false)));
    agree(max, Composite.gamma(max, 0.5, STABILISER), x);
    Net min =
        new Net(
            x.shape(),
            List.of(
                node(new Layer.MaxPool(3, 1, new Padding(1, 1, 1, 1)), Net.INPUT),
                new Net.Node(new Layer.Min(), List.of(Net.INPUT, 0)),
                node(new Layer.Flatten(), 1),
                node(dense(5, 162, 3, false), 2)));
    agree(min, Composite.gamma(min, 0.5, STABILISER), x);
  }

  @Test
  void aLayerWithoutARuleIsAnErrorAtTheStart() {
    Net net = around(List.of(new Layer.Flatten()), new int[] {5, 5}, false);
    Composite one = new Composite(List.of(new Rule.Epsilon(0)), 0);
    assertThatThrownBy(() -> new LrpNetwork(net, one, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 rules for 2 linear layers");
  }

  @Test
  void layersThatDoNotFitAreAnErrorAtTheStart() {
    Net net =
        Net.sequence(new int[] {2, 5, 5}, List.of(new Layer.Flatten(), dense(1, 49, 3, false)));
    assertThatThrownBy(() -> new LrpNetwork(net, Composite.gamma(net, 0, 0), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("49 inputs");
  }

  private static void agree(Net net, Composite composite, Tensor x) {
    BiLrp expected = BiLrp.branch(new Interpreter(net, composite), x);
    try (LrpNetwork network = new LrpNetwork(net, composite, 3, 1)) {
      BiLrp found = network.branch(x);
      double most = 0;
      for (int m = 0; m < expected.features().length; m++) {
        for (double r : expected.relevance()[m]) {
          most = Math.max(most, Math.abs(r));
        }
      }
      assertThat(most).as("relevance to compare").isPositive();
      assertThat(found.features()).hasSameSizeAs(expected.features());
      for (int m = 0; m < expected.features().length; m++) {
        double phi = expected.features()[m];
        assertThat(found.features()[m]).isCloseTo(phi, within(1e-5 + 1e-5 * Math.abs(phi)));
        assertThat(found.relevance()[m])
            .containsExactly(expected.relevance()[m], within(1e-4 * most));
        assertThat(found.lost()[m]).isCloseTo(expected.lost()[m], within(1e-4 * most));
      }
    }
  }

  /** The layers between a convolution and a dense layer; the last of them may take two results. */
  private static Net around(List<Layer> middle, int[] size, boolean biased) {
    List<Net.Node> nodes = new ArrayList<>();
    int[] in = {2, size[0], size[1]};
    nodes.add(node(convolution(9, 3, 3, 1, 1, new Padding(1, 1, 1, 1), 2, 3, biased), Net.INPUT));
    nodes.add(node(new Layer.Rectify(), 0));
    if (middle.get(middle.size() - 1).inputs() == 2) {
      nodes.add(node(convolution(8, 3, 3, 1, 1, new Padding(1, 1, 1, 1), 3, 3, biased), 1));
      nodes.add(node(new Layer.Rectify(), 2));
      nodes.add(new Net.Node(middle.get(1), List.of(1, 3)));
    } else {
      nodes.add(node(middle.get(0), 1));
      nodes.add(node(new Layer.Rectify(), 2));
    }
    nodes.add(node(new Layer.Flatten(), nodes.size() - 1));
    List<int[]> shapes = new Net(in, nodes).shapes();
    int flat = shapes.get(shapes.size() - 1)[0];
    nodes.add(node(dense(7, flat, 4, biased), nodes.size() - 1));
    nodes.add(node(new Layer.Rectify(), nodes.size() - 1));
    return new Net(in, nodes);
  }

  private static Net.Node node(Layer layer, int from) {
    return new Net.Node(layer, List.of(from));
  }

  private static Layer convolution(
      long seed, int high, int wide, int stride, int dilation, Padding padding) {
    return convolution(seed, high, wide, stride, dilation, padding, 3, 4, true);
  }

  private static Layer convolution(
      long seed,
      int high,
      int wide,
      int stride,
      int dilation,
      Padding padding,
      int in,
      int out,
      boolean biased) {
    Random random = new Random(seed);
    double[] bias = biased ? normal(random, out, 0.2) : new double[0];
    return new Layer.Convolve(
        in,
        out,
        high,
        wide,
        stride,
        dilation,
        padding,
        normal(random, in * out * high * wide, 0.4),
        bias);
  }

  private static Layer dense(long seed, int in, int out, boolean biased) {
    Random random = new Random(seed);
    double[] bias = biased ? normal(random, out, 0.2) : new double[0];
    // Lifted, so that not all features are rectified away.
    double[] weights =
        random.doubles(in * out).map(u -> random.nextGaussian() * 0.3 + 0.1).toArray();
    return new Layer.Dense(in, out, weights, bias);
  }

  private static double[] normal(Random random, int n, double scale) {
    return random.doubles(n).map(u -> random.nextGaussian() * scale).toArray();
  }

  private static Tensor input(int[] size) {
    int n = 2 * size[0] * size[1];
    return new Tensor(new int[] {2, size[0], size[1]}, new Random(n).doubles(n).toArray());
  }
}
