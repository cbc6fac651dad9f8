package org.tabularium.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.tabularium.network.similarity.PictureExplanation;

/**
 * The paper's figures 6 to 10: two pictures side by side, joined block by block, red for and blue
 * against the similarity, the stronger the less transparent.
 */
final class PictureDrawing {
  private static final int SIDE = 400;
  private static final int GAP = 120;
  private static final int MOST = 400;
  private static final Color FOR = new Color(0x9c2f2f);
  private static final Color AGAINST = new Color(0x2b4c8c);

  private record Arc(double x1, double y1, double x2, double y2, double strength) {}

  private final BufferedImage first;
  private final BufferedImage second;
  private final List<Arc> arcs;

  PictureDrawing(BufferedImage first, BufferedImage second, PictureExplanation e) {
    this.first = first;
    this.second = second;
    this.arcs = arcs(e);
  }

  private List<Arc> arcs(PictureExplanation e) {
    double[][] relevance = e.relevance();
    double largest = 0;
    for (double[] row : relevance) {
      for (double r : row) {
        largest = Math.max(largest, Math.abs(r));
      }
    }
    List<Arc> all = new ArrayList<>();
    for (int i = 0; i < relevance.length && largest > 0; i++) {
      for (int j = 0; j < relevance.length; j++) {
        all.add(
            new Arc(
                (i % e.columns() + 0.5) / e.columns() * width(first),
                (i / e.columns() + 0.5) / e.rows() * height(first),
                width(first) + GAP + (j % e.columns() + 0.5) / e.columns() * width(second),
                (j / e.columns() + 0.5) / e.rows() * height(second),
                relevance[i][j] / largest));
      }
    }
    all.sort(Comparator.comparingDouble(a -> Math.abs(a.strength())));
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  private static int width(BufferedImage picture) {
    return Math.max(
        1, SIDE * picture.getWidth() / Math.max(picture.getWidth(), picture.getHeight()));
  }

  private static int height(BufferedImage picture) {
    return Math.max(
        1, SIDE * picture.getHeight() / Math.max(picture.getWidth(), picture.getHeight()));
  }

  private int width() {
    return width(first) + GAP + width(second);
  }

  private int height() {
    return Math.max(height(first), height(second));
  }

  String svg() throws IOException {
    StringBuilder svg = new StringBuilder();
    svg.append(
        f("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">%n", width(), height()));
    svg.append(image(first, 0)).append(image(second, width(first) + GAP));
    for (Arc arc : arcs) {
      svg.append(
          f(
              "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#%06x\" stroke-opacity=\"%.3f\"/>%n",
              arc.x1(),
              arc.y1(),
              arc.x2(),
              arc.y2(),
              colour(arc).getRGB() & 0xffffff,
              Math.abs(arc.strength())));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String image(BufferedImage picture, int x) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    return f(
        "<image x=\"%d\" width=\"%d\" height=\"%d\" href=\"data:image/png;base64,%s\"/>%n",
        x, width(picture), height(picture), Base64.getEncoder().encodeToString(png.toByteArray()));
  }

  BufferedImage png() {
    BufferedImage to = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = to.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, to.getWidth(), to.getHeight());
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(first, 0, 0, width(first), height(first), null);
    g.drawImage(second, width(first) + GAP, 0, width(second), height(second), null);
    g.setStroke(new BasicStroke(1));
    for (Arc arc : arcs) {
      Color c = colour(arc);
      int opacity = (int) Math.round(255 * Math.abs(arc.strength()));
      g.setColor(new Color(c.getRed(), c.getGreen(), c.getBlue(), opacity));
      g.draw(new Line2D.Double(arc.x1(), arc.y1(), arc.x2(), arc.y2()));
    }
    g.dispose();
    return to;
  }

  private static Color colour(Arc arc) {
    return arc.strength() > 0 ? FOR : AGAINST;
  }

  private static String f(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
