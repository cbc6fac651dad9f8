package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;

/** The ledger beside two tables is their score, written out: over a thousand random pairs. */
class LedgerTest {

  private static final int PAIRS = 1000;

  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void addsUpToTheScoreOverAThousandRandomPairs(ScoreKind kind) {
    Random random = new Random(1000 + kind.ordinal());
    int positive = 0;
    for (int i = 0; i < PAIRS; i++) {
      Reading a = reading(random);
      Reading b = reading(random);
      double score = Explainer.score(a.phi(), b.phi(), kind);
      Explanation explanation = Explainer.explain(a, b, kind, 50);
      double ledger =
          explanation.features().stream().mapToDouble(Explanation.Feature::contribution).sum();
      double listed = explanation.pairs().stream().mapToDouble(Explanation.Pair::relevance).sum();
      assertThat(explanation.score()).isEqualTo(score);
      assertThat(ledger).as("ledger, pair %s", i).isCloseTo(score, within(1e-12 * (1 + score)));
      assertThat(explanation.explained())
          .as("all pairs of places, pair %s", i)
          .isCloseTo(score, within(1e-5 * score));
      assertThat(listed + explanation.rest())
          .as("those listed and the rest, pair %s", i)
          .isCloseTo(explanation.explained(), within(1e-12 * (1 + score)));
      positive += score > 0 ? 1 : 0;
    }
    assertThat(positive).as("pairs that share anything").isGreaterThan(PAIRS * 4 / 5);
  }

  /** Digits here and there, each forming a bigram with the next, or with none. */
  private static Reading reading(Random random) {
    int many = random.nextInt(120);
    List<Digit> digits = new ArrayList<>();
    List<Occurrence> occurrences = new ArrayList<>();
    float[] phi = new float[Reading.FEATURES];
    for (int i = 0; i < many; i++) {
      Box box = new Box(10 * i, 10, 8, 12);
      digits.add(new Digit(box, random.nextInt(10), 0.5f + random.nextFloat(), 0, i));
      if (i > 0 && random.nextInt(4) > 0) {
        Digit before = digits.get(i - 1);
        int bigram = 10 * before.digit() + digits.get(i).digit();
        float mass = Math.min(before.confidence(), digits.get(i).confidence());
        occurrences.add(new Occurrence(bigram, i - 1, i, mass));
        phi[bigram] += mass;
      }
    }
    return new Reading(
        "m", new Region(0, 0, 2000, 40), Turn.UPRIGHT, 1, 1, true, 0, digits, occurrences, phi);
  }
}
