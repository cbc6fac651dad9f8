package org.tabularium.benchmarks;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
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
   * Arguments: two scans; optionally the number of pairs (10,000) and a seed (1). Half of the pairs
   * are drawn from cells with ink in digits' receptive fields, half from anywhere. Exits with 1
   * when one is off by more than 1e-4 of the largest.
   */
  public static void main(String[] arguments) throws Exception {
    int pairs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
    Random random = new Random(arguments.length > 3 ? Long.parseLong(arguments[3]) : 1);
    DigitModel model = ModelFiles.shipped().model();
    ReadPage a = ReadPage.of(model, Path.of(arguments[0]));
    ReadPage b = ReadPage.of(model, Path.of(arguments[1]));
    int[] inA = cells(a, pairs, random, model);
    int[] inB = cells(b, pairs, random, model);
    double[][] naiveA = naive(model, a, b, inA);
    double[][] naiveB = naive(model, b, a, inB);
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

  private static PixelBranch branch(PixelReader reader, ReadPage page) {
    return reader.branch(page.ink(), page.reading(), MinShare.SMALLER, Progress.NONE);
  }

  private static int[] cells(ReadPage page, int count, Random random, DigitModel model) {
    int width = page.ink().width();
    int height = page.ink().height();
    int reach = model.spec().reach() / 2;
    int stride = model.spec().stride();
    int[] cells = new int[count];
    for (int n = 0; n < count; n++) {
      cells[n] = random.nextInt(page.cells());
      // At most so many tries, should a page have no ink where it has digits.
      for (int tries = 0; n % 2 == 0 && tries < 1000; tries++) {
        var d = page.reading().digits().get(random.nextInt(page.reading().digits().size()));
        int x = stride * d.column() + random.nextInt(2 * reach + 1) - reach;
        int y = stride * d.row() + random.nextInt(2 * reach + 1) - reach;
        if (x >= 0 && y >= 0 && x < width && y < height && page.ink().ink()[y * width + x] > 0.2) {
          cells[n] = y * width + x;
          break;
        }
      }
    }
    return cells;
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
