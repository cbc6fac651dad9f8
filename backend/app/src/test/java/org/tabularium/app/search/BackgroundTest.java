package org.tabularium.app.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

class BackgroundTest {

  @Test
  void aShareOfRandomPairsIsTheShareOfAllPairs() {
    Random random = new Random(11);
    List<float[]> vectors = new ArrayList<>();
    for (int table = 0; table < 400; table++) {
      vectors.add(vector(random));
    }
    double[] drawn = new double[20_000];
    for (int i = 0; i < drawn.length; i++) {
      int a = random.nextInt(400);
      int b = (a + 1 + random.nextInt(399)) % 400;
      drawn[i] = Explainer.score(vectors.get(a), vectors.get(b), ScoreKind.COSINE);
    }
    Arrays.sort(drawn);
    Background background = new Background(ScoreKind.COSINE, drawn);
    double score = Explainer.score(vectors.get(3), vectors.get(4), ScoreKind.COSINE);
    int below = 0;
    int all = 0;
    for (int a = 0; a < 400; a++) {
      for (int b = 0; b < a; b++) {
        all++;
        below += Explainer.score(vectors.get(a), vectors.get(b), ScoreKind.COSINE) < score ? 1 : 0;
      }
    }
    assertThat(background.below(score)).isCloseTo(below / (double) all, within(0.015));
    assertThat(background.below(-1)).isZero();
    assertThat(background.below(2)).isEqualTo(1);
    assertThat(Arrays.stream(background.bars()).max()).hasValue(1);
    assertThat(new Background(ScoreKind.COSINE, new double[10]).below(0.5))
        .as("too few pairs say nothing")
        .isNull();
  }

  private static float[] vector(Random random) {
    float[] vector = new float[Reading.FEATURES];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = random.nextInt(3) == 0 ? random.nextFloat() * 9 : 0;
    }
    return vector;
  }
}
