package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.index.VectorIndex;

class ExplainerTest {

  @ParameterizedTest
  @EnumSource(
      value = ScoreKind.class,
      names = {"COSINE", "SQRT"})
  void nothingIsMoreSimilarToATableThanTheSameNumbersTwice(ScoreKind kind) {
    Random random = new Random(11);
    int lifted = 0;
    for (int round = 0; round < 2000; round++) {
      float[] phi = new float[Reading.FEATURES];
      float[] twice = new float[Reading.FEATURES];
      for (int k = 0; k < phi.length; k++) {
        phi[k] = random.nextInt(3) == 0 ? random.nextFloat() * 9 : 0;
        twice[k] = 2 * phi[k];
      }
      double sum = Arrays.stream(Explainer.contributions(phi, twice, kind)).sum();
      lifted += sum > 1 ? 1 : 0;
      assertThat(Explainer.score(phi, twice, kind))
          .isLessThanOrEqualTo(1)
          .isEqualTo(sum, within(1e-14));
    }
    assertThat(lifted).as("rounding does lift sums above 1").isPositive();
  }

  /** A thousand pairs of readings: ledger, occurrences and the score in the ranking agree. */
  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void theLedgerAddsUpToTheScoreOfTheRanking(ScoreKind kind) {
    Random random = new Random(12);
    for (int round = 0; round < 1000; round++) {
      Reading a = reading(random);
      Reading b = reading(random);
      VectorIndex index = new VectorIndex();
      index.put(new VectorIndex.Entry(1, 1, 0, 0, true, b.occurrences().size()), b.phi());
      double score =
          index
              .rank(
                  new VectorIndex.Question(
                      List.of(new VectorIndex.Example(a.phi(), 1)),
                      kind,
                      VectorIndex.Gate.OPEN,
                      1,
                      null))
              .groups()
              .get(0)
              .best()
              .score();
      Explanation explanation = Explainer.explain(a, b, kind, 10);
      double ledger =
          explanation.features().stream().mapToDouble(Explanation.Feature::contribution).sum();
      double listed = explanation.pairs().stream().mapToDouble(Explanation.Pair::relevance).sum();
      assertThat(explanation.score()).isEqualTo(score);
      assertThat(ledger).isEqualTo(score, within(1e-12 * Math.max(1, score)));
      assertThat(explanation.explained()).isEqualTo(score, within(1e-5 * Math.max(1, score)));
      assertThat(listed + explanation.rest())
          .isEqualTo(explanation.explained(), within(1e-12 * Math.max(1, score)));
      // A part of a table is a reading like another: all laws hold for it.
      Reading part = a.within(List.of(new Region(0, 0, 1 + random.nextInt(100), 100)));
      double[] sums = new double[Reading.FEATURES];
      part.occurrences().forEach(o -> sums[o.bigram()] += o.mass());
      for (int k = 0; k < sums.length; k++) {
        assertThat((double) part.phi()[k]).isEqualTo(sums[k], within(1e-4));
      }
      assertThat(part.occurrences().size()).isLessThanOrEqualTo(a.occurrences().size());
    }
  }

  /** Digits anywhere, bigrams between any two of them; the vector is the occurrences' sum. */
  private static Reading reading(Random random) {
    List<Digit> digits = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(60); i++) {
      Box box = new Box(random.nextInt(100), random.nextInt(100), 5, 8);
      digits.add(new Digit(box, random.nextInt(10), 0.5f + random.nextFloat() / 2, i, i));
    }
    List<Occurrence> occurrences = new ArrayList<>();
    float[] phi = new float[Reading.FEATURES];
    for (int i = 0; i < random.nextInt(80); i++) {
      int first = random.nextInt(digits.size());
      int second = random.nextInt(digits.size());
      int bigram = 10 * digits.get(first).digit() + digits.get(second).digit();
      float mass = Math.min(digits.get(first).confidence(), digits.get(second).confidence());
      occurrences.add(new Occurrence(bigram, first, second, mass));
      phi[bigram] += mass;
    }
    return new Reading(
        "a model",
        new Region(0, 0, 100, 100),
        Turn.UPRIGHT,
        1,
        1,
        true,
        0,
        digits,
        occurrences,
        phi);
  }
}
