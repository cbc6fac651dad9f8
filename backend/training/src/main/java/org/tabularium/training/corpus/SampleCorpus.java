package org.tabularium.training.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.content.Computus.Calendar;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.corpus.content.Tables;
import org.tabularium.training.corpus.typeset.Language;
import org.tabularium.training.corpus.typeset.Ruling;
import org.tabularium.training.corpus.typeset.Style;

/**
 * The plan of the sample corpus: twelve invented books and the tables they carry. Every table
 * stands in two or three books, and beside near misses that share its looks, its first column and
 * many of its numbers.
 */
public final class SampleCorpus {

  private final Map<String, Book> books = new LinkedHashMap<>();
  private final Map<String, Integer> folios = new HashMap<>();
  private final List<SamplePage> pages = new ArrayList<>();
  private final long seed;

  private SampleCorpus(long seed) {
    this.seed = seed;
  }

  /** The pages of the corpus; another seed gives other wear, misprints and folios. */
  public static List<SamplePage> pages(long seed) {
    SampleCorpus corpus = new SampleCorpus(seed);
    corpus.books();
    corpus.tables();
    return List.copyOf(corpus.pages);
  }

  private void books() {
    book("s01", "tabulae-sphaerae", "Tabulae sphaerae", "Amaurotum", 1515, 960, 1400, 34, 0.80)
        .look(Language.LATIN, "im-fell-dw-pica/roman/old-style", "im-fell-dw-pica/italic/old-style")
        .rules(Ruling.PIECES, 1.14, 0.95, 0.7)
        .kept(0.30, 0.8)
        .done();
    book("s02", "tavole", "Tavole della sfera", "Città del Sole", 1541, 940, 1440, 32, 0.78)
        .look(
            Language.ITALIAN, "im-fell-english/roman/old-style", "im-fell-english/italic/old-style")
        .rules(Ruling.PIECES, 1.12, 0.85, 0.6)
        .kept(0.42, 1.0)
        .done();
    book("s03", "tables", "Tables de la sphere", "Thélème", 1556, 1020, 1480, 34, 0.80)
        .look(
            Language.FRENCH,
            "im-fell-french-canon/roman/old-style",
            "im-fell-french-canon/italic/old-style")
        .rules(Ruling.COLUMNS, 1.13, 0.9, 0.7)
        .kept(0.25, 0.7)
        .done();
    book("s04", "tafeln", "Tafeln der Spher", "Christianopolis", 1561, 1000, 1380, 32, 0.78)
        .look(
            Language.GERMAN,
            "sorts-mill-goudy/roman/old-style",
            "unifrakturmaguntia/black-letter/lining")
        .title("sorts-mill-goudy/roman/old-style")
        .rules(Ruling.FRAME, 1.12, 0.95, 0.65)
        .kept(0.38, 0.9)
        .done();
    book("s05", "tablas", "Tablas de la esphera", "Barataria", 1572, 940, 1360, 34, 0.78)
        .look(
            Language.SPANISH,
            "im-fell-great-primer/roman/old-style",
            "im-fell-great-primer/italic/old-style")
        .rules(Ruling.NONE, 1.16, 1.0, 0.95)
        .kept(0.50, 1.0)
        .done();
    book("s06", "canones", "Canones et tabulae", "Bensalem", 1584, 1040, 1460, 34, 0.80)
        .look(Language.LATIN, "eb-garamond/roman/lining", "eb-garamond/italic/lining")
        .rules(Ruling.DOUBLE, 1.15, 1.0, 0.7)
        .kept(0.22, 0.5)
        .done();
    book("s07", "primum-mobile", "Primum mobile", "Nusquam", 1592, 980, 1420, 32, 0.78)
        .look(Language.LATIN, "rosarivo/roman/old-style", "rosarivo/italic/old-style")
        .rules(Ruling.COLUMNS, 1.12, 0.95, 0.65)
        .kept(0.35, 0.8)
        .done();
    book("s08", "sphere", "La sphere du monde", "Thélème", 1607, 1420, 1960, 52, 0.68)
        .look(
            Language.FRENCH, "libre-caslon-text/roman/old-style", "libre-caslon-text/italic/lining")
        .rules(Ruling.PIECES, 1.14, 0.9, 0.65)
        .kept(0.30, 0.7)
        .done();
    book("s09", "sfera", "La sfera del mondo", "Città del Sole", 1618, 860, 1260, 30, 0.80)
        .look(Language.ITALIAN, "fanwood-text/italic/old-style", "fanwood-text/roman/old-style")
        .rules(Ruling.PIECES, 1.12, 0.9, 0.6)
        .kept(0.33, 0.9)
        .done();
    book("s10", "spher", "Von der Spher", "Christianopolis", 1624, 920, 1340, 32, 0.78)
        .look(
            Language.GERMAN,
            "jacques-francois/roman/old-style",
            "unifrakturcook/black-letter/lining")
        .title("jacques-francois/roman/old-style")
        .rules(Ruling.COLUMNS, 1.14, 0.95, 0.7)
        .kept(0.45, 1.0)
        .done();
    book("s11", "theatrum", "Theatrum coeleste", "Amaurotum", 1633, 1100, 1540, 36, 0.78)
        .look(Language.LATIN, "cardo/roman/old-style", "cardo/italic/lining")
        .rules(Ruling.DOUBLE, 1.12, 0.9, 0.6)
        .kept(0.28, 0.6)
        .done();
    book("s12", "esphera", "La esphera", "Barataria", 1641, 920, 1300, 32, 0.80)
        .look(Language.SPANISH, "old-standard-tt/roman/lining", "old-standard-tt/italic/lining")
        .rules(Ruling.FRAME, 1.14, 0.95, 0.6)
        .kept(0.25, 0.5)
        .done();
  }

