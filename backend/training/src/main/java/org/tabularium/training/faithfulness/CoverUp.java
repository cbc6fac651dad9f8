package org.tabularium.training.faithfulness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;
import org.tabularium.network.reading.TableReader;

/**
 * The cover-up test: paper over digits of one table, read it again, and see whether the score falls
 * as its explanation foretold. Scores are dot products, whose explanation needs no norms.
 *
 * @param shares of the digits that were covered
 * @param measured drop of the score, as a share of it, the most relevant digits first
 * @param foretold drop: the relevance of all occurrences that lose a digit
 * @param measuredAtRandom the same in random order
 * @param foretoldAtRandom the same
 */
record CoverUp(
    double[] shares,
    double[] measured,
    double[] foretold,
    double[] measuredAtRandom,
    double[] foretoldAtRandom) {
  static final double[] SHARES = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75};

  static CoverUp of(TableReader reader, GreyScan scan, Reading a, Reading b, long seed)
      throws UnreadableScan {
    double[] byOccurrence = new double[a.occurrences().size()];
    double[] relevance = new double[a.digits().size()];
    double score = Explainer.score(a.phi(), b.phi(), ScoreKind.DOT);
    for (int i = 0; i < byOccurrence.length; i++) {
      Occurrence o = a.occurrences().get(i);
      // sum over the partner's occurrences of m_k(p) m'_k(q), as a share of the score
      byOccurrence[i] = o.mass() * b.phi()[o.bigram()] / score;
      relevance[o.first()] += byOccurrence[i] / 2;
      relevance[o.second()] += byOccurrence[i] / 2;
    }
    List<Integer> strongest =
        new ArrayList<>(IntStream.range(0, relevance.length).boxed().toList());
    List<Integer> random = new ArrayList<>(strongest);
    strongest.sort(Comparator.comparingDouble(d -> -relevance[d]));
    Collections.shuffle(random, new Random(seed));
    int n = SHARES.length;
    CoverUp result =
        new CoverUp(SHARES, new double[n], new double[n], new double[n], new double[n]);
    for (int s = 0; s < n; s++) {
      int count = (int) Math.max(1, Math.round(SHARES[s] * relevance.length));
      List<Integer> first = strongest.subList(0, count);
      List<Integer> some = random.subList(0, count);
      result.foretold[s] = foretold(a, byOccurrence, first);
      result.foretoldAtRandom[s] = foretold(a, byOccurrence, some);
      result.measured[s] = measured(reader, scan, a, b, first);
      result.measuredAtRandom[s] = measured(reader, scan, a, b, some);
    }
    return result;
  }

  private static double foretold(Reading a, double[] byOccurrence, List<Integer> covered) {
    double drop = 0;
    for (int i = 0; i < byOccurrence.length; i++) {
      Occurrence o = a.occurrences().get(i);
      boolean gone = covered.contains(o.first()) || covered.contains(o.second());
      drop += gone ? byOccurrence[i] : 0;
    }
    return drop;
  }

  private static double measured(
      TableReader reader, GreyScan scan, Reading a, Reading b, List<Integer> covered)
      throws UnreadableScan {
    GreyScan papered = new GreyScan(scan.width(), scan.height(), scan.grey().clone());
    for (int d : covered) {
      paper(papered, a.digits().get(d).box());
    }
    Reading again = reader.read(papered, a.frame());
    double score = Explainer.score(a.phi(), b.phi(), ScoreKind.DOT);
    return 1 - Explainer.score(again.phi(), b.phi(), ScoreKind.DOT) / score;
  }

  /** Covers a box, and a rim around it, with the paper that surrounds it. */
  private static void paper(GreyScan scan, Box box) {
    int rim = (int) Math.max(1, Math.round(box.h() / 12));
    int left = (int) Math.max(0, Math.floor(box.x()) - rim);
    int top = (int) Math.max(0, Math.floor(box.y()) - rim);
    int right = (int) Math.min(scan.width() - 1, Math.ceil(box.x() + box.w()) + rim);
    int bottom = (int) Math.min(scan.height() - 1, Math.ceil(box.y() + box.h()) + rim);
    List<Integer> border = new ArrayList<>();
    for (int x = left; x <= right; x++) {
      border.add(scan.grey()[top * scan.width() + x] & 255);
      border.add(scan.grey()[bottom * scan.width() + x] & 255);
    }
    Collections.sort(border);
    byte white = (byte) (int) border.get(border.size() * 3 / 4);
    for (int y = top; y <= bottom; y++) {
      Arrays.fill(scan.grey(), y * scan.width() + left, y * scan.width() + right + 1, white);
    }
  }

  /** {@code |measured - foretold|} of every step in both orders, as shares of the score. */
  double[] differences() {
    double[] all = new double[2 * shares.length];
    for (int s = 0; s < shares.length; s++) {
      all[s] = Math.abs(measured[s] - foretold[s]);
      all[shares.length + s] = Math.abs(measuredAtRandom[s] - foretoldAtRandom[s]);
    }
    return all;
  }
}
