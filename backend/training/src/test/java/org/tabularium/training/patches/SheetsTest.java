package org.tabularium.training.patches;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.type.Typefaces;

class SheetsTest {

  private static final Typefaces TYPEFACES = Typefaces.load();
  private static final ModelSpec SPEC = ModelSpec.current();

  private static Sheets sheets(long seed, Mix mix) {
    return new Sheets(seed, mix, SPEC, TYPEFACES, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 23})
  void aSheetDependsOnSeedAndNumberAlone(long n) {
    Sheets first = sheets(5, Mix.current());
    first.make(n + 1);
    Sheet sheet = first.make(n);
    Sheet again = sheets(5, Mix.current()).make(n);
    assertThat(again.ink().ink()).isEqualTo(sheet.ink().ink());
    assertThat(again.digits()).isEqualTo(sheet.digits());
    assertThat(sheets(6, Mix.current()).make(n).ink().ink()).isNotEqualTo(sheet.ink().ink());
  }

  /** Around a digit's mark there is ink; half a line above or below there is less. */
  @Test
  void marksLieWhereTheDigitsAre() {
    Sheets sheets = sheets(1, Mix.tables());
    int marks = 0;
    int inked = 0;
    double on = 0;
    double off = 0;
    for (int n = 0; n < 20; n++) {
      Sheet sheet = sheets.make(n);
      for (Mark m : sheet.digits()) {
        if (m.x() > 20 && m.y() > 20 && m.x() < Sheets.SIZE - 20 && m.y() < Sheets.SIZE - 20) {
          double here = ink(sheet.ink(), m.x(), m.y(), m.em());
          marks++;
          inked += here > 0.1 ? 1 : 0;
          on += here;
          off += ink(sheet.ink(), m.x(), m.y() - 0.62 * m.em(), m.em());
        }
      }
    }
    assertThat(marks).isGreaterThan(500);
    assertThat(inked).isGreaterThan((int) (0.97 * marks));
    assertThat(off).isLessThan(0.6 * on);
  }

  /** Mean ink in a window as wide as a digit and as high as an x. */
  private static double ink(InkMap map, double x, double y, double em) {
    double sum = 0;
    int cells = 0;
    for (int j = (int) (y - 0.17 * em); j <= y + 0.25 * em; j++) {
      for (int i = (int) (x - 0.2 * em); i <= x + 0.2 * em; i++) {
        sum += map.ink()[j * map.width() + i];
        cells++;
      }
    }
    return sum / cells;
  }

  @Test
  void thereAreAsManySheetsWithoutTablesAsWithThem() {
    Sheets sheets = sheets(2, Mix.current());
    List<Integer> full = new ArrayList<>();
    List<Integer> sparse = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      int digits = sheets.make(n).digits().size();
      (digits > 25 ? full : sparse).add(digits);
    }
    assertThat(full).hasSizeBetween(20, 40);
    assertThat(sparse).contains(0);
  }

  @Test
  void everyDigitComesOften() {
    Sheets sheets = sheets(3, Mix.current());
    int[] seen = new int[10];
    for (int n = 0; n < 30; n++) {
      sheets.make(n).digits().forEach(m -> seen[m.digit()]++);
    }
    assertThat(seen).doesNotContain(0);
    int all = java.util.Arrays.stream(seen).sum();
    for (int count : seen) {
      assertThat(count).isGreaterThan(all / 20);
    }
  }

  /** A letter like a digit on the line of a digit and near it: words and numbers stand together. */
  @Test
  void numbersStandAmongWordsWhereTheMixAsksForThem() {
    Mix numbered = new Mix(0, 0, 0, 0, 0, 0, 1, 0);
    assertThat(amongLetters(numbered)).isGreaterThan(0.3);
    assertThat(amongLetters(Mix.tables())).isLessThan(0.15);
  }

  private static double amongLetters(Mix mix) {
    Sheets sheets = sheets(4, mix);
    int digits = 0;
    int among = 0;
    for (int n = 0; n < 20; n++) {
      Sheet sheet = sheets.make(n);
      for (Mark m : sheet.digits()) {
        digits++;
        among +=
            sheet.decoys().stream()
                    .anyMatch(
                        d ->
                            Math.abs(d.y() - m.y()) < 0.25 * m.em()
                                && Math.abs(d.x() - m.x()) < 3 * m.em()
                                && Math.abs(d.em() / m.em() - 1) < 0.01)
                ? 1
                : 0;
      }
    }
    assertThat(digits).isGreaterThan(400);
    return (double) among / digits;
  }
}
