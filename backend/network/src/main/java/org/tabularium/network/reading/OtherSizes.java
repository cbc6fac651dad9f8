package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.Inset;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.model.Sizes;
import org.tabularium.network.onnx.BigramNetwork.Peaks;

/**
 * Where on a page type of another size than the table's may stand. Runs no network: ink that was
 * not surely read is gathered to blocks, and the heights of its pieces are held against those of
 * the digits that were.
 */
final class OtherSizes {
  /** A digit read more surely has the size at which the page is read. */
  private static final float SURE = 0.9f;

  /** So many surely read digits say how large the table's type is. */
  private static final int ENOUGH = 20;

  /** Of a line's pieces so many are as high as its digits or lower: capitals, ascenders, digits. */
  private static final double TALL = 0.8;

  /** Pieces lower than this share of the table's digits are dots and dust. */
  private static final double DUST = 0.25;

  /**
   * Pieces wider than so many times their height, or higher than as often their width, are rules.
   */
  private static final int RULE = 7;

  /** Pieces of a line stand no farther apart, in heights of the table's digits. */
  private static final double BLANK = 1.5;

  /** Lines stand near each other within so many heights of their own digits across */
  private static final double ASIDE = 5;

  /** and down. */
  private static final double LEADING = 2;

  /** Sizes of neighbouring lines differ by no more: a line of low figures is half as high. */
  private static final double ALIKE = 1.7;

  /** So much white is left around a block, in heights of its digits. */
  private static final double RIM = 0.35;

  private final ModelSpec spec;
  private final Sizes sizes;
  private final PageFrame frame;
  private final InkMap ink;
  private final Peaks peaks;
  private final boolean[] counts;

  /**
   * @param ink the page's own
   * @param peaks found in it
   * @param counts which of them count as digits
   */
  OtherSizes(ModelSpec spec, PageFrame frame, InkMap ink, Peaks peaks, boolean[] counts) {
    this.spec = spec;
    this.sizes = spec.sizes();
    this.frame = frame;
    this.ink = ink;
    this.peaks = peaks;
    this.counts = counts;
  }

  /** Candidates, those with the most ink first, none of which laps over another. */
  List<Inset> candidates() {
    Strokes strokes = Strokes.of(ink);
    boolean[] read = read(strokes);
    double[] heights =
        java.util.stream.IntStream.range(0, read.length)
            .filter(i -> read[i])
            .mapToDouble(i -> strokes.height()[i])
            .toArray();
    if (heights.length < ENOUGH) {
      return List.of();
    }
    double size = tall(heights);
    List<Integer> unread = new ArrayList<>();
    for (int i = 0; i < read.length; i++) {
      if (!read[i] && isLetter(strokes.width()[i], strokes.height()[i], size)) {
        unread.add(i);
      }
    }
    List<Inset> found = new ArrayList<>();
    for (List<Integer> block : blocks(strokes, lines(strokes, unread, size))) {
      double own = tall(block.stream().mapToDouble(i -> strokes.height()[i]).toArray());
      if (block.size() >= sizes.enough() && sizes.differs(own / size)) {
        Region part = part(strokes, block, own);
        if (part != null && found.stream().noneMatch(other -> lap(other.part(), part))) {
          found.add(new Inset(part, frame.scale() * size / own, margin()));
        }
      }
    }
    return found;
  }

  private static double tall(double[] heights) {
    double[] sorted = heights.clone();
    Arrays.sort(sorted);
    return sorted[(int) (TALL * (sorted.length - 1))];
  }

  private boolean isLetter(int width, int height, double size) {
    return height >= DUST * size
        && height <= 1.5 * sizes.most() * size
        && width <= RULE * height
        && height <= RULE * width;
  }

  /** What a digit in an inset depends on: what it sees, and its neighbours at the gate see. */
  private int margin() {
    return spec.reach()
        + spec.stride() * (1 + Math.max(spec.gate().reachX(), spec.gate().reachY()));
  }

  /** Which pieces are digits that were surely read, or parts of such. */
  private boolean[] read(Strokes strokes) {
    int stride = spec.stride();
    int w = ink.width() / stride + 1;
    int h = ink.height() / stride + 1;
    int across = (int) Math.round(0.3 * spec.em() / stride);
    int down = (int) Math.round(0.45 * spec.em() / stride);
    boolean[] near = new boolean[w * h];
    for (int p = 0; p < peaks.count(); p++) {
      if (counts[p] && peaks.activation()[p] > SURE) {
        int last = Math.min(w - 1, peaks.column()[p] + across);
        int bottom = Math.min(h - 1, peaks.row()[p] + down);
        for (int y = Math.max(0, peaks.row()[p] - down); y <= bottom; y++) {
          Arrays.fill(
              near, y * w + Math.max(0, peaks.column()[p] - across), y * w + last + 1, true);
        }
      }
    }
    boolean[] read = new boolean[strokes.count()];
    for (int i = 0; i < read.length; i++) {
      int x = (int) strokes.middleX(i) / stride;
      int y = (int) strokes.middleY(i) / stride;
      read[i] = near[y * w + x] && strokes.height()[i] < spec.em();
    }
    return read;
  }

