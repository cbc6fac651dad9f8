package org.tabularium.network.reading;

import java.util.stream.IntStream;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Shelves;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;

/**
 * What the network sees in one frame, and what of it counts.
 *
 * @param frame where the ink map lies on the scan
 * @param ink the ink map, insets included
 * @param found all that the gate let through
 * @param counts for each of them whether it counts as a digit
 * @param peaks those that count
 * @param aside how many were too unsure for the place they stand in
 * @param inCompany how many of those that count stand in rows and columns with others
 */
record Sight(
    PageFrame frame,
    InkMap ink,
    Peaks found,
    boolean[] counts,
    Peaks peaks,
    int aside,
    int inCompany) {

  /** A frame as it is. */
  static Sight of(BigramNetwork network, GreyScan scan, PageFrame frame) {
    InkMap ink = frame.inkMap(scan);
    return of(network, frame, ink, network.run(ink));
  }

  /**
   * From peaks that are known. What stands in an inset's part of the scan counts there and nowhere
   * else, so that no digit is counted twice; company is kept among the digits of one part.
   */
  static Sight of(BigramNetwork network, PageFrame frame, InkMap ink, Peaks found) {
    ModelSpec spec = network.model().spec();
    int[] parts = parts(frame, found, spec.stride());
    boolean[] counts = new boolean[found.count()];
    int aside = 0;
    int inCompany = 0;
    for (int part = 0; part <= frame.insets().size(); part++) {
      int own = part;
      int[] which = IntStream.range(0, parts.length).filter(i -> parts[i] == own).toArray();
      Witnesses witnesses =
          new Witnesses(found.at(which, 0, 0), spec.company(), spec.em() / spec.stride());
      for (int i = 0; i < which.length; i++) {
        counts[which[i]] = witnesses.counts()[i];
      }
      aside += witnesses.aside();
      inCompany += witnesses.inCompany();
    }
    boolean all = IntStream.range(0, counts.length).allMatch(i -> counts[i]);
    Peaks peaks = all && frame.insets().isEmpty() ? found : network.only(found, counts);
    return new Sight(frame, ink, found, counts, peaks, aside, inCompany);
  }

  /** For each peak its part: 0 the page's own, 1 the first inset and so on; -1 for none. */
  private static int[] parts(PageFrame frame, Peaks found, int stride) {
    int[] parts = new int[found.count()];
    if (frame.insets().isEmpty()) {
      return parts;
    }
    Shelves shelves = frame.shelves();
    for (int i = 0; i < parts.length; i++) {
      Box cell = cell(found, i, stride);
      int laid = 1 + shelves.at(cell.centreX(), cell.centreY());
      parts[i] = laid == 1 + frame.insetOf(frame.toScan(cell)) ? laid : -1;
    }
    return parts;
  }

  /** The ink-map cell that a peak stands for. */
  static Box cell(Peaks peaks, int i, int stride) {
    return new Box(stride * peaks.column()[i], stride * peaks.row()[i], 1, 1);
  }

  boolean looksLikeTable() {
    return TableVerdict.looksLikeTable(inCompany, peaks.count());
  }

  /** Activations of the digits that count, as far as they lie above a doubt; of a part. */
  static double evidence(Peaks peaks, boolean[] counts, double doubt) {
    return IntStream.range(0, peaks.count())
        .filter(i -> counts[i])
        .mapToDouble(i -> Math.max(0, Math.min(1, peaks.activation()[i]) - doubt))
        .sum();
  }
}
