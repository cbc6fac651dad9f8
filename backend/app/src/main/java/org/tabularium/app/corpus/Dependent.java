package org.tabularium.app.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of the question "delete, with all this?".
 *
 * @param what names the message {@code dependent.<what>}
 * @param count how many
 */
record Dependent(String what, int count) {

  static List<Dependent> ofTable(Deletions.Dependents d) {
    List<Dependent> lines = new ArrayList<>();
    lines.add(new Dependent("readings", d.readings()));
    lines.add(new Dependent("scans", d.scans()));
    if (d.waiting() > 0) {
      lines.add(new Dependent("jobs", d.waiting()));
    }
    d.further().forEach((what, count) -> lines.add(new Dependent(what, count)));
    return lines;
  }

  static List<Dependent> ofScan(Deletions.Dependents d) {
    List<Dependent> lines = ofTable(d);
    lines.add(0, new Dependent("tables", d.tables()));
    return lines;
  }

  static List<Dependent> ofCorpus(Deletions.Dependents d, int editions) {
    List<Dependent> lines = ofScan(d);
    lines.add(1, new Dependent("editions", editions));
    return lines;
  }
}
