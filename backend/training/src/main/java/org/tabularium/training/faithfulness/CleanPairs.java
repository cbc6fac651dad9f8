package org.tabularium.training.faithfulness;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.BenchmarkCorpus;
import org.tabularium.training.corpus.SamplePage;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.corpus.typeset.Page;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.corpus.typeset.Printshop;
import org.tabularium.training.corpus.typeset.Sheet;
import org.tabularium.training.corpus.typeset.Style;
import org.tabularium.training.type.Typefaces;

/**
 * Pairs of generated pages that carry parts of the same table, which overlap by two thirds, in two
 * books' typefaces and layouts; printed well and photographed straight.
 */
final class CleanPairs {
  private static final int ROWS = 12;
  private static final int PLAN = 400;

  /** A page and what stands on it. */
  record TablePage(GreyScan scan, List<PrintedDigit> digits, String typeface) {}

  /** Two pages of the same table. */
  record TablePair(String table, TablePage a, TablePage b) {}

  private CleanPairs() {}

  /** The same pairs for the same seed, each of another table. */
  static List<TablePair> print(int count, long seed, Typefaces typefaces) {
    Map<String, List<SamplePage>> byTable = new LinkedHashMap<>();
    for (SamplePage page : BenchmarkCorpus.pages(PLAN, seed, typefaces)) {
      byTable.computeIfAbsent(page.table(), t -> new ArrayList<>()).add(page);
    }
    List<List<SamplePage>> tables =
        byTable.values().stream()
            .filter(
                pages ->
                    pages.size() > 1
                        && !pages.get(0).book().id().equals(pages.get(1).book().id())
                        && pages.get(0).sheet().content().rows().size() >= 4 * ROWS / 3)
            .toList();
    Printshop shop = new Printshop(typefaces);
    List<TablePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<SamplePage> pages = tables.get(i * tables.size() / count);
      TableContent content = pages.get(0).sheet().content();
      pairs.add(
          new TablePair(
              pages.get(0).table(),
              printed(shop, pages.get(0).sheet(), content.rows(0, ROWS)),
              printed(shop, pages.get(1).sheet(), content.rows(ROWS / 3, 4 * ROWS / 3))));
    }
    return pairs;
  }

  private static TablePage printed(Printshop shop, Sheet sheet, TableContent content) {
    Page page =
        shop.print(
            new Sheet(
                content,
                0,
                well(sheet.style()),
                sheet.turn().sideways() ? sheet.height() : sheet.width(),
                sheet.turn().sideways() ? sheet.width() : sheet.height(),
                sheet.em(),
                1,
                0,
                false,
                Turn.UPRIGHT,
                sheet.folio(),
                sheet.seed()));
    return new TablePage(grey(page.image()), page.digits(), sheet.style().figures());
  }

  private static Style well(Style s) {
    return new Style(
        s.language(),
        s.figures(),
        s.heads(),
        s.text(),
        s.title(),
        s.longS(),
        s.ruling(),
        s.units(),
        s.headSize(),
        s.leading(),
        s.gap(),
        s.pad(),
        s.restEvery(),
        s.centred(),
        0,
        0,
        s.textSize(),
        s.seed());
  }

  private static GreyScan grey(BufferedImage image) {
    byte[] grey = new byte[image.getWidth() * image.getHeight()];
    for (int i = 0; i < grey.length; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      double luma = 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
      grey[i] = (byte) Math.round(luma);
    }
    return new GreyScan(image.getWidth(), image.getHeight(), grey);
  }
}
