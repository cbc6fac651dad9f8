package org.tabularium.app.annotate;

import java.util.List;
import org.tabularium.app.corpus.Edition;
import org.tabularium.app.corpus.Table;

/**
 * A table with what people say of it.
 *
 * @param table its scan, region, turn and edition
 * @param page revision and state
 * @param labels digits, boxes that hold none, unsure ones and contrast regions; no flags
 */
public record LabelledTable(Table table, LabelPage page, List<Label> labels) {

  /**
   * What must not be divided between training and hold-out: the edition, or, where none is known,
   * the scan.
   */
  public String group() {
    Edition edition = table.edition();
    return edition == null ? "scan " + table.scan().sha256() : "edition " + edition.id();
  }
}
