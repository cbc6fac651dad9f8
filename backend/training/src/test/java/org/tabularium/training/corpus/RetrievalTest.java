package org.tabularium.training.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.training.corpus.Retrieval.Item;

class RetrievalTest {

  @Test
  void precisionIsAveragedOverTheWholeRanking() {
    // From a: c (another table) is nearest, then b. From b: c, then a. c has no partner: no query.
    List<Item> items =
        List.of(
            new Item("a", "t", new double[] {1, 0}),
            new Item("b", "t", new double[] {0, 1}),
            new Item("c", "u", new double[] {1, 1}));
    Retrieval found = Retrieval.byCosine(items);
    assertThat(found.recallAt1()).isZero();
    assertThat(found.meanAveragePrecision()).isCloseTo(0.5, within(1e-12));
    assertThat(found.margin()).isCloseTo(-Math.sqrt(0.5), within(1e-12));
    assertThat(found.misses()).hasSize(2);
  }

  @Test
  void aTieIsNotAHit() {
    List<Item> items =
        List.of(
            new Item("a", "t", new double[] {1, 2}),
            new Item("b", "t", new double[] {1, 2}),
            new Item("c", "u", new double[] {1, 2}),
            new Item("d", "u", new double[] {1, 2}));
    assertThat(Retrieval.byCosine(items).recallAt1()).isZero();
  }
}
