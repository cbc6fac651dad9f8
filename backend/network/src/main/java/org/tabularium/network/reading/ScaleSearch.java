package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
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
 *
 * <p>A ladder of scales is climbed first, from where type of a usual size would be, on the two
 * busiest crops; then the evidence at three scales near the best one, on three crops that stay the
 * same, says between which of them it peaks.
 */
final class ScaleSearch {
  /** Type sizes that are tried, in scan pixels: from 8-pixel digits to 120-pixel ones. */
  private static final double SMALLEST_EM = 11;

  private static final double LARGEST_EM = 175;

  /** Step of the ladder; the network reads well over about this range. */
  private static final double COARSE = 1.35;

  /** So many lines stand on a page as a rule: where the climb starts. */
  private static final double USUAL_LINES = 50;

  /** Step of the second pass. Its evidence is near a parabola over the logarithm of the scale. */
  private static final double FINE = 1.13;

  /** Upright first: most tables are, and where the evidence is plain the rest is not tried. */
  private static final List<Turn> TURNS =
      List.of(Turn.UPRIGHT, Turn.CLOCKWISE, Turn.COUNTERCLOCKWISE, Turn.HALF);

  /** Evidence that no wrong scale was seen to reach beyond the neighbours of the right one. */
  private static final double SURE = 0.2;

  /**
   * Evidence that the wrong turns of most tables do not reach: sideways and upside down they came
   * to 0.18 as a rule and to 0.29 at most, the right turn to between 0.22 and 0.34. Below it, all
   * turns are tried.
   */
  private static final double PLAIN = 0.25;

  /**
   * Below this there is no table to turn: text upside down came to 0.07, tables to 0.28 and more.
   */
  private static final double BELIEVED = 0.1;

  /** Side of a crop, ink-map cells. */
  private static final int CROP = 144;

  private static final int COARSE_CROPS = 4;

  /** Crops that are looked at for the second pass, and those with the most digits that are kept. */
  private static final int FINE_CROPS = 8;

  private static final int FINE_KEPT = 5;

  /** Letters and parts of letters that are taken for digits are mostly read less surely. */
  private static final double DOUBT = 0.6;

  /** So many digits make a case. */
  private static final int ENOUGH = 40;

  /** No ink map has more cells, whatever the scan. */
  private static final long MOST_CELLS = 8_000_000;

  private final BigramNetwork network;
  private final GreyScan scan;
  private final Region region;
  private final Overview overview;

  ScaleSearch(BigramNetwork network, GreyScan scan, Region region) {
    this.network = network;
    this.scan = scan;
    this.region = region;
    this.overview = new Overview(scan, region);
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
    Ladder ladder = new Ladder(scales, progress);
    Choice best = null;
    Choice upright = null;
    for (Turn t : turn != null ? List.of(turn) : TURNS) {
      Choice one = ladder.climb(t, best);
      if (best == null || one.density() > best.density()) {
        best = one;
      }
      if (t == Turn.UPRIGHT) {
        upright = one;
        if (one.evidence() >= PLAIN) {
          break;
        }
      }
    }
    if (upright != null && best.evidence() < BELIEVED) {
      best = upright;
    }
    double chosen = scale != null ? best.scale() : peak(best, largest);
    progress.at(1);
    return new PageFrame(region, best.turn(), chosen);
  }

  /**
   * @param evidence how sure the digits found are; tells scales apart, but not turns, since the few
   *     digits that stand upside down as well are read as surely
   * @param density how much surely read digit there is on a piece of the scan; tells turns apart
   */
  private record Choice(Turn turn, double scale, double evidence, double density) {}

  /** The first pass. */
  private final class Ladder {
    private final List<Double> scales;
    private final Progress progress;
    private final Map<Integer, Mosaic> views = new HashMap<>();
    private int steps;

    Ladder(List<Double> scales, Progress progress) {
      this.scales = scales;
      this.progress = progress;
    }

    /**
     * The rung with the most evidence: the first one found that is sure and above both its
     * neighbours, or else the best of all.
     */
    Choice climb(Turn turn, @Nullable Choice soFar) {
      Evidence[] evidence = new Evidence[scales.size()];
      boolean[] tried = new boolean[scales.size()];
      double usual =
          soFar != null && soFar.evidence() >= BELIEVED
              ? soFar.scale()
              : network.model().spec().em()
                  * USUAL_LINES
                  / Math.max(region.width(), region.height());
      int best = 0;
      for (int i = 1; i < scales.size(); i++) {
        if (distance(scales.get(i), usual) < distance(scales.get(best), usual)) {
          best = i;
        }
      }
      int start = best;
      int next = start;
      while (next >= 0) {
        evidence[next] = view(next).read(turn);
        tried[next] = true;
        steps++;
        progress.at(0.8 * steps / (steps + 3.0));
        if (evidence[best] == null || evidence[next].mean() > evidence[best].mean()) {
          best = next;
        }
        next = next(best, start, tried, evidence[best].mean() >= SURE);
      }
      double scale = scales.get(best);
      return new Choice(turn, scale, evidence[best].mean(), scale * scale * evidence[best].total());
    }

