package org.tabularium.app.readings;

import java.util.List;
import java.util.Map;
import org.tabularium.network.reading.Correction;

/**
 * What people say of tables' digits. Told by whoever keeps the labels, which stand on a floor
 * above: this room only computes what follows.
 */
public interface SaidOfDigits {

  /**
   * What is said of a table.
   *
   * @param revision of its labels; 0 before anybody said anything
   * @param corrections in no order
   */
  record Said(int revision, List<Correction> corrections) {}

  /** What is said now. */
  Said now(long table);

  /** The same, and nobody says anything else of it before the transaction ends. */
  Said held(long table);

  /**
   * What was said after a change.
   *
   * @param change its number among those of all tables
   */
  Said after(long table, long change);

  /** The number of the last change on any table; 0 before the first. */
  long last();

  /** The revision of every table of which anybody has said anything. */
  Map<Long, Integer> revisions();
}
