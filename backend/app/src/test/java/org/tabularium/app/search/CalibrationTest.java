package org.tabularium.app.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tabularium.app.judgement.Agreements;
import org.tabularium.app.judgement.Verdict;
import org.tabularium.app.search.Calibration.Cause;
import org.tabularium.app.search.Calibration.Word;
import org.tabularium.app.search.Calibrations.Sheet;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.ScoreKind;

/** Words come from what tables reach, and keep what they promise. */
class CalibrationTest {

  private static final double MISSED = 0.05;

  @Test
  void eachWordIsRareAmongPairsOfTheNextLesserCause() {
    for (ScoreKind kind : List.of(ScoreKind.COSINE, ScoreKind.SQRT)) {
      Calibration c = computed(kind, sheets(90), List.of());
      assertThat(c.families())
          .extracting(Calibration.Family::cause)
          .containsExactly(Cause.values());
      assertThat(c.some()).isPositive().isLessThanOrEqualTo(c.strong());
      assertThat(c.strong()).isLessThanOrEqualTo(c.same()).isLessThan(1);
      assertThat(c.families().get(0).share(c.some(), 2)).isCloseTo(0.05, within(0.03));
      assertThat(c.families().get(1).share(c.strong(), 2)).isCloseTo(0.05, within(0.005));
      assertThat(c.families().get(2).share(c.same(), 2)).isCloseTo(0.05, within(0.005));
      assertThat(c.families().get(3).share(c.strong(), 2)).isGreaterThan(0.8);
      for (Calibration.Family family : c.families()) {
        assertThat(Arrays.stream(Word.values()).mapToDouble(w -> family.share(c.from(w), c.to(w))))
            .as("the words share a family out")
            .satisfies(
                shares ->
                    assertThat(shares.stream().mapToDouble(d -> d).sum())
                        .isCloseTo(1, within(1e-9)));
      }
    }
  }

  /** A few copies among unrelated tables must not make chance out of what they reach. */
  @Test
  void relatedPairsDoNotLiftTheBoundOfChance() {
    List<Sheet> sheets = new ArrayList<>(sheets(40));
    double clean = computed(ScoreKind.COSINE, sheets, List.of()).some();
    int n = sheets.size();
    for (int i = 0; i < n; i++) {
      sheets.add(new Sheet(1000 + i, 1000 + i, sheets.get(i % 4).phi()));
    }
    Calibration copied = computed(ScoreKind.COSINE, sheets, List.of());
    assertThat(copied.families().get(0).at(0.95)).as("the plain upper end").isGreaterThan(0.95);
    assertThat(copied.some()).isCloseTo(clean, within(0.08));
    assertThat(copied.word(0.999, 0.999)).isEqualTo(Word.SAME);
  }

  @Test
  void whatPersonsJudgedTakesThePlaceOfWhatWasMade() {
    List<Sheet> sheets = sheets(60);
    List<Agreements.Judged> judged =
        IntStream.range(0, Calibrations.ENOUGH)
            .mapToObj(i -> new Agreements.Judged(i, i + 1, Verdict.VARIANT, 0.5 + i * 0.001))
            .toList();
    Calibration less = computed(ScoreKind.COSINE, sheets, judged.subList(1, judged.size()));
    assertThat(less.families()).noneMatch(Calibration.Family::judged);
    Calibration enough = computed(ScoreKind.COSINE, sheets, judged);
    assertThat(enough.families().get(2).judged()).isTrue();
    assertThat(enough.families().get(2).scores()).hasSize(Calibrations.ENOUGH);
    assertThat(enough.same()).as("never below the lesser word").isEqualTo(enough.strong());
    assertThat(enough.same()).isLessThan(less.same());
  }

  @Test
  void thePlainProductHasTheWordsOfTheCosine() {
    List<Sheet> sheets = sheets(60);
    Calibration dot = computed(ScoreKind.DOT, sheets, List.of());
    Calibration cosine = computed(ScoreKind.COSINE, sheets, List.of());
    for (int i = 1; i < 20; i++) {
      float[] a = sheets.get(0).phi();
      float[] b = sheets.get(i).phi();
      double cos = Explainer.score(a, b, ScoreKind.COSINE);
      assertThat(dot.word(Explainer.score(a, b, ScoreKind.DOT), cos))
          .isEqualTo(cosine.word(cos, cos));
    }
    assertThat(dot.below(0)).isZero();
  }

  @Test
  void sameTablesSameBoundsAndTooFewTablesNoWords() {
    Calibration one = computed(ScoreKind.COSINE, sheets(50), List.of());
    Calibration other = computed(ScoreKind.COSINE, sheets(50), List.of());
    assertThat(one.same()).isEqualTo(other.same());
    assertThat(one.random().scores()).isEqualTo(other.random().scores());
    Calibration few = computed(ScoreKind.COSINE, sheets(6), List.of());
    assertThat(few.says()).isFalse();
    assertThat(few.word(1, 1)).isNull();
    assertThat(few.below(1)).isNull();
  }

  @Test
  void tablesOfOneEditionNeverMeet() {
    List<Sheet> sheets = sheets(30).stream().map(s -> new Sheet(s.table(), 7, s.phi())).toList();
    assertThat(computed(ScoreKind.COSINE, sheets, List.of()).random().scores()).isEmpty();
  }

  private static Calibration computed(
      ScoreKind kind, List<Sheet> sheets, List<Agreements.Judged> judged) {
    return Calibrations.computed(kind, "m", null, sheets, judged, MISSED);
  }

  /** Tables of some two hundred bigrams, each fond of others. */
  private static List<Sheet> sheets(int many) {
    Random random = new Random(5);
    return IntStream.range(0, many)
        .mapToObj(
            i -> {
              float[] phi = new float[100];
              double[] fond = random.doubles(100).map(x -> x * x * x).toArray();
              double all = Arrays.stream(fond).sum();
              for (int k = 0; k < 100; k++) {
                phi[k] = Math.round(200 * fond[k] / all);
              }
              return new Sheet(i, i, phi);
            })
        .toList();
  }
}
