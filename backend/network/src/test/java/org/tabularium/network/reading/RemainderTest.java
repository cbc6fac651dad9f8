package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Interpreter.Relevance;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.LrpNetwork;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.PixelNetwork;

/**
 * The remainder is counted where relevance is lost, never as score minus sum: of print, read by the
 * shipped network, it is what the interpreter counts in double precision, though that is far less
 * than single precision could tell two sums apart by.
 */
class RemainderTest {
  private static final double GAMMA = 0.5;

  /** Of every layer's denominators a part that nobody overlooks. */
  private static final double GREEDY = 0.02;

  @ParameterizedTest
  @ValueSource(doubles = {PixelNetwork.STABILISER, GREEDY})
  void whatDigitsAndPairsLoseIsWhatTheInterpreterCounts(double stabiliser) throws Exception {
    List<PixelBranch> branches = new ArrayList<>();
    List<PixelBranch> oracle = new ArrayList<>();
    DigitModel model = ModelFiles.shipped().model();
    try (PixelReader reader = new PixelReader(model, new Rule.Gamma(GAMMA, stabiliser), 1)) {
      for (String name : List.of("piece-a.png", "piece-b.png")) {
        Page page = Page.print(name);
        PixelBranch branch = branch(reader, page);
        double[] counted = counted(model, page, stabiliser);
        int unlike = 0;
        List<PixelBranch.Field> fields = new ArrayList<>();
        for (int d = 0; d < counted.length; d++) {
          PixelBranch.Field f = branch.digits().get(d);
          assertThat(counted[d]).isPositive();
          assertThat((double) f.lost()).isCloseTo(counted[d], within(1e-4 * counted[d]));
          unlike += Math.abs(1 - f.total() - counted[d]) > counted[d] ? 1 : 0;
          fields.add(
              new PixelBranch.Field(f.left(), f.top(), f.unit(), (float) counted[d], f.raw()));
        }
        if (stabiliser == PixelNetwork.STABILISER) {
          assertThat(unlike)
              .as("digits of which a difference of sums would be all rounding")
              .isGreaterThan(counted.length / 2);
        }
        branches.add(branch);
        oracle.add(
            PixelBranch.of(
                page.reading(),
                GAMMA,
                MinShare.SMALLER,
                page.ink().width(),
                page.ink().height(),
                branch.side(),
                fields));
      }
    }
    PixelExplanation pair =
        new PixelExplanation(branches.get(0), branches.get(1), ScoreKind.COSINE);
    double remainder =
        new PixelExplanation(oracle.get(0), oracle.get(1), ScoreKind.COSINE).remainder();
    assertThat(pair.remainder()).isPositive().isCloseTo(remainder, within(1e-4 * remainder));
    if (stabiliser == PixelNetwork.STABILISER) {
      assertThat(remainder).isLessThan(1e-7 * pair.score());
    }
  }

  /** What the interpreter loses of each digit's activation, taken as 1. */
  private static double[] counted(DigitModel model, Page page, double stabiliser) {
    Net net = model.net(page.ink().height(), page.ink().width());
    Interpreter.At at =
        new Interpreter(net, Composite.gamma(net, GAMMA, stabiliser)).at(input(net, page.ink()));
    return IntStream.range(0, page.reading().digits().size())
        .mapToDouble(d -> at.relevance(unit(page, d, at)).lost())
        .toArray();
  }

  /** Each layer as a network of its own, under what the layers above have left. */
  @Test
  void layerByLayerTheGraphsCountWhatTheInterpreterCounts() throws Exception {
    DigitModel model = ModelFiles.shipped().model();
    Page page = Page.print("piece-a.png");
    Net net = model.net(page.ink().height(), page.ink().width());
    Tensor ink = input(net, page.ink());
    Interpreter.At whole = new Interpreter(net, Composite.gamma(net, GAMMA, GREEDY)).at(ink);
    List<Integer> some = List.of(0, 9, 18, 27);
    List<Tensor> above = new ArrayList<>();
    some.forEach(d -> above.add(unit(page, d, whole)));
    double[] sums = new double[some.size()];
    for (int n = net.nodes().size() - 2; n >= 0; n -= 2) { // a convolution and its rectifier
      Tensor below = n == 0 ? ink : whole.activations().get(n - 1);
      Net layer =
          Net.sequence(
              below.shape(), List.of(net.nodes().get(n).layer(), net.nodes().get(n + 1).layer()));
      Composite rule = Composite.gamma(layer, GAMMA, GREEDY);
      Interpreter.At plain = new Interpreter(layer, rule).at(below);
      try (LrpNetwork graphs = new LrpNetwork(layer, rule, some.size(), 1)) {
        List<Relevance> fast = graphs.relevance(below, above);
        for (int i = 0; i < sums.length; i++) {
          Relevance slow = plain.relevance(above.get(i));
          assertThat(slow.lost()).as("node %s", n).isGreaterThan(1e-3);
          assertThat(fast.get(i).lost())
              .as("node %s", n)
              .isCloseTo(slow.lost(), within(1e-4 * slow.lost()));
          sums[i] += slow.lost();
          above.set(i, slow.input());
        }
      }
    }
    try (PixelReader reader = new PixelReader(model, new Rule.Gamma(GAMMA, GREEDY), 1)) {
      PixelBranch branch = branch(reader, page);
      for (int i = 0; i < sums.length; i++) {
        assertThat((double) branch.digits().get(some.get(i)).lost())
            .isCloseTo(sums[i], within(1e-4 * sums[i]));
      }
    }
  }

  private static PixelBranch branch(PixelReader reader, Page page) {
    return reader.branch(page.ink(), page.reading(), MinShare.SMALLER, Progress.NONE);
  }

  /** A digit's activation taken as 1. */
  private static Tensor unit(Page page, int digit, Interpreter.At oracle) {
    List<Tensor> all = oracle.activations();
    Tensor above = Tensor.zeros(all.get(all.size() - 1).shape());
    Digit d = page.reading().digits().get(digit);
    int[] maps = above.shape();
    above.values()[(d.digit() * maps[1] + d.row()) * maps[2] + d.column()] = 1;
    return above;
  }

  private static Tensor input(Net net, InkMap ink) {
    Tensor x = Tensor.zeros(net.inputShape());
    for (int i = 0; i < x.values().length; i++) {
      x.values()[i] = ink.ink()[i];
    }
    return x;
  }
}