  /** Lines of pieces: what follows to the right at the same height. */
  private static List<List<Integer>> lines(Strokes strokes, List<Integer> pieces, double size) {
    Integer[] byLeft = pieces.toArray(Integer[]::new);
    Arrays.sort(byLeft, Comparator.comparingInt(i -> strokes.left()[i]));
    Groups groups = new Groups(byLeft.length);
    for (int a = 0; a < byLeft.length; a++) {
      int i = byLeft[a];
      double end = strokes.left()[i] + strokes.width()[i] + BLANK * size;
      for (int b = a + 1; b < byLeft.length && strokes.left()[byLeft[b]] < end; b++) {
        int j = byLeft[b];
        int top = Math.max(strokes.top()[i], strokes.top()[j]);
        int bottom =
            Math.min(
                strokes.top()[i] + strokes.height()[i], strokes.top()[j] + strokes.height()[j]);
        if (bottom - top >= 0.5 * Math.min(strokes.height()[i], strokes.height()[j])) {
          groups.join(a, b);
        }
      }
    }
    return groups.of(i -> List.of(byLeft[i]));
  }

  /** Neighbouring lines of about the same size, those with the most pieces first. */
  private static List<List<Integer>> blocks(Strokes strokes, List<List<Integer>> lines) {
    List<Bounds> bounds = lines.stream().map(line -> Bounds.of(strokes, line)).toList();
    Groups groups = new Groups(lines.size());
    for (int a = 0; a < bounds.size(); a++) {
      for (int b = a + 1; b < bounds.size(); b++) {
        if (bounds.get(a).isNear(bounds.get(b))) {
          groups.join(a, b);
        }
      }
    }
    List<List<Integer>> blocks = groups.of(lines::get);
    blocks.sort(Comparator.comparingInt(block -> -block.size()));
    return blocks;
  }

  /**
   * @param size of the type in it, cells
   */
  private record Bounds(int left, int top, int right, int bottom, double size) {
    static Bounds of(Strokes strokes, List<Integer> some) {
      return new Bounds(
          some.stream().mapToInt(i -> strokes.left()[i]).min().orElseThrow(),
          some.stream().mapToInt(i -> strokes.top()[i]).min().orElseThrow(),
          some.stream().mapToInt(i -> strokes.left()[i] + strokes.width()[i]).max().orElseThrow(),
          some.stream().mapToInt(i -> strokes.top()[i] + strokes.height()[i]).max().orElseThrow(),
          tall(some.stream().mapToDouble(i -> strokes.height()[i]).toArray()));
    }

    boolean isNear(Bounds other) {
      double small = Math.min(size, other.size);
      return Math.max(size, other.size) <= ALIKE * small
          && left - ASIDE * small < other.right
          && other.left - ASIDE * small < right
          && top - LEADING * small < other.bottom
          && other.top - LEADING * small < bottom;
    }
  }

  /** The part of the scan in which a block stands. */
  private @org.jspecify.annotations.Nullable Region part(
      Strokes strokes, List<Integer> block, double own) {
    double rim = RIM * own;
    double left = block.stream().mapToInt(i -> strokes.left()[i]).min().orElseThrow() - rim;
    double top = block.stream().mapToInt(i -> strokes.top()[i]).min().orElseThrow() - rim;
    double right =
        block.stream().mapToInt(i -> strokes.left()[i] + strokes.width()[i]).max().orElseThrow()
            + rim;
    double bottom =
        block.stream().mapToInt(i -> strokes.top()[i] + strokes.height()[i]).max().orElseThrow()
            + rim;
    Box on = frame.toScan(new Box(left, top, right - left, bottom - top));
    Region all = frame.region();
    int x = (int) Math.max(all.x(), Math.floor(on.x()));
    int y = (int) Math.max(all.y(), Math.floor(on.y()));
    int w = (int) Math.min(all.x() + all.width(), Math.ceil(on.x() + on.w())) - x;
    int h = (int) Math.min(all.y() + all.height(), Math.ceil(on.y() + on.h())) - y;
    return w < 1 || h < 1 ? null : new Region(x, y, w, h);
  }

  private static boolean lap(Region a, Region b) {
    return a.x() < b.x() + b.width()
        && b.x() < a.x() + a.width()
        && a.y() < b.y() + b.height()
        && b.y() < a.y() + a.height();
  }
}
