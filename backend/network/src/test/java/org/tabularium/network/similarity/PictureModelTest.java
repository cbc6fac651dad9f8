package org.tabularium.network.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tabularium.network.lrp.BiLrp;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.lrp.Tensor;

class PictureModelTest {
  private static final Pixels PIXELS = new Pixels(new double[] {0.4}, new double[] {0.5});
  private static final Projection PROJECTION = new Projection(12, 5);

  /** Worked by hand on two rows of three. */
  @Test
  void viewsByHand() {
    Tensor x = new Tensor(new int[] {1, 2, 3}, new double[] {1, 2, 3, 4, 5, 6});
    assertThat(new View(false, 1).of(x).values()).containsExactly(4, 1, 5, 2, 6, 3);
    assertThat(new View(true, 0).of(x).values()).containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(new View(true, 1).of(x).values()).containsExactly(6, 3, 5, 2, 4, 1);
    assertThat(View.of(2, 3)).hasSize(4);
    assertThat(View.of(3, 3)).hasSize(8).startsWith(View.STRAIGHT).doesNotHaveDuplicates();
    for (View view : View.of(3, 3)) {
      assertThat(view.back(view.of(x)).values()).containsExactly(x.values());
    }
  }

  /** On the average of many numbers the projection keeps the dot product. */
  @Test
  void theProjectionKeepsTheDotProduct() {
    Net net = Net.sequence(new int[] {1, 1, 101}, List.of(new Layer.Rectify()));
    double[] x = new double[101];
    double[] y = new double[101];
    System.arraycopy(new double[] {1, 0, 2, 0.5}, 0, x, 0, 4);
    System.arraycopy(new double[] {0.5, 1, 1, 0}, 0, y, 97, 4);
    System.arraycopy(new double[] {0.5, 1, 1, 0}, 0, y, 0, 4);
    double sum = 0;
    for (int seed = 0; seed < 400; seed++) {
      double[] weights = weights(new Projection(100, seed).after(net));
      for (int m = 0; m < 100; m++) {
        double a = 0;
        double b = 0;
        for (int i = 0; i < 101; i++) {
          a += weights[101 * m + i] * x[i];
          b += weights[101 * m + i] * y[i];
        }
        sum += a * b / 400;
      }
    }
    assertThat(sum).isCloseTo(2.5, within(0.1));
    assertThat(new Projection(7, 3).after(net)).extracting(n -> n.nodes().size()).isEqualTo(3);
    assertThat(weights(new Projection(7, 4).after(net)))
        .isNotEqualTo(weights(new Projection(7, 5).after(net)));
  }

  /** To few activations nothing random is done. */
  @Test
  void aLayerOfFewActivationsIsNotProjected() {
    Net net = Net.sequence(new int[] {1, 1, 2}, List.of(new Layer.Rectify()));
    assertThat(weights(new Projection(2, 3).after(net))).containsExactly(1, 0, 0, 1);
    assertThat(weights(new Projection(9, 3).after(net))).containsExactly(1, 0, 0, 1);
  }

  private static double[] weights(Net projected) {
    return ((Layer.Dense) projected.nodes().get(2).layer()).weights();
  }

