package org.tabularium.training.faithfulness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tabularium.network.image.Box;
import org.tabularium.network.reading.Digit;
import org.tabularium.training.corpus.typeset.PrintedDigit;

/**
 * One page's digits as both the truth and a reading have them: first those that are there, then
 * those that were read where none is, so that a false digit's relevance counts against an
 * explanation.
 *
 * @param boxes scan pixels
 * @param ofRead for each digit of the reading its index here
 * @param bigrams the true ones: digits that follow each other in a number, as two indices and 10 j
 *     + k
 */
record Digits(List<Box> boxes, int[] ofRead, List<int[]> bigrams) {
  /** As in the evaluation of readings: centres within so many median digit heights. */
  private static final double NEAR = 0.6;

  private record Match(int truth, int read, double distance) {}

  static Digits of(List<PrintedDigit> truth, List<Digit> read) {
    List<Box> boxes = new ArrayList<>(truth.stream().map(PrintedDigit::box).toList());
    double[] heights = truth.stream().mapToDouble(t -> t.box().h()).sorted().toArray();
    double near = NEAR * heights[heights.length / 2];
    List<Match> matches = new ArrayList<>();
    for (int t = 0; t < truth.size(); t++) {
      for (int r = 0; r < read.size(); r++) {
        Box there = boxes.get(t);
        Box seen = read.get(r).box();
        double d = Math.hypot(there.centreX() - seen.centreX(), there.centreY() - seen.centreY());
        if (d <= near) {
          matches.add(new Match(t, r, d));
        }
      }
    }
    matches.sort(Comparator.comparingDouble(Match::distance));
    int[] ofRead = new int[read.size()];
    Arrays.fill(ofRead, -1);
    boolean[] taken = new boolean[truth.size()];
    for (Match m : matches) {
      if (ofRead[m.read()] < 0 && !taken[m.truth()]) {
        ofRead[m.read()] = m.truth();
        taken[m.truth()] = true;
      }
    }
    for (int r = 0; r < ofRead.length; r++) {
      if (ofRead[r] < 0) {
        ofRead[r] = boxes.size();
        boxes.add(read.get(r).box());
      }
    }
    List<int[]> bigrams = new ArrayList<>();
    for (int i = 1; i < truth.size(); i++) {
      if (truth.get(i).number().equals(truth.get(i - 1).number())) {
        bigrams.add(new int[] {i - 1, i, 10 * truth.get(i - 1).digit() + truth.get(i).digit()});
      }
    }
    return new Digits(boxes, ofRead, bigrams);
  }

  int count() {
    return boxes.size();
  }

  /**
   * The true explanation: each two equal bigrams, one in each table, join each digit of the one
   * with each of the other. A pair of digits counts once for each two bigrams that join it.
   */
  static double[][] truth(Digits a, Digits b) {
    double[][] truth = new double[a.count()][b.count()];
    for (int[] p : a.bigrams) {
      for (int[] q : b.bigrams) {
        if (p[2] == q[2]) {
          truth[p[0]][q[0]]++;
          truth[p[0]][q[1]]++;
          truth[p[1]][q[0]]++;
          truth[p[1]][q[1]]++;
        }
      }
    }
    return truth;
  }

  /** The same, however often: 1 or 0. */
  static double[][] whether(double[][] truth) {
    return Arrays.stream(truth)
        .map(row -> Arrays.stream(row).map(v -> Math.min(v, 1)).toArray())
        .toArray(double[][]::new);
  }
}
