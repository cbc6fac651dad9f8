package org.tabularium.network.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tabularium.network.lrp.BiLrp;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;

class PictureSumsTest {
  private static final Pixels PIXELS = Pixels.plain(1);

  /** Against all R_ii' of the plain interpreter, one pass a feature: 8 x 10 x 3 of them. */
  @Test
  void onePassGivesTheRowSumsOfAllFeatures() {
    Net net = network(false);
    Tensor x = picture(1);
    Tensor y = picture(2);
    Interpreter lrp = new Interpreter(net, Depths.vgg16().composite(net, PIXELS));
    BiLrp a = BiLrp.branch(lrp, x);
    BiLrp b = BiLrp.branch(lrp, y);
    double[] first = new double[6];
    double[] second = new double[6];
    for (int i = 0; i < 320; i++) {
      for (int j = 0; j < 320; j++) {
        double r = BiLrp.at(a, b, i, j);
        first[i / 20 / 8 * 3 + i % 20 / 8] += r;
        second[j / 20 / 8 * 3 + j % 20 / 8] += r;
      }
    }
    try (PictureSums sums = new PictureSums(net, PIXELS, Depths.vgg16(), 1)) {
      List<Double> told = new ArrayList<>();
      PictureSums.Sums s = sums.of(x, y, false, told::add);
      assertThat(s.score()).isCloseTo(BiLrp.score(a, b), within(1e-5 * s.score()));
      double largest = Arrays.stream(first).map(Math::abs).max().orElseThrow();
      assertThat(s.first().blocks()).containsExactly(first, within(1e-4 * largest));
      assertThat(s.second().blocks()).containsExactly(second, within(1e-4 * largest));
      assertThat(told).isSorted().startsWith(0.0).endsWith(1.0);
      assertThat(sums.of(x, x, false, done -> {}).cosine()).isCloseTo(1, within(1e-6));
    }
  }

  /** What biases take is counted on each side, and on each side nothing else is missing. */
  @Test
  void blocksAndLossesAreTheScore() {
    try (PictureSums sums = new PictureSums(network(true), PIXELS, Depths.vgg16(), 1)) {
      PictureSums.Sums s = sums.of(picture(1), picture(2), false, done -> {});
      for (PictureSums.Side side : List.of(s.first(), s.second())) {
        assertThat(Math.abs(side.lost())).isGreaterThan(1e-6 * s.score());
        assertThat(Arrays.stream(side.blocks()).sum() + side.lost())
            .isCloseTo(s.score(), within(1e-4 * s.score()));
      }
    }
  }

  /** A picture and its mirror image are a picture and itself once all views are tried. */
  @Test
  void theBestViewIsFoundAndTurnedBack() {
    View mirror = new View(true, 2);
    Tensor x = picture(3);
    try (PictureSums sums = new PictureSums(network(false), PIXELS, Depths.vgg16(), 1)) {
      PictureSums.Sums itself = sums.of(x, x, true, done -> {});
      PictureSums.Sums mirrored = sums.of(x, mirror.of(x), true, done -> {});
      assertThat(mirrored.score()).isCloseTo(itself.score(), within(1e-4 * itself.score()));
      assertThat(mirrored.first().blocks())
          .containsExactly(itself.first().blocks(), within(1e-4 * itself.score()));
      assertThat(sums.of(x, mirror.of(x), false, done -> {}).score())
          .isLessThan(0.99 * mirrored.score());
    }
  }

  private static Net network(boolean biased) {
    Random random = new Random(6);
    return Net.sequence(
        new int[] {1, 16, 20},
        List.of(
            convolution(random, 1, 5, biased),
            new Layer.Rectify(),
            new Layer.MaxPool(2, 2, Padding.NONE),
            convolution(random, 5, 3, biased),
            new Layer.Rectify()));
  }

  private static Layer convolution(Random random, int in, int out, boolean biased) {
    double[] w = random.doubles(9L * in * out).map(u -> random.nextGaussian() * 0.4).toArray();
    double[] b = random.doubles(out).map(u -> random.nextGaussian() * 0.05).toArray();
    return new Layer.Convolve(
        in, out, 3, 3, 1, 1, new Padding(1, 1, 1, 1), w, biased ? b : new double[0]);
  }

  private static Tensor picture(long seed) {
    return new Tensor(new int[] {1, 16, 20}, new Random(seed).doubles(320).toArray());
  }
}
