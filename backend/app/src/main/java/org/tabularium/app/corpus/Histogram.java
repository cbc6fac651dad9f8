package org.tabularium.app.corpus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * How many tables were printed when.
 *
 * @param step years a bar
 * @param bars without gaps, the earliest first; empty where no year is known
 */
public record Histogram(int step, List<Bar> bars) {

  private static final int MOST_BARS = 40;
  private static final int[] STEPS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};

  /**
   * Some years.
   *
   * @param from the first of them
   * @param to the last of them
   * @param count tables printed in them
   */
  public record Bar(int from, int to, int count) {}

  static Histogram of(SortedMap<Integer, Integer> years) {
    if (years.isEmpty()) {
      return new Histogram(1, List.of());
    }
    int first = years.firstKey();
    int last = years.lastKey();
    int step = STEPS[STEPS.length - 1];
    for (int i = STEPS.length - 1; i >= 0; i--) {
      step = (last - first) / STEPS[i] < MOST_BARS ? STEPS[i] : step;
    }
    List<Bar> bars = new ArrayList<>();
    for (int from = Math.floorDiv(first, step) * step; from <= last; from += step) {
      int count = years.subMap(from, from + step).values().stream().mapToInt(n -> n).sum();
      bars.add(new Bar(from, from + step - 1, count));
    }
    return new Histogram(step, bars);
  }

  /** The fullest bar. */
  @JsonIgnore
  public int most() {
    return bars.stream().mapToInt(Bar::count).max().orElse(0);
  }
}
