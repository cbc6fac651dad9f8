package org.tabularium.training.evaluation;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.BenchmarkCorpus;
import org.tabularium.training.corpus.SamplePage;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.corpus.typeset.Page;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.corpus.typeset.Printshop;
import org.tabularium.training.corpus.typeset.Sheet;
import org.tabularium.training.type.Typefaces;

/**
 * Generated pages that carry two tables, one over the other, in two sizes of type: a book's page of
 * one table over its page of another.
 */
final class TwoSizes {
  /** Fixed before the first of these pages was read. */
  static final long SEED = 1571;

  private static final int ROWS = 14;
  private static final int PLAN = 400;

  /** Sizes of the upper table's type over the lower one's. */
  private static final double[] RATIOS = {2.2, 1.5, 1 / 1.8, 1.8, 1.4, 1 / 1.5};

  /** The larger type, pixels. */
  private static final double LARGER = 46;

  /**
   * A page of two tables.
   *
   * @param ratio size of the upper table's type over that of the lower one's
   * @param upper its digits, scan pixels
   * @param lower its digits
   */
  record TwoTables(
      GreyScan scan, double ratio, List<PrintedDigit> upper, List<PrintedDigit> lower) {}

  private TwoSizes() {}

  /** The same pages for the same seed. */
  static List<TwoTables> print(int count, long seed, Typefaces typefaces) {
    List<SamplePage> plan =
        BenchmarkCorpus.pages(PLAN, seed, typefaces).stream()
            .filter(page -> page.sheet().content().rows().size() >= ROWS)
            .toList();
    Printshop shop = new Printshop(typefaces);
    List<TwoTables> pages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Sheet sheet = plan.get(i * plan.size() / count).sheet();
      TableContent other = plan.get((2 * i + 1) * plan.size() / (2 * count)).sheet().content();
      double ratio = RATIOS[i % RATIOS.length];
      double upper = ratio > 1 ? LARGER : LARGER * ratio;
      Page above = shop.print(half(sheet, sheet.content(), upper, 1));
      Page below = shop.print(half(sheet, other, upper / ratio, 2));
      pages.add(stacked(above, below, above.em() / below.em()));
    }
    return pages;
  }

  /** A table that is as wide as the page lets it be, in type of a size. */
  private static Sheet half(Sheet of, TableContent content, double em, int part) {
    int width = 1150;
    int height = (int) Math.round((ROWS + 3) * 1.2 * em + 0.3 * width);
    return new Sheet(
        content.rows(0, ROWS),
        0,
        of.style(),
        width,
        height,
        em,
        1,
        0,
        false,
        Turn.UPRIGHT,
        of.folio(),
        of.seed() + part);
  }

  private static TwoTables stacked(Page above, Page below, double ratio) {
    int width = above.image().getWidth();
    int height = above.image().getHeight() + below.image().getHeight();
    BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    page.getGraphics().drawImage(above.image(), 0, 0, null);
    page.getGraphics().drawImage(below.image(), 0, above.image().getHeight(), null);
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      int rgb = page.getRGB(i % width, i / width);
      double luma = 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
      grey[i] = (byte) Math.round(luma);
    }
    List<PrintedDigit> lower =
        below.digits().stream()
            .map(
                d ->
                    new PrintedDigit(
                        new Box(
                            d.box().x(),
                            d.box().y() + above.image().getHeight(),
                            d.box().w(),
                            d.box().h()),
                        d.digit(),
                        "b" + d.number(),
                        d.row(),
                        d.column()))
            .toList();
    return new TwoTables(new GreyScan(width, height, grey), ratio, above.digits(), lower);
  }
}
