package org.tabularium.training.faithfulness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.PixelBranch;
import org.tabularium.network.reading.PixelReader;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;

/**
 * Ways to explain the similarity of two tables, each brought down to pairs of digits.
 *
 * <p>Whatever ends at the ink is pooled over the digits' boxes, as the paper pools over the entries
 * of its vectors (section 4).
 */
final class Methods {

  /**
   * One table, read.
   *
   * @param ink what the network saw of it
   */
  record Side(Reading reading, Digits digits, InkMap ink, int[] boxOf) {

    static Side of(GreyScan scan, Reading reading, Digits digits) {
      InkMap ink = reading.frame().inkMap(scan);
      return new Side(reading, digits, ink, boxOf(reading.frame(), ink, digits));
    }

    /** For each cell of the ink map the digit in whose box it lies, or -1. */
    private static int[] boxOf(PageFrame frame, InkMap ink, Digits digits) {
      int[] of = new int[ink.width() * ink.height()];
      java.util.Arrays.fill(of, -1);
      for (int d = 0; d < digits.count(); d++) {
        // A digit in an inset has cells in the page's own part, too.
        for (PageFrame where : List.of(frame.main(), frame)) {
          Box box = where.toCells(digits.boxes().get(d));
          int right = (int) Math.min(ink.width() - 1, Math.floor(box.x() + box.w()));
          int bottom = (int) Math.min(ink.height() - 1, Math.floor(box.y() + box.h()));
          for (int y = (int) Math.max(0, box.y()); y <= bottom; y++) {
            for (int x = (int) Math.max(0, box.x()); x <= right; x++) {
              of[y * ink.width() + x] = d;
            }
          }
        }
      }
      return of;
    }
  }

  private Methods() {}

  /** BiLRP that ends at the digits: each occurrence's mass is shared by its two digits. */
  static double[][] digits(Side a, Side b, MinShare share) {
    return products(atDigits(a, share), atDigits(b, share));
  }

  private static double[][] atDigits(Side side, MinShare share) {
    double[][] to = new double[Reading.FEATURES][side.digits().count()];
    List<Digit> read = side.reading().digits();
    for (Occurrence o : side.reading().occurrences()) {
      double part =
          share.ofFirst(read.get(o.first()).confidence(), read.get(o.second()).confidence());
      to[o.bigram()][side.digits().ofRead()[o.first()]] += part * o.mass();
      to[o.bigram()][side.digits().ofRead()[o.second()]] += (1 - part) * o.mass();
    }
    return to;
  }

  /** BiLRP down to the ink. At gamma 0, equation 6 for the min: Hessian x product (prop. 2). */
  static double[][] ink(Side a, Side b, PixelReader pixels, MinShare share) {
    return products(atInk(a, pixels, share), atInk(b, pixels, share));
  }

  private static double[][] atInk(Side side, PixelReader pixels, MinShare share) {
    double[][] to = new double[Reading.FEATURES][side.digits().count()];
    PixelBranch branch = pixels.branch(side.ink(), side.reading(), share, Progress.NONE);
    for (int d = 0; d < branch.digits().size(); d++) {
      double[] inBoxes = new double[side.digits().count()];
      each(side, branch, d, (cell, box, unit) -> inBoxes[box] += unit);
      for (int m = 0; m < to.length; m++) {
        for (PixelBranch.Weight w : branch.weights().get(m)) {
          for (int p = 0; w.digit() == d && p < inBoxes.length; p++) {
            to[m][p] += w.relevance() * inBoxes[p];
          }
        }
      }
    }
    return to;
  }

  private interface Cell {
    void at(int cell, int box, double unit);
  }

  private static void each(Side side, PixelBranch branch, int digit, Cell told) {
    PixelBranch.Field field = branch.digits().get(digit);
    int n = branch.side();
    for (int i = 0; i < n * n; i++) {
      int x = field.left() + i % n;
      int y = field.top() + i / n;
      if (x >= 0 && y >= 0 && x < branch.width() && y < branch.height()) {
        int cell = y * branch.width() + x;
        if (side.boxOf()[cell] >= 0) {
          told.at(cell, side.boxOf()[cell], field.unit()[i]);
        }
      }
    }
  }

  /** {@code (x_i x'_i')^2}. */
  static double[][] saliency(Side a, Side b) {
    return products(new double[][] {squares(a)}, new double[][] {squares(b)});
  }

  private static double[] squares(Side side) {
    double[] to = new double[side.digits().count()];
    for (int i = 0; i < side.boxOf().length; i++) {
      if (side.boxOf()[i] >= 0) {
        to[side.boxOf()[i]] += side.ink().ink()[i] * side.ink().ink()[i];
      }
    }
    return to;
  }

  /**
   * {@code (H_ii')^2} with {@code H = sum_m J_m J'_m}, summed over boxes: {@code sum_mn G_mn(p)
   * G'_mn(q)}, where {@code G_mn(p) = sum over i in p of J_mi J_ni}. Derivatives come from gamma 0,
   * divided by the ink, so cells without ink are left out.
   */
  static double[][] curvature(Side a, Side b, PixelReader gammaZero) {
    Map<Integer, double[]>[] ofA = grams(a, gammaZero);
    Map<Integer, double[]>[] ofB = grams(b, gammaZero);
    double[][] r = new double[ofA.length][ofB.length];
    for (int p = 0; p < r.length; p++) {
      for (int q = 0; q < ofB.length; q++) {
        for (Map.Entry<Integer, double[]> e : ofA[p].entrySet()) {
          double[] other = ofB[q].get(e.getKey());
          r[p][q] += other == null ? 0 : e.getValue()[0] * other[0];
        }
      }
    }
    return r;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<Integer, double[]>[] grams(Side side, PixelReader gammaZero) {
    PixelBranch branch =
        gammaZero.branch(side.ink(), side.reading(), MinShare.SMALLER, Progress.NONE);
    // d phi_m at the ink, feature by feature where there is any, cell by cell.
    Map<Integer, Map<Integer, double[]>> byCell = new LinkedHashMap<>();
    List<PixelBranch.Sparse> features = branch.features();
    for (int m = 0; m < features.size(); m++) {
      PixelBranch.Sparse sparse = features.get(m);
      for (int i = 0; i < sparse.cells().length; i++) {
        int cell = sparse.cells()[i];
        double ink = side.ink().ink()[cell];
        if (side.boxOf()[cell] >= 0 && ink > 0.02) {
          byCell
              .computeIfAbsent(cell, c -> new LinkedHashMap<>())
              .put(m, new double[] {sparse.relevance()[i] / ink});
        }
      }
    }
    Map<Integer, double[]>[] grams = new Map[side.digits().count()];
    java.util.Arrays.setAll(grams, p -> new LinkedHashMap<>());
    byCell.forEach(
        (cell, j) -> {
          Map<Integer, double[]> gram = grams[side.boxOf()[cell]];
          j.forEach(
              (m, jm) ->
                  j.forEach(
                      (n, jn) ->
                          gram.computeIfAbsent(100 * m + n, k -> new double[1])[0] +=
                              jm[0] * jn[0]));
        });
    return grams;
  }

  /** {@code R_pq = sum_m A_mp B_mq}. */
  static double[][] products(double[][] a, double[][] b) {
    double[][] r = new double[a[0].length][b[0].length];
    for (int m = 0; m < a.length; m++) {
      for (int p = 0; p < r.length; p++) {
        for (int q = 0; a[m][p] != 0 && q < r[p].length; q++) {
          r[p][q] += a[m][p] * b[m][q];
        }
      }
    }
    return r;
  }
}
