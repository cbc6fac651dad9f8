package org.tabularium.training.corpus.typeset;

import org.tabularium.network.image.Turn;
import org.tabularium.training.corpus.content.TableContent;

/**
 * What one page carries, before it is set.
 *
 * @param content the table as printed: the rows of this page, misprints in place
 * @param firstRow which row of the whole table the page's first row is
 * @param style the book's looks
 * @param width of the photographed page before it is turned, pixels
 * @param height of the photographed page before it is turned, pixels
 * @param em the size of the table's type that is wanted, pixels; smaller where the page is too
 *     small
 * @param blocks into how many blocks side by side the rows are broken
 * @param linesAbove lines of running text above the table
 * @param textBelow whether running text fills the page below the table
 * @param turn the quarter turns clockwise that bring the photograph upright
 * @param folio the page number printed in its head
 * @param seed everything that chance decides on this page
 */
public record Sheet(
    TableContent content,
    int firstRow,
    Style style,
    int width,
    int height,
    double em,
    int blocks,
    int linesAbove,
    boolean textBelow,
    Turn turn,
    int folio,
    long seed) {

  /** Whether the page lies on the left of an open book. */
  boolean verso() {
    return folio % 2 == 0;
  }
}
