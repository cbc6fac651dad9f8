package org.tabularium.training.corpus.typeset;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;
import org.tabularium.training.type.Typefaces;
import org.tabularium.training.wear.Camera;
import org.tabularium.training.wear.Paper;
import org.tabularium.training.wear.Plane;
import org.tabularium.training.wear.Press;

/** Prints sheets, lets them age and photographs them. Thread-safe. */
public final class Printshop {

  /**
   * Type is drawn so many times as large as the photograph, so that ink can spread by less than a
   * pixel.
   */
  private static final int FINE = 2;

  private final Typefaces typefaces;

  public Printshop(Typefaces typefaces) {
    this.typefaces = typefaces;
  }

  /** The page of a sheet; the same sheet gives the same page. */
  public Page print(Sheet sheet) {
    Style style = sheet.style();
    Typesetter.Setting setting = Typesetter.set(sheet, typefaces);
    RandomGenerator random = new SplittableRandom(sheet.seed() * 31 + 7);
    // A book is printed on one kind of paper; its pages are pressed and photographed one by one.
    Paper paper = paper(style);
    Press drawnPress = Press.worn(style.wear(), random);
    // Starved type loses its hairlines, and a 7 without its bar is no longer a 7.
    Press press =
        new Press(
            Math.max(0.004, drawnPress.spread()),
            drawnPress.softness(),
            drawnPress.ragged(),
            0.6 * drawnPress.unevenness(),
            0.6 * drawnPress.flecks(),
            Math.max(0.85, drawnPress.strength()));
    Camera drawn = Camera.careless(0.6 * style.wear(), random);
    Camera camera =
        new Camera(
            drawn.skew(),
            0.3 * drawn.shear(),
            drawn.stretch(),
            0.25 + 0.5 * style.wear() * random.nextDouble(),
            0.5 + 1.5 * style.wear(),
            1);
    AffineTransform placed = camera.placed(sheet.width(), sheet.height());
    Plane ink =
        press
            .print(drawn(setting.form(), sheet, placed, FINE), FINE * setting.em(), random)
            .reduced(FINE);
    Plane verso =
        paper.bleed() > 0 ? drawn(Typesetter.verso(sheet, typefaces), sheet, placed, 1) : null;
    Plane seen = photograph(sheet, paper, ink, verso, setting.em(), camera, random);
    List<PrintedDigit> digits = new ArrayList<>();
    for (PrintedDigit digit : setting.form().digits(placed)) {
      Box box = turned(digit.box(), sheet.turn(), sheet.width(), sheet.height());
      digits.add(new PrintedDigit(box, digit.digit(), digit.number(), digit.row(), digit.column()));
    }
    return new Page(turned(paper.tinted(seen), sheet.turn()), digits, sheet.turn(), setting.em());
  }

  private static Paper paper(Style style) {
    RandomGenerator book = new SplittableRandom(style.seed());
    Paper aged = Paper.aged(style.wear(), book);
    // Old rag paper is warm, and seldom as grey as the patches that a network must also learn from.
    return new Paper(
        200 + 46 * book.nextDouble(),
        aged.black(),
        0.7 * aged.shade(),
        aged.texture(),
        0,
        aged.bleed(),
        0.35 + 0.65 * book.nextDouble());
  }

  private static Plane photograph(
      Sheet sheet,
      Paper paper,
      Plane ink,
      @Nullable Plane verso,
      double em,
      Camera camera,
      RandomGenerator random) {
    Plane leaf = paper.sheet(ink, verso, em, random);
    Cradle.lay(leaf, sheet.verso(), random);
    return camera.capture(leaf, random);
  }

  private static Plane drawn(Form form, Sheet sheet, AffineTransform placed, int fine) {
    BufferedImage image =
        new BufferedImage(
            sheet.width() * fine, sheet.height() * fine, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setColor(Color.WHITE);
      graphics.scale(fine, fine);
      graphics.transform(placed);
      form.draw(graphics);
    } finally {
      graphics.dispose();
    }
    return Plane.coverage(image);
  }

  /** Where a box of the upright page lies in the photograph that a turn brings upright again. */
  static Box turned(Box box, Turn turn, int width, int height) {
    return switch (turn) {
      case UPRIGHT -> box;
      case CLOCKWISE -> new Box(box.y(), width - box.x() - box.w(), box.h(), box.w());
      case HALF -> new Box(width - box.x() - box.w(), height - box.y() - box.h(), box.w(), box.h());
      case COUNTERCLOCKWISE -> new Box(height - box.y() - box.h(), box.x(), box.h(), box.w());
    };
  }

  private static BufferedImage turned(BufferedImage upright, Turn turn) {
    if (turn == Turn.UPRIGHT) {
      return upright;
    }
    int w = upright.getWidth();
    int h = upright.getHeight();
    BufferedImage image =
        new BufferedImage(
            turn.sideways() ? h : w, turn.sideways() ? w : h, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int rgb = upright.getRGB(x, y);
        switch (turn) {
          case CLOCKWISE -> image.setRGB(y, w - 1 - x, rgb);
          case HALF -> image.setRGB(w - 1 - x, h - 1 - y, rgb);
          default -> image.setRGB(h - 1 - y, x, rgb);
        }
      }
    }
    return image;
  }
}
