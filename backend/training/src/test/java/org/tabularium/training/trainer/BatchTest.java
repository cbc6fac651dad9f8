package org.tabularium.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.training.patches.Mark;
import org.tabularium.training.patches.Sheet;

class BatchTest {

  private static final int SIDE = 64;
  private static final int CELLS = 32;
  private static final Recipe RECIPE =
      new Recipe(1, 1, 1, SIDE, 1e-3, 1e-3, 0.8, 1.1, 8, 3, 2, 0.25, 1, 1, 1);

  private static Batch cut(List<Mark> digits, List<Mark> spared) {
    InkMap ink = new InkMap(SIDE, SIDE, new float[SIDE * SIDE]);
    return Batch.cut(
        List.of(new Sheet(ink, digits, List.of(new Mark(50.5, 50.5, 20, -1)), spared)),
        RECIPE,
        ModelSpec.current(),
        new SplittableRandom(1));
  }

  private static float target(Batch batch, int digit, int row, int column) {
    return batch.target()[(digit * CELLS + row) * CELLS + column];
  }

  @Test
  void aBlobPeaksAtItsDigitInItsMapAlone() {
    Batch batch = cut(List.of(new Mark(20.5, 30.5, 20, 7)), List.of());
    assertThat(target(batch, 7, 15, 10)).isEqualTo(1f);
    assertThat(target(batch, 7, 15, 11)).isCloseTo(0.823f, within(0.01f));
    assertThat(target(batch, 7, 16, 10)).isCloseTo(0.902f, within(0.01f));
    for (int digit = 0; digit < 10; digit++) {
      if (digit != 7) {
        assertThat(target(batch, digit, 15, 10)).isZero();
      }
    }
  }

  @Test
  void theCellThatADigitFallsOnIsAskedForOneWhereverItLies() {
    for (double off : new double[] {-0.9, -0.4, 0.4, 0.9}) {
      Batch batch = cut(List.of(new Mark(20.5 + off, 30.5 - off, 20, 7)), List.of());
      assertThat(target(batch, 7, 15, 10)).as("off by %s", off).isEqualTo(1f);
      assertThat(target(batch, 7, 15, 12)).as("off by %s", off).isLessThan(0.5f);
    }
  }

  @Test
  void twinsStayTwo() {
    Batch batch = cut(List.of(new Mark(20.5, 30.5, 20, 1), new Mark(28.5, 30.5, 20, 1)), List.of());
    assertThat(target(batch, 1, 15, 10)).isEqualTo(1f);
    assertThat(target(batch, 1, 15, 14)).isEqualTo(1f);
    assertThat(target(batch, 1, 15, 12)).isLessThan(0.3f);
  }

  @Test
  void sparedDigitsAndEdgesAreNotAskedFor() {
    Batch batch = cut(List.of(), List.of(new Mark(20.5, 30.5, 40, 7)));
    assertThat(batch.asked()[15 * CELLS + 10]).isZero();
    assertThat(batch.asked()[15 * CELLS + 25]).isEqualTo(1);
    assertThat(batch.asked()[15 * CELLS]).isZero();
    assertThat(batch.target()).containsOnly(0f);
  }

  @Test
  void lettersLikeDigitsCountMore() {
    Batch batch = cut(List.of(), List.of());
    assertThat(batch.asked()[25 * CELLS + 25]).isEqualTo(3);
    assertThat(batch.asked()[25 * CELLS + 20]).isEqualTo(1);
    assertThat(batch.target()).containsOnly(0f);
  }
}
