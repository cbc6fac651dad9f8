package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.model.ShiftWindow;

/** The bigrams' places among digits whose cells are known: what the graph does, told by lists. */
final class Bigrams {

  private Bigrams() {}

  /**
   * For each digit and each class k the one to its right that gave {@code max_tau min(a_j, tau
   * a_k)}: the strongest in the window of shifts, of equal ones the nearest. Minimum and maximum do
   * not round, so the masses are the graph's own.
   */
  static List<Occurrence> of(List<Digit> digits, ShiftWindow shifts) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int i = 0; i < digits.size(); i++) {
      while (rows.size() <= digits.get(i).row()) {
        rows.add(new ArrayList<>());
      }
      rows.get(digits.get(i).row()).add(i);
    }
    List<Occurrence> occurrences = new ArrayList<>();
    for (int p = 0; p < digits.size(); p++) {
      Digit left = digits.get(p);
      int[] right = new int[ModelSpec.DIGITS];
      Arrays.fill(right, -1);
      int last = Math.min(rows.size() - 1, left.row() + shifts.vertical());
      for (int row = Math.max(0, left.row() - shifts.vertical()); row <= last; row++) {
        for (int q : rows.get(row)) {
          Digit other = digits.get(q);
          int best = right[other.digit()];
          if (shifts.holds(other.column() - left.column(), row - left.row())
              && (best < 0 || isBetter(other, digits.get(best)))) {
            right[other.digit()] = q;
          }
        }
      }
      for (int k = 0; k < right.length; k++) {
        if (right[k] >= 0) {
          float mass = Math.min(left.confidence(), digits.get(right[k]).confidence());
          occurrences.add(new Occurrence(ModelSpec.DIGITS * left.digit() + k, p, right[k], mass));
        }
      }
    }
    return occurrences;
  }

  private static boolean isBetter(Digit one, Digit other) {
    return one.confidence() != other.confidence()
        ? one.confidence() > other.confidence()
        : one.column() < other.column();
  }
}
