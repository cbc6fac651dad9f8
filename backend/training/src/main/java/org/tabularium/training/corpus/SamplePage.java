package org.tabularium.training.corpus;

import java.util.List;
import org.tabularium.training.corpus.content.Misprint;
import org.tabularium.training.corpus.typeset.Sheet;

/**
 * One page of the sample corpus, before it is printed.
 *
 * @param id the file's name
 * @param book its edition
 * @param rows rows of the whole table, of which the page may carry a part
 * @param sheet what is printed
 * @param misprints the printer's errors on it
 */
public record SamplePage(String id, Book book, int rows, Sheet sheet, List<Misprint> misprints) {

  public SamplePage {
    misprints = List.copyOf(misprints);
  }

  /** Two pages carry the same table when this is the same. */
  public String table() {
    return sheet.content().id();
  }
}
