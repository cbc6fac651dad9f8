package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Turn;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.model.Sizes;
import org.tabularium.network.onnx.ModelFiles;

/** A page of two sizes: a piece of a table, and below it another piece at half its size. */
class InsetsTest {
  /** Pieces drawn so many times as large. */
  private static final double UPPER = 3.2;

  private static final double LOWER = 1.6;

  @Test
  void bothSizesAreReadAndNoDigitTwice() throws Exception {
    GreyScan page = page();
    int seam = page.height() / 2 + 90;
    Reading one = read(oneSize(), page, null);
    Reading both = read(shipped(), page, null);
    assertThat(both.frame().insets()).isNotEmpty();
    long upper = both.digits().stream().filter(d -> d.box().centreY() < seam).count();
    long lower = both.digits().size() - upper;
    assertThat(upper).isGreaterThan(25);
    assertThat(lower).isGreaterThan(25);
    assertThat(both.digits()).hasSizeGreaterThan(one.digits().size() + 20);
    // The frame's own part above, insets below it; what stands in one stands in no other.
    int rows = both.frame().main().height() / shipped().spec().stride();
    for (Digit a : both.digits()) {
      for (Digit b : both.digits()) {
        if (a.row() < rows && b.row() >= rows) {
          double apart =
              Math.hypot(
                  a.box().centreX() - b.box().centreX(), a.box().centreY() - b.box().centreY());
          assertThat(apart).isGreaterThan(0.3 * Math.min(a.box().h(), b.box().h()));
        }
      }
    }
  }

  @Test
  void theOccurrencesAddUpToTheVector() throws Exception {
    Reading both = read(shipped(), page(), null);
    double[] sums = new double[Reading.FEATURES];
    for (Occurrence o : both.occurrences()) {
      sums[o.bigram()] += o.mass();
      int first = both.frame().insetOf(both.digits().get(o.first()).box());
      int second = both.frame().insetOf(both.digits().get(o.second()).box());
      assertThat(first).as("a bigram stands in one part").isEqualTo(second);
    }
    assertThat(both.occurrences()).isNotEmpty();
    for (int k = 0; k < sums.length; k++) {
      assertThat(sums[k]).isCloseTo(both.phi()[k], within(1e-4 * (1 + sums[k])));
    }
  }

  /** The whole ink map in one run, insets and all, says what its parts said one by one. */
  @Test
  void readAgainInItsFrameItSaysTheSame() throws Exception {
    GreyScan page = page();
    try (TableReader reader = new TableReader(shipped(), 1)) {
      Reading first = reader.read(page, null, Turn.UPRIGHT, null, Progress.NONE);
      Reading again = reader.read(page, first.frame());
      assertThat(again.digits()).hasSameSizeAs(first.digits());
      for (int i = 0; i < first.digits().size(); i++) {
        Digit a = first.digits().get(i);
        Digit b = again.digits().get(i);
        assertThat(b.digit()).isEqualTo(a.digit());
        assertThat(b.row()).isEqualTo(a.row());
        assertThat(b.column()).isEqualTo(a.column());
        assertThat(b.confidence()).isCloseTo(a.confidence(), within(1e-4f));
        assertThat(b.box()).isEqualTo(a.box());
      }
      assertThat(again.aside()).isEqualTo(first.aside());
      for (int k = 0; k < Reading.FEATURES; k++) {
        assertThat(again.phi()[k]).isCloseTo(first.phi()[k], within(1e-3f));
      }
    }
  }

  @Test
  void whatInTheInkMadeItsDigitsAddsUpToTheVector() throws Exception {
    GreyScan page = page();
    DigitModel model = shipped();
    Reading both = read(model, page, null);
    InkMap ink = both.frame().inkMap(page);
    try (PixelReader pixels = new PixelReader(model, 0.5, 1)) {
      PixelBranch branch = pixels.branch(ink, both, MinShare.SMALLER, Progress.NONE);
      for (int m = 0; m < Reading.FEATURES; m++) {
        assertThat(branch.total(m) + branch.lost(m))
            .isCloseTo(both.phi()[m], within(1e-3 * (1 + both.phi()[m])));
      }
      double[] heat = new PixelExplanation(branch, branch, ScoreKind.COSINE).heat();
      PageFrame frame = both.frame();
      assertThat(java.util.Arrays.stream(frame.onPage(heat)).sum())
          .isCloseTo(java.util.Arrays.stream(heat).sum(), within(1e-9));
    }
  }

