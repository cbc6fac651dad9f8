package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.network.Models;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.model.DigitModel;

/**
 * The laws of the house: the occurrences add up to the vector, the explanation adds up to the
 * score. They hold for any weights, so these are random.
 */
class ReadingLawsTest {

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void theOccurrencesAddUpToTheVector(long seed) throws Exception {
    Reading reading = read(Models.random(seed), seed);
    double[] sums = new double[100];
    for (Occurrence o : reading.occurrences()) {
      sums[o.bigram()] += o.mass();
      assertThat(reading.digits().get(o.first()).digit()).isEqualTo(o.bigram() / 10);
      assertThat(reading.digits().get(o.second()).digit()).isEqualTo(o.bigram() % 10);
      float least =
          Math.min(
              reading.digits().get(o.first()).confidence(),
              reading.digits().get(o.second()).confidence());
      assertThat(o.mass()).as("equation of the AND").isEqualTo(least);
    }
    assertThat(reading.occurrences()).isNotEmpty();
    for (int k = 0; k < 100; k++) {
      assertThat(sums[k]).isCloseTo(reading.phi()[k], within(1e-5 * (1 + sums[k])));
    }
  }

  @Test
  void theRunnerUpIsAnotherClassAndNoSurer() throws Exception {
    Reading reading = read(Models.random(14), 14);
    List<Digit> contested =
        reading.digits().stream().filter(digit -> digit.runnerUp() != null).toList();
    assertThat(contested).isNotEmpty();
    for (Digit digit : contested) {
      Digit.RunnerUp second = java.util.Objects.requireNonNull(digit.runnerUp());
      assertThat(second.digit()).isBetween(0, 9).isNotEqualTo(digit.digit());
      assertThat(second.confidence()).isPositive().isLessThanOrEqualTo(digit.confidence());
      assertThat(digit.margin()).isBetween(0f, digit.confidence());
    }
  }

  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void theExplanationAddsUpToTheScore(ScoreKind kind) throws Exception {
    DigitModel model = Models.random(21);
    Reading a = read(model, 1);
    Reading b = read(model, 2);
    double score = Explainer.score(a.phi(), b.phi(), kind);
    assertThat(score).isPositive();
    for (int limit : new int[] {0, 5, 1_000_000}) {
      Explanation e = Explainer.explain(a, b, kind, limit);
      assertThat(e.score()).isEqualTo(score);
      assertThat(e.explained()).isCloseTo(score, within(1e-5 * score));
      double listed = e.pairs().stream().mapToDouble(Explanation.Pair::relevance).sum();
      assertThat(listed + e.rest()).isCloseTo(e.explained(), within(1e-9 * score));
      double ledger = e.features().stream().mapToDouble(Explanation.Feature::contribution).sum();
      assertThat(ledger).isCloseTo(score, within(1e-9 * score));
      assertThat(e.pairs()).hasSizeLessThanOrEqualTo(limit);
      for (int i = 1; i < e.pairs().size(); i++) {
        assertThat(e.pairs().get(i).relevance())
            .isLessThanOrEqualTo(e.pairs().get(i - 1).relevance());
      }
    }
  }

  @Test
  void swappingTheTablesSwapsTheExplanation() throws Exception {
    DigitModel model = Models.random(22);
    Reading a = read(model, 1);
    Reading b = read(model, 2);
    Explanation there = Explainer.explain(a, b, ScoreKind.COSINE, 1_000_000);
    Explanation back = Explainer.explain(b, a, ScoreKind.COSINE, 1_000_000);
    assertThat(back.score()).isCloseTo(there.score(), within(1e-12));
    assertThat(back.pairs()).hasSameSizeAs(there.pairs());
    var transposed =
        back.pairs().stream()
            .map(p -> p.b() + " " + p.a() + " " + p.bigram())
            .collect(java.util.stream.Collectors.toSet());
    for (Explanation.Pair p : there.pairs()) {
      assertThat(transposed).contains(p.a() + " " + p.b() + " " + p.bigram());
    }
  }

  @Test
  void aTableIsItsOwnBestMatch() throws Exception {
    DigitModel model = Models.random(23);
    Reading a = read(model, 1);
    assertThat(Explainer.score(a.phi(), a.phi(), ScoreKind.COSINE)).isCloseTo(1, within(1e-9));
    assertThat(Explainer.score(a.phi(), a.phi(), ScoreKind.SQRT)).isCloseTo(1, within(1e-9));
  }

  @Test
  void nothingInCommonIsNoScoreAndNoPairs() throws Exception {
    DigitModel model = Models.random(24);
    Reading a = read(model, 1);
    Reading empty =
        new Reading(
            model.version(),
            a.region(),
            Turn.UPRIGHT,
            1,
            0,
            false,
            0,
            List.of(),
            List.of(),
            new float[100]);
    for (ScoreKind kind : ScoreKind.values()) {
      Explanation e = Explainer.explain(a, empty, kind, 10);
      assertThat(e.score()).isZero();
      assertThat(e.pairs()).isEmpty();
      assertThat(e.features()).isEmpty();
    }
  }

  @Test
  void readingsOfDifferentVersionsNeverMeet() throws Exception {
    Reading a = read(Models.random(25), 1);
    Reading b = read(Models.random(26), 1);
    assertThatThrownBy(() -> Explainer.explain(a, b, ScoreKind.DOT, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReadingCanBeStoppedInTheMiddle() {
    List<Double> seen = new ArrayList<>();
    try (TableReader reader = new TableReader(Models.random(27), 1)) {
      assertThatThrownBy(
              () ->
                  reader.read(
                      page(1),
                      null,
                      null,
                      null,
                      fraction -> {
                        seen.add(fraction);
                        if (fraction > 0.2) {
                          throw new java.util.concurrent.CancellationException();
                        }
                      }))
          .isInstanceOf(java.util.concurrent.CancellationException.class);
    }
    assertThat(seen).isSorted();
    assertThat(seen.get(seen.size() - 1)).isLessThan(0.7);
  }

  @ParameterizedTest
  @EnumSource(Turn.class)
  void boxesLieOnTheRegionThatWasRead(Turn turn) throws Exception {
    Region region = new Region(31, 57, 150, 220);
    try (TableReader reader = new TableReader(Models.random(28), 1)) {
      Reading reading = reader.read(page(3), region, turn, 0.9, Progress.NONE);
      assertThat(reading.digits()).isNotEmpty();
      assertThat(reading.turn()).isEqualTo(turn);
      for (Digit d : reading.digits()) {
        Box box = d.box();
        assertThat(box.centreX()).isBetween(31.0, 181.0);
        assertThat(box.centreY()).isBetween(57.0, 277.0);
      }
    }
  }

  private static Reading read(DigitModel model, long seed) throws Exception {
    try (TableReader reader = new TableReader(model, 1)) {
      return reader.read(page(seed), null, Turn.UPRIGHT, 1.0, Progress.NONE);
    }
  }

  /** Paper with dark strokes at random places. */
  private static GreyScan page(long seed) {
    int w = 320;
    int h = 300;
    byte[] grey = new byte[w * h];
    java.util.Arrays.fill(grey, (byte) 235);
    Random random = new Random(seed);
    for (int n = 0; n < 900; n++) {
      int x = random.nextInt(w - 8);
      int y = random.nextInt(h - 8);
      boolean across = random.nextBoolean();
      for (int i = 0; i < 8; i++) {
        grey[(y + (across ? 0 : i)) * w + x + (across ? i : 0)] = (byte) random.nextInt(60);
      }
    }
    return new GreyScan(w, h, grey);
  }
}
