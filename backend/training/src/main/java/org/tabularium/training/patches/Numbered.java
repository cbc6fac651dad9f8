package org.tabularium.training.patches;

import java.util.List;
import java.util.SplittableRandom;
import org.tabularium.training.type.Hand;
import org.tabularium.training.type.Typeface;

/**
 * Sets numbers among words, where a network that knows letters as what a figure is not would miss
 * them: folios beside running heads, years and radii in titles, numbers in prose.
 */
final class Numbered {
  private final SplittableRandom random;
  private final Composer page;
  private final Words words;
  private final double em;
  private final double right;

  /**
   * @param em size of the type of the page's table, cells
   * @param right where lines end, cells
   */
  Numbered(SplittableRandom random, Composer page, Words words, double em, double right) {
    this.random = random;
    this.page = page;
    this.words = words;
    this.em = em;
    this.right = right;
  }

  /**
   * The top of a page with a table: folio and running head, sometimes a few lines, the title in
   * capitals and what it is of, with its numbers.
   *
   * @param figures the table's typeface
   * @param body that of words in the same book
   * @return where the table may begin, cells
   */
  double top(Typeface figures, Typeface body) {
    double size = em * between(0.66, 1.12);
    double y = between(-1.5, 1.4) * size;
    Hand even = hand(0);
    y += size;
    double spaced = random.nextInt(3) == 0 ? 0 : between(0.02, 0.15);
    Hand wide = hand(spaced);
    double white = between(1, 6) * size;
    double folioAt = between(0, right - 2 * size);
    String folio = folio();
    page.print(figures.set(folio, size, folioAt, y, even));
    double end = folioAt + figures.width(folio, size);
    if (random.nextBoolean()) {
      capitals(body, 0.92 * size, end + white, right + size, y, wide, 0);
    } else {
      capitals(body, 0.92 * size, -size, folioAt - white, y, wide, 0);
    }
    y += between(0.4, 1.2) * size;
    for (int line = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0; line > 0; line--) {
      y += 1.2 * size;
      line(body, size, between(-2, 0) * size, right + size, y, even, 0.1);
    }
    double title = size * between(1.05, 1.5);
    for (int line = random.nextInt(3); line > 0; line--) {
      y += 1.15 * title;
      double from = between(-3, 4) * title;
      capitals(body, title, from, right + title - from, y, hand(between(0, 0.12)), 0.12);
    }
    Typeface sub = random.nextInt(3) == 0 ? body : figures;
    for (int line = 1 + random.nextInt(3); line > 0; line--) {
      y += between(1.05, 1.25) * size;
      double from = between(-3, 5) * size;
      double to = random.nextBoolean() ? right + size : right - between(0, 4) * size;
      line(sub, size, from, to, y, even, 0.28);
    }
    return y + between(0.2, 1) * size;
  }

  /** A page of prose that is full of numbers. */
  void prose(Typeface type) {
    double size = em * between(0.66, 1.3);
    double pitch = size * between(1, 1.35);
    double often = between(0.04, 0.3);
    Hand even = hand(0);
    for (double y = between(-0.5, 1.2) * size; y < page.size() + size; y += pitch) {
      line(type, size, between(-3, 0) * size, right + size, y, even, often);
    }
  }

  /** Words in capitals and, this often, a number. */
  private void capitals(
      Typeface type, double size, double from, double to, double y, Hand hand, double often) {
    double x = from;
    while (x < to) {
      String word = random.nextDouble() < often ? number() : words.shout();
      if (x + type.width(word, size) > to) {
        return;
      }
      x += page(type, word, size, x, y, hand) + (0.24 + hand.tracking()) * size;
    }
  }

  /** Words and, this often, a number. */
  private void line(
      Typeface type, double size, double from, double to, double y, Hand hand, double often) {
    double blank = between(0.2, 0.4);
    double x = from;
    while (x < to) {
      String word =
          random.nextDouble() < often
              ? number() + stop()
              : switch (random.nextInt(10)) {
                case 0 -> words.abbreviation();
                case 1 -> words.name();
                case 2 -> random.nextInt(4) == 0 ? words.roman() : words.word();
                default -> words.word();
              };
      if (word.equals("⁊")) {
        continue;
      }
      x += page(type, word, size, x, y, hand) + blank * size;
    }
  }

  private double page(Typeface type, String word, double size, double x, double y, Hand hand) {
    var set = type.set(word, size, x, y, hand);
    page.print(set);
    return set.advance();
  }

  private String folio() {
    String number = Integer.toString(1 + random.nextInt(random.nextInt(4) == 0 ? 99 : 400));
    return switch (random.nextInt(8)) {
      case 0 -> number + ".";
      case 1 -> words.abbreviation() + " " + number;
      default -> number;
    };
  }

  private String number() {
    return switch (random.nextInt(9)) {
      case 0, 1 -> Integer.toString(1400 + random.nextInt(300));
      case 2, 3 ->
          List.of("1", "2", "3", "5", "6", "12", "36", "45", "60", "72", "90")
                  .get(random.nextInt(11))
              + "0".repeat(1 + random.nextInt(5));
      case 4, 5 -> digits(2);
      case 6 -> digits(1);
      default -> digits(1 + random.nextInt(6));
    };
  }

  private String digits(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return text.toString();
  }

  private String stop() {
    return List.of("", "", "", "", ".", ".", ",", ":").get(random.nextInt(8));
  }

  private Hand hand(double tracking) {
    return new Hand(tracking, 0.014 * random.nextDouble(), 0.01 * random.nextDouble(), random);
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
