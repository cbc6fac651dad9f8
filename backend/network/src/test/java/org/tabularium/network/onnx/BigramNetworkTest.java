package org.tabularium.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.network.Models;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.Company;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.Gate;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.model.ShiftWindow;

/** The graph against a slower, plainer telling of the same sums. */
class BigramNetworkTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theGraphGivesWhatPlainLoopsGive(long seed) {
    DigitModel model = Models.random(seed);
    InkMap ink = noise(seed, 61, 90);
    float[][][] maps = digitMaps(model, ink);
    List<int[]> peaks = gate(maps, model.spec().gate());
    assertThat(peaks).as("the test needs digits to look at").hasSizeGreaterThan(5);

    try (BigramNetwork network = new BigramNetwork(model, 1)) {
      BigramNetwork.Peaks found = network.run(ink);
      assertThat(found.count()).isEqualTo(peaks.size());
      float[] phi = new float[100];
      for (int i = 0; i < peaks.size(); i++) {
        int[] p = peaks.get(i);
        assertThat(new int[] {found.digit()[i], found.row()[i], found.column()[i]}).isEqualTo(p);
        assertThat(found.activation()[i]).isCloseTo(maps[p[0]][p[1]][p[2]], within(1e-4f));
        for (int k = 0; k < 10; k++) {
          assertThat(found.classes()[i][k]).isCloseTo(maps[k][p[1]][p[2]], within(1e-4f));
          float mass = 0;
          ShiftWindow shifts = model.spec().shifts();
          for (int[] q : peaks) {
            if (q[0] == k && shifts.holds(q[2] - p[2], q[1] - p[1])) {
              float a = maps[p[0]][p[1]][p[2]];
              float b = maps[k][q[1]][q[2]];
              mass = Math.max(mass, Math.min(a, b));
            }
          }
          assertThat(found.masses()[i][k]).isCloseTo(mass, within(1e-4f));
          phi[10 * p[0] + k] += mass;
        }
      }
      for (int m = 0; m < 100; m++) {
        assertThat(found.phi()[m]).isCloseTo(phi[m], within(1e-3f));
      }
    }
  }

  @Test
  void theSecondHalfAloneGivesTheSameAndForgetsWhatIsSetAside() {
    try (BigramNetwork network = new BigramNetwork(Models.random(6), 1)) {
      BigramNetwork.Peaks all = network.run(noise(6, 61, 90));
      assertThat(all.count()).isGreaterThan(5);
      boolean[] kept = new boolean[all.count()];
      java.util.Arrays.fill(kept, true);
      BigramNetwork.Peaks again = network.only(all, kept);
      assertThat(again.digit()).isEqualTo(all.digit());
      assertThat(again.row()).isEqualTo(all.row());
      assertThat(again.column()).isEqualTo(all.column());
      assertThat(again.activation()).isEqualTo(all.activation());
      assertThat(again.masses()).isDeepEqualTo(all.masses());
      assertThat(again.classes()).isDeepEqualTo(all.classes());
      for (int m = 0; m < 100; m++) {
        assertThat(again.phi()[m]).isCloseTo(all.phi()[m], within(1e-5f));
      }

      ShiftWindow shifts = network.model().spec().shifts();
      kept[2] = false;
      BigramNetwork.Peaks fewer = network.only(all, kept);
      assertThat(fewer.count()).isEqualTo(all.count() - 1);
      for (int p = 0; p < fewer.count(); p++) {
        assertThat(fewer.classes()[p]).isEqualTo(all.classes()[p < 2 ? p : p + 1]);
        assertThat(fewer.classes()[p][fewer.digit()[p]]).isEqualTo(fewer.activation()[p]);
      }
      float[] phi = new float[100];
      for (int p = 0; p < all.count(); p++) {
        for (int k = 0; kept[p] && k < 10; k++) {
          float mass = 0;
          for (int q = 0; q < all.count(); q++) {
            if (kept[q]
                && all.digit()[q] == k
                && shifts.holds(all.column()[q] - all.column()[p], all.row()[q] - all.row()[p])) {
              mass = Math.max(mass, Math.min(all.activation()[p], all.activation()[q]));
            }
          }
          phi[10 * all.digit()[p] + k] += mass;
        }
      }
      for (int m = 0; m < 100; m++) {
        assertThat(fewer.phi()[m]).isCloseTo(phi[m], within(1e-4f));
      }
      java.util.Arrays.fill(kept, false);
      assertThat(network.only(all, kept).count()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 7_000, 3_000})
  void aLargePageReadInBandsGivesTheSame(int cells) {
    DigitModel model = Models.random(8);
    InkMap ink = noise(8, 150, 301);
    try (BigramNetwork whole = new BigramNetwork(model, 1);
        BigramNetwork banded =
            new BigramNetwork(model, new BigramNetwork.Running(1, cells, true))) {
      BigramNetwork.Peaks expected = whole.run(ink);
      BigramNetwork.Peaks found = banded.run(ink);
      assertThat(expected.count()).isGreaterThan(50);
      assertThat(found.digit()).isEqualTo(expected.digit());
      assertThat(found.row()).isEqualTo(expected.row());
      assertThat(found.column()).isEqualTo(expected.column());
      assertThat(found.activation()).containsExactly(expected.activation(), within(1e-5f));
      for (int i = 0; i < expected.count(); i++) {
        assertThat(found.masses()[i]).containsExactly(expected.masses()[i], within(1e-5f));
        assertThat(found.classes()[i]).containsExactly(expected.classes()[i], within(1e-5f));
      }
      assertThat(found.phi()).containsExactly(expected.phi(), within(1e-3f));
    }
  }

  @Test
  void aBlankPageHasNoDigitsAndNoFeatures() {
    try (BigramNetwork network = new BigramNetwork(Models.random(4), 1)) {
      for (int size : new int[] {1, 7, 64}) {
        BigramNetwork.Peaks found = network.run(new InkMap(size, size, new float[size * size]));
        assertThat(found.count()).isZero();
        assertThat(found.phi()).hasSize(100).containsOnly(0f);
      }
    }
  }

  @Test
  void whatIsShiftedIsReadShifted() {
    InkMap ink = noise(5, 40, 40);
    try (BigramNetwork network = new BigramNetwork(Models.random(5), 1)) {
      int reach = network.model().spec().reach();
      BigramNetwork.Peaks here = network.run(ink.crop(-2 * reach, -2 * reach, 260, 260));
      BigramNetwork.Peaks there = network.run(ink.crop(-2 * reach - 6, -2 * reach - 10, 260, 260));
      assertThat(there.count()).isEqualTo(here.count()).isPositive();
      for (int i = 0; i < here.count(); i++) {
        assertThat(there.column()[i] - here.column()[i]).isEqualTo(3);
        assertThat(there.row()[i] - here.row()[i]).isEqualTo(5);
      }
      for (int m = 0; m < 100; m++) {
        assertThat(there.phi()[m]).isCloseTo(here.phi()[m], within(1e-4f));
      }
    }
  }

  @Test
  void equalNeighboursAreOneDigitNotTwo() {
    // One layer that copies the ink to class 3: a flat bar of equal cells is one tie after another.
    ModelSpec spec =
        new ModelSpec(
            InkMap.ALGORITHM,
            20,
            0.33,
            List.of(new Convolution(1, 10, 1, 1, 1)),
            ModelSpec.FRAMING,
            6,
            new Gate(0.45f, 2, 2),
            Company.NONE,
            new ShiftWindow(3, 7, 1));
    float[] weights = new float[10];
    weights[3] = 1;
    float[] ink = new float[48 * 48];
    ink[20 * 48 + 20] = ink[20 * 48 + 21] = ink[21 * 48 + 20] = ink[21 * 48 + 21] = 0.8f;
    try (BigramNetwork network = new BigramNetwork(new DigitModel(spec, List.of(weights)), 1)) {
      BigramNetwork.Peaks found = network.run(new InkMap(48, 48, ink));
      assertThat(found.count()).isEqualTo(1);
      assertThat(found.digit()[0]).isEqualTo(3);
      assertThat(found.row()[0]).isEqualTo(20);
      assertThat(found.column()[0]).isEqualTo(20);
    }
  }

  @Test
  void aModelFileComesBackWithItsVersionAndCard() {
    DigitModel model = Models.random(6);
    ModelFiles.ModelFile file = ModelFiles.read(ModelFiles.write(model, "{\"seed\":6}"));
    assertThat(file.model().version()).isEqualTo(model.version()).hasSize(64);
    assertThat(file.model().spec()).isEqualTo(model.spec());
    assertThat(file.card()).isEqualTo("{\"seed\":6}");
    assertThat(Models.random(7).version()).isNotEqualTo(model.version());
  }

  @Test
  void aModelFileThatWasTamperedWithIsRefused() {
    byte[] bytes = ModelFiles.write(Models.random(8), "");
    assertThatThrownBy(() -> ModelFiles.read("not a model".getBytes()))
        .isInstanceOf(IllegalArgumentException.class);
    int at = bytes.length / 3;
    bytes[at] ^= 0x11;
    assertThatThrownBy(() -> ModelFiles.read(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  private static InkMap noise(long seed, int w, int h) {
    Random random = new Random(seed);
    float[] ink = new float[w * h];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = random.nextFloat() < 0.3 ? random.nextFloat() : 0;
    }
    return new InkMap(w, h, ink);
  }

  private static float[][][] digitMaps(DigitModel model, InkMap ink) {
    float[][][] x = {rows(ink)};
    for (int l = 0; l < model.spec().layers().size(); l++) {
      Convolution c = model.spec().layers().get(l);
      float[] w = model.weights(l);
      int h = (x[0].length + c.stride() - 1) / c.stride();
      int wd = (x[0][0].length + c.stride() - 1) / c.stride();
      float[][][] y = new float[c.out()][h][wd];
      for (int o = 0; o < c.out(); o++) {
        for (int r = 0; r < h; r++) {
          for (int s = 0; s < wd; s++) {
            double sum = 0;
            for (int i = 0; i < c.in(); i++) {
              for (int u = 0; u < c.kernel(); u++) {
                for (int v = 0; v < c.kernel(); v++) {
                  int yy = r * c.stride() + u * c.dilation() - c.padding();
                  int xx = s * c.stride() + v * c.dilation() - c.padding();
                  if (yy >= 0 && xx >= 0 && yy < x[0].length && xx < x[0][0].length) {
                    sum += x[i][yy][xx] * w[((o * c.in() + i) * c.kernel() + u) * c.kernel() + v];
                  }
                }
              }
            }
            y[o][r][s] = (float) Math.max(0, sum);
          }
        }
      }
      x = y;
    }
    return x;
  }

  private static float[][] rows(InkMap ink) {
    float[][] rows = new float[ink.height()][ink.width()];
    for (int y = 0; y < ink.height(); y++) {
      System.arraycopy(ink.ink(), y * ink.width(), rows[y], 0, ink.width());
    }
    return rows;
  }

  /** Peaks as class, row, column, in that order. */
  private static List<int[]> gate(float[][][] maps, Gate gate) {
    int h = maps[0].length;
    int w = maps[0][0].length;
    List<int[]> peaks = new ArrayList<>();
    for (int k = 0; k < maps.length; k++) {
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          float a = maps[k][y][x];
          boolean peak = a > gate.threshold();
          for (int m = 0; m < maps.length; m++) {
            for (int j = Math.max(0, y - gate.reachY()); j <= y + gate.reachY() && j < h; j++) {
              for (int i = Math.max(0, x - gate.reachX()); i <= x + gate.reachX() && i < w; i++) {
                peak &= maps[m][j][i] <= a;
              }
            }
          }
          if (peak) {
            peaks.add(new int[] {k, y, x});
          }
        }
      }
    }
    return peaks;
  }
}