  private void tables() {
    carry(
        Tables.sines(60_000, 60, 60, 90),
        in("s01").blocks(3),
        in("s04").rows(0, 51).blocks(3).below(),
        in("s08").blocks(5).turned(Turn.CLOCKWISE).misprints(4));
    carry(Tables.sines(100_000, 60, 60, 90), in("s02").blocks(3), in("s06").rows(36, 90).blocks(3));
    carry(
        Tables.sines(60_000, 30, 30, 90),
        in("s03").blocks(3).misprints(3),
        in("s11").rows(30, 90).blocks(3));
    carry(
        Tables.sines(100_000, 30, 30, 90),
        in("s05").blocks(3),
        in("s09").rows(0, 54).blocks(3),
        in("s12").rows(24, 90).blocks(3));
    carry(
        Tables.shadows(12, 1, 90),
        in("s07").blocks(3).misprints(2),
        in("s10").rows(30, 90).blocks(3).below());
    carry(Tables.shadows(60, 1, 90), in("s12").blocks(3), in("s02").rows(0, 51).blocks(3).below());

    carry(
        Tables.declinations(1410),
        in("s01").below(),
        in("s05").misprints(3),
        in("s09").rows(0, 27).above(4).below());
    carry(Tables.declinations(1413), in("s03"), in("s07").rows(3, 30).below());
    carry(Tables.declinations(1408), in("s06"), in("s10").rows(0, 27).misprints(1).below());
    carry(Tables.declinations(1431), in("s02").above(3), in("s12").misprints(2));

    carry(Tables.rightAscensions(1410, 0), in("s04"), in("s08").rows(0, 23).above(3).below());
    carry(Tables.rightAscensions(1410, 3), in("s11"), in("s06").rows(10, 30).misprints(2).below());
    carry(Tables.obliqueAscensions(1410, 42 * 60, 0), in("s01"), in("s09").rows(0, 21).below());
    carry(
        Tables.obliqueAscensions(1410, 45 * 60, 0),
        in("s02").misprints(3),
        in("s07"),
        in("s12").rows(10, 30).below());
    carry(
        Tables.obliqueAscensions(1410, 48 * 60, 0),
        in("s03").turned(Turn.COUNTERCLOCKWISE).blocks(2),
        in("s10").rows(9, 30).misprints(2).below());

    carry(
        Tables.longestDays(1410, 1, 60),
        in("s05").turned(Turn.CLOCKWISE).blocks(3),
        in("s11").rows(2, 60).blocks(2));
    carry(
        Tables.longestDays(1431, 1, 60),
        in("s08").blocks(2).misprints(4),
        in("s04").rows(0, 54).turned(Turn.COUNTERCLOCKWISE).blocks(3));
    carry(Tables.climates(1410, 11), in("s02"), in("s09").misprints(2), in("s10").rows(0, 30));
    carry(Tables.climates(1413, 11), in("s05"), in("s06").rows(3, 33));
    carry(Tables.climates(1431, 11), in("s01").misprints(2), in("s12").rows(0, 30).below());

    carry(Tables.sun(Calendar.JULIAN, 1560, 1, 3), in("s01"), in("s06").rows(0, 22).below());
    carry(Tables.sun(Calendar.JULIAN, 1561, 1, 3), in("s04"), in("s11").rows(9, 31).misprints(2));
    carry(
        Tables.sun(Calendar.JULIAN, 1560, 4, 3),
        in("s03").misprints(3),
        in("s12").rows(0, 21).below());

    carry(Tables.computus(Calendar.JULIAN, 1560, 34), in("s07"), in("s05").rows(0, 21));
    carry(
        Tables.computus(Calendar.GREGORIAN, 1583, 34),
        in("s08").misprints(2),
        in("s09").rows(0, 31));
    carry(Tables.computus(Calendar.JULIAN, 1583, 34), in("s10"), in("s11").rows(4, 34));

    carry(
        Tables.products(7, 6, 30),
        in("s03"),
        in("s07").roman().misprints(3),
        in("s08").rows(0, 16).turned(Turn.COUNTERCLOCKWISE));
    carry(
        Tables.products(13, 6, 30),
        in("s04"),
        in("s12").rows(12, 30).below(),
        in("s06").rows(0, 22).below());

    carry(Tables.stars(1500, 0, 36), in("s01").misprints(2), in("s02").rows(0, 23));
    carry(Tables.stars(1550, 0, 36), in("s07"), in("s03").rows(13, 36).misprints(1));
    carry(Tables.stars(1600, 0, 36), in("s11"), in("s08").rows(0, 23));
  }