  /** Against the plain interpreter, block by block; relevances and remainder are the score. */
  @Test
  void theExplanationIsTheInterpretersPooled() {
    Net net = network(16, 20);
    Tensor x = picture(1, 16, 20);
    Tensor y = picture(2, 16, 20);
    Net projected = PROJECTION.after(net);
    Interpreter lrp = new Interpreter(projected, Depths.vgg16().projected(projected, PIXELS));
    BiLrp a = BiLrp.branch(lrp, x);
    BiLrp b = BiLrp.branch(lrp, y);
    double[][] expected = new double[6][6];
    for (int i = 0; i < 320; i++) {
      for (int j = 0; j < 320; j++) {
        expected[i / 20 / 8 * 3 + i % 20 / 8][j / 20 / 8 * 3 + j % 20 / 8] += BiLrp.at(a, b, i, j);
      }
    }
    try (PictureModel model = model(net)) {
      PictureExplanation e = model.explain(x, y);
      assertThat(e.rows()).isEqualTo(2);
      assertThat(e.columns()).isEqualTo(3);
      double sum = 0;
      double largest = 0;
      double[][] r = e.relevance();
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
          sum += r[i][j];
          largest = Math.max(largest, Math.abs(expected[i][j]));
        }
      }
      for (int i = 0; i < 6; i++) {
        assertThat(r[i]).containsExactly(expected[i], within(1e-4 * largest));
      }
      assertThat(sum + e.remainder()).isCloseTo(e.score(), within(1e-4 * Math.abs(e.score())));
      assertThat(Math.abs(e.remainder())).as("biases take a part").isGreaterThan(1e-6);
      assertThat(e.explained()).isCloseTo(sum, within(1e-6 * Math.abs(sum)));
      for (int i = 0; i < 6; i++) {
        assertThat(e.ofFirst()[i]).isCloseTo(java.util.Arrays.stream(r[i]).sum(), within(1e-9));
      }
      assertThat(java.util.Arrays.stream(e.ofSecond()).sum()).isCloseTo(sum, within(1e-9));
      assertThat(model.explain(x, x).cosine()).isCloseTo(1, within(1e-6));
      List<Double> told = new ArrayList<>();
      model.explain(x, y, told::add);
      assertThat(told).isSorted().startsWith(0.0).endsWith(1.0);
    }
  }

  /** A picture and its turned copy: the same as the picture and itself, each in its own frame. */
  @Test
  void theBestViewsAreFoundAndRelevanceIsTurnedBack() {
    Tensor x = picture(3, 24, 24);
    View turn = new View(true, 1);
    try (PictureModel model = model(network(24, 24))) {
      PictureExplanation itself = model.explainBestViews(x, x);
      PictureExplanation turned = model.explainBestViews(x, turn.of(x));
      assertThat(turned.score()).isCloseTo(itself.score(), within(1e-4 * itself.score()));
      assertThat(turned.score()).isGreaterThan(1.01 * model.explain(x, turn.of(x)).score());
      assertThat(turned.viewOfFirst()).isEqualTo(itself.viewOfFirst());
      double[][] expected = itself.relevance();
      double[][] found = turned.relevance();
      double largest = 0;
      for (double[] row : expected) {
        for (double r : row) {
          largest = Math.max(largest, Math.abs(r));
        }
      }
      for (int i = 0; i < 9; i++) {
        Tensor seen = turn.of(new Tensor(new int[] {1, 3, 3}, expected[i]));
        assertThat(found[i]).containsExactly(seen.values(), within(1e-3 * largest));
      }
    }
  }

  /**
   * The paper's section 5: z^B for layer 1, then 0.5, 0.25, 0.1, 0 for 2-10, 11-17, 18-24, 25-31.
   */
  @Test
  void gammaByDepthIsThePapers() {
    List<Layer> layers = new ArrayList<>();
    for (int convolutions : new int[] {2, 2, 3, 3, 3}) {
      for (int c = 0; c < convolutions; c++) {
        layers.add(
            new Layer.Convolve(1, 1, 1, 1, 1, 1, Padding.NONE, new double[1], new double[0]));
        layers.add(new Layer.Rectify());
      }
      layers.add(new Layer.MaxPool(1, 1, Padding.NONE));
    }
    assertThat(layers).hasSize(31);
    Net net = PROJECTION.after(Net.sequence(new int[] {1, 2, 2}, layers));
    List<Rule> rules = Depths.vgg16().projected(net, PIXELS).rules();
    assertThat(rules.get(0)).isEqualTo(new Rule.ZB(-0.8, 1.2, Depths.STABILISER));
    assertThat(rules.subList(1, 13))
        .extracting(r -> ((Rule.Gamma) r).gamma())
        .containsExactly(0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.1, 0.1, 0.1, 0.0, 0.0, 0.0);
    assertThat(rules.get(13)).isInstanceOf(Rule.Epsilon.class);
  }

  @Test
  void picturesAreSeenAtTheNetworksSizeAndRange() {
    BufferedImage picture = new BufferedImage(50, 41, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 25; x++) {
      for (int y = 0; y < 41; y++) {
        picture.setRGB(x, y, Color.WHITE.getRGB());
      }
    }
    try (PictureModel model = model(network(16, 20))) {
      Tensor seen = model.input(picture);
      assertThat(seen.shape()).containsExactly(1, 16, 20);
      assertThat(seen.values()[0]).isCloseTo(PIXELS.high().get(0), within(1e-9));
      assertThat(seen.values()[19]).isCloseTo(PIXELS.low().get(0), within(1e-9));
    }
    Pixels colour = Pixels.imageNet();
    assertThat(colour.low())
        .as("z^B has the bounds of each channel, not one box around all three")
        .containsExactly(-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225);
    assertThat(colour.high().get(2)).isCloseTo(0.594 / 0.225, within(1e-9));
    assertThatThrownBy(
            () -> new PictureModel(network(16, 16), colour, Depths.vgg16(), PROJECTION, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 channels");
  }

  private static PictureModel model(Net net) {
    return new PictureModel(net, PIXELS, Depths.vgg16(), PROJECTION, 1);
  }

  private static Net network(int height, int width) {
    Random random = new Random(6);
    return Net.sequence(
        new int[] {1, height, width},
        List.of(
            convolution(random, 1),
            new Layer.Rectify(),
            convolution(random, 5),
            new Layer.Rectify(),
            new Layer.MaxPool(2, 2, Padding.NONE),
            convolution(random, 5),
            new Layer.Rectify(),
            new Layer.MaxPool(2, 2, Padding.NONE)));
  }

  private static Layer convolution(Random random, int in) {
    double[] w = random.doubles(45L * in).map(u -> random.nextGaussian() * 0.4).toArray();
    double[] b = random.doubles(5).map(u -> random.nextGaussian() * 0.02).toArray();
    return new Layer.Convolve(in, 5, 3, 3, 1, 1, new Padding(1, 1, 1, 1), w, b);
  }

  private static Tensor picture(long seed, int height, int width) {
    double[] v = new Random(seed).doubles((long) height * width).toArray();
    for (int i = 0; i < v.length; i++) {
      v[i] = (v[i] - 0.4) / 0.5;
    }
    return new Tensor(new int[] {1, height, width}, v);
  }
}
