package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

  /** The short way must list what looking at every pair would, equals in the tables' order. */
  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void theStrongestPairsAreTheStrongestOfAll(ScoreKind kind) {
    Random random = new Random(13);
    for (int round = 0; round < 300; round++) {
      // In every third round there are two masses only, so that most pairs have equals.
      boolean coarse = round % 3 == 0;
      Reading a = reading(random, coarse);
      Reading b = reading(random, coarse);
      double[] shares = Explainer.contributions(a.phi(), b.phi(), kind);
      List<Explanation.Pair> all = new ArrayList<>();
      for (int p = 0; p < a.occurrences().size(); p++) {
        for (int q = 0; q < b.occurrences().size(); q++) {
          int k = a.occurrences().get(p).bigram();
          if (k == b.occurrences().get(q).bigram()) {
            double factor = shares[k] / ((double) a.phi()[k] * b.phi()[k]);
            double masses = (double) a.occurrences().get(p).mass() * b.occurrences().get(q).mass();
            all.add(new Explanation.Pair(p, q, k, factor * masses));
          }
        }
      }
      all.sort(
          Comparator.comparingDouble((Explanation.Pair pair) -> -pair.relevance())
              .thenComparingInt(Explanation.Pair::a)
              .thenComparingInt(Explanation.Pair::b));
      double explained = all.stream().mapToDouble(Explanation.Pair::relevance).sum();
      for (int limit : new int[] {0, 1, 7, all.size(), all.size() + 1}) {
        Explanation explanation = Explainer.explain(a, b, kind, limit);
        assertThat(explanation.pairs()).isEqualTo(all.subList(0, Math.min(limit, all.size())));
        assertThat(explanation.explained())
            .isEqualTo(explained, within(1e-12 * Math.max(1, explained)));
      }
    }
  }

  /** Digits anywhere, bigrams between any two of them; the vector is the occurrences' sum. */
  private static Reading reading(Random random) {
    return reading(random, false);
  }

  private static Reading reading(Random random, boolean coarse) {
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
      float confidence = Math.min(digits.get(first).confidence(), digits.get(second).confidence());
      float mass = coarse ? (confidence < 0.7 ? 0.625f : 0.875f) : confidence;
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