    /**
     * The best rung's neighbours come next, then whatever is nearest to the start; -1 at the end.
     */
    private int next(int best, int start, boolean[] tried, boolean sure) {
      for (int near : new int[] {best + 1, best - 1}) {
        if (sure && near >= 0 && near < tried.length && !tried[near]) {
          return near;
        }
      }
      for (int away = 1; !sure && away < tried.length; away++) {
        for (int i : new int[] {start + away, start - away}) {
          if (i >= 0 && i < tried.length && !tried[i]) {
            return i;
          }
        }
      }
      return -1;
    }

    private Mosaic view(int rung) {
      double scale = scales.get(rung);
      return views.computeIfAbsent(rung, r -> new Mosaic(crops(scale, COARSE_CROPS), scale));
    }

    private double distance(double a, double b) {
      return Math.abs(Math.log(a / b));
    }
  }

  /** The second pass: the scale at which the evidence peaks. */
  private double peak(Choice coarse, double largest) {
    double middle = coarse.scale();
    List<Region> all = crops(middle, FINE_CROPS);
    Evidence first = new Mosaic(all, middle).read(coarse.turn());
    int[] kept = first.fullest(FINE_KEPT);
    List<Region> crops = Arrays.stream(kept).mapToObj(all::get).toList();
    double at = first.of(kept).mean();
    DoubleUnaryOperator there =
        scale -> new Mosaic(crops, Math.min(largest, scale)).read(coarse.turn()).mean();
    double below = there.applyAsDouble(middle / FINE);
    double above = there.applyAsDouble(middle * FINE);
    for (int i = 0; i < 2 && Math.max(below, above) > at; i++) {
      if (above > below) {
        middle *= FINE;
        below = at;
        at = above;
        above = there.applyAsDouble(middle * FINE);
      } else {
        middle /= FINE;
        above = at;
        at = below;
        below = there.applyAsDouble(middle / FINE);
      }
    }
    double bend = below - 2 * at + above;
    double shift = bend < 0 ? Math.max(-1, Math.min(1, 0.5 * (below - above) / bend)) : 0;
    return Math.min(largest, middle * Math.pow(FINE, shift));
  }

  private List<Region> crops(double scale, int most) {
    return overview.crops((int) Math.round(CROP / scale), most);
  }

  /**
   * What was found in some crops.
   *
   * @param sum for each crop, what its peaks have above {@link #DOUBT}, added up
   * @param count for each crop, its peaks
   */
  private record Evidence(double[] sum, int[] count) {

    double total() {
      return Arrays.stream(sum).sum();
    }

    /**
     * How far the digits found are beyond doubt; where there are too few, as if those that are
     * missing were doubtful.
     */
    double mean() {
      return total() / Math.max(ENOUGH, Arrays.stream(count).sum());
    }

    /** At most so many crops, those with the most in them. */
    int[] fullest(int most) {
      return IntStream.range(0, sum.length)
          .boxed()
          .sorted(Comparator.comparingDouble(i -> -sum[i]))
          .limit(most)
          .mapToInt(i -> i)
          .toArray();
    }

    Evidence of(int[] crops) {
      return new Evidence(
          Arrays.stream(crops).mapToDouble(i -> sum[i]).toArray(),
          Arrays.stream(crops).map(i -> count[i]).toArray());
    }
  }

  /** Crops of the scan at one scale, laid side by side so that the network runs once for all. */
  private final class Mosaic {
    private final List<InkMap> crops;

    Mosaic(List<Region> crops, double scale) {
      this.crops =
          crops.stream().map(c -> new PageFrame(c, Turn.UPRIGHT, scale).inkMap(scan)).toList();
    }

    Evidence read(Turn turn) {
      // So much blank lies between two crops that no cell sees both.
      int gap = 2 * network.model().spec().reach();
      List<InkMap> turned = crops.stream().map(c -> c.turned(turn)).toList();
      int width = turned.stream().mapToInt(c -> c.width() + gap).sum() - gap;
      int height = turned.stream().mapToInt(InkMap::height).max().orElseThrow();
      float[] ink = new float[width * height];
      int[] right = new int[turned.size()];
      int left = 0;
      for (int i = 0; i < right.length; i++) {
        InkMap crop = turned.get(i);
        for (int y = 0; y < crop.height(); y++) {
          System.arraycopy(crop.ink(), y * crop.width(), ink, y * width + left, crop.width());
        }
        right[i] = left + crop.width() + gap / 2;
        left += crop.width() + gap;
      }
      Peaks peaks = network.run(new InkMap(width, height, ink));
      double[] sum = new double[right.length];
      int[] count = new int[right.length];
      int stride = network.model().spec().stride();
      for (int p = 0; p < peaks.count(); p++) {
        int i = 0;
        while (i < right.length - 1 && stride * peaks.column()[p] >= right[i]) {
          i++;
        }
        sum[i] += Math.max(0, Math.min(1, peaks.activation()[p]) - DOUBT);
        count[i]++;
      }
      return new Evidence(sum, count);
    }
  }
}