  // ---- books

  private BookPlan book(
      String id,
      String slug,
      String title,
      String place,
      int year,
      int width,
      int height,
      double em,
      double quality) {
    return new BookPlan(id, slug, title, place, year, width, height, em, quality);
  }

  private final class BookPlan {
    private final String id;
    private final String slug;
    private final String name;
    private final String place;
    private final int year;
    private final int width;
    private final int height;
    private final double em;
    private final double quality;
    private Language language = Language.LATIN;
    private String roman = "";
    private String italic = "";
    private String titleFace = "";
    private Ruling ruling = Ruling.NONE;
    private double leading;
    private double gap;
    private double pad;
    private double wear;
    private double hand;

    private BookPlan(
        String id,
        String slug,
        String name,
        String place,
        int year,
        int width,
        int height,
        double em,
        double quality) {
      this.id = id;
      this.slug = slug;
      this.name = name;
      this.place = place;
      this.year = year;
      this.width = width;
      this.height = height;
      this.em = em;
      this.quality = quality;
    }

    /** The language, the face of figures and text, and the face of heads. */
    BookPlan look(Language language, String roman, String italic) {
      this.language = language;
      this.roman = roman;
      this.italic = italic;
      this.titleFace = italic;
      return this;
    }

    BookPlan title(String face) {
      this.titleFace = face;
      return this;
    }

    BookPlan rules(Ruling ruling, double leading, double gap, double pad) {
      this.ruling = ruling;
      this.leading = leading;
      this.gap = gap;
      this.pad = pad;
      return this;
    }

    BookPlan kept(double wear, double hand) {
      this.wear = wear;
      this.hand = hand;
      return this;
    }

    void done() {
      boolean odd = books.size() % 2 == 1;
      boolean blackLetter = italic.contains("black-letter");
      Style style =
          new Style(
              language,
              roman,
              odd || blackLetter ? italic : roman,
              blackLetter ? italic : roman,
              titleFace,
              true,
              ruling,
              true,
              0.92,
              leading,
              gap,
              pad,
              new int[] {0, 5, 0, 10}[books.size() % 4],
              books.size() % 5 == 4,
              hand,
              wear,
              0.0255,
              seed * 31 + 0x9E3779B9L * (books.size() + 1));
      books.put(id, new Book(id, slug, name, place, year, width, height, em, quality, style));
    }
  }

  // ---- pages

  private static Carried in(String book) {
    return Carried.in(book);
  }

  private void carry(TableContent table, Carried... editions) {
    for (Carried edition : editions) {
      Book book = books.get(edition.book());
      if (book == null) {
        throw new IllegalArgumentException("no book " + edition.book());
      }
      pages.add(edition.page(book, table, folios, seed));
    }
  }
}
