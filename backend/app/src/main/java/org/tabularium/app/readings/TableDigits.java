package org.tabularium.app.readings;

import org.tabularium.network.reading.Corrections;
import org.tabularium.network.reading.Reading;

/**
 * The digits of a table, as they were asked for.
 *
 * @param read what the model read
 * @param reading the digits that are meant, with their bigrams and their vector; the same as {@code
 *     read} where nothing differs
 * @param digits which are meant
 * @param revision of the table's labels that count; 0 where none do
 * @param last the number of the last change of labels, of any table, that counts
 */
public record TableDigits(Reading read, Reading reading, Digits digits, int revision, long last) {

  /** How many digits differ from what was read: of another class, added, or taken away. */
  public int corrected() {
    return reading == read ? 0 : Corrections.count(read, reading);
  }
}
