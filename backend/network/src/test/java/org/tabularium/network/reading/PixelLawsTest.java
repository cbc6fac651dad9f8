package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.Models;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;

/** BiLRP down to the ink map: what must hold whatever the page, and that fast is naive. */
class PixelLawsTest {

  @ParameterizedTest
  @CsvSource({"31, 0.5, SMALLER", "32, 0, SMALLER", "33, 0.1, EQUAL", "34, 2, SMALLER"})
  void fastIsNaiveForEveryPairOfCells(long seed, double gamma, MinShare share) {
    DigitModel model = Models.random(seed);
    Page a = Page.noise(model, seed, 61, 46);
    Page b = Page.noise(model, seed + 100, 58, 47);
    everyPairOfCellsIsNaive(model, a, b, gamma, share);
  }

  @Test
  void fastIsNaiveForEveryPairOfCellsOfPrintReadByTheShippedNetwork() throws Exception {
    DigitModel model = ModelFiles.shipped().model();
    // Two parts that lap, so that there are bigrams in both whatever network ships.
    InkMap print = Page.print("piece-a.png").ink();
    Page a = Page.of(model, print.crop(10, 10, 130, 70));
    Page b = Page.of(model, print.crop(54, 20, 136, 66));
    assertThat(a.reading().digits()).hasSizeGreaterThan(8);
    assertThat(b.reading().digits()).hasSizeGreaterThan(8);
    everyPairOfCellsIsNaive(model, a, b, 0.5, MinShare.SMALLER);
  }

  private static void everyPairOfCellsIsNaive(
      DigitModel model, Page a, Page b, double gamma, MinShare share) {
    try (PixelReader reader = new PixelReader(model, gamma, 2)) {
      PixelBranch branchA = reader.branch(a.ink(), a.reading(), share, Progress.NONE);
      PixelBranch branchB = reader.branch(b.ink(), b.reading(), share, Progress.NONE);
      PixelExplanation pair = new PixelExplanation(branchA, branchB, ScoreKind.DOT);
      double[][] naiveA = naive(model, a, gamma, share);
      double[][] naiveB = naive(model, b, gamma, share);
      double[][] fastA = columns(branchA);
      double[][] fastB = columns(branchB);
      // A feature of which a table has nothing, fast or naive, adds zeros to both sums.
      int[] features =
          IntStream.range(0, 100)
              .filter(m -> some(naiveA, m) || some(fastA, m))
              .filter(m -> some(naiveB, m) || some(fastB, m))
              .toArray();
      double largest = 0;
      double off = 0;
      for (int i = 0; i < naiveA.length; i++) {
        if (nothing(naiveA[i]) && nothing(fastA[i])) {
          continue; // both sums are 0, whatever the partner
        }
        for (int j = 0; j < naiveB.length; j++) {
          double expected = 0;
          double found = 0;
          for (int m : features) {
            expected += naiveA[i][m] * naiveB[j][m];
            found += fastA[i][m] * fastB[j][m];
          }
          largest = Math.max(largest, Math.abs(expected));
          off = Math.max(off, Math.abs(expected - found));
        }
      }
      assertThat(largest).as("something to compare").isPositive();
      assertThat(off / largest).isLessThan(1e-4);
      for (int i = 0; i < Math.min(fastA.length, fastB.length); i += 7) {
        double expected = 0;
        for (int m = 0; m < 100; m++) {
          expected += fastA[i][m] * fastB[i][m];
        }
        int wide = a.ink().width();
        int wideB = b.ink().width();
        assertThat(pair.at(i % wide, i / wide, i % wideB, i / wideB))
            .isCloseTo(expected, within(1e-9 * largest));
      }
    }
  }

  private static boolean some(double[][] columns, int feature) {
    return Arrays.stream(columns).anyMatch(cell -> cell[feature] != 0);
  }

  private static boolean nothing(double[] cell) {
    return Arrays.stream(cell).allMatch(r -> r == 0);
  }

