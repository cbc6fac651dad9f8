package org.tabularium.app.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tabularium.app.search.Calibration.Cause;
import org.tabularium.app.search.Calibration.Size;
import org.tabularium.app.search.Calibration.Word;
import org.tabularium.app.search.Calibrations.Sheet;
import org.tabularium.app.search.QuestionCalibrations.Printed;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.ScoreKind;

/** Parts and numbers get their words from what questions of their size reach. */
class QuestionCalibrationsTest {

  private static final double MISSED = 0.05;

  @Test
  void eachWordIsRareAmongQuestionsOfTheNextLesserCause() {
    List<Printed> tables = tables(60, 200);
    for (ScoreKind kind : List.of(ScoreKind.COSINE, ScoreKind.SQRT)) {
      for (int bigrams : new int[] {8, 30, 120}) {
        Calibration c = computed(kind, tables, new Size(bigrams, 0, 1));
        assertThat(c.families())
            .extracting(Calibration.Family::cause)
            .containsExactly(Cause.values());
        assertThat(c.families().get(0).share(c.some(), 2)).isCloseTo(0.05, within(0.01));
        assertThat(c.families().get(1).share(c.strong(), 2)).isCloseTo(0.05, within(0.01));
        assertThat(c.families().get(2).share(c.same(), 2)).isCloseTo(0.05, within(0.01));
      }
    }
  }

  /**
   * The middle of what all of a question reaches grows with it; a bound for one size fits no other.
   */
  @Test
  void theBoundsAreThoseOfTheSize() {
    List<Printed> tables = tables(60, 200);
    Calibration small = computed(ScoreKind.COSINE, tables, new Size(10, 0, 1));
    Calibration large = computed(ScoreKind.COSINE, tables, new Size(150, 0, 1));
    assertThat(large.some()).isGreaterThan(small.some() + 0.1);
    assertThat(large.families().get(3).at(0.5)).isGreaterThan(small.families().get(3).at(0.5));
    assertThat(large.families().get(3).share(large.strong(), 2))
        .as("most of a large question is told from half of it")
        .isGreaterThan(0.8);
  }

  /** Fresh parts of fresh tables, which the calibration never saw, are spoken of as promised. */
  @Test
  void theWordsHoldForTablesThatTookNoPart() {
    List<Printed> tables = tables(120, 200);
    Calibration c = computed(ScoreKind.COSINE, tables.subList(0, 80), new Size(40, 0, 1));
    List<Printed> fresh = tables.subList(80, 120);
    Random random = new Random(3);
    int more = 0;
    int found = 0;
    for (Printed asker : fresh) {
      int from = random.nextInt(asker.bigrams().length - 40);
      float[] question = new float[100];
      for (int i = 0; i < 40; i++) {
        question[asker.bigrams()[from + i]]++;
      }
      for (Printed other : fresh) {
        double score = Explainer.score(question, other.sheet().phi(), ScoreKind.COSINE);
        if (asker == other) {
          found += c.word(score, score).compareTo(Word.SOME) >= 0 ? 1 : 0;
        } else {
          more += c.word(score, score) == Word.CHANCE ? 0 : 1;
        }
      }
    }
    assertThat(more / (40.0 * 39)).as("unrelated, called more").isBetween(0.01, 0.12);
    assertThat(found).as("of 40 that hold it all").isGreaterThan(36);
  }

  /** The same table in another edition is no stranger. */
  @Test
  void relatedTablesDoNotLiftTheBoundOfChance() {
    List<Printed> tables = new ArrayList<>(tables(40, 200));
    Size size = new Size(30, 0, 1);
    double clean = computed(ScoreKind.COSINE, tables, size).some();
    for (int i = 0; i < 40; i++) {
      Printed copied = tables.get(i % 4);
      tables.add(new Printed(new Sheet(100 + i, 100 + i, copied.sheet().phi()), copied.bigrams()));
    }
    Calibration copied = computed(ScoreKind.COSINE, tables, size);
    assertThat(copied.some()).isCloseTo(clean, within(0.08));
    assertThat(copied.random().scores()[copied.random().scores().length * 95 / 100])
        .as("the plain upper end")
        .isGreaterThan(clean + 0.1);
  }

