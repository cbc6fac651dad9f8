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
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.NaiveBiLrp;
import org.tabularium.network.reading.Occurrence;
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
   * Arguments: two scans; optionally the number of pairs (10,000) and a seed (1). Half of the pairs
   * are drawn near digits of a bigram that both pages have, half from anywhere. Exits with 1 when
   * one is off by more than 1e-4 of the largest.
   */
  public static void main(String[] arguments) throws Exception {
    int pairs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
    Random random = new Random(arguments.length > 3 ? Long.parseLong(arguments[3]) : 1);
    DigitModel model = ModelFiles.shipped().model();
    ReadPage a = ReadPage.of(model, Path.of(arguments[0]));
    ReadPage b = ReadPage.of(model, Path.of(arguments[1]));
    int[] inA = new int[pairs];
    int[] inB = new int[pairs];
    draw(a, b, inA, inB, random, model);
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
    try (PixelReader reader = new PixelReader(model, GAMMA, 2)) {
      PixelBranch branchA = branch(reader, a);
      PixelBranch branchB = branch(reader, b);
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

  /** Cells by pairs: every other one near the digits of a bigram that both pages have. */
  private static void draw(
      ReadPage a, ReadPage b, int[] inA, int[] inB, Random random, DigitModel model) {
    List<Occurrence> ofA = a.reading().occurrences();
    List<Occurrence> ofB = b.reading().occurrences();
    for (int n = 0; n < inA.length; n++) {
      inA[n] = random.nextInt(a.cells());
      inB[n] = random.nextInt(b.cells());
      if (n % 2 == 0) {
        Occurrence in = ofA.get(random.nextInt(ofA.size()));
        List<Occurrence> same = ofB.stream().filter(o -> o.bigram() == in.bigram()).toList();
        if (!same.isEmpty()) {
          inA[n] = near(a, in, random, model);
          inB[n] = near(b, same.get(random.nextInt(same.size())), random, model);
        }
      }
    }
  }

  /** A cell in the inner half of what the network sees of one of an occurrence's digits. */
  private static int near(ReadPage page, Occurrence o, Random random, DigitModel model) {
    Digit d = page.reading().digits().get(random.nextBoolean() ? o.first() : o.second());
    int reach = model.spec().reach() / 2;
    int x = model.spec().stride() * d.column() + random.nextInt(2 * reach + 1) - reach;
    int y = model.spec().stride() * d.row() + random.nextInt(2 * reach + 1) - reach;
    int width = page.ink().width();
    return Math.max(0, Math.min(page.ink().height() - 1, y)) * width
        + Math.max(0, Math.min(width - 1, x));
  }

  /** For each feature that both pages have, its naive relevance at the drawn cells. */
  private static double[][] naive(DigitModel model, ReadPage page, ReadPage other, int[] cells) {
    long start = System.nanoTime();
    NaiveBiLrp naive =
        new NaiveBiLrp(model, page.ink(), page.reading().digits(), GAMMA, MinShare.SMALLER);
    double[][] at = new double[100][cells.length];
    int passes = 0;
    for (int m = 0; m < at.length; m++) {
      if (page.reading().phi()[m] > 0 && other.reading().phi()[m] > 0) {
        double[] r = naive.relevance(m).input().values();
        passes++;
        for (int n = 0; n < cells.length; n++) {
          at[m][n] = r[cells[n]];
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d naive passes in %.0f s%n",
        page.name(),
        passes,
        (System.nanoTime() - start) / 1e9);
    return at;
  }
}
