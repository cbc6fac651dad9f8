package org.tabularium.training.corpus.typeset;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.image.Box;
import org.tabularium.training.type.Sort;
import org.tabularium.training.type.TypeLine;

/** A page of type locked up for the press: sorts and rules in place, and the numbers among them. */
final class Form {

  private record Figure(Sort sort, String number, int row, String column) {}

  private final List<TypeLine> lines = new ArrayList<>();
  private final List<Shape> rules = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();
  private int numbers;

  /**
   * Adds a word or a number, without blanks.
   *
   * @param row row of the whole table; -1 outside its body
   */
  void add(TypeLine line, int row, String column) {
    lines.add(line);
    boolean within = false;
    for (Sort sort : line.sorts()) {
      if (sort.isDigit()) {
        if (!within) {
          numbers++;
        }
        figures.add(
            new Figure(sort, String.format(java.util.Locale.ROOT, "n%04d", numbers), row, column));
      }
      within = sort.isDigit();
    }
  }

  void rule(double x, double y, double w, double h) {
    rules.add(new Rectangle2D.Double(x, y, w, h));
  }

  void draw(Graphics2D graphics) {
    lines.forEach(line -> line.draw(graphics));
    rules.forEach(graphics::fill);
  }

  /** The truth, after the page was moved. */
  List<PrintedDigit> digits(AffineTransform moved) {
    return figures.stream()
        .map(
            figure -> {
              Rectangle2D b = moved.createTransformedShape(figure.sort.outline()).getBounds2D();
              return new PrintedDigit(
                  new Box(b.getX(), b.getY(), b.getWidth(), b.getHeight()),
                  figure.sort.digit(),
                  figure.number,
                  figure.row,
                  figure.column);
            })
        .toList();
  }
}
