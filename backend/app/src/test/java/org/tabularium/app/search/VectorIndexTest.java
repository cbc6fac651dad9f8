package org.tabularium.app.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/** The index against the definition of the score, table by table. */
class VectorIndexTest {

  private static final VectorIndex.Gate ALL = (table, corpus, edition) -> true;

  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void theRankingIsThatOfTheDefinition(ScoreKind kind) {
    Random random = new Random(5);
    VectorIndex index = new VectorIndex();
    List<float[]> vectors = new ArrayList<>();
    for (int table = 0; table < 3000; table++) {
      float[] vector = vector(random);
      vectors.add(vector);
      index.put(table, table % 3, table % 50, vector);
    }
    float[] query = vector(random);
    Comparator<Integer> bestFirst =
        Comparator.comparingDouble((Integer t) -> -Explainer.score(query, vectors.get(t), kind))
            .thenComparingInt(t -> t);
    List<Integer> expected = new ArrayList<>();
    for (int table = 0; table < 3000; table++) {
      if (table % 3 == 1) {
        expected.add(table);
      }
    }
    expected.sort(bestFirst);

    VectorIndex.Ranking ranking =
        index.rank(query, kind, (table, corpus, edition) -> corpus == 1, 50);

    assertThat(ranking.found()).isEqualTo(1000);
    assertThat(ranking.hits())
        .extracting(VectorIndex.Hit::table)
        .containsExactlyElementsOf(
            expected.subList(0, 50).stream().map(Integer::longValue).toList());
    for (VectorIndex.Hit hit : ranking.hits()) {
      float[] vector = vectors.get((int) hit.table());
      assertThat(hit.score()).isEqualTo(Explainer.score(query, vector, kind));
      assertThat(hit.cosine()).isEqualTo(Explainer.score(query, vector, ScoreKind.COSINE));
    }
  }

  @Test
  void whatIsRemovedOrReplacedIsFoundNoMore() {
    VectorIndex index = new VectorIndex();
    Random random = new Random(6);
    for (int table = 0; table < 2100; table++) {
      index.put(table, 0, 0, vector(random));
    }
    for (int table = 0; table < 2100; table += 2) {
      index.remove(table);
    }
    index.remove(2);
    float[] wanted = vector(random);
    index.put(7, 0, 0, wanted);
    assertThat(index.size()).isEqualTo(1050);
    VectorIndex.Ranking ranking = index.rank(wanted, ScoreKind.COSINE, ALL, 5000);
    assertThat(ranking.hits()).hasSize(1050).allMatch(hit -> hit.table() % 2 == 1);
    assertThat(ranking.hits().get(0).table()).isEqualTo(7);
    assertThat(ranking.hits().get(0).score()).isEqualTo(1.0, within(1e-12));
  }

  @Test
  void anEmptyTableIsSimilarToNothing() {
    VectorIndex index = new VectorIndex();
    index.put(1, 0, 0, new float[Reading.FEATURES]);
    index.put(2, 0, 0, vector(new Random(7)));
    for (ScoreKind kind : ScoreKind.values()) {
      assertThat(index.rank(new float[Reading.FEATURES], kind, ALL, 10).hits())
          .extracting(VectorIndex.Hit::score)
          .containsExactly(0.0, 0.0);
    }
  }

  @Test
  void drawsTheSamePairsInWhateverOrderTheTablesCame() {
    Random random = new Random(9);
    List<float[]> vectors = new ArrayList<>();
    for (int table = 0; table < 300; table++) {
      vectors.add(vector(random));
    }
    VectorIndex one = new VectorIndex();
    VectorIndex other = new VectorIndex();
    for (int table = 0; table < 300; table++) {
      one.put(table, 1, table % 7, vectors.get(table));
      other.put(299 - table, 1, (299 - table) % 7, vectors.get(299 - table));
    }
    for (ScoreKind kind : ScoreKind.values()) {
      double[] drawn = one.drawn(kind, 5000, 3);
      assertThat(drawn).isEqualTo(other.drawn(kind, 5000, 3)).isSorted();
      assertThat(drawn.length).as("editions and tables met themselves").isBetween(4000, 4500);
    }
  }

  @Test
  void aShareOfRandomPairsIsTheShareOfAllPairs() {
    Random random = new Random(11);
    VectorIndex index = new VectorIndex();
    List<float[]> vectors = new ArrayList<>();
    for (int table = 0; table < 400; table++) {
      vectors.add(vector(random));
      index.put(table, 1, 0, vectors.get(table));
    }
    Background background =
        new Background(ScoreKind.COSINE, index.drawn(ScoreKind.COSINE, 20_000, 1));
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
    assertThat(java.util.Arrays.stream(background.bars()).max()).hasValue(1);
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