  @ParameterizedTest
  @EnumSource(MinShare.class)
  void fastIsNaiveOnPrintReadByTheShippedNetwork(MinShare share) throws Exception {
    DigitModel model = ModelFiles.shipped().model();
    for (String name : List.of("piece-a.png", "piece-b.png")) {
      Page page = Page.print(name);
      NaiveBiLrp naive = new NaiveBiLrp(model, page.ink(), page.reading().digits(), 0.5, share);
      try (PixelReader reader = new PixelReader(model, 0.5, 1)) {
        PixelBranch branch = reader.branch(page.ink(), page.reading(), share, Progress.NONE);
        double largest = 0;
        double off = 0;
        int features = 0;
        for (int m = 0; m < 100; m++) {
          assertThat(naive.phi(m)).isCloseTo(page.reading().phi()[m], within(1e-4));
          if (page.reading().phi()[m] == 0) {
            continue;
          }
          features++;
          double[] expected = naive.relevance(m).input().values();
          for (int i = 0; i < expected.length; i++) {
            int wide = page.ink().width();
            largest = Math.max(largest, Math.abs(expected[i]));
            off = Math.max(off, Math.abs(expected[i] - branch.at(m, i % wide, i / wide)));
          }
        }
        assertThat(features).isGreaterThan(10);
        assertThat(off / largest).isLessThan(1e-4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void relevanceAndRemainderMakeUpTheScoreAndTheRemainderIsSmall(ScoreKind kind) throws Exception {
    DigitModel model = ModelFiles.shipped().model();
    Page a = Page.print("piece-a.png");
    Page b = Page.print("piece-b.png");
    for (double gamma : new double[] {0, 0.5}) {
      try (PixelReader reader = new PixelReader(model, gamma, 1)) {
        PixelExplanation pair =
            new PixelExplanation(
                reader.branch(a.ink(), a.reading(), MinShare.SMALLER, Progress.NONE),
                reader.branch(b.ink(), b.reading(), MinShare.SMALLER, Progress.NONE),
                kind);
        double score = Explainer.score(a.reading().phi(), b.reading().phi(), kind);
        assertThat(score).isGreaterThan(0.02);
        assertThat(pair.score()).isEqualTo(score);
        assertThat(pair.explained() + pair.remainder()).isCloseTo(score, within(1e-5 * score));
        assertThat(Math.abs(pair.remainder())).isLessThan(1e-4 * score);
        double heat = Arrays.stream(pair.heat()).sum();
        assertThat(heat).isCloseTo(pair.explained(), within(1e-6 * score));
        double all = 0;
        for (int d = 0; d < a.reading().digits().size(); d++) {
          all += Arrays.stream(pair.heatOfPartners(d)).sum();
        }
        assertThat(all).isCloseTo(pair.explained(), within(1e-6 * score));
      }
    }
  }

  @Test
  void whatStabilisersTakeIsCountedWhereTheyTakeIt() {
    DigitModel model = Models.random(35);
    Page a = Page.noise(model, 35, 60, 50);
    Page b = Page.noise(model, 36, 60, 50);
    Rule.Gamma greedy = new Rule.Gamma(0.5, 0.02);
    try (PixelReader reader = new PixelReader(model, greedy, 1)) {
      PixelBranch branchA = reader.branch(a.ink(), a.reading(), MinShare.SMALLER, Progress.NONE);
      PixelBranch branchB = reader.branch(b.ink(), b.reading(), MinShare.SMALLER, Progress.NONE);
      for (PixelBranch.Field field : branchA.digits()) {
        assertThat(field.lost()).isGreaterThan(0.01f);
        assertThat(field.total() + field.lost()).isCloseTo(1, within(1e-5));
      }
      PixelExplanation pair = new PixelExplanation(branchA, branchB, ScoreKind.DOT);
      assertThat(pair.remainder()).isGreaterThan(0.02 * pair.score());
      assertThat(pair.explained() + pair.remainder())
          .isCloseTo(pair.score(), within(1e-5 * pair.score()));
    }
  }

  @Test
  void whatIsShiftedIsExplainedShifted() {
    DigitModel model = Models.random(37);
    InkMap ink = Page.specks(37, 40, 40);
    int reach = model.spec().reach();
    Page here = Page.of(model, ink.crop(-2 * reach, -2 * reach, 150, 160));
    Page there = Page.of(model, ink.crop(-2 * reach - 6, -2 * reach - 10, 150, 160));
    try (PixelReader reader = new PixelReader(model, 0.5, 1)) {
      PixelBranch a = reader.branch(here.ink(), here.reading(), MinShare.SMALLER, Progress.NONE);
      PixelBranch b = reader.branch(there.ink(), there.reading(), MinShare.SMALLER, Progress.NONE);
      assertThat(a.digits()).isNotEmpty().hasSameSizeAs(b.digits());
      for (int d = 0; d < a.digits().size(); d++) {
        assertThat(b.digits().get(d).left()).isEqualTo(a.digits().get(d).left() + 6);
        assertThat(b.digits().get(d).top()).isEqualTo(a.digits().get(d).top() + 10);
        assertThat(b.digits().get(d).unit())
            .containsExactly(a.digits().get(d).unit(), within(1e-5f));
      }
    }
  }

  @Test
  void swappingTheTablesTransposesTheExplanation() {
    DigitModel model = Models.random(38);
    Page a = Page.noise(model, 38, 60, 50);
    Page b = Page.noise(model, 39, 66, 44);
    try (PixelReader reader = new PixelReader(model, 0.5, 1)) {
      PixelBranch branchA = reader.branch(a.ink(), a.reading(), MinShare.SMALLER, Progress.NONE);
      PixelBranch branchB = reader.branch(b.ink(), b.reading(), MinShare.SMALLER, Progress.NONE);
      PixelExplanation there = new PixelExplanation(branchA, branchB, ScoreKind.COSINE);
      PixelExplanation back = new PixelExplanation(branchB, branchA, ScoreKind.COSINE);
      Random random = new Random(1);
      int seen = 0;
      for (int n = 0; n < 20_000; n++) {
        int x = random.nextInt(60);
        int y = random.nextInt(50);
        int u = random.nextInt(66);
        int v = random.nextInt(44);
        double r = there.at(x, y, u, v);
        seen += r == 0 ? 0 : 1;
        assertThat(back.at(u, v, x, y)).isCloseTo(r, within(1e-12));
      }
      assertThat(seen).isGreaterThan(100);
      assertThat(back.explained()).isCloseTo(there.explained(), within(1e-12));
      assertThat(back.remainder()).isCloseTo(there.remainder(), within(1e-12));
    }
  }

  /**
   * With gamma 0 BiLRP is Hessian x product (paper, proposition 2). The second derivative by
   * central differences of the score itself, in double precision, with the gates held.
   */
  @Test
  void withoutGammaItIsHessianTimesProduct() {
    DigitModel model = Models.random(40);
    Page a = Page.noise(model, 40, 45, 40);
    Page b = Page.noise(model, 41, 45, 40);
    try (PixelReader reader = new PixelReader(model, 0, 1)) {
      PixelBranch branchA = reader.branch(a.ink(), a.reading(), MinShare.SMALLER, Progress.NONE);
      PixelBranch branchB = reader.branch(b.ink(), b.reading(), MinShare.SMALLER, Progress.NONE);
      PixelExplanation pair = new PixelExplanation(branchA, branchB, ScoreKind.DOT);
      // Of each table the cells that matter most, over a page.
      int[] cellsA = strongest(pair.heat(), 6);
      int[] cellsB = strongest(new PixelExplanation(branchB, branchA, ScoreKind.DOT).heat(), 6);
      double[][] slopesA = slopes(model, a, cellsA);
      double[][] slopesB = slopes(model, b, cellsB);
      double largest = 0;
      for (int i = 0; i < cellsA.length; i++) {
        for (int j = 0; j < cellsB.length; j++) {
          double hessian = 0; // d2 y / dx_i dx'_i' of a sum of products of the two tables' features
          for (int m = 0; m < 100; m++) {
            hessian += slopesA[i][m] * slopesB[j][m];
          }
          double product = (double) a.ink().ink()[cellsA[i]] * b.ink().ink()[cellsB[j]];
          double r = pair.at(cellsA[i] % 45, cellsA[i] / 45, cellsB[j] % 45, cellsB[j] / 45);
          largest = Math.max(largest, Math.abs(r));
          assertThat(hessian * product).isCloseTo(r, within(1e-4 * Math.max(largest, Math.abs(r))));
        }
      }
      assertThat(largest).isPositive();
    }
  }

  /** {@code d phi_m / d x_i} for some cells i, by central differences, in double precision. */
  private static double[][] slopes(DigitModel model, Page page, int[] cells) {
    double[][] slopes = new double[cells.length][100];
    float step = 1f / (1 << 17); // no rectifier's kink so near; exact beside ink of about 1
    for (int c = 0; c < cells.length; c++) {
      float[] more = page.ink().ink().clone();
      float[] less = more.clone();
      more[cells[c]] += step;
      less[cells[c]] -= step;
      NaiveBiLrp up = naive(model, page, more);
      NaiveBiLrp down = naive(model, page, less);
      double width = (double) more[cells[c]] - less[cells[c]];
      for (int m = 0; m < 100; m++) {
        slopes[c][m] = (up.phi(m) - down.phi(m)) / width;
      }
    }
    return slopes;
  }

  private static NaiveBiLrp naive(DigitModel model, Page page, float[] ink) {
    InkMap moved = new InkMap(page.ink().width(), page.ink().height(), ink);
    return new NaiveBiLrp(model, moved, page.reading().digits(), 0, MinShare.SMALLER);
  }

  private static int[] strongest(double[] heat, int n) {
    return IntStream.range(0, heat.length)
        .boxed()
        .sorted(java.util.Comparator.comparingDouble(i -> -Math.abs(heat[i])))
        .limit(n)
        .mapToInt(i -> i)
        .toArray();
  }

  @Test
  void noDigitsAreAnEmptyExplanation() {
    DigitModel model = Models.random(42);
    Page blank = Page.of(model, new InkMap(50, 50, new float[2500]));
    Page full = Page.noise(model, 42, 60, 50);
    try (PixelReader reader = new PixelReader(model, 0.5, 1)) {
      PixelExplanation pair =
          new PixelExplanation(
              reader.branch(blank.ink(), blank.reading(), MinShare.SMALLER, Progress.NONE),
              reader.branch(full.ink(), full.reading(), MinShare.SMALLER, Progress.NONE),
              ScoreKind.COSINE);
      assertThat(pair.score()).isZero();
      assertThat(pair.explained()).isZero();
      assertThat(pair.remainder()).isZero();
      assertThat(pair.heat()).containsOnly(0);
    }
  }

  @Test
  void oneDigitIsTheSameAsAmongAll() throws Exception {
    Page page = Page.print("piece-a.png");
    try (PixelReader reader = new PixelReader(ModelFiles.shipped().model(), 0.5, 2)) {
      PixelBranch branch =
          reader.branch(page.ink(), page.reading(), MinShare.SMALLER, Progress.NONE);
      for (int d = 0; d < branch.digits().size(); d++) {
        PixelBranch.Field alone = reader.digit(page.ink(), page.reading(), d);
        PixelBranch.Field among = branch.digits().get(d);
        assertThat(alone.unit()).containsExactly(among.unit(), within(1e-5f));
        Digit digit = page.reading().digits().get(d);
        assertThat(among.raw()[digit.digit()]).isCloseTo(digit.confidence(), within(1e-4f));
      }
    }
  }

  @Test
  void itCanBeStoppedInTheMiddleAndLeavesNothingRunning() throws Exception {
    DigitModel model = Models.random(43);
    Page page = Page.noise(model, 43, 200, 160);
    assertThat(page.reading().digits()).hasSizeGreaterThan(64);
    try (PixelReader reader = new PixelReader(model, 0.5, 3)) {
      assertThatThrownBy(
              () ->
                  reader.branch(
                      page.ink(),
                      page.reading(),
                      MinShare.SMALLER,
                      fraction -> {
                        if (fraction > 0.3) {
                          throw new CancellationException();
                        }
                      }))
          .isInstanceOf(CancellationException.class);
      // The network may be closed now: no run of it is under way. A thread that has done its last
      // may still be on its way out.
      for (Thread worker : workers()) {
        worker.join(10_000);
        assertThat(worker.isAlive()).isFalse();
      }
    }
  }

  private static List<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("relevance-"))
        .toList();
  }

  @Test
  void anInkMapThatWasNotReadIsRefused() throws Exception {
    Page page = Page.print("piece-a.png");
    InkMap other = page.ink().crop(4, 2, page.ink().width(), page.ink().height());
    try (PixelReader reader = new PixelReader(ModelFiles.shipped().model(), 0.5, 1)) {
      assertThatThrownBy(
              () -> reader.branch(other, page.reading(), MinShare.SMALLER, Progress.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not the one that was read");
    }
  }

  @Test
  void branchesOfDifferentKindsNeverMeet() {
    DigitModel model = Models.random(44);
    Page page = Page.noise(model, 44, 60, 50);
    try (PixelReader half = new PixelReader(model, 0.5, 1);
        PixelReader none = new PixelReader(model, 0, 1);
        PixelReader other = new PixelReader(Models.random(45), 0.5, 1)) {
      PixelBranch a = half.branch(page.ink(), page.reading(), MinShare.SMALLER, Progress.NONE);
      PixelBranch b = none.branch(page.ink(), page.reading(), MinShare.SMALLER, Progress.NONE);
      assertThatThrownBy(() -> new PixelExplanation(a, b, ScoreKind.DOT))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> other.branch(page.ink(), page.reading(), MinShare.SMALLER, Progress.NONE))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** For each cell the relevance of all features, by naive passes. */
  private static double[][] naive(DigitModel model, Page page, double gamma, MinShare share) {
    NaiveBiLrp naive = new NaiveBiLrp(model, page.ink(), page.reading().digits(), gamma, share);
    double[][] columns = new double[page.ink().ink().length][100];
    for (int m = 0; m < 100; m++) {
      double[] r = naive.relevance(m).input().values();
      for (int i = 0; i < r.length; i++) {
        columns[i][m] = r[i];
      }
    }
    return columns;
  }

  /** The same of a branch, from the features' maps as they are written out. */
  private static double[][] columns(PixelBranch branch) {
    double[][] columns = new double[branch.width() * branch.height()][100];
    List<PixelBranch.Sparse> features = branch.features();
    for (int m = 0; m < 100; m++) {
      PixelBranch.Sparse sparse = features.get(m);
      for (int i = 0; i < sparse.cells().length; i++) {
        columns[sparse.cells()[i]][m] += sparse.relevance()[i];
      }
    }
    return columns;
  }
}
