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

  static List<Dependent> of(Deletions.Dependents d, boolean withTables, int editions) {
    List<Dependent> lines = new ArrayList<>();
    if (withTables) {
      lines.add(new Dependent("tables", d.tables()));
      lines.add(new Dependent("editions", editions));
    }
    lines.add(new Dependent("readings", d.readings()));
    lines.add(new Dependent("scans", d.scans()));
    if (d.waiting() > 0) {
      lines.add(new Dependent("jobs", d.waiting()));
    }
    return lines;
  }
}
