package org.tabularium.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.NaiveBiLrp;
import org.tabularium.network.reading.PixelBranch;
import org.tabularium.network.reading.PixelExplanation;
import org.tabularium.network.reading.PixelReader;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.ScoreKind;

/**
 * Compares fast BiLRP of two full pages with naive passes (double precision, the whole page, one a
 * feature) on drawn pairs of ink-map cells. Minutes to half an hour, and some gigabytes.
 */
public final class PixelCheck {
  private static final double GAMMA = 0.5;

  private PixelCheck() {}

  /**
   * Arguments: two scans; optionally the number of pairs (10,000) and a seed (1). Three of four
   * pairs are drawn where there is relevance: from what made a digit of a bigram in one page, and
   * what made one of the same bigram in the other; the fourth is drawn from anywhere. Exits with 1
   * when one is off by more than 1e-4 of the largest.
   */
  public static void main(String[] arguments) throws Exception {
    int pairs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
    Random random = new Random(arguments.length > 3 ? Long.parseLong(arguments[3]) : 1);
    DigitModel model = ModelFiles.shipped().model();
    ReadPage a = ReadPage.of(model, Path.of(arguments[0]));
    ReadPage b = ReadPage.of(model, Path.of(arguments[1]));
    int[] inA = new int[pairs];
    int[] inB = new int[pairs];
    PixelBranch branchA;
    PixelBranch branchB;
    try (PixelReader reader = new PixelReader(model, GAMMA, 2)) {
      branchA = branch(reader, a);
      branchB = branch(reader, b);
    }
    draw(branchA, branchB, inA, inB, random);
    double[][] naiveA;
    double[][] naiveB;
    if (arguments[0].equals(arguments[1])) {
      // A page with itself: the same passes serve both sides.
      int[] both = IntStream.concat(Arrays.stream(inA), Arrays.stream(inB)).toArray();
      double[][] naive = naive(model, a, a, both);
      naiveA = part(naive, 0, pairs);
      naiveB = part(naive, pairs, both.length);
    } else {
      naiveA = naive(model, a, b, inA);
      naiveB = naive(model, b, a, inB);
    }
    double largest = 0;
    double off = 0;
    int some = 0;
    PixelExplanation pair = new PixelExplanation(branchA, branchB, ScoreKind.DOT);
    for (int n = 0; n < pairs; n++) {
      double expected = 0;
      for (int m = 0; m < naiveA.length; m++) {
        expected += naiveA[m][n] * naiveB[m][n];
      }
      int wideA = a.ink().width();
      int wideB = b.ink().width();
      double found = pair.at(inA[n] % wideA, inA[n] / wideA, inB[n] % wideB, inB[n] / wideB);
      largest = Math.max(largest, Math.abs(expected));
      off = Math.max(off, Math.abs(expected - found));
      some += expected == 0 ? 0 : 1;
    }
    System.out.printf(
        Locale.ROOT,
        "%s with %s: %d pairs of cells, %d with relevance, largest %.3e, largest difference %.1e of it%n",
        a.name(),
        b.name(),
        pairs,
        some,
        largest,
        off / largest);
    System.exit(largest > 0 && off <= 1e-4 * largest ? 0 : 1);
  }

  private static double[][] part(double[][] features, int from, int to) {
    return Arrays.stream(features)
        .map(at -> Arrays.copyOfRange(at, from, to))
        .toArray(double[][]::new);
  }

  private static PixelBranch branch(PixelReader reader, ReadPage page) {
    return reader.branch(page.ink(), page.reading(), MinShare.SMALLER, Progress.NONE);
  }

  /** Cells by pairs; the naive passes know nothing of how they were drawn. */
  private static void draw(PixelBranch a, PixelBranch b, int[] inA, int[] inB, Random random) {
    int[] shared =
        IntStream.range(0, a.weights().size())
            .filter(m -> !a.weights().get(m).isEmpty() && !b.weights().get(m).isEmpty())
            .toArray();
    for (int n = 0; n < inA.length; n++) {
      if (n % 4 == 0) {
        inA[n] = random.nextInt(a.width() * a.height());
        inB[n] = random.nextInt(b.width() * b.height());
      } else {
        int feature = shared[random.nextInt(shared.length)];
        inA[n] = relevant(a, feature, random);
        inB[n] = relevant(b, feature, random);
      }
    }
  }

  /** A cell that one of a feature's digits has relevance at. */
  private static int relevant(PixelBranch branch, int feature, Random random) {
    List<PixelBranch.Weight> weights = branch.weights().get(feature);
    int side = branch.side();
    while (true) {
      PixelBranch.Field field =
          branch.digits().get(weights.get(random.nextInt(weights.size())).digit());
      int x = field.left() + random.nextInt(side);
      int y = field.top() + random.nextInt(side);
      boolean there = x >= 0 && y >= 0 && x < branch.width() && y < branch.height();
      if (there && field.at(x, y, side) != 0) {
        return y * branch.width() + x;
      }
    }
  }

  /** For each feature that both pages have, its naive relevance at the drawn cells. */
  private static double[][] naive(DigitModel model, ReadPage page, ReadPage other, int[] cells) {
    long start = System.nanoTime();
    NaiveBiLrp naive =
        new NaiveBiLrp(model, page.ink(), page.reading().digits(), GAMMA, MinShare.SMALLER);
    double[][] at = new double[100][cells.length];
    int[] features =
        IntStream.range(0, at.length)
            .filter(m -> page.reading().phi()[m] > 0 && other.reading().phi()[m] > 0)
            .toArray();
    // What the first pass leaves behind (sums that do not depend on the feature) the others share.
    pass(naive, features[0], cells, at, page);
    Arrays.stream(features).skip(1).parallel().forEach(m -> pass(naive, m, cells, at, page));
    int passes = features.length;
    System.out.printf(
        Locale.ROOT,
        "%s: %d naive passes in %.0f s%n",
        page.name(),
        passes,
        (System.nanoTime() - start) / 1e9);
    return at;
  }

  private static void pass(
      NaiveBiLrp naive, int feature, int[] cells, double[][] at, ReadPage page) {
    double[] r = naive.relevance(feature).input().values();
    for (int n = 0; n < cells.length; n++) {
      at[feature][n] = r[cells[n]];
    }
    System.err.printf(Locale.ROOT, "%s: bigram %02d%n", page.name(), feature);
  }
}
