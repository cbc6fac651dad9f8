package org.tabularium.app.explain;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Reading;

/**
 * Where everything stands in the printed figure of a pair: two upright parts of scans side by side,
 * washes of relevance over them and arcs between them. Units are those of the figure's own view
 * box, origin top left.
 *
 * @param first the table on the left
 * @param second the table on the right
 * @param arcs the strongest first
 * @param captionTop base line of the caption's first line
 */
public record PairFigure(
    Side first, Side second, List<Arc> arcs, double width, double height, double captionTop) {

  private static final double WIDTH = 1600;
  private static final double MARGIN = 40;
  private static final double BETWEEN = 130;
  private static final double TOP = 104;
  private static final double TALLEST = 1000;
  private static final int CAPTION_LINE = 26;

  /** How far the picture reaches beyond the digits, in medians of their height. */
  private static final double AROUND = 2.5;

  /**
   * One of the two pictures.
   *
   * @param part what of the scan is shown, pixels of the scan
   * @param turn what brings it upright
   * @param places washes over the bigrams that the listed pairs join
   * @param read where all that was read of the scan lies; it may reach beyond the picture
   */
  public record Side(
      Region part,
      Turn turn,
      double x,
      double y,
      double width,
      double height,
      List<Place> places,
      Place read) {}

  /** A wash over one place. */
  public record Place(double x, double y, double width, double height, double opacity) {}

  /** One pair of places, as a path. */
  public record Arc(String path, double width, double opacity) {}

  /**
   * Lays the figure out.
   *
   * @param captionLines how many lines the caption has
   */
  static PairFigure of(Explained explained, Reading a, Reading b, int captionLines) {
    double half = (WIDTH - 2 * MARGIN - BETWEEN) / 2;
    Region[] parts = {shown(a), shown(b)};
    double[][] sizes = {size(parts[0], a.turn(), half), size(parts[1], b.turn(), half)};
    double tallest = Math.max(sizes[0][1], sizes[1][1]);
    double strongest = explained.pairs().stream().mapToDouble(p -> p.relevance()).max().orElse(1);
    AffineTransform[] to = {
      place(parts[0], a.turn(), MARGIN, sizes[0]),
      place(parts[1], b.turn(), MARGIN + half + BETWEEN, sizes[1])
    };
    List<Map<List<Double>, Double>> shares = List.of(new HashMap<>(), new HashMap<>());
    List<Arc> arcs = new ArrayList<>();
    for (Explained.Pair pair : explained.pairs()) {
      double strength = Math.sqrt(Math.max(0, pair.relevance()) / strongest);
      shares.get(0).merge(box(pair.a()), pair.relevance(), Double::sum);
      shares.get(1).merge(box(pair.b()), pair.relevance(), Double::sum);
      arcs.add(arc(middle(pair.a(), to[0]), middle(pair.b(), to[1]), strength));
    }
    double captionTop = TOP + tallest + 48;
    return new PairFigure(
        new Side(
            parts[0],
            a.turn(),
            MARGIN,
            TOP,
            sizes[0][0],
            sizes[0][1],
            washes(shares.get(0), to[0]),
            whole(a.region(), to[0])),
        new Side(
            parts[1],
            b.turn(),
            MARGIN + half + BETWEEN,
            TOP,
            sizes[1][0],
            sizes[1][1],
            washes(shares.get(1), to[1]),
            whole(b.region(), to[1])),
        arcs,
        WIDTH,
        Math.ceil(captionTop + CAPTION_LINE * (captionLines - 1) + MARGIN),
        captionTop);
  }

  /** The digits and a little around them; all that was read where there are none. */
  private static Region shown(Reading reading) {
    Region all = reading.region();
    if (reading.digits().isEmpty()) {
      return all;
    }
    double[] heights =
        reading.digits().stream().mapToDouble(d -> Math.max(d.box().h(), d.box().w())).toArray();
    java.util.Arrays.sort(heights);
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

  private static double[] size(Region part, Turn turn, double widest) {
    double w = turn.sideways() ? part.height() : part.width();
    double h = turn.sideways() ? part.width() : part.height();
    double scale = Math.min(widest / w, TALLEST / h);
    return new double[] {w * scale, h * scale};
  }

  /** From the scan's pixels to the figure. */
  private static AffineTransform place(Region part, Turn turn, double x, double[] size) {
    double scale = size[0] / (turn.sideways() ? part.height() : part.width());
    AffineTransform to = AffineTransform.getTranslateInstance(x + size[0] / 2, TOP + size[1] / 2);
    to.scale(scale, scale);
    to.quadrantRotate(turn.quarters());
    to.translate(-part.x() - part.width() / 2.0, -part.y() - part.height() / 2.0);
    return to;
  }

  private static List<Double> box(double[] box) {
    return List.of(box[0], box[1], box[2], box[3]);
  }

  private static List<Place> washes(Map<List<Double>, Double> shares, AffineTransform to) {
    double most = shares.values().stream().mapToDouble(s -> s).max().orElse(1);
    return shares.entrySet().stream()
        .map(
            entry -> {
              List<Double> b = entry.getKey();
              Box box = new Box(b.get(0), b.get(1), b.get(2), b.get(3));
              return place(box, to, 0.08 + 0.22 * entry.getValue() / most);
            })
        .sorted(java.util.Comparator.comparingDouble(Place::y).thenComparingDouble(Place::x))
        .toList();
  }

  private static Place whole(Region region, AffineTransform to) {
    return place(new Box(region.x(), region.y(), region.width(), region.height()), to, 1);
  }

  private static Place place(Box box, AffineTransform to, double opacity) {
    Point2D one = to.transform(new Point2D.Double(box.x(), box.y()), null);
    Point2D other = to.transform(new Point2D.Double(box.x() + box.w(), box.y() + box.h()), null);
    return new Place(
        round(Math.min(one.getX(), other.getX())),
        round(Math.min(one.getY(), other.getY())),
        round(Math.abs(one.getX() - other.getX())),
        round(Math.abs(one.getY() - other.getY())),
        round(opacity));
  }

  private static Point2D middle(double[] box, AffineTransform to) {
    return to.transform(new Point2D.Double(box[0] + box[2] / 2, box[1] + box[3] / 2), null);
  }

  private static Arc arc(Point2D from, Point2D to, double strength) {
    double reach = (to.getX() - from.getX()) * 0.42;
    double lift = Math.min(70, (to.getX() - from.getX()) * 0.09);
    return new Arc(
        String.format(
            Locale.ROOT,
            "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f",
            from.getX(),
            from.getY(),
            from.getX() + reach,
            from.getY() - lift,
            to.getX() - reach,
            to.getY() - lift,
            to.getX(),
            to.getY()),
        round(0.6 + 0.8 * strength),
        round(0.12 + 0.4 * strength));
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
