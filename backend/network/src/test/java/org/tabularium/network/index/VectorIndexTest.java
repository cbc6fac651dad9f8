package org.tabularium.network.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tabularium.network.index.VectorIndex.Entry;
import org.tabularium.network.index.VectorIndex.Example;
import org.tabularium.network.index.VectorIndex.Gate;
import org.tabularium.network.index.VectorIndex.Group;
import org.tabularium.network.index.VectorIndex.Hit;
import org.tabularium.network.index.VectorIndex.Question;
import org.tabularium.network.index.VectorIndex.Ranking;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/** The index against the definition of the score, table by table. */
class VectorIndexTest {

  /** Enough for several threads to share the work. */
  private static final int TABLES = 40_000;

  /** Three corpora; 50 editions in each, and some tables of none. */
  private static Entry entry(int table) {
    int corpus = 1 + table % 3;
    int edition = table % 7 == 0 ? 0 : 100 * corpus + table % 50;
    return new Entry(table, corpus, edition, 90 * (table % 4), table % 5 != 0, table % 400);
  }

  private static VectorIndex index(List<float[]> vectors) {
    VectorIndex index = new VectorIndex();
    for (int table = 0; table < vectors.size(); table++) {
      index.put(entry(table), vectors.get(table));
    }
    return index;
  }

  private static List<float[]> vectors(Random random, int count) {
    return IntStream.range(0, count).mapToObj(i -> vector(random)).toList();
  }

  private static final Gate SOME =
      new Gate(
          shelf -> shelf.corpus() == 2,
          entry -> entry.turn() != 180 && entry.bigrams() >= 100 && entry.looksLikeTable(),
          Set.of(4L, 7L));

  private static boolean let(Entry e) {
    return e.corpus() == 2
        && e.turn() != 180
        && e.bigrams() >= 100
        && e.looksLikeTable()
        && e.table() != 4
        && e.table() != 7;
  }

