package org.tabularium.network.reading;

import org.tabularium.network.image.Box;

/** What a person says of a place, over what was read there. */
public sealed interface Correction {

  /** The place, in pixels of the scan as uploaded. */
  Box box();

  /**
   * One digit stands here.
   *
   * @param digit 0 to 9
   */
  record Is(Box box, int digit) implements Correction {}

  /** No digit stands in here. */
  record Empty(Box box) implements Correction {}
}
