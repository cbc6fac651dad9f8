package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The strongest pairs of occurrences, without looking at the others: two large tables have some
 * hundred thousand. A pair's relevance is its bigram's factor times both masses, so that in the
 * matrix of a bigram's pairs, each side ordered by mass, it falls along rows and columns. From a
 * pair that was taken the next can only be its right neighbour or, in the first column, the one
 * below; a queue holds those of all bigrams. That is {@code n log n} for the order and {@code log}
 * of the queue a pair that is listed.
 */
final class StrongestPairs {

  private static final Comparator<Explanation.Pair> STRONGEST_FIRST =
      Comparator.comparingDouble((Explanation.Pair pair) -> -pair.relevance())
          .thenComparingInt(Explanation.Pair::a)
          .thenComparingInt(Explanation.Pair::b);

  /**
   * A pair that may come next.
   *
   * @param row its place among the bigram's occurrences in the first table, by mass
   * @param column the same in the second
   */
  private record Next(Explanation.Pair pair, int row, int column) {}

  private final Reading a;
  private final Reading b;
  private final double[] factors;
  private final int[][] rows;
  private final int[][] columns;
  private final PriorityQueue<Next> next =
      new PriorityQueue<>(Comparator.comparing(Next::pair, STRONGEST_FIRST));

  private StrongestPairs(Reading a, Reading b, double[] factors) {
    this.a = a;
    this.b = b;
    this.factors = factors;
    this.rows = byMass(a);
    this.columns = byMass(b);
  }

  /**
   * @param factors relevance of a pair of each bigram, a product of masses; 0 where it has none
   * @param limit how many; of equally strong ones at the end any
   * @return the strongest first, equals in the order of the tables
   */
  static List<Explanation.Pair> of(Reading a, Reading b, double[] factors, int limit) {
    return limit <= 0 ? List.of() : new StrongestPairs(a, b, factors).take(limit);
  }

  private List<Explanation.Pair> take(int limit) {
    for (int k = 0; k < factors.length; k++) {
      if (factors[k] > 0) {
        offer(k, 0, 0);
      }
    }
    List<Explanation.Pair> pairs = new ArrayList<>();
    while (pairs.size() < limit && !next.isEmpty()) {
      Next taken = next.remove();
      pairs.add(taken.pair());
      offer(taken.pair().bigram(), taken.row(), taken.column() + 1);
      if (taken.column() == 0) {
        offer(taken.pair().bigram(), taken.row() + 1, 0);
      }
    }
    // Rounding may make two products of different masses equal.
    pairs.sort(STRONGEST_FIRST);
    return pairs;
  }

  private void offer(int bigram, int row, int column) {
    if (row < rows[bigram].length && column < columns[bigram].length) {
      int p = rows[bigram][row];
      int q = columns[bigram][column];
      // The product of two floats is exact as a double, whichever comes first.
      double masses = (double) a.occurrences().get(p).mass() * b.occurrences().get(q).mass();
      next.add(new Next(new Explanation.Pair(p, q, bigram, factors[bigram] * masses), row, column));
    }
  }

  /** For each bigram its occurrences, by number, the largest mass first. */
  private static int[][] byMass(Reading reading) {
    List<Occurrence> occurrences = reading.occurrences();
    int[] counts = new int[Reading.FEATURES];
    for (Occurrence occurrence : occurrences) {
      counts[occurrence.bigram()]++;
    }
    long[][] keys = new long[Reading.FEATURES][];
    for (int k = 0; k < keys.length; k++) {
      keys[k] = new long[counts[k]];
    }
    for (int i = 0; i < occurrences.size(); i++) {
      Occurrence occurrence = occurrences.get(i);
      // The bits of positive floats are ordered as they are.
      long lighter = Integer.MAX_VALUE - Float.floatToIntBits(occurrence.mass());
      keys[occurrence.bigram()][--counts[occurrence.bigram()]] = lighter << Integer.SIZE | i;
    }
    int[][] byMass = new int[keys.length][];
    for (int k = 0; k < keys.length; k++) {
      Arrays.sort(keys[k]);
      byMass[k] = Arrays.stream(keys[k]).mapToInt(key -> (int) key).toArray();
    }
    return byMass;
  }
}
