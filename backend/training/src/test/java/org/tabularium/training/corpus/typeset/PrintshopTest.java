package org.tabularium.training.corpus.typeset;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.content.Cell;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.corpus.content.Tables;
import org.tabularium.training.type.Typefaces;

class PrintshopTest {

  private static final Printshop SHOP = new Printshop(Typefaces.load());

  private static final Style STYLE =
      new Style(
          Language.ITALIAN,
          "im-fell-english/roman/old-style",
          "im-fell-english/italic/old-style",
          "im-fell-english/roman/old-style",
          "im-fell-english/italic/old-style",
          true,
          Ruling.PIECES,
          true,
          0.92,
          1.12,
          0.9,
          0.7,
          5,
          false,
          0.8,
          0.3,
          0.0255,
          5);

  private static Sheet sheet(TableContent content, int firstRow, int blocks, Turn turn, long seed) {
    return new Sheet(content, firstRow, STYLE, 700, 1000, 26, blocks, 2, true, turn, 48, seed);
  }

  @ParameterizedTest
  @EnumSource
  void theTruthSpellsTheTableAndLiesOnItsInk(Turn turn) {
    TableContent content = Tables.climates(1410, 9).rows(3, 24);
    Page page = SHOP.print(sheet(content, 3, 1, turn, 11));

    assertThat(page.turn()).isEqualTo(turn);
    assertThat(page.image().getWidth()).isEqualTo(turn.sideways() ? 1000 : 700);
    assertThat(spelt(page)).isEqualTo(expected(content, 3));
    for (PrintedDigit digit : page.digits()) {
      Box box = digit.box();
      assertThat(box.x()).isNotNegative();
      assertThat(box.y()).isNotNegative();
      assertThat(box.x() + box.w()).isLessThanOrEqualTo(page.image().getWidth());
      assertThat(box.y() + box.h()).isLessThanOrEqualTo(page.image().getHeight());
      assertThat(darkest(page.image(), box, 0))
          .as("ink of %s", digit)
          .isLessThan(brightest(page.image(), box, 4) - 60);
    }
  }

  @Test
  void blocksSideBySideCarryTheSameNumbers() {
    TableContent content = Tables.sines(60_000, 60, 60, 40);
    assertThat(spelt(SHOP.print(sheet(content, 0, 3, Turn.UPRIGHT, 1))))
        .isEqualTo(spelt(SHOP.print(sheet(content, 0, 1, Turn.UPRIGHT, 2))))
        .isEqualTo(expected(content, 0));
  }

  @Test
  void theSameSheetGivesTheSamePageAndAnotherSeedAnother() {
    TableContent content = Tables.shadows(12, 1, 30);
    Page page = SHOP.print(sheet(content, 0, 2, Turn.UPRIGHT, 5));
    Page again = SHOP.print(sheet(content, 0, 2, Turn.UPRIGHT, 5));
    Page other = SHOP.print(sheet(content, 0, 2, Turn.UPRIGHT, 6));
    assertThat(again.digits()).isEqualTo(page.digits());
    assertThat(pixels(again)).isEqualTo(pixels(page));
    assertThat(pixels(other)).isNotEqualTo(pixels(page));
    assertThat(other.bigrams()).isEqualTo(page.bigrams());
  }

  @Test
  void numbersOutsideTheTableAreKnownToo() {
    Page page = SHOP.print(sheet(Tables.declinations(1410), 0, 1, Turn.UPRIGHT, 3));
    Map<String, String> outside = new LinkedHashMap<>();
    page.digits().stream()
        .filter(digit -> digit.row() < 0)
        .forEach(d -> outside.merge(d.column() + d.number(), "" + d.digit(), String::concat));
    assertThat(outside.values()).containsExactly("48", "23", "30");
  }

  /** All numbers of the table's body as the truth has them: "row column: digits". */
  private static List<String> spelt(Page page) {
    Map<String, String> numbers = new LinkedHashMap<>();
    for (PrintedDigit digit : page.digits()) {
      if (digit.row() >= 0) {
        numbers.merge(
            digit.row() + " " + digit.column() + " " + digit.number(),
            "" + digit.digit(),
            String::concat);
      }
    }
    return numbers.entrySet().stream()
        .map(e -> e.getKey().replaceFirst(" n[0-9]+$", ": ") + e.getValue())
        .sorted()
        .toList();
  }

  private static List<String> expected(TableContent content, int firstRow) {
    List<String> numbers = new ArrayList<>();
    for (int row = 0; row < content.rows().size(); row++) {
      for (int column = 0; column < content.columns().size(); column++) {
        if (content.rows().get(row).get(column) instanceof Cell.Number number) {
          numbers.add(
              firstRow + row + " " + content.columns().get(column).name() + ": " + number.digits());
        }
      }
    }
    return numbers.stream().sorted().toList();
  }

  private static int darkest(BufferedImage image, Box box, int margin) {
    return greys(image, box, margin)[0];
  }

  private static int brightest(BufferedImage image, Box box, int margin) {
    int[] greys = greys(image, box, margin);
    return greys[greys.length - 1];
  }

  private static int[] greys(BufferedImage image, Box box, int margin) {
    int left = Math.max(0, (int) box.x() - margin);
    int top = Math.max(0, (int) box.y() - margin);
    int right = Math.min(image.getWidth(), (int) Math.ceil(box.x() + box.w()) + margin);
    int bottom = Math.min(image.getHeight(), (int) Math.ceil(box.y() + box.h()) + margin);
    int[] greys = new int[(right - left) * (bottom - top)];
    int at = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        greys[at++] = image.getRGB(x, y) >> 8 & 0xFF;
      }
    }
    Arrays.sort(greys);
    return greys;
  }

  private static int[] pixels(Page page) {
    BufferedImage image = page.image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
