package org.tabularium.network.reading;

import java.util.Arrays;
import java.util.Comparator;
import org.tabularium.network.model.Company;
import org.tabularium.network.onnx.BigramNetwork.Peaks;

/** Which peaks stand in company; see {@link Company}. */
final class Witnesses {
  /** Of row and column each, so that neither a word nor a rule of dots can vouch alone for much. */
  private static final int MOST_OF_A_KIND = 2;

  private final boolean[] company;
  private final boolean[] counts;

  /**
   * @param peaks of one table
   * @param em map cells
   */
  Witnesses(Peaks peaks, Company rule, double em) {
    int n = peaks.count();
    this.company = new boolean[n];
    this.counts = new boolean[n];
    Integer[] byRow = new Integer[n];
    Arrays.setAll(byRow, i -> i);
    Arrays.sort(byRow, Comparator.comparingInt(i -> peaks.row()[i]));
    double reach = em * Math.max(rule.level(), rule.farthest());
    int first = 0;
    for (int i = 0; i < n; i++) {
      int p = byRow[i];
      while (peaks.row()[p] - peaks.row()[byRow[first]] > reach) {
        first++;
      }
      int row = 0;
      int column = 0;
      for (int j = first; j < n && peaks.row()[byRow[j]] - peaks.row()[p] <= reach; j++) {
        int q = byRow[j];
        if (q == p || peaks.activation()[q] <= rule.witness()) {
          continue;
        }
        double dx = (peaks.column()[q] - peaks.column()[p]) / em;
        double dy = (peaks.row()[q] - peaks.row()[p]) / em;
        row += rule.inRow(dx, dy) ? 1 : 0;
        column += rule.inColumn(dx, dy) ? 1 : 0;
      }
      company[p] =
          peaks.activation()[p] > rule.least()
              && Math.min(MOST_OF_A_KIND, row) + Math.min(MOST_OF_A_KIND, column) >= rule.enough();
      counts[p] = company[p] || peaks.activation()[p] > rule.sure();
    }
  }

  /** For each peak whether it counts as a digit. */
  boolean[] counts() {
    return counts.clone();
  }

  /** How many of those that count stand in company. */
  int inCompany() {
    int n = 0;
    for (boolean c : company) {
      n += c ? 1 : 0;
    }
    return n;
  }

  /** How many peaks are set aside. */
  int aside() {
    int n = 0;
    for (boolean c : counts) {
      n += c ? 0 : 1;
    }
    return n;
  }
}
