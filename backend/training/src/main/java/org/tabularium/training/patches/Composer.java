package org.tabularium.training.patches;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.tabularium.training.type.Sort;
import org.tabularium.training.type.TypeLine;
import org.tabularium.training.wear.Plane;

/**
 * Draws type and rules on a form, in the frame of the ink map, at {@link #FINE} pixels a cell, and
 * remembers where the digits come to stand.
 */
final class Composer {

  /** Pixels drawn per ink-map cell; they are reduced after printing. */
  static final int FINE = 3;

  /** Letters that a small network takes for digits. */
  private static final String LIKE_DIGITS = "oOQDzZIlJijſsSgqbeaB&ꝛ⁊";

  private final int size;
  private final double line;
  private final Founder founder;
  private final double leastEm;
  private final double mostEm;
  private final BufferedImage form;
  private final Graphics2D graphics;
  private final AffineTransform placed;
  private final List<Mark> digits = new ArrayList<>();
  private final List<Mark> decoys = new ArrayList<>();
  private final List<Mark> spared = new ArrayList<>();

  /**
   * @param size cells a side
   * @param placed how the page lies before the camera, in cells
   * @param line height of the digits' common line above the baseline, em
   * @param founder who cast the figures
   * @param leastEm digits smaller than this are spared
   * @param mostEm digits larger than this are spared
   */
  Composer(
      int size,
      AffineTransform placed,
      double line,
      Founder founder,
      double leastEm,
      double mostEm) {
    this.size = size;
    this.line = line;
    this.founder = founder;
    this.leastEm = leastEm;
    this.mostEm = mostEm;
    this.placed = placed;
    this.form = new BufferedImage(size * FINE, size * FINE, BufferedImage.TYPE_BYTE_GRAY);
    this.graphics = form.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.scale(FINE, FINE);
    graphics.transform(placed);
  }

  int size() {
    return size;
  }

  /** Prints a line; its digits are to be found. */
  void print(TypeLine type) {
    for (Sort sort : type.sorts()) {
      graphics.fill(founder.cast(sort, type));
      boolean decoy = LIKE_DIGITS.indexOf(sort.character()) >= 0;
      if (sort.isDigit() || decoy) {
        Point2D at =
            placed.transform(
                new Point2D.Double(sort.box().getCenterX(), type.baseline() - line * type.em()),
                null);
        if (at.getX() > -2 && at.getY() > -2 && at.getX() < size + 2 && at.getY() < size + 2) {
          Mark mark = new Mark(at.getX(), at.getY(), type.em(), decoy ? -1 : sort.digit());
          boolean asked = type.em() >= leastEm && type.em() <= mostEm;
          (decoy ? decoys : asked ? digits : spared).add(mark);
        }
      }
    }
  }

  /** Prints a solid shape. */
  void fill(Shape shape) {
    graphics.fill(shape);
  }

  /** Scratches a shape out of what was printed so far. */
  void clear(Shape shape) {
    graphics.setColor(Color.BLACK);
    graphics.fill(shape);
    graphics.setColor(Color.WHITE);
  }

  /** Prints an outline of this width. */
  void stroke(Shape shape, double width) {
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    graphics.draw(shape);
  }

  List<Mark> digits() {
    return digits;
  }

  List<Mark> decoys() {
    return decoys;
  }

  List<Mark> spared() {
    return spared;
  }

  /** How much of each fine pixel is type. */
  Plane form() {
    graphics.dispose();
    return Plane.coverage(form);
  }
}
