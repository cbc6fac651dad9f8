package org.tabularium.training.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.tabularium.network.reading.Digit;

/**
 * Digits found against digits that are there. A digit found belongs to the nearest true one whose
 * centre lies within 0.6 of the median digit height, one to one, nearest pairs first.
 *
 * @param there legible true digits of the table
 * @param found those that a digit was found for
 * @param misread those of them whose class is wrong
 * @param falseInTable digits found inside the table's box that belong to no true digit
 * @param missed the true digits that were not found
 * @param wrong digits found with the wrong class
 * @param invented the false ones
 * @param confusion of the table's digits: row the true class, column the class read; in the last
 *     row what is not there, in the last column what was not found
 */
public record DigitScore(
    int there,
    int found,
    int misread,
    int falseInTable,
    List<TrueDigit> missed,
    List<Digit> wrong,
    List<Digit> invented,
    int[][] confusion) {

  /** No page. */
  public static final DigitScore NONE =
      new DigitScore(0, 0, 0, 0, List.of(), List.of(), List.of(), new int[11][11]);

  private static final double NEAR = 0.6;

  private record Pair(int truth, int seen, double distance) {}

  /** Scores one page. */
  public static DigitScore of(List<TrueDigit> truth, List<Digit> seen) {
    double[] heights = truth.stream().mapToDouble(t -> t.box().h()).sorted().toArray();
    double near = NEAR * heights[heights.length / 2];
    List<Pair> pairs = new ArrayList<>();
    for (int t = 0; t < truth.size(); t++) {
      for (int s = 0; s < seen.size(); s++) {
        double d =
            Math.hypot(
                truth.get(t).box().centreX() - seen.get(s).box().centreX(),
                truth.get(t).box().centreY() - seen.get(s).box().centreY());
        if (d <= near) {
          pairs.add(new Pair(t, s, d));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::distance));
    int[] match = new int[truth.size()];
    java.util.Arrays.fill(match, -1);
    boolean[] used = new boolean[seen.size()];
    for (Pair pair : pairs) {
      if (match[pair.truth()] < 0 && !used[pair.seen()]) {
        match[pair.truth()] = pair.seen();
        used[pair.seen()] = true;
      }
    }
    int[][] confusion = new int[11][11];
    int there = 0;
    int found = 0;
    List<TrueDigit> missed = new ArrayList<>();
    List<Digit> wrong = new ArrayList<>();
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = 0;
    double bottom = 0;
    for (int t = 0; t < truth.size(); t++) {
      TrueDigit one = truth.get(t);
      if (!one.inTable()) {
        continue;
      }
      left = Math.min(left, one.box().x());
      top = Math.min(top, one.box().y());
      right = Math.max(right, one.box().x() + one.box().w());
      bottom = Math.max(bottom, one.box().y() + one.box().h());
      if (!one.legible()) {
        continue;
      }
      there++;
      if (match[t] < 0) {
        missed.add(one);
        confusion[one.digit()][10]++;
      } else {
        found++;
        confusion[one.digit()][seen.get(match[t]).digit()]++;
        if (seen.get(match[t]).digit() != one.digit()) {
          wrong.add(seen.get(match[t]));
        }
      }
    }
    List<Digit> invented = new ArrayList<>();
    for (int s = 0; s < seen.size(); s++) {
      double x = seen.get(s).box().centreX();
      double y = seen.get(s).box().centreY();
      if (!used[s] && x >= left && x <= right && y >= top && y <= bottom) {
        invented.add(seen.get(s));
        confusion[10][seen.get(s).digit()]++;
      }
    }
    return new DigitScore(
        there, found, wrong.size(), invented.size(), missed, wrong, invented, confusion);
  }

  /** Two pages taken together. */
  public DigitScore plus(DigitScore other) {
    return new DigitScore(
        there + other.there,
        found + other.found,
        misread + other.misread,
        falseInTable + other.falseInTable,
        both(missed, other.missed),
        both(wrong, other.wrong),
        both(invented, other.invented),
        sum(confusion, other.confusion));
  }

  private static int[][] sum(int[][] a, int[][] b) {
    int[][] to = new int[11][11];
    for (int i = 0; i < 11; i++) {
      for (int j = 0; j < 11; j++) {
        to[i][j] = a[i][j] + b[i][j];
      }
    }
    return to;
  }

  /** Share of the digits read that are there and are read right. */
  public double precision() {
    return found + falseInTable == 0 ? 1 : (double) (found - misread) / (found + falseInTable);
  }

  private static <T> List<T> both(List<T> a, List<T> b) {
    List<T> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  /** Share of the legible digits that were found. */
  public double recall() {
    return there == 0 ? 1 : (double) found / there;
  }

  /** Share of those found whose class is wrong. */
  public double misreadShare() {
    return found == 0 ? 0 : (double) misread / found;
  }

  /** False digits as a share of the true ones. */
  public double falseShare() {
    return there == 0 ? 0 : (double) falseInTable / there;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d of %d found (%.2f %%), %d misread (%.2f %%), %d false (%.2f %%)",
        found,
        there,
        100 * recall(),
        misread,
        100 * misreadShare(),
        falseInTable,
        100 * falseShare());
  }
}
