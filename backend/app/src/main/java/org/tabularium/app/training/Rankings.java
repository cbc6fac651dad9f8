package org.tabularium.app.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.ScoreKind;

/** The same tables ranked by two versions; each by its own vectors only. */
final class Rankings {

  private static final int FIRST = 10;

  private final Map<Long, float[]> now = new HashMap<>();
  private final Map<Long, float[]> then = new HashMap<>();

  /** Only tables that both have read are ranked. */
  Rankings(List<Readings.Vector> candidate, List<Readings.Vector> active) {
    candidate.forEach(vector -> now.put(vector.entry().table(), vector.phi()));
    active.forEach(vector -> then.put(vector.entry().table(), vector.phi()));
    now.keySet().retainAll(then.keySet());
    then.keySet().retainAll(now.keySet());
  }

  int among() {
    return now.size();
  }

  /**
   * What changed among the first ten.
   *
   * @param left no longer among them
   * @param came among them now
   * @param moved how many of the others stand in another place
   */
  record Change(List<Long> left, List<Long> came, int moved) {}

  /** Null for a table that one of the versions has not read. */
  @Nullable Change change(long table) {
    if (!now.containsKey(table)) {
      return null;
    }
    List<Long> before = first(then, table);
    List<Long> after = first(now, table);
    List<Long> left = new ArrayList<>(before);
    left.removeAll(after);
    List<Long> came = new ArrayList<>(after);
    came.removeAll(before);
    int moved = 0;
    for (int i = 0; i < after.size(); i++) {
      int at = before.indexOf(after.get(i));
      moved += at >= 0 && at != i ? 1 : 0;
    }
    return new Change(left, came, moved);
  }

  private static List<Long> first(Map<Long, float[]> vectors, long table) {
    float[] asked = vectors.getOrDefault(table, new float[100]);
    Map<Long, Double> scores = new HashMap<>();
    vectors.forEach(
        (id, phi) -> {
          if (id != table) {
            scores.put(id, Explainer.score(asked, phi, ScoreKind.COSINE));
          }
        });
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<Long, Double>comparingByValue()
                .reversed()
                .thenComparing(Comparator.comparing(Map.Entry::getKey)))
        .limit(FIRST)
        .map(Map.Entry::getKey)
        .toList();
  }
}
