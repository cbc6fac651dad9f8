package org.tabularium.training.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypefacesTest {

  private static final Typefaces TYPEFACES = Typefaces.load();

  /** Measured on the outlines, so that a wrong table or a wrong glyph number cannot pass. */
  @Test
  void oldStyleFiguresHangAndRiseAndLiningOnesDoNot() {
    for (Typeface face : TYPEFACES.all()) {
      if (face.cut() == Cut.BLACK_LETTER || face.cut() == Cut.HAND) {
        continue; // They are there for their letters.
      }
      TypeLine line = face.set("0123456789", 1, 0, 0);
      double x = face.xHeight(1);
      Sort four = line.sorts().get(4);
      Sort one = line.sorts().get(1);
      if (face.numerals() == Numerals.OLD_STYLE) {
        assertThat(four.box().getMaxY()).as("4 of %s hangs below the line", face).isPositive();
        assertThat(-one.box().getMinY()).as("1 of %s is low", face).isLessThan(1.25 * x);
        assertThat(four.box().getMaxY()).as("4 of %s", face).isGreaterThan(0.1);
      } else {
        assertThat(four.box().getMaxY()).as("4 of %s stands on the line", face).isLessThan(0.12);
      }
      assertThat(-line.sorts().get(6).box().getMinY()).as("6 of %s", face).isGreaterThan(1.1 * x);
    }
  }

  @Test
  void bothKindsOfFiguresAreThereToTrainAndToMeasureWith() {
    assertThat(TYPEFACES.training(f -> f.numerals() == Numerals.OLD_STYLE)).hasSizeGreaterThan(20);
    assertThat(TYPEFACES.training(f -> f.numerals() == Numerals.LINING)).hasSizeGreaterThan(15);
    assertThat(TYPEFACES.heldOut()).extracting(Typeface::numerals).contains(Numerals.values());
    assertThat(TYPEFACES.training(f -> true)).doesNotContainAnyElementsOf(TYPEFACES.heldOut());
    assertThat(TYPEFACES.all()).extracting(Typeface::id).doesNotHaveDuplicates();
  }

  @Test
  void sortsStandInTheirOrderAndBlanksLeaveNone() {
    Typeface face = TYPEFACES.byId("im-fell-english/roman/old-style");
    TypeLine line = face.set("17 45", 20, 100, 50);
    assertThat(line.sorts()).extracting(Sort::digit).containsExactly(1, 7, 4, 5);
    assertThat(line.sorts().get(0).box().getMinX()).isBetween(99.0, 103.0);
    assertThat(line.sorts()).isSortedAccordingTo((a, b) -> (int) (a.box().getX() - b.box().getX()));
    assertThat(line.advance()).isEqualTo(face.width("17 45", 20));
  }

  @Test
  void aMissingLongSBecomesRoundAndOtherMissingSortsAreLeftOut() {
    Typeface without = TYPEFACES.byId("jacques-francois/roman/old-style");
    assertThat(without.canSet("ſ")).isFalse();
    assertThat(without.spell("meſſi ♈")).isEqualTo("messi ");
  }

  @Test
  void anUnsteadyHandIsRepeatable() {
    Typeface face = TYPEFACES.byId("cardo/roman/lining");
    TypeLine first = face.set("123", 20, 0, 0, new Hand(0, 0.02, 0.02, new SplittableRandom(5)));
    TypeLine again = face.set("123", 20, 0, 0, new Hand(0, 0.02, 0.02, new SplittableRandom(5)));
    assertThat(first.sorts().get(2).box()).isEqualTo(again.sorts().get(2).box());
    assertThat(first.sorts().get(2).box())
        .isNotEqualTo(face.set("123", 20, 0, 0).sorts().get(2).box());
  }

  @Test
  void missingTypefacesSayHowToFetchThem(@TempDir Path empty) {
    assertThatThrownBy(() -> Typefaces.load(empty))
        .isInstanceOf(TypefacesMissing.class)
        .hasMessageContaining("npm ci");
  }
}
