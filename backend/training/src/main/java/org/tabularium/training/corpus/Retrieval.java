package org.tabularium.training.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * How well a ranking by cosine finds the other editions of the same table.
 *
 * @param recallAt1 share of the queries whose nearest other page carries the same table
 * @param meanAveragePrecision mean over the queries of the average precision of the whole ranking
 * @param margin least difference, over the queries, between the cosine with the nearest page of the
 *     same table and with the nearest page of another one
 * @param queries pages that had something to find
 * @param misses one line for each query whose nearest other page carries another table
 */
public record Retrieval(
    double recallAt1,
    double meanAveragePrecision,
    double margin,
    int queries,
    List<String> misses) {

  public Retrieval {
    misses = List.copyOf(misses);
  }

  /** A page of a ranking: its id, the table it carries and its vector. */
  public record Item(String page, String table, double[] vector) {}

  /**
   * Every page is a query once; pages whose table nobody else carries are only ever answers. Equal
   * cosines count against the ranking: a page of another table comes first.
   */
  public static Retrieval byCosine(List<Item> items) {
    return byCosine(items, (query, other) -> true);
  }

  /**
   * The same where only some pages of the query's table are there to be found.
   *
   * @param sought whether the second page, of the same table as the first, is among them
   */
  public static Retrieval byCosine(List<Item> items, BiPredicate<Item, Item> sought) {
    double first = 0;
    double precision = 0;
    double margin = Double.POSITIVE_INFINITY;
    int queries = 0;
    List<String> misses = new ArrayList<>();
    for (Item query : items) {
      List<Item> others =
          items.stream()
              .filter(item -> item != query)
              .filter(item -> !item.table().equals(query.table()) || sought.test(query, item))
              .toList();
      if (others.stream().noneMatch(item -> item.table().equals(query.table()))) {
        continue;
      }
      queries++;
      double[] cosines =
          others.stream().mapToDouble(item -> cosine(query.vector(), item.vector())).toArray();
      List<Integer> ranking =
          IntStream.range(0, cosines.length)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingDouble(i -> -cosines[i])
                      .thenComparing(i -> others.get(i).table().equals(query.table())))
              .toList();
      int found = 0;
      double average = 0;
      double same = -1;
      double other = -1;
      for (int rank = 0; rank < ranking.size(); rank++) {
        int i = ranking.get(rank);
        if (others.get(i).table().equals(query.table())) {
          found++;
          average += found / (rank + 1.0);
          same = Math.max(same, cosines[i]);
        } else {
          other = Math.max(other, cosines[i]);
        }
      }
      precision += average / found;
      margin = Math.min(margin, same - other);
      Item nearest = others.get(ranking.get(0));
      if (nearest.table().equals(query.table())) {
        first++;
      } else {
        misses.add(
            String.format(
                java.util.Locale.ROOT,
                "%s (%s) -> %s (%s): same %.4f, other %.4f",
                query.page(),
                query.table(),
                nearest.page(),
                nearest.table(),
                same,
                other));
      }
    }
    return new Retrieval(first / queries, precision / queries, margin, queries, misses);
  }

  static double cosine(double[] a, double[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }
}
