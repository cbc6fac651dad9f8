package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;

/**
 * Chooses the scale and the turn at which a table is read, by evidence: how surely the network
 * reads a few crops of it. The plain sum of activations would not do, since it grows with the
 * resolution.
 */
final class ScaleSearch {
  /** Type sizes that are tried, in scan pixels: from 8-pixel digits to 120-pixel ones. */
  private static final double SMALLEST_EM = 11;

  private static final double LARGEST_EM = 175;

  /** Step of the first ladder; the network reads well over about this range. */
  private static final double COARSE = 1.35;

  private static final double[] FINE = {1 / 1.23, 1 / 1.11, 1.11, 1.23};

  /** Upright first: most tables are, and where the evidence is plain the rest is not tried. */
  private static final List<Turn> TURNS =
      List.of(Turn.UPRIGHT, Turn.CLOCKWISE, Turn.COUNTERCLOCKWISE, Turn.HALF);

  /** Evidence that no wrong turn was seen to reach: upside down, tables came to 0.18. */
  private static final double SURE = 0.2;

  /**
   * Below this there is no table to turn: text upside down came to 0.07, tables to 0.28 and more.
   */
  private static final double BELIEVED = 0.1;

  /** Side of a crop, ink-map cells. */
  private static final int CROP = 208;

  private static final int CROPS = 3;

  /** Letters and parts of letters that are taken for digits are mostly read less surely. */
  private static final double DOUBT = 0.6;

  /** So many digits make a case. */
  private static final int ENOUGH = 60;

  /** No ink map has more cells, whatever the scan. */
  private static final long MOST_CELLS = 8_000_000;

  private final BigramNetwork network;
  private final GreyScan scan;
  private final Region region;

  ScaleSearch(BigramNetwork network, GreyScan scan, Region region) {
    this.network = network;
    this.scan = scan;
    this.region = region;
  }

  PageFrame choose(@Nullable Turn turn, @Nullable Double scale, Progress progress) {
    double em = network.model().spec().em();
    double largest = Math.sqrt((double) MOST_CELLS / ((double) region.width() * region.height()));
    if (turn != null && scale != null) {
      return new PageFrame(region, turn, Math.min(scale, largest));
    }
    List<Double> scales = new ArrayList<>();
    if (scale != null) {
      scales.add(Math.min(scale, largest));
    } else {
      for (double size = SMALLEST_EM; size <= LARGEST_EM; size *= COARSE) {
        if (em / size <= largest) {
          scales.add(em / size);
        }
      }
      if (scales.isEmpty()) {
        scales.add(largest);
      }
    }
    Choice best = null;
    Choice upright = null;
    List<List<InkMap>> views = new ArrayList<>();
    for (double s : scales) {
      views.add(views(crops(s), s));
    }
    List<Turn> turns = turn != null ? List.of(turn) : TURNS;
    for (Turn t : turns) {
      for (int s = 0; s < scales.size(); s++) {
        double e = evidence(views.get(s), t);
        if (best == null || e > best.evidence()) {
          best = new Choice(t, scales.get(s), e);
        }
        progress.at(
            0.8 * (turns.indexOf(t) * scales.size() + s + 1) / (turns.size() * scales.size()));
      }
      if (t == Turn.UPRIGHT) {
        upright = best;
        if (best.evidence() >= SURE) {
          break;
        }
      }
    }
    if (upright != null && best.evidence() < BELIEVED) {
      best = upright;
    }
    if (scale == null) {
      Choice coarse = best;
      List<Region> crops = crops(coarse.scale());
      for (double factor : FINE) {
        double s = Math.min(largest, coarse.scale() * factor);
        double e = evidence(views(crops, s), coarse.turn());
        if (e > best.evidence()) {
          best = new Choice(coarse.turn(), s, e);
        }
      }
    }
    progress.at(1);
    return new PageFrame(region, best.turn(), best.scale());
  }

  private record Choice(Turn turn, double scale, double evidence) {}

  private List<InkMap> views(List<Region> crops, double scale) {
    return crops.stream().map(c -> new PageFrame(c, Turn.UPRIGHT, scale).inkMap(scan)).toList();
  }

  /**
   * How far the digits found in the crops are beyond doubt: the mean of what each peak has above
   * {@link #DOUBT}, where too few digits count as if the missing ones were doubtful.
   */
  private double evidence(List<InkMap> crops, Turn turn) {
    double sum = 0;
    int count = 0;
    for (InkMap crop : crops) {
      Peaks peaks = network.run(crop.turned(turn));
      count += peaks.count();
      for (float a : peaks.activation()) {
        sum += Math.max(0, Math.min(1, a) - DOUBT);
      }
    }
    return sum / Math.max(ENOUGH, count);
  }

  /** The crops with the most fine ink, apart from each other. */
  private List<Region> crops(double scale) {
    int side = (int) Math.round(CROP / scale);
    if (side >= region.width() && side >= region.height()) {
      return List.of(region);
    }
    int w = Math.min(side, region.width());
    int h = Math.min(side, region.height());
    int across = Math.max(1, (int) Math.ceil(2.0 * region.width() / w) - 1);
    int down = Math.max(1, (int) Math.ceil(2.0 * region.height() / h) - 1);
    double[][] busy = Busyness.grid(scan, region, w, h, across, down);
    List<Region> crops = new ArrayList<>();
    boolean[][] taken = new boolean[down][across];
    while (crops.size() < CROPS) {
      int bestX = -1;
      int bestY = -1;
      for (int y = 0; y < down; y++) {
        for (int x = 0; x < across; x++) {
          if (!taken[y][x] && (bestX < 0 || busy[y][x] > busy[bestY][bestX])) {
            bestX = x;
            bestY = y;
          }
        }
      }
      if (bestX < 0) {
        break;
      }
      crops.add(Busyness.window(region, w, h, across, down, bestX, bestY));
      for (int y = Math.max(0, bestY - 1); y <= Math.min(down - 1, bestY + 1); y++) {
        for (int x = Math.max(0, bestX - 1); x <= Math.min(across - 1, bestX + 1); x++) {
          taken[y][x] = true;
        }
      }
    }
    return crops;
  }
}
