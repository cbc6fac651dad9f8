package org.tabularium.training.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.content.Computus.Calendar;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.corpus.content.Tables;
import org.tabularium.training.corpus.typeset.Language;
import org.tabularium.training.corpus.typeset.Ruling;
import org.tabularium.training.corpus.typeset.Style;
import org.tabularium.training.type.Cut;
import org.tabularium.training.type.Typeface;
import org.tabularium.training.type.Typefaces;

/**
 * A larger corpus of the same kind, for measurements on demand: books whose looks are drawn by lot,
 * and the tables of {@link #tables()} dealt out to them in turn, so that each stands in several.
 */
public final class BenchmarkCorpus {

  private static final int PAGES_OF_A_BOOK = 10;

  /** One page in so many carries its numbers backwards: the same digits, other pairs. */
  private static final int NONSENSE = 3;

  private final RandomGenerator random;
  private final long seed;
  private final List<Typeface> faces;
  private final Typefaces typefaces;

  private BenchmarkCorpus(long seed, Typefaces typefaces) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.typefaces = typefaces;
    this.faces =
        typefaces.all().stream()
            .filter(Typeface::forPages)
            .filter(face -> face.cut() == Cut.ROMAN || face.cut() == Cut.ITALIC)
            .toList();
  }

  /**
   * The plan of so many pages.
   *
   * @param count at least two for each table, or else some tables stand alone
   */
  public static List<SamplePage> pages(int count, long seed, Typefaces typefaces) {
    BenchmarkCorpus corpus = new BenchmarkCorpus(seed, typefaces);
    List<Book> books = new ArrayList<>();
    for (int i = 0; i * PAGES_OF_A_BOOK < count; i++) {
      books.add(corpus.book(i));
    }
    List<TableContent> tables = tables();
    SplittableRandom nonsense = new SplittableRandom(seed + 1);
    Map<String, Integer> folios = new HashMap<>();
    List<SamplePage> pages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Pages are dealt by books: neighbours in the list of tables, near misses, share a book.
      Book book = books.get(i / PAGES_OF_A_BOOK);
      TableContent table = tables.get(i % tables.size());
      if (nonsense.nextInt(NONSENSE) == 0) {
        table = table.backwards();
      }
      pages.add(corpus.carried(book, table).page(book, table, folios, seed));
    }
    return pages;
  }

  /** Tables of many parameters, each far enough from the next to be told apart by its bigrams. */
  static List<TableContent> tables() {
    List<TableContent> tables = new ArrayList<>();
    for (int radius : new int[] {60_000, 100_000, 72_000, 36_000}) {
      for (int step : new int[] {60, 30, 20, 10}) {
        tables.add(Tables.sines(radius, step, step, 90));
      }
      tables.add(Tables.sines(radius, 30, 45 * 60 + 30, 89));
      tables.add(Tables.sines(radius, 20, 30 * 60 + 20, 90));
    }
    for (int gnomon : new int[] {12, 60, 7, 100, 40}) {
      tables.add(Tables.shadows(gnomon, 1, 90));
    }
    for (int obliquity : new int[] {1408, 1411, 1414, 1420, 1431}) {
      tables.add(Tables.declinations(obliquity));
    }
    for (int sign = 0; sign <= 9; sign += 3) {
      tables.add(Tables.rightAscensions(1410, sign));
      for (int latitude = 33; latitude <= 57; latitude += 3) {
        tables.add(Tables.obliqueAscensions(1410, 60 * latitude, sign));
      }
    }
    tables.add(Tables.longestDays(1410, 1, 60));
    tables.add(Tables.longestDays(1431, 1, 60));
    for (int obliquity : new int[] {1408, 1414, 1422, 1431}) {
      tables.add(Tables.climates(obliquity, 11));
    }
    for (int year : new int[] {1501, 1502, 1503, 1504}) {
      for (int later = 0; later <= 96; later += 48) {
        for (int month = 1; month <= 10; month += 3) {
          tables.add(Tables.sun(Calendar.JULIAN, year + later, month, 3));
        }
      }
    }
    for (int year = 1500; year < 1636; year += 34) {
      tables.add(Tables.computus(Calendar.JULIAN, year, 34));
    }
    tables.add(Tables.computus(Calendar.GREGORIAN, 1584, 34));
    tables.add(Tables.computus(Calendar.GREGORIAN, 1618, 34));
    for (int factor = 7; factor < 60; factor += 6) {
      tables.add(Tables.products(factor, 6, 30));
    }
    for (int year = 1450; year <= 1650; year += 50) {
      tables.add(Tables.stars(year, 0, 36));
      tables.add(Tables.stars(year, 20, 36));
    }
    return tables;
  }

  private Book book(int number) {
    Typeface figures = one(faces);
    Typeface heads = random.nextBoolean() ? figures : relative(figures);
    boolean large = random.nextInt(10) == 0;
    int width = large ? 1400 + random.nextInt(200) : 900 + random.nextInt(300);
    Style style =
        new Style(
            one(List.of(Language.values())),
            figures.id(),
            heads.id(),
            figures.id(),
            random.nextBoolean() ? heads.id() : relative(figures).id(),
            random.nextInt(5) > 0,
            one(List.of(Ruling.values())),
            true,
            between(0.88, 0.95),
            between(1.08, 1.18),
            between(0.85, 1.1),
            between(0.6, 0.9),
            one(List.of(0, 0, 5, 10)),
            random.nextInt(7) == 0,
            between(0.4, 1),
            between(0.2, 0.5),
            between(0.0245, 0.0265),
            random.nextLong());
    return new Book(
        String.format(Locale.ROOT, "b%03d", number),
        "liber",
        "Liber " + (number + 1),
        one(List.of("Amaurotum", "Bensalem", "Barataria", "Nusquam", "Christianopolis")),
        1490 + random.nextInt(160),
        width,
        (int) (width * between(1.4, 1.47)),
        large ? between(44, 54) : between(30, 36),
        between(0.66, 0.82),
        style);
  }

  /** Another cut of the same family, or the face itself. */
  private Typeface relative(Typeface face) {
    return typefaces.all().stream()
        .filter(other -> other.family().equals(face.family()) && other.cut() != face.cut())
        .filter(other -> other.cut() != Cut.BOLD)
        .findFirst()
        .orElse(face);
  }

  private Carried carried(Book book, TableContent table) {
    int rows = table.rows().size();
    Carried carried = Carried.in(book.id()).misprints(random.nextInt(4));
    if (random.nextInt(4) > 0) {
      int kept = (int) Math.ceil(rows * between(least(table.subject()), 1));
      int from = random.nextBoolean() ? 0 : rows - kept;
      carried.rows(from, from + kept);
    }
    int blocks = rows > 60 ? 3 : rows > 44 ? 2 : 1;
    carried.blocks(blocks);
    if (random.nextInt(16) == 0 && table.columns().size() <= 7) {
      carried
          .turned(random.nextBoolean() ? Turn.CLOCKWISE : Turn.COUNTERCLOCKWISE)
          .blocks(rows > 60 ? 5 : rows > 44 ? 3 : 2);
    } else if (rows < 36 && random.nextInt(3) == 0) {
      carried.below();
    }
    return carried;
  }

  /** The least share of a table that a page may carry and still be nearest to its like. */
  private static double least(String subject) {
    return switch (subject) {
      case "sines", "shadows", "products" -> 0.78;
      case "declinations", "climates", "longest-days", "computus", "sun" -> 0.95;
      default -> 0.88;
    };
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
