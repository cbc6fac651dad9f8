package org.tabularium.app.explain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tabularium.app.explain.ExplainedPixels.Branch;
import org.tabularium.app.explain.ExplanationsApi.Ask;
import org.tabularium.app.explain.Overlay.Heat;
import org.tabularium.app.explain.Overlay.Page;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.reading.PixelExplanation;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/** A pair down to its ink: the relevance of each cell of the two ink maps over the scans. */
final class InkFigure {

  private InkFigure() {}

  /**
   * The whole pair's ink, or one digit's and its partners'.
   *
   * @param parts of the first table that alone count
   */
  static Figure of(
      Branch a,
      Branch b,
      List<Region> parts,
      ScoreKind kind,
      Ask ask,
      HeatPicture.Palette palette,
      FigureWords words) {
    Explained explained = Explained.of(a.reading(), b.reading(), kind, 0);
    List<String> told = new ArrayList<>();
    if (explained.silence() == null) {
      PixelExplanation pair = new PixelExplanation(a.pixels(), b.pixels(), kind);
      told.add(
          words.say(
              "figure.ink",
              words.say("figure.ink." + palette.key()),
              words.number("%.2f", ask.gammaOrDefault()),
              words.say("figure.ink." + ask.minShare().name().toLowerCase(Locale.ROOT)),
              words.number("%.6g", pair.explained()),
              words.number("%.1e", pair.remainder())));
      if (ask.digit() != null) {
        told.add(
            words.say(
                ask.ofFirst() ? "figure.ink.digit.a" : "figure.ink.digit.b",
                (ask.ofFirst() ? a : b).reading().digits().get(ask.digit()).digit()));
      }
    }
    told.add(words.score(explained));
    Overlay overlay =
        new Overlay(
            page(a, heat(a, b, kind, ask, ask.ofFirst()), palette),
            page(b, heat(b, a, kind, ask, !ask.ofFirst()), palette),
            List.of());
    return new Figure(
        a.table(),
        b.table(),
        parts,
        explained,
        Figure.Depth.PIXELS,
        overlay,
        layer(ask, palette),
        told);
  }

  private static String layer(Ask ask, HeatPicture.Palette palette) {
    String gamma = BigDecimal.valueOf(ask.gammaOrDefault()).stripTrailingZeros().toPlainString();
    return "&depth=pixels&gamma="
        + gamma
        + "&share="
        + ask.minShare().name().toLowerCase(Locale.ROOT)
        + palette.query()
        + (ask.digit() == null
            ? ""
            : "&digit=" + ask.digit() + "&of=" + (ask.ofFirst() ? "a" : "b"));
  }

  private static Page page(Branch branch, double[] heat, HeatPicture.Palette palette) {
    Reading reading = branch.reading();
    byte[] picture = HeatPicture.of(heat, reading.frame(), Turn.UPRIGHT, palette);
    return Page.under(
        new Heat(picture, reading.region()), DigitsFigure.shown(reading), reading.turn());
  }

  /**
   * Relevance of a table's ink, a number a cell: all of it, or that of the digit asked for and of
   * its partners.
   *
   * @param holds whether the digit asked for stands in this table
   */
  static double[] heat(Branch drawn, Branch other, ScoreKind kind, Ask ask, boolean holds) {
    if (ask.digit() == null) {
      return new PixelExplanation(drawn.pixels(), other.pixels(), kind).heat();
    }
    if (!holds) {
      return new PixelExplanation(other.pixels(), drawn.pixels(), kind).heatOfPartners(ask.digit());
    }
    double[] page = new double[drawn.pixels().width() * drawn.pixels().height()];
    drawn.pixels().add(page, ask.digit(), drawn.reading().digits().get(ask.digit()).confidence());
    return page;
  }
}
