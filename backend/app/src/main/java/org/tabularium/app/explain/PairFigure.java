package org.tabularium.app.explain;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;

/**
 * Where everything stands in the printed figure of a pair: two upright parts of scans side by side,
 * what is laid over them, and arcs between them. Units are those of the figure's own view box,
 * origin top left.
 *
 * @param first the table on the left
 * @param second the table on the right
 * @param arcs in the order of the overlay's joins
 * @param captionTop base line of the caption's first line
 */
public record PairFigure(
    Side first, Side second, List<Arc> arcs, double width, double height, double captionTop) {

  private static final double WIDTH = 1600;
  private static final double MARGIN = 40;
  private static final double BETWEEN = 130;
  private static final double HALF = (WIDTH - 2 * MARGIN - BETWEEN) / 2;
  private static final double TOP = 104;
  private static final double TALLEST = 1000;
  private static final int CAPTION_LINE = 26;

  /**
   * One of the two pictures.
   *
   * @param part what of the scan is shown, pixels of the scan
   * @param turn what brings it upright
   * @param washes thin colours
   * @param heat where the picture of relevance lies; it may reach beyond the page's; null for none
   */
  public record Side(
      Region part,
      Turn turn,
      double x,
      double y,
      double width,
      double height,
      List<Place> washes,
      @Nullable Place heat) {}

  /** Something over one place. */
  public record Place(double x, double y, double width, double height, double opacity) {}

  /** One pair of places, as a path. */
  public record Arc(String path, double width, double opacity) {}

  /**
   * Lays the figure out.
   *
   * @param captionLines how many lines the caption has
   */
  static PairFigure of(Overlay overlay, int captionLines) {
    Side first = side(overlay.first(), MARGIN);
    Side second = side(overlay.second(), MARGIN + HALF + BETWEEN);
    AffineTransform toFirst = place(overlay.first(), first.x());
    AffineTransform toSecond = place(overlay.second(), second.x());
    List<Arc> arcs =
        overlay.joins().stream()
            .map(j -> arc(middle(j.a(), toFirst), middle(j.b(), toSecond), j.strength()))
            .toList();
    double captionTop = TOP + Math.max(first.height(), second.height()) + 48;
    return new PairFigure(
        first,
        second,
        arcs,
        WIDTH,
        Math.ceil(captionTop + CAPTION_LINE * (captionLines - 1) + MARGIN),
        captionTop);
  }

  private static Side side(Overlay.Page page, double x) {
    double[] size = size(page);
    AffineTransform to = place(page, x);
    Overlay.Heat heat = page.heat();
    return new Side(
        page.shown(),
        page.turn(),
        x,
        TOP,
        size[0],
        size[1],
        page.washes().stream().map(wash -> place(wash.place(), to, wash.opacity())).toList(),
        heat == null ? null : place(box(heat.over()), to, 1));
  }

  private static double[] size(Overlay.Page page) {
    Region part = page.shown();
    double w = page.turn().sideways() ? part.height() : part.width();
    double h = page.turn().sideways() ? part.width() : part.height();
    double scale = Math.min(HALF / w, TALLEST / h);
    return new double[] {w * scale, h * scale};
  }

  /** From the scan's pixels to the figure. */
  private static AffineTransform place(Overlay.Page page, double x) {
    Region part = page.shown();
    double[] size = size(page);
    double scale = size[0] / (page.turn().sideways() ? part.height() : part.width());
    AffineTransform to = AffineTransform.getTranslateInstance(x + size[0] / 2, TOP + size[1] / 2);
    to.scale(scale, scale);
    to.quadrantRotate(page.turn().quarters());
    to.translate(-part.x() - part.width() / 2.0, -part.y() - part.height() / 2.0);
    return to;
  }

  private static Box box(Region region) {
    return new Box(region.x(), region.y(), region.width(), region.height());
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

  private static Point2D middle(Box box, AffineTransform to) {
    return to.transform(new Point2D.Double(box.x() + box.w() / 2, box.y() + box.h() / 2), null);
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
