package org.tabularium.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.onnx.NetWriter;

/**
 * Golden vectors of our own, in the layout that the command takes, each with how it was made; and
 * that the command sees it when one of them is off.
 */
class GoldenCheckTest {
  private static final int SIDE = 6;
  private static final int MAPS = 2;
  private static final int FEATURES = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gammaWithBiasesByHand(boolean graphs) throws IOException {
    byHand();
    assertThat(GoldenCheck.check(folder, graphs).largest()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientTimesInputByFiniteDifferences(boolean graphs) throws IOException {
    byFiniteDifferences();
    assertThat(GoldenCheck.check(folder, graphs).largest()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void boundedPixelsAtTheEdgeAndTheWinnersOfMaxPoolByHand(boolean graphs) throws IOException {
    atTheEdgeByHand();
    assertThat(GoldenCheck.check(folder, graphs).largest()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"phi_y", "lrp_x", "bilrp"})
  void oneNumberThatIsOffIsSeen(String file) throws IOException {
    byHand();
    byte[] bytes = Files.readAllBytes(folder.resolve(file + ".f32"));
    ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    values.putFloat(0, values.getFloat(0) * 1.001f);
    Files.write(folder.resolve(file + ".f32"), bytes);
    assertThat(GoldenCheck.check(folder, false).largest()).isGreaterThan(1e-4);
  }

  /**
   * Worked by hand, gamma 0.5: the convolution sees both inputs at once. Its first map has weights
   * 3, -1 and bias 1, so rho is 4.5, -1 and 1.5; its second 1, 1 and -1, so 1.5, 1.5 and -1.
   *
   * <p>x = (1, 2): phi = (3 - 2 + 1, 1 + 2 - 1) = (2, 2); shares (4.5, -2, 1.5) of 4 and (1.5, 3,
   * -1) of 3.5. y = (2, 1): phi = (6 - 1 + 1, 2 + 1 - 1) = (6, 2); shares (9, -1, 1.5) of 9.5 and
   * (3, 1.5, -1) of 3.5. The last share is the bias's and lost.
   */
  private void byHand() throws IOException {
    Layer convolution =
        new Layer.Convolve(
            1, 2, 1, 2, 1, 1, Padding.NONE, new double[] {3, -1, 1, 1}, new double[] {1, -1});
    Net net =
        Net.sequence(
            new int[] {1, 1, 2}, List.of(convolution, new Layer.Rectify(), new Layer.Flatten()));
    double[][] x = {{4.5 / 4 * 2, -2.0 / 4 * 2}, {1.5 / 3.5 * 2, 3 / 3.5 * 2}};
    double[][] y = {{9 / 9.5 * 6, -1 / 9.5 * 6}, {3 / 3.5 * 2, 1.5 / 3.5 * 2}};
    write(
        net,
        List.of("conv", "relu", "flat"),
        "[0.5]",
        "null",
        new double[] {1, 2},
        new double[] {2, 1},
        new double[] {2, 2},
        new double[] {6, 2},
        x,
        y);
  }

  /**
   * Worked by hand: three pixels in a row under a 3 x 3 kernel with a padding of 1, z^B with bounds
   * -1 and 4, bias 1, rectified, then the larger of neighbours (max pool 3, padding 1, stride 2).
   * The kernel's middle row is 2, 1, -1; the fives above and below it meet only padding, which is
   * no pixel, has no bounds and takes no share. A pixel's share at weight w > 0 is w (x + 1), at w
   * < 0 it is -w (4 - x); the bias has none, since it cancels with those of the bounds.
   *
   * <p>x = (1, 0, 3): the convolution gives 1 - 0 + 1 = 2, 2 + 0 - 3 + 1 = 0, 0 + 3 + 1 = 4. Of the
   * first two 2 wins, from pixels 1 and 2: shares 1 * 2 and 1 * 4, of 6; so 2/3 and 4/3 of 2. Of
   * the last two 4 wins, from pixels 2 and 3: shares 2 * 1 and 1 * 4, of 6; so 4/3 and 8/3 of 4.
   *
   * <p>y = (1, 3, 2): 1 - 3 + 1 = -1, 2 + 3 - 2 + 1 = 4, 6 + 2 + 1 = 9. Of the first two 4 wins,
   * from all three pixels: shares 2 * 2, 1 * 4 and 1 * 2, of 10; so 8/5, 8/5 and 4/5 of 4. Of the
   * last two 9 wins, from pixels 2 and 3: shares 2 * 4 and 1 * 3, of 11; so 72/11 and 27/11 of 9.
   */
  private void atTheEdgeByHand() throws IOException {
    Padding around = new Padding(1, 1, 1, 1);
    double[] kernel = {5, 5, 5, 2, 1, -1, 5, 5, 5};
    Net net =
        Net.sequence(
            new int[] {1, 1, 3},
            List.of(
                new Layer.Convolve(1, 1, 3, 3, 1, 1, around, kernel, new double[] {1}),
                new Layer.Rectify(),
                new Layer.MaxPool(3, 2, around),
                new Layer.Flatten()));
    double[][] x = {{2 / 3.0, 4 / 3.0, 0}, {0, 4 / 3.0, 8 / 3.0}};
    double[][] y = {{8 / 5.0, 8 / 5.0, 4 / 5.0}, {0, 72 / 11.0, 27 / 11.0}};
    write(
        net,
        List.of("conv", "relu", "max", "flat"),
        "[0]",
        "[-1, 4]",
        new double[] {1, 0, 3},
        new double[] {1, 3, 2},
        new double[] {2, 4},
        new double[] {4, 9},
        x,
        y);
  }

  /**
   * By central differences of a plain loop of its own, which shares nothing with the project's
   * engines: two convolutions without biases, rectified, between them the mean of four cells. At
   * gamma 0 a feature's relevance at a cell is the cell's value times the feature's derivative by
   * it.
   */
  private void byFiniteDifferences() throws IOException {
    Random random = new Random(41);
    double[] first = random.doubles(MAPS * 9, -1, 1).map(w -> (float) w).toArray();
    double[] second =
        random.doubles((long) FEATURES * MAPS * 9, -0.5, 1).map(w -> (float) w).toArray();
    Padding around = new Padding(1, 1, 1, 1);
    Net net =
        Net.sequence(
            new int[] {1, SIDE, SIDE},
            List.of(
                new Layer.Convolve(1, MAPS, 3, 3, 1, 1, around, first, new double[0]),
                new Layer.Rectify(),
                new Layer.AveragePool(2, 2, Padding.NONE),
                new Layer.Convolve(MAPS, FEATURES, 3, 3, 1, 1, Padding.NONE, second, new double[0]),
                new Layer.Rectify(),
                new Layer.Flatten()));
    double[] x = random.doubles(SIDE * SIDE, 0.1, 1).map(v -> (float) v).toArray();
    double[] y = random.doubles(SIDE * SIDE, 0.1, 1).map(v -> (float) v).toArray();
    write(
        net,
        List.of("conv1", "relu1", "mean", "conv2", "relu2", "flat"),
        "[0, 0]",
        "null",
        x,
        y,
        features(x, first, second),
        features(y, first, second),
        gradientTimesInput(x, first, second),
        gradientTimesInput(y, first, second));
  }

  private static double[][] gradientTimesInput(double[] x, double[] first, double[] second) {
    double step = 1e-6;
    double[][] relevance = new double[FEATURES][x.length];
    for (int i = 0; i < x.length; i++) {
      double[] more = x.clone();
      double[] less = x.clone();
      more[i] += step;
      less[i] -= step;
      double[] above = features(more, first, second);
      double[] below = features(less, first, second);
      for (int f = 0; f < FEATURES; f++) {
        relevance[f][i] = x[i] * (above[f] - below[f]) / (2 * step);
      }
    }
    return relevance;
  }

  /** The whole network as loops: 6 x 6 cells, two maps of 3 x 3 means, three features. */
  private static double[] features(double[] x, double[] first, double[] second) {
    int half = SIDE / 2;
    double[] means = new double[MAPS * half * half];
    for (int m = 0; m < MAPS; m++) {
      for (int r = 0; r < SIDE; r++) {
        for (int c = 0; c < SIDE; c++) {
          double sum = 0;
          for (int i = -1; i <= 1; i++) {
            for (int j = -1; j <= 1; j++) {
              boolean inside = r + i >= 0 && r + i < SIDE && c + j >= 0 && c + j < SIDE;
              double cell = inside ? x[(r + i) * SIDE + c + j] : 0;
              sum += first[m * 9 + (i + 1) * 3 + j + 1] * cell;
            }
          }
          means[m * half * half + r / 2 * half + c / 2] += Math.max(0, sum) / 4;
        }
      }
    }
    double[] features = new double[FEATURES];
    for (int f = 0; f < FEATURES; f++) {
      for (int i = 0; i < means.length; i++) {
        features[f] += second[f * means.length + i] * means[i];
      }
      features[f] = Math.max(0, features[f]);
    }
    return features;
  }

  private void write(
      Net net,
      List<String> names,
      String gammas,
      String bounds,
      double[] x,
      double[] y,
      double[] phiX,
      double[] phiY,
      double[][] lrpX,
      double[][] lrpY)
      throws IOException {
    assertThat(phiX).as("nothing is closed").doesNotContain(0);
    Files.write(folder.resolve("model.onnx"), NetWriter.write(net, names));
    Files.writeString(
        folder.resolve("case.json"),
        "{\"gamma_by_convolution\": " + gammas + ", \"zB\": " + bounds + "}");
    floats("x", x);
    floats("y", y);
    floats("phi_x", phiX);
    floats("phi_y", phiY);
    double[] flatX = new double[lrpX.length * x.length];
    double[] flatY = new double[flatX.length];
    double[] bilrp = new double[x.length * y.length];
    for (int m = 0; m < lrpX.length; m++) {
      for (int i = 0; i < x.length; i++) {
        flatX[m * x.length + i] = lrpX[m][i];
        flatY[m * x.length + i] = lrpY[m][i];
        for (int j = 0; j < y.length; j++) {
          bilrp[i * y.length + j] += lrpX[m][i] * lrpY[m][j];
        }
      }
    }
    floats("lrp_x", flatX);
    floats("lrp_y", flatY);
    floats("bilrp", bilrp);
  }

  private void floats(String name, double[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putFloat((float) value);
    }
    Files.write(folder.resolve(name + ".f32"), bytes.array());
  }
}
