package org.tabularium.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Curves as a small SVG that needs nothing else. Places along the x axis are evenly spaced, one a
 * label: gammas of 0, 0.001 and 3 are on no common scale.
 *
 * @param title above the curves
 * @param xTitle what the labels are
 * @param yTitle what the curves show
 * @param labels along the x axis
 * @param low of the y axis
 * @param high of the y axis
 * @param curves as many values as labels each
 */
public record LineChart(
    String title,
    String xTitle,
    String yTitle,
    List<String> labels,
    double low,
    double high,
    List<Curve> curves) {

  /**
   * @param name in the legend
   * @param colour as SVG has it
   * @param values one a label
   */
  public record Curve(String name, String colour, double[] values) {}

  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 170;
  private static final int TOP = 40;
  private static final int BOTTOM = 60;

  public String svg() {
    List<String> lines = new ArrayList<>();
    lines.add(
        f(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"12\" fill=\"#222\">",
            WIDTH, HEIGHT));
    lines.add(f("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT));
    lines.add(f("<text x=\"%d\" y=\"22\" font-size=\"14\">%s</text>", LEFT, escaped(title)));
    for (int i = 0; i <= 5; i++) {
      double v = low + (high - low) * i / 5;
      lines.add(
          f(
              "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\""
                  + " text-anchor=\"end\">%.2f</text>",
              LEFT, y(v), WIDTH - RIGHT, LEFT - 8, y(v) + 4, v));
    }
    for (int i = 0; i < labels.size(); i++) {
      lines.add(
          f(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x(i), HEIGHT - BOTTOM + 18, escaped(labels.get(i))));
    }
    lines.add(
        f(
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
            (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, escaped(xTitle)));
    lines.add(
        f(
            "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
            (TOP + HEIGHT - BOTTOM) / 2, escaped(yTitle)));
    for (int c = 0; c < curves.size(); c++) {
      Curve curve = curves.get(c);
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < curve.values().length; i++) {
        path.append(f("%s%.1f %.1f", i == 0 ? "M" : "L", x(i), y(curve.values()[i])));
      }
      lines.add(
          f(
              "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
              path, curve.colour()));
      int at = TOP + 10 + 20 * c;
      lines.add(
          f(
              "<path d=\"M%d %dh22\" stroke=\"%s\" stroke-width=\"2\"/><text x=\"%d\" y=\"%d\">%s</text>",
              WIDTH - RIGHT + 12,
              at,
              curve.colour(),
              WIDTH - RIGHT + 40,
              at + 4,
              escaped(curve.name())));
    }
    lines.add("</svg>\n");
    return String.join("\n", lines);
  }

  private double x(int i) {
    double step = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, labels.size() - 1);
    return LEFT + step * i;
  }

  private double y(double value) {
    double share = (Math.max(low, Math.min(high, value)) - low) / (high - low);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private static String f(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
