package org.tabularium.network.reading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.image.UnreadableScan.Reason;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.model.Sizes;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;

/** Reads tables: a picture in, a {@link Reading} out. Safe for use by many threads. */
public final class TableReader implements AutoCloseable {
  private final BigramNetwork network;
  private final ModelSpec spec;

  /**
   * @param model the model version that reads
   * @param threads within one reading
   */
  public TableReader(DigitModel model, int threads) {
    this.network = new BigramNetwork(model, threads);
    this.spec = model.spec();
  }

  public DigitModel model() {
    return network.model();
  }

  /**
   * Reads one table.
   *
   * @param file the scan
   * @param region the table's part of it, scan pixels; null for the whole
   * @param turn the reading orientation; null to choose it by evidence
   * @param scale ink-map cells per scan pixel; null to choose it by evidence
   * @param progress told as the work goes on; may stop it
   */
  public Reading read(
      Path file,
      @Nullable Region region,
      @Nullable Turn turn,
      @Nullable Double scale,
      Progress progress)
      throws UnreadableScan, IOException {
    progress.at(0);
    GreyScan scan = Scans.grey(file);
    progress.at(0.2);
    return read(scan, region, turn, scale, part -> progress.at(0.2 + 0.8 * part));
  }

  /** Reads a table of a scan that is decoded already; see the other {@code read}. */
  public Reading read(
      GreyScan scan,
      @Nullable Region region,
      @Nullable Turn turn,
      @Nullable Double scale,
      Progress progress)
      throws UnreadableScan {
    Region table = region == null ? Region.whole(scan.width(), scan.height()) : region;
    if (!table.fits(scan.width(), scan.height())) {
      throw new UnreadableScan(Reason.REGION_OUTSIDE, "the region does not lie on the scan");
    }
    PageFrame frame =
        new ScaleSearch(network, scan, table).choose(turn, scale, p -> progress.at(0.6 * p));
    Sight sight = Sight.of(network, scan, frame);
    double pitch = Pitch.of(sight.peaks());
    if (scale == null && pitch > spec.pitch()) {
      progress.at(0.8);
      double smaller = frame.scale() * spec.pitch() / pitch;
      sight = Sight.of(network, scan, new PageFrame(table, frame.turn(), smaller));
    }
    progress.at(0.9);
    if (!spec.sizes().equals(Sizes.NONE) && sight.looksLikeTable()) {
      sight = new InsetSearch(network, scan, sight).widened();
    }
    progress.at(0.95);
    Reading reading = reading(sight);
    progress.at(1);
    return reading;
  }

  /**
   * Reads a table again where it was read before: its scale, turn and insets are given, and nothing
   * is chosen by evidence.
   *
   * @param frame of a reading of the same scan, or of one of the same measures
   */
  public Reading read(GreyScan scan, PageFrame frame) throws UnreadableScan {
    if (!frame.region().fits(scan.width(), scan.height())) {
      throw new UnreadableScan(Reason.REGION_OUTSIDE, "the region does not lie on the scan");
    }
    return reading(Sight.of(network, scan, frame));
  }

  private Reading reading(Sight sight) {
    PageFrame frame = sight.frame();
    Peaks peaks = sight.peaks();
    DigitBoxes boxes = new DigitBoxes(sight.ink(), spec.em());
    int stride = spec.stride();
    List<Digit> digits = new ArrayList<>();
    for (int i = 0; i < peaks.count(); i++) {
      // Map cell c sees the ink map around the middle of cell stride * c.
      double x = stride * peaks.column()[i] + 0.5;
      double y = stride * peaks.row()[i] + 0.5;
      Box box = frame.toScan(boxes.at(x, y));
      digits.add(
          new Digit(
              box,
              peaks.digit()[i],
              peaks.activation()[i],
              peaks.row()[i],
              peaks.column()[i],
              runnerUp(peaks.classes()[i], peaks.digit()[i])));
    }
    List<Occurrence> occurrences = Bigrams.of(digits, spec.shifts());
    return new Reading(
        network.model().version(),
        frame,
        meanConfidence(peaks),
        sight.looksLikeTable(),
        sight.aside(),
        digits,
        occurrences,
        peaks.phi());
  }

  /** The strongest class but one; of equal ones the first. Null where no other sees anything. */
  private static Digit.@Nullable RunnerUp runnerUp(float[] classes, int winner) {
    int second = -1;
    for (int k = 0; k < classes.length; k++) {
      if (k != winner && classes[k] > 0 && (second < 0 || classes[k] > classes[second])) {
        second = k;
      }
    }
    return second < 0 ? null : new Digit.RunnerUp(second, classes[second]);
  }

  private static float meanConfidence(Peaks peaks) {
    double sum = 0;
    for (float a : peaks.activation()) {
      sum += Math.min(1, a);
    }
    return peaks.count() == 0 ? 0 : (float) (sum / peaks.count());
  }

  @Override
  public void close() {
    network.close();
  }
}