  /**
   * Naive passes over the whole ink map, insets and all, one a feature and in double precision:
   * they know of no parts.
   */
  @Test
  void whatInTheInkMadeItsDigitsIsWhatNaivePassesSay() throws Exception {
    GreyScan page = page();
    DigitModel model = shipped();
    Reading both = read(model, page, null);
    InkMap ink = both.frame().inkMap(page);
    int main = both.frame().main().height();
    NaiveBiLrp naive = new NaiveBiLrp(model, ink, both.digits(), 0.5, MinShare.SMALLER);
    try (PixelReader pixels = new PixelReader(model, 0.5, 1)) {
      PixelBranch branch = pixels.branch(ink, both, MinShare.SMALLER, Progress.NONE);
      double[][] maps = new double[Reading.FEATURES][];
      double largest = 0;
      double off = 0;
      double[] found = new double[2];
      for (int m = 0; m < maps.length; m++) {
        assertThat(naive.phi(m)).isCloseTo(both.phi()[m], within(1e-3));
        if (both.phi()[m] == 0) {
          continue;
        }
        maps[m] = naive.relevance(m).input().values();
        for (int i = 0; i < maps[m].length; i++) {
          double fast = branch.at(m, i % ink.width(), i / ink.width());
          largest = Math.max(largest, Math.abs(maps[m][i]));
          off = Math.max(off, Math.abs(maps[m][i] - fast));
          found[i / ink.width() < main ? 0 : 1] += maps[m][i];
        }
      }
      assertThat(off / largest).isLessThan(1e-4);
      assertThat(found[0]).as("relevance at the page's own size").isGreaterThan(5);
      assertThat(found[1]).as("relevance in insets").isGreaterThan(5);
      PixelExplanation pair = new PixelExplanation(branch, branch, ScoreKind.DOT);
      asNaivePassesSay(pair, maps, ink);
      double score = Explainer.score(both.phi(), both.phi(), ScoreKind.DOT);
      assertThat(pair.explained() + pair.remainder()).isCloseTo(score, within(1e-5 * score));
      assertThat(Math.abs(pair.remainder())).isLessThan(1e-4 * score);
    }
  }

  /** Pairs of cells that have relevance, within a part and across parts. */
  private static void asNaivePassesSay(PixelExplanation pair, double[][] maps, InkMap ink) {
    int[] some =
        IntStream.range(0, ink.ink().length)
            .filter(i -> Arrays.stream(maps).anyMatch(map -> map != null && map[i] != 0))
            .toArray();
    Random random = new Random(1);
    double largest = 0;
    double off = 0;
    for (int n = 0; n < 10_000; n++) {
      int i = some[random.nextInt(some.length)];
      int j = some[random.nextInt(some.length)];
      double expected = 0;
      for (double[] map : maps) {
        expected += map == null ? 0 : map[i] * map[j];
      }
      int wide = ink.width();
      double fast = pair.at(i % wide, i / wide, j % wide, j / wide);
      largest = Math.max(largest, Math.abs(expected));
      off = Math.max(off, Math.abs(expected - fast));
    }
    assertThat(largest).isPositive();
    assertThat(off / largest).isLessThan(1e-4);
  }

  /** A person's scale is the table's: what stands in other sizes is still looked for. */
  @Test
  void aGivenScaleIsKept() throws Exception {
    GreyScan page = page();
    Reading chosen = read(shipped(), page, null);
    Reading given = read(shipped(), page, chosen.scale());
    assertThat(given.scale()).isEqualTo(chosen.scale());
    assertThat(given.frame()).isEqualTo(chosen.frame());
  }

  @Test
  void aPageOfOneSizeIsReadAsBefore() throws Exception {
    GreyScan piece = drawn(List.of("piece-a.png"), List.of(1.0));
    Reading before = read(oneSize(), piece, null);
    Reading now = read(shipped(), piece, null);
    assertThat(now.frame()).isEqualTo(before.frame());
    assertThat(now.digits()).isEqualTo(before.digits());
    assertThat(now.phi()).isEqualTo(before.phi());
  }

  private static GreyScan page() throws Exception {
    return drawn(List.of("piece-a.png", "piece-b.png"), List.of(UPPER, LOWER));
  }

  /** Pictures below each other on white paper, each at its own size. */
  private static GreyScan drawn(List<String> names, List<Double> sizes) throws Exception {
    List<BufferedImage> pieces = new ArrayList<>();
    int width = 0;
    int height = 0;
    for (int i = 0; i < names.size(); i++) {
      BufferedImage piece =
          ImageIO.read(
              InsetsTest.class.getResourceAsStream("/org/tabularium/network/" + names.get(i)));
      pieces.add(piece);
      width = Math.max(width, (int) (piece.getWidth() * sizes.get(i)));
      height += (int) (piece.getHeight() * sizes.get(i)) + 60;
    }
    BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = page.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.setColor(java.awt.Color.WHITE);
    g.fillRect(0, 0, width, height);
    int y = 30;
    for (int i = 0; i < pieces.size(); i++) {
      int h = (int) (pieces.get(i).getHeight() * sizes.get(i));
      g.drawImage(pieces.get(i), 0, y, (int) (pieces.get(i).getWidth() * sizes.get(i)), h, null);
      y += h + 60;
    }
    g.dispose();
    return new GreyScan(
        width, height, ((DataBufferByte) page.getRaster().getDataBuffer()).getData());
  }

  private static Reading read(
      DigitModel model, GreyScan page, @org.jspecify.annotations.Nullable Double scale)
      throws Exception {
    try (TableReader reader = new TableReader(model, 1)) {
      return reader.read(page, null, Turn.UPRIGHT, scale, Progress.NONE);
    }
  }

  private static DigitModel shipped() throws Exception {
    DigitModel model = ModelFiles.shipped().model();
    assertThat(model.spec().sizes()).isNotEqualTo(Sizes.NONE);
    return model;
  }

  /** The same weights, without a second size. */
  private static DigitModel oneSize() throws Exception {
    DigitModel model = shipped();
    ModelSpec s = model.spec();
    List<float[]> weights = new ArrayList<>();
    for (int i = 0; i < s.layers().size(); i++) {
      weights.add(model.weights(i));
    }
    return new DigitModel(
        new ModelSpec(
            s.inkMap(),
            s.em(),
            s.line(),
            s.layers(),
            s.framing(),
            s.pitch(),
            s.gate(),
            s.company(),
            s.shifts()),
        weights);
  }
}
