package org.tabularium.training.type;

import java.awt.Shape;
import java.awt.geom.Rectangle2D;

/**
 * One piece of type on the page.
 *
 * @param character what it prints
 * @param outline the printing surface, in the units and frame of the line's origin
 * @param box the outline's bounds, same frame
 */
public record Sort(char character, Shape outline, Rectangle2D box) {

  /** Whether it prints one of 0 to 9. */
  public boolean isDigit() {
    return character >= '0' && character <= '9';
  }

  /** The digit it prints, 0 to 9. */
  public int digit() {
    if (!isDigit()) {
      throw new IllegalStateException("not a digit: " + character);
    }
    return character - '0';
  }
}
