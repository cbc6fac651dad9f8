package org.tabularium.training.evaluation;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.tabularium.network.image.Box;

/**
 * How a page lay before the camera, and how near.
 *
 * @param height of a digit on the scan, pixels; 0 as it is
 * @param skew degrees, clockwise
 */
record Pose(double height, double skew) {

  static final List<Pose> ALL =
      List.of(
          new Pose(8, 0),
          new Pose(12, 0),
          new Pose(25, 0),
          new Pose(50, 0),
          new Pose(80, 0),
          new Pose(120, 0),
          new Pose(0, -4),
          new Pose(0, -2),
          new Pose(0, 2),
          new Pose(0, 4));

  String label() {
    return height > 0
        ? String.format(Locale.ROOT, "digits of %.0f pixels", height)
        : String.format(Locale.ROOT, "skewed by %.0f degrees", skew);
  }

  /**
   * From the page to the scan, pixels.
   *
   * @param digit height of the page's digits, pixels
   */
  AffineTransform transform(BufferedImage page, double digit) {
    double grown = height > 0 ? height / digit : 1;
    AffineTransform to = AffineTransform.getScaleInstance(grown, grown);
    to.rotate(Math.toRadians(skew), page.getWidth() / 2.0, page.getHeight() / 2.0);
    return to;
  }

  /** The scan. */
  static BufferedImage shot(BufferedImage page, AffineTransform to) {
    double grown = Math.sqrt(to.getDeterminant());
    BufferedImage scan =
        new BufferedImage(
            (int) Math.round(page.getWidth() * grown),
            (int) Math.round(page.getHeight() * grown),
            BufferedImage.TYPE_INT_RGB);
    BufferedImage from = page;
    // Java's interpolation sees two pixels to each side: halve first where much is lost.
    AffineTransform rest = new AffineTransform(to);
    if (grown < 0.7) {
      from =
          new BufferedImage(page.getWidth() / 2, page.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
      Graphics2D half = from.createGraphics();
      half.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      half.drawImage(page, 0, 0, from.getWidth(), from.getHeight(), null);
      half.dispose();
      rest.scale(
          (double) page.getWidth() / from.getWidth(), (double) page.getHeight() / from.getHeight());
    }
    Graphics2D g = scan.createGraphics();
    g.setColor(new Color(page.getRGB(page.getWidth() / 2, 3)));
    g.fillRect(0, 0, scan.getWidth(), scan.getHeight());
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(from, rest, null);
    g.dispose();
    return scan;
  }

  /** Where a digit has come to. */
  static TrueDigit moved(TrueDigit digit, AffineTransform to) {
    Box box = digit.box();
    double grown = Math.sqrt(to.getDeterminant());
    Point2D at = to.transform(new Point2D.Double(box.centreX(), box.centreY()), null);
    double w = box.w() * grown;
    double h = box.h() * grown;
    return new TrueDigit(
        new Box(at.getX() - w / 2, at.getY() - h / 2, w, h),
        digit.digit(),
        digit.inTable(),
        digit.legible());
  }
}