  /** Half-known bigrams reach less, and are measured by others of the kind. */
  @Test
  void unknownDigitsCountInTheQuestionsToo() {
    List<Printed> tables = tables(60, 200);
    Calibration known = computed(ScoreKind.COSINE, tables, new Size(24, 0, 1));
    Calibration half = computed(ScoreKind.COSINE, tables, new Size(24, 12, 1));
    assertThat(half.families().get(3).at(0.5)).isLessThan(known.families().get(3).at(0.5) - 0.02);
    assertThat(half.asked()).isEqualTo(new Size(24, 12, 1));
  }

  @Test
  void thePlainProductHasTheWordsOfTheCosineAndGrowsWithTheMass() {
    List<Printed> tables = tables(60, 200);
    Calibration one = computed(ScoreKind.DOT, tables, new Size(30, 0, 1));
    Calibration heavy = computed(ScoreKind.DOT, tables, new Size(30, 0, 2));
    Calibration cosine = computed(ScoreKind.COSINE, tables, new Size(30, 0, 1));
    assertThat(one.words()).isEqualTo(ScoreKind.COSINE);
    assertThat(one.same()).isEqualTo(cosine.same());
    double score = one.random().scores()[2000];
    assertThat(heavy.below(2 * score)).isCloseTo(one.below(score), within(1e-3));
    assertThat(Size.of(10, 0, vector(9.3f)).mass()).isEqualTo(0.93);
  }

  @Test
  void nothingIsSaidWhereNothingIsKnown() {
    assertThat(computed(ScoreKind.COSINE, tables(10, 200), new Size(20, 0, 1)).says()).isFalse();
    Calibration longer = computed(ScoreKind.COSINE, tables(60, 200), new Size(400, 0, 1));
    assertThat(longer.says()).as("no table is as long").isFalse();
    assertThat(longer.below(0.9)).isNull();
    assertThat(computed(ScoreKind.COSINE, tables(60, 200), new Size(3, 0, 1)).says()).isFalse();
    List<Printed> oneBook =
        tables(60, 200).stream()
            .map(
                table ->
                    new Printed(
                        new Sheet(table.sheet().table(), 7, table.sheet().phi()), table.bigrams()))
            .toList();
    assertThat(computed(ScoreKind.COSINE, oneBook, new Size(20, 0, 1)).says()).isFalse();
  }

  @Test
  void sameTablesSameBounds() {
    Size size = new Size(20, 3, 1);
    Calibration one = computed(ScoreKind.COSINE, tables(40, 200), size);
    Calibration other = computed(ScoreKind.COSINE, tables(40, 200), size);
    assertThat(one.some()).isEqualTo(other.some());
    assertThat(one.random().scores()).isEqualTo(other.random().scores());
  }

  private static float[] vector(float sum) {
    float[] phi = new float[100];
    phi[12] = sum;
    return phi;
  }

  private static Calibration computed(ScoreKind kind, List<Printed> tables, Size size) {
    return QuestionCalibrations.computed(kind, "m", null, tables, size, MISSED, 0.95);
  }

  /** Tables of so many bigrams, each fond of others. */
  private static List<Printed> tables(int many, int bigrams) {
    Random random = new Random(5);
    return IntStream.range(0, many)
        .mapToObj(
            i -> {
              double[] fond = random.doubles(100).map(x -> x * x * x).toArray();
              double all = Arrays.stream(fond).sum();
              short[] printed = new short[bigrams];
              float[] phi = new float[100];
              for (int at = 0; at < bigrams; at++) {
                double left = random.nextDouble() * all;
                int k = 0;
                while (k < 99 && (left -= fond[k]) > 0) {
                  k++;
                }
                printed[at] = (short) k;
                phi[k]++;
              }
              return new Printed(new Sheet(i, i, phi), printed);
            })
        .toList();
  }
}
