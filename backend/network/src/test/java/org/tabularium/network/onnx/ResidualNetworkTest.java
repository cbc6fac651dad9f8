package org.tabularium.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tabularium.network.lrp.BiLrp;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.lrp.Tensor;

/**
 * BiLRP of a small network with the shape of a ResNet, read from ONNX: two blocks, each of two
 * convolutions with their normalisations and a shortcut, the second one's a convolution itself;
 * then the mean of each map and a dense layer. Seeded weights; the normalisations make biases of
 * which a good part of the relevance is lost, so that the remainder is worth counting.
 */
class ResidualNetworkTest {
  private static final double STABILISER = 1e-9;
  private static final int[] PICTURE = {2, 11, 10};
  private static final int CELLS = 110;

  private final byte[] file = file();
  private final Net net = NetLoader.read(file);

  /** z^B for the pixels, then gamma as the layers go up. */
  private final Composite composite =
      new Composite(
          List.of(
              new Rule.ZB(0, 1, STABILISER),
              new Rule.Gamma(0.5, STABILISER),
              new Rule.Gamma(0.25, STABILISER),
              new Rule.Gamma(0.25, STABILISER),
              new Rule.Gamma(0.1, STABILISER),
              new Rule.Gamma(0, STABILISER)),
          STABILISER);

  private final Tensor x = picture(1);
  private final Tensor y = picture(2);

  private static byte[] file() {
    Onnx g = new Onnx(2, 11, 10);
    g.node("conv1", "Conv", "x", g.weights("w1", 5, 2, 3, 3)).ints("pads", 1, 1, 1, 1);
    g.norm("norm1", "conv1", 5);
    g.node("relu1", "Relu", "norm1");
    g.node("conv2", "Conv", "relu1", g.weights("w2", 5, 5, 3, 3)).ints("pads", 1, 1, 1, 1);
    g.norm("norm2", "conv2", 5);
    g.node("sum1", "Add", "norm2", "relu1");
    g.node("relu2", "Relu", "sum1");
    g.node("conv3", "Conv", "relu2", g.weights("w3", 6, 5, 3, 3))
        .ints("strides", 2, 2)
        .ints("pads", 1, 1, 1, 1);
    g.norm("norm3", "conv3", 6);
    g.node("relu3", "Relu", "norm3");
    g.node("conv4", "Conv", "relu3", g.weights("w4", 6, 6, 3, 3)).ints("pads", 1, 1, 1, 1);
    g.norm("norm4", "conv4", 6);
    g.node("shortcut", "Conv", "relu2", g.weights("w5", 6, 5, 1, 1)).ints("strides", 2, 2);
    g.norm("norm5", "shortcut", 6);
    g.node("sum2", "Add", "norm4", "norm5");
    g.node("relu4", "Relu", "sum2");
    g.node("mean", "GlobalAveragePool", "relu4");
    g.node("flat", "Flatten", "mean");
    g.node("dense", "Gemm", "flat", g.weights("w6", 7, 6), g.weights("b6", 7)).number("transB", 1);
    return g.bytes();
  }

  @Test
  void itIsReadAsItStands() throws OrtException {
    assertThat(net.nodes().stream().filter(n -> n.layer() instanceof Layer.Add)).hasSize(2);
    double[] expected = Onnx.run(file, x);
    assertThat(new Interpreter(net, composite).features(x))
        .containsExactly(expected, within(1e-5 * largest(expected)));
  }

  @Test
  void relevanceAndTheCountedRemainderMakeUpTheScoreAndSwappingTransposes() {
    try (LrpNetwork network = new LrpNetwork(net, composite, 3, 1)) {
      BiLrp a = network.branch(x);
      BiLrp b = network.branch(y);
      double score = BiLrp.score(a, b);
      double all = 0;
      for (int i = 0; i < CELLS; i++) {
        for (int j = 0; j < CELLS; j++) {
          all += BiLrp.at(a, b, i, j);
          assertThat(BiLrp.at(b, a, j, i)).isEqualTo(BiLrp.at(a, b, i, j));
        }
      }
      double remainder = BiLrp.remainder(a, b);
      double size = Math.max(Math.abs(all), Math.abs(remainder));
      assertThat(Math.abs(score)).as("a score to explain").isGreaterThan(0.1);
      assertThat(Math.abs(remainder)).as("biases take much").isGreaterThan(0.05 * Math.abs(score));
      assertThat(all + remainder).isCloseTo(score, within(1e-5 * size));
      assertThat(BiLrp.remainder(b, a)).isCloseTo(remainder, within(1e-12 * size));
    }
  }

  @Test
  void theGraphsSayWhatTheInterpreterSays() {
    Interpreter interpreter = new Interpreter(net, composite);
    BiLrp slowX = BiLrp.branch(interpreter, x);
    BiLrp slowY = BiLrp.branch(interpreter, y);
    try (LrpNetwork network = new LrpNetwork(net, composite, 3, 1)) {
      BiLrp a = network.branch(x);
      BiLrp b = network.branch(y);
      double[] off = new double[CELLS * CELLS];
      double[] expected = new double[CELLS * CELLS];
      for (int i = 0; i < CELLS; i++) {
        for (int j = 0; j < CELLS; j++) {
          expected[i * CELLS + j] = BiLrp.at(slowX, slowY, i, j);
          off[i * CELLS + j] = expected[i * CELLS + j] - BiLrp.at(a, b, i, j);
        }
      }
      assertThat(largest(off)).isLessThan(1e-4 * largest(expected));
      assertThat(a.lost()).containsExactly(slowX.lost(), within(1e-4 * largest(slowX.lost())));
      double remainder = BiLrp.remainder(slowX, slowY);
      assertThat(BiLrp.remainder(a, b)).isCloseTo(remainder, within(1e-4 * Math.abs(remainder)));
    }
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  private static Tensor picture(long seed) {
    double[] cells = new Random(seed).doubles(2 * CELLS).map(v -> (float) v).toArray();
    return new Tensor(PICTURE, cells);
  }
}
