package org.tabularium.network.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChanceTest {

  /** The closed form against the experiment that it stands for: second digits dealt out anew. */
  @Test
  void isTheMeanOverTablesWhoseDigitsMeetAtRandom() {
    Random random = new Random(5);
    int[][] a = bigrams(random, 400, 3);
    int[][] b = bigrams(random, 300, 5);
    float[] inA = phi(a);
    float[] inB = phi(b);
    int rounds = 4000;
    double dot = 0;
    double cosine = 0;
    double roots = 0;
    double lengths =
        Math.sqrt(
            Explainer.score(inA, inA, ScoreKind.DOT) * Explainer.score(inB, inB, ScoreKind.DOT));
    for (int i = 0; i < rounds; i++) {
      shuffle(a, random);
      shuffle(b, random);
      double product = Explainer.score(phi(a), phi(b), ScoreKind.DOT);
      dot += product / rounds;
      cosine += product / lengths / rounds;
      roots += Explainer.score(phi(a), phi(b), ScoreKind.SQRT) / rounds;
    }
    double expected = Chance.score(inA, inB, ScoreKind.DOT);
    assertThat(expected).isCloseTo(dot, within(0.005 * dot));
    assertThat(Chance.score(inA, inB, ScoreKind.COSINE)).isCloseTo(cosine, within(0.005 * cosine));
    assertThat(Chance.score(inA, inB, ScoreKind.SQRT))
        .isGreaterThan(roots)
        .isCloseTo(roots, within(0.1));
  }

  @Test
  void twoTablesOfOneBigramShareAllByChance() {
    float[] a = new float[Reading.FEATURES];
    float[] b = new float[Reading.FEATURES];
    a[12] = 3;
    b[12] = 5;
    for (ScoreKind kind : ScoreKind.values()) {
      assertThat(Chance.score(a, b, kind)).isCloseTo(Explainer.score(a, b, kind), within(1e-12));
      assertThat(Chance.score(a, new float[Reading.FEATURES], kind)).isZero();
    }
  }

  /** Pairs of digits in which small ones are frequent. */
  private static int[][] bigrams(Random random, int count, int bound) {
    int[][] bigrams = new int[count][2];
    for (int[] one : bigrams) {
      one[0] = random.nextInt(1 + random.nextInt(bound) + random.nextInt(bound));
      one[1] = (one[0] + random.nextInt(10)) % 10;
    }
    return bigrams;
  }

  private static void shuffle(int[][] bigrams, Random random) {
    for (int i = bigrams.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = bigrams[i][1];
      bigrams[i][1] = bigrams[other][1];
      bigrams[other][1] = kept;
    }
  }

  private static float[] phi(int[][] bigrams) {
    float[] phi = new float[Reading.FEATURES];
    for (int[] one : bigrams) {
      phi[10 * one[0] + one[1]]++;
    }
    return phi;
  }
}
