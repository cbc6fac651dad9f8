package org.tabularium.app.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.explain.Overlay.Join;
import org.tabularium.app.explain.Overlay.Page;
import org.tabularium.app.explain.Overlay.Wash;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Reading;

/** A pair at the level of digits: washes over the bigrams that the strongest pairs join by arcs. */
final class DigitsFigure {

  /** How far the picture reaches beyond the digits, in medians of their height. */
  private static final double AROUND = 2.5;

  private DigitsFigure() {}

  /**
   * @param parts of the first table that alone count
   * @param explained with the pairs that are drawn
   */
  static Figure of(
      Table a,
      Reading inA,
      Table b,
      Reading inB,
      List<Region> parts,
      Explained explained,
      FigureWords words) {
    List<String> told = new ArrayList<>();
    if (explained.silence() == null) {
      double drawn = explained.pairs().stream().mapToDouble(Explained.Pair::relevance).sum();
      told.add(
          words.say(
              "figure.drawn",
              explained.pairs().size(),
              matches(inA, inB),
              words.number("%.0f", 100 * drawn / explained.score())));
    }
    told.add(words.score(explained));
    double strongest =
        explained.pairs().stream().mapToDouble(Explained.Pair::relevance).max().orElse(1);
    List<Join> joins =
        explained.pairs().stream()
            .map(
                pair ->
                    new Join(
                        box(pair.a()),
                        box(pair.b()),
                        Math.sqrt(Math.max(0, pair.relevance()) / strongest)))
            .toList();
    Overlay overlay =
        new Overlay(
            page(inA, explained, Explained.Pair::a),
            page(inB, explained, Explained.Pair::b),
            joins);
    return new Figure(a, b, parts, explained, Figure.Depth.DIGITS, overlay, "", told);
  }

  private static Page page(
      Reading reading, Explained explained, Function<Explained.Pair, double[]> place) {
    Map<Box, Double> shares = new LinkedHashMap<>();
    explained.pairs().forEach(p -> shares.merge(box(place.apply(p)), p.relevance(), Double::sum));
    double most = shares.values().stream().mapToDouble(s -> s).max().orElse(1);
    List<Wash> washes = new ArrayList<>();
    shares.forEach((box, share) -> washes.add(new Wash(box, 0.08 + 0.22 * share / most)));
    return new Page(shown(reading), reading.turn(), washes, null);
  }

  private static Box box(double[] box) {
    return new Box(box[0], box[1], box[2], box[3]);
  }

  /** Pairs of equal bigrams, drawn or not. */
  private static long matches(Reading a, Reading b) {
    long[] counts = new long[Reading.FEATURES];
    a.occurrences().forEach(one -> counts[one.bigram()]++);
    return b.occurrences().stream().mapToLong(one -> counts[one.bigram()]).sum();
  }

  /** The digits and a little around them; all that was read where there are none. */
  static Region shown(Reading reading) {
    Region all = reading.region();
    if (reading.digits().isEmpty()) {
      return all;
    }
    double[] heights =
        reading.digits().stream().mapToDouble(d -> Math.max(d.box().h(), d.box().w())).toArray();
    Arrays.sort(heights);
    double around = AROUND * heights[heights.length / 2];
    double left = all.x() + all.width();
    double top = all.y() + all.height();
    double right = all.x();
    double bottom = all.y();
    for (Digit digit : reading.digits()) {
      Box box = digit.box();
      left = Math.min(left, box.x() - around);
      top = Math.min(top, box.y() - around);
      right = Math.max(right, box.x() + box.w() + around);
      bottom = Math.max(bottom, box.y() + box.h() + around);
    }
    int x = (int) Math.max(all.x(), left);
    int y = (int) Math.max(all.y(), top);
    return new Region(
        x,
        y,
        (int) Math.max(1, Math.min(all.x() + all.width(), right) - x),
        (int) Math.max(1, Math.min(all.y() + all.height(), bottom) - y));
  }
}
