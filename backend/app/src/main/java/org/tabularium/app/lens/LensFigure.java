package org.tabularium.app.lens;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.app.explain.Explained;
import org.tabularium.app.explain.Figure;
import org.tabularium.app.explain.FigureWords;
import org.tabularium.app.explain.HeatPicture;
import org.tabularium.app.explain.Overlay;
import org.tabularium.app.explain.Overlay.Heat;
import org.tabularium.app.explain.Overlay.Page;
import org.tabularium.network.image.Region;

/**
 * A pair through a lens, to print (paper, figure 11 C): the relevance of each block over both
 * pages, whole, since what such a network sees often lies at their borders.
 */
final class LensFigure {

  /** The same as on the pair's page: the scan stays to be read under the strongest blocks. */
  private static final double OPACITY = 0.85;

  private LensFigure() {}

  /**
   * @param parts of the first table that alone count for the bigram network
   * @param explained the pair to the bigram network
   */
  static Figure of(
      Lens lens,
      LensView seen,
      LensView.Read a,
      LensView.Read b,
      List<Region> parts,
      Explained explained,
      HeatPicture.Palette palette,
      FigureWords words) {
    Overlay overlay =
        new Overlay(page(seen, seen.a(), a, palette), page(seen, seen.b(), b, palette), List.of());
    return new Figure(
        a.table(),
        b.table(),
        parts,
        explained,
        Figure.Depth.LENS,
        overlay,
        "&lens=" + lens.id() + palette.query(),
        told(lens, seen, explained, palette, words));
  }

  private static Page page(
      LensView seen, LensView.Side side, LensView.Read read, HeatPicture.Palette palette) {
    byte[] picture =
        HeatPicture.ofBlocks(
            side.heat(), seen.block(), seen.width(), seen.height(), palette, OPACITY);
    Region region = read.reading().region();
    return Page.under(new Heat(picture, region), region, read.reading().turn());
  }

  private static List<String> told(
      Lens lens,
      LensView seen,
      Explained explained,
      HeatPicture.Palette palette,
      FigureWords words) {
    List<String> told = new ArrayList<>();
    told.add(
        words.say(
            "figure.lens",
            lens.shipped() ? words.say("lens.shipped") : lens.name(),
            lens.id(),
            lens.layer()));
    told.add(
        words.say(
            "figure.lens.blocks",
            words.say("figure.ink." + palette.key()),
            seen.block(),
            Integer.toString(seen.width()),
            Integer.toString(seen.height()),
            lens.gamma().equals("vgg16")
                ? words.say("figure.lens.gamma.vgg16")
                : words.say("figure.lens.gamma", Double.valueOf(lens.gamma()))));
    told.add(
        words.say(
            "figure.lens.score",
            words.number("%.4f", seen.cosine()),
            words.number("%.6g", seen.score()),
            words.number("%.1e", seen.a().remainder()),
            words.number("%.1e", seen.b().remainder())));
    told.add(
        words.say(
            "figure.lens.digits",
            words.number("%.0f", 50 * (seen.a().digits() + seen.b().digits())),
            words.number("%.0f", 50 * (seen.a().onDigits() + seen.b().onDigits()))));
    if (seen.views().equals("all")) {
      told.add(
          words.say(
              "figure.lens.views", view(seen.a().view(), words), view(seen.b().view(), words)));
    }
    told.add(words.say("figure.lens.bigrams", words.score(explained)));
    return told;
  }

  /** {@code [mirrored ]degrees} in words. */
  private static String view(String view, FigureWords words) {
    boolean mirrored = view.startsWith("mirrored");
    String degrees = view.substring(view.lastIndexOf(' ') + 1);
    boolean turned = !degrees.equals("0");
    return words.say(
        "figure.lens.view"
            + (mirrored ? ".mirrored" : "")
            + (turned ? ".turned" : "")
            + (mirrored || turned ? "" : ".straight"),
        degrees);
  }
}