  private static List<Integer> byDefinition(
      List<float[]> vectors, List<Example> examples, ScoreKind kind) {
    double[] scores = new double[vectors.size()];
    for (int table = 0; table < scores.length; table++) {
      for (Example example : examples) {
        scores[table] +=
            example.weight() * Explainer.score(example.phi(), vectors.get(table), kind);
      }
    }
    return IntStream.range(0, scores.length)
        .filter(table -> let(entry(table)))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer t) -> -scores[t]).thenComparingInt(t -> t))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void theRankingIsThatOfTheDefinition(ScoreKind kind) {
    Random random = new Random(5);
    List<float[]> vectors = vectors(random, TABLES);
    VectorIndex index = index(vectors);
    float[] asked = vector(random);
    List<Example> examples = List.of(new Example(asked, 1));
    List<Integer> expected = byDefinition(vectors, examples, kind);

    Ranking ranking = index.rank(new Question(examples, kind, SOME, 50, null));

    assertThat(ranking.found()).isEqualTo(expected.size());
    assertThat(tables(ranking)).isEqualTo(expected.subList(0, 50));
    for (Group group : ranking.groups()) {
      float[] vector = vectors.get((int) group.best().entry().table());
      assertThat(group.best().score()).isEqualTo(Explainer.score(asked, vector, kind));
      assertThat(group.best().cosine()).isEqualTo(Explainer.score(asked, vector, ScoreKind.COSINE));
    }
  }

  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void examplesForAndAgainstAddUpToTheScore(ScoreKind kind) {
    Random random = new Random(15);
    List<float[]> vectors = vectors(random, 5000);
    VectorIndex index = index(vectors);
    List<Example> examples =
        List.of(
            new Example(vectors.get(8), 0.5),
            new Example(vectors.get(11), 0.5),
            new Example(vectors.get(14), -1));
    List<Integer> expected = byDefinition(vectors, examples, kind);
    Ranking ranking = index.rank(new Question(examples, kind, SOME, 80, null));
    assertThat(tables(ranking)).isEqualTo(expected.subList(0, 80));
    // To the last of them, which has the most against it.
    assertThat(tables(index.rank(new Question(examples, kind, SOME, 5000, null))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(ScoreKind.class)
  void anEditionStandsBehindItsBest(ScoreKind kind) {
    Random random = new Random(25);
    List<float[]> vectors = vectors(random, 6000);
    VectorIndex index = index(vectors);
    List<Example> examples = List.of(new Example(vector(random), 1));
    Map<Object, List<Integer>> editions = new LinkedHashMap<>();
    for (int table : byDefinition(vectors, examples, kind)) {
      long edition = entry(table).edition();
      editions
          .computeIfAbsent(edition == 0 ? "alone " + table : edition, e -> new ArrayList<>())
          .add(table);
    }
    List<List<Integer>> expected = List.copyOf(editions.values());

    Ranking ranking = index.rank(new Question(examples, kind, SOME, 30, 3));

    assertThat(ranking.editions()).isEqualTo(expected.size());
    assertThat(ranking.groups()).hasSize(30);
    for (int i = 0; i < 30; i++) {
      Group group = ranking.groups().get(i);
      List<Integer> members = new ArrayList<>();
      members.add((int) group.best().entry().table());
      group.more().forEach(hit -> members.add((int) hit.entry().table()));
      assertThat(members)
          .isEqualTo(expected.get(i).subList(0, Math.min(4, expected.get(i).size())));
      assertThat(group.tables()).isEqualTo(expected.get(i).size());
    }
  }

  /** Floats cannot tell these apart; doubles can. */
  @Test
  void whoIsNearlyAsGoodIsComparedExactly() {
    VectorIndex index = new VectorIndex();
    float[] asked = new float[Reading.FEATURES];
    asked[12] = 1000;
    asked[34] = 1;
    List<float[]> vectors = new ArrayList<>();
    for (int table = 0; table < 300; table++) {
      float[] vector = asked.clone();
      vector[34] = 1 + (299 - table) * 1e-3f;
      vectors.add(vector);
      index.put(entry(table), vector);
    }
    Gate open = Gate.OPEN;
    for (ScoreKind kind : ScoreKind.values()) {
      List<Integer> expected =
          IntStream.range(0, 300)
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                          (Integer t) -> -Explainer.score(asked, vectors.get(t), kind))
                      .thenComparingInt(t -> t))
              .toList();
      assertThat(
              tables(
                  index.rank(new Question(List.of(new Example(asked, 1)), kind, open, 10, null))))
          .as(kind.name())
          .isEqualTo(expected.subList(0, 10));
    }
  }

  @Test
  void whatIsRemovedOrReplacedIsFoundNoMore() {
    Random random = new Random(6);
    VectorIndex index = index(vectors(random, 2100));
    for (int table = 0; table < 2100; table += 2) {
      index.remove(table);
    }
    index.remove(2);
    float[] wanted = vector(random);
    index.put(entry(7), wanted);
    assertThat(index.size()).isEqualTo(1050);
    assertThat(index.tables()).contains(7L).doesNotContain(2L).hasSize(1050);
    List<Group> groups =
        index
            .rank(
                new Question(
                    List.of(new Example(wanted, 1)), ScoreKind.COSINE, Gate.OPEN, 5000, null))
            .groups();
    assertThat(groups).hasSize(1050).allMatch(group -> group.best().entry().table() % 2 == 1);
    Hit best = groups.get(0).best();
    assertThat(best.entry()).isEqualTo(entry(7));
    assertThat(best.score()).isEqualTo(1.0, within(1e-12));
  }

  @Test
  void anEmptyTableIsSimilarToNothing() {
    VectorIndex index = new VectorIndex();
    index.put(entry(1), new float[Reading.FEATURES]);
    index.put(entry(2), vector(new Random(7)));
    for (ScoreKind kind : ScoreKind.values()) {
      assertThat(
              index
                  .rank(
                      new Question(
                          List.of(new Example(new float[Reading.FEATURES], 1)),
                          kind,
                          Gate.OPEN,
                          10,
                          null))
                  .groups())
          .extracting(group -> group.best().score())
          .containsExactly(0.0, 0.0);
    }
  }

  private static List<Integer> tables(Ranking ranking) {
    return ranking.groups().stream().map(group -> (int) group.best().entry().table()).toList();
  }

  private static float[] vector(Random random) {
    float[] vector = new float[Reading.FEATURES];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = random.nextInt(3) == 0 ? random.nextFloat() * 9 : 0;
    }
    return vector;
  }
}
