package org.tabularium.training.corpus;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.content.Misprint;
import org.tabularium.training.corpus.content.Roman;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.corpus.typeset.Sheet;

/** How a book carries a table: which rows, how laid out, how badly printed. */
final class Carried {

  private final String book;
  private int from;
  private int to = Integer.MAX_VALUE;
  private int misprints;
  private int blocks = 1;
  private Turn turn = Turn.UPRIGHT;
  private int above;
  private boolean below;
  private boolean roman;

  private Carried(String book) {
    this.book = book;
  }

  /** In the book of this id: all rows, upright, in one block, without misprints or text. */
  static Carried in(String book) {
    return new Carried(book);
  }

  String book() {
    return book;
  }

  Carried rows(int from, int to) {
    this.from = from;
    this.to = to;
    return this;
  }

  Carried misprints(int count) {
    this.misprints = count;
    return this;
  }

  Carried blocks(int count) {
    this.blocks = count;
    return this;
  }

  Carried turned(Turn turn) {
    this.turn = turn;
    return this;
  }

  Carried above(int lines) {
    this.above = lines;
    return this;
  }

  Carried below() {
    this.below = true;
    return this;
  }

  Carried roman() {
    this.roman = true;
    return this;
  }

  /**
   * The page.
   *
   * @param folios the last page number of each book so far; the page takes a later one
   * @param seed of the corpus
   */
  SamplePage page(Book of, TableContent table, Map<String, Integer> folios, long seed) {
    // What chance decides depends on the table and its book alone: other pages may come and go.
    SplittableRandom random =
        new SplittableRandom(seed + 7919L * (table.id() + "@" + of.id()).hashCode());
    int end = Math.min(to, table.rows().size());
    Misprint.Spoilt spoilt = Misprint.scatter(table.rows(from, end), misprints, random);
    List<Misprint> errors =
        spoilt.misprints().stream()
            .map(m -> new Misprint(m.row() + from, m.column(), m.correct(), m.printed()))
            .toList();
    TableContent content = roman ? Roman.firstColumn(spoilt.content()) : spoilt.content();
    int folio = folios.merge(of.id(), 11 + random.nextInt(30), (old, more) -> old + 1 + more % 17);
    boolean sideways = turn.sideways();
    Sheet sheet =
        new Sheet(
            content,
            from,
            of.style(),
            sideways ? of.height() : of.width(),
            sideways ? of.width() : of.height(),
            of.em() * (0.94 + 0.12 * random.nextDouble()),
            blocks,
            above,
            below,
            turn,
            folio,
            random.nextLong());
    String id =
        String.format(Locale.ROOT, "%s_%s_%d_p%03d.jpg", of.id(), of.slug(), of.year(), folio);
    return new SamplePage(id, of, table.rows().size(), sheet, errors);
  }
}
