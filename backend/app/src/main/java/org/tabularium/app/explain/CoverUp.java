package org.tabularium.app.explain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.ScanProblems;
import org.tabularium.app.corpus.ScanStore;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.readings.Reader;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/**
 * The cover-up test: parts of a table are papered over and it is read again. If the explanation is
 * true, the score becomes what the ledger foretold.
 */
@Component
class CoverUp {

  /** How far, in its own heights, a digit may move and still be the same one. */
  private static final double SAME_PLACE = 0.5;

  private final ScanStore scans;
  private final Reader reader;

  /** Readings take a whole processor: whoever comes later waits. */
  private final Semaphore places = new Semaphore(2, true);

  CoverUp(ScanStore scans, Reader reader) {
    this.scans = scans;
    this.reader = reader;
  }

  /**
   * What became of one table.
   *
   * @param digits how many digits it has
   * @param covered how many of them have their middle under a cover
   * @param changed how many of the others were not read again as they were, in the same place
   * @param added how many digits were read that had not been there, most of them at a cover's edge
   */
  record Side(int digits, int covered, int changed, int added) {}

  /**
   * What became of a pair.
   *
   * @param kind cosine, dot or sqrt
   * @param digits read: what is foretold and what is read again both speak of the digits as they
   *     were read, for nobody corrects what stands on a covered page
   * @param score before
   * @param evidence the relevance of all pairs of places that lose a digit: the part of the ledger
   *     that is covered
   * @param predicted the score that the ledger foretells: of the counts less what is covered. For a
   *     cosine it is more than {@code score - evidence}, since what is left is shorter, too
   * @param recomputed the score after reading again what is left
   * @param difference recomputed less predicted
   * @param a the first table
   * @param b the second
   */
  record Outcome(
      String kind,
      String digits,
      double score,
      double evidence,
      double predicted,
      double recomputed,
      double difference,
      Side a,
      Side b) {}

  /**
   * A table.
   *
   * @param reading what was read in it, within the parts that count
   * @param covers what of it is to be covered, in pixels of the scan
   * @param counts the parts of it that alone count, before and after; none for all of it
   */
  record Part(Table table, Reading reading, List<Box> covers, List<Region> counts) {}

  /**
   * @throws org.tabularium.app.platform.Problem when a scan can no longer be read
   */
  Outcome of(Part a, Part b, ScoreKind kind) {
    double score = Explainer.score(a.reading().phi(), b.reading().phi(), kind);
    float[] leftInA = left(a);
    float[] leftInB = left(b);
    Reading againA = again(a);
    Reading againB = again(b);
    double predicted = Explainer.score(leftInA, leftInB, kind);
    double recomputed = Explainer.score(againA.phi(), againB.phi(), kind);
    return new Outcome(
        kind.name().toLowerCase(Locale.ROOT),
        "read",
        score,
        evidence(a.reading().phi(), leftInA, b.reading().phi(), leftInB, kind),
        predicted,
        recomputed,
        recomputed - predicted,
        side(a, againA),
        side(b, againB));
  }

  /** Whether a digit is covered: its middle is. */
  private static boolean isCovered(Digit digit, List<Box> covers) {
    double x = digit.box().centreX();
    double y = digit.box().centreY();
    return covers.stream()
        .anyMatch(c -> x >= c.x() && y >= c.y() && x < c.x() + c.w() && y < c.y() + c.h());
  }

  /** The counts without the occurrences that lose a digit. */
  private static float[] left(Part part) {
    Reading reading = part.reading();
    double[] left = new double[reading.phi().length];
    for (int k = 0; k < left.length; k++) {
      left[k] = reading.phi()[k];
    }
    for (Occurrence o : reading.occurrences()) {
      if (isCovered(reading.digits().get(o.first()), part.covers())
          || isCovered(reading.digits().get(o.second()), part.covers())) {
        left[o.bigram()] -= o.mass();
      }
    }
    float[] phi = new float[left.length];
    for (int k = 0; k < phi.length; k++) {
      // Sums of floats: a bigram all of whose places are covered leaves a dust behind.
      phi[k] = left[k] < 1e-4 ? 0 : (float) left[k];
    }
    return phi;
  }

  private static double evidence(
      float[] a, float[] leftInA, float[] b, float[] leftInB, ScoreKind kind) {
    double[] shares = Explainer.contributions(a, b, kind);
    double evidence = 0;
    for (int k = 0; k < shares.length; k++) {
      if (shares[k] > 0) {
        evidence += shares[k] * (1 - (leftInA[k] / (double) a[k]) * (leftInB[k] / (double) b[k]));
      }
    }
    return evidence;
  }

  private Reading again(Part part) {
    if (part.covers().isEmpty()) {
      return part.reading();
    }
    Reading was = part.reading();
    try {
      places.acquire();
      try {
        GreyScan scan = Scans.grey(scans.path(part.table().scan().sha256()));
        part.covers().forEach(box -> paper(scan, box));
        return reader.read(scan, was.frame()).within(part.counts());
      } finally {
        places.release();
      }
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while waiting to read", e));
    }
  }

  /** Covers a box with the paper that surrounds it: the light quarter of its border. */
  static void paper(GreyScan scan, Box box) {
    int left = (int) Math.max(0, Math.floor(box.x()));
    int top = (int) Math.max(0, Math.floor(box.y()));
    int right = (int) Math.min(scan.width(), Math.ceil(box.x() + box.w()));
    int bottom = (int) Math.min(scan.height(), Math.ceil(box.y() + box.h()));
    if (left >= right || top >= bottom) {
      return;
    }
    List<Integer> border = new ArrayList<>();
    for (int x = left; x < right; x++) {
      border.add(scan.grey()[top * scan.width() + x] & 255);
      border.add(scan.grey()[(bottom - 1) * scan.width() + x] & 255);
    }
    for (int y = top; y < bottom; y++) {
      border.add(scan.grey()[y * scan.width() + left] & 255);
      border.add(scan.grey()[y * scan.width() + right - 1] & 255);
    }
    Collections.sort(border);
    byte white = (byte) (int) border.get(border.size() * 3 / 4);
    for (int y = top; y < bottom; y++) {
      Arrays.fill(scan.grey(), y * scan.width() + left, y * scan.width() + right, white);
    }
  }

  private static Side side(Part part, Reading again) {
    List<Digit> was = part.reading().digits();
    List<Digit> open = was.stream().filter(d -> !isCovered(d, part.covers())).toList();
    int kept = (int) open.stream().filter(d -> isIn(d, again.digits())).count();
    int known = (int) again.digits().stream().filter(d -> isIn(d, open)).count();
    return new Side(
        was.size(), was.size() - open.size(), open.size() - kept, again.digits().size() - known);
  }

  private static boolean isIn(Digit digit, List<Digit> digits) {
    double near = SAME_PLACE * Math.max(digit.box().h(), digit.box().w());
    return digits.stream()
        .anyMatch(
            other ->
                other.digit() == digit.digit()
                    && Math.hypot(
                            other.box().centreX() - digit.box().centreX(),
                            other.box().centreY() - digit.box().centreY())
                        < near);
  }
}
