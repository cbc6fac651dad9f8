package org.tabularium.training.type;

import java.awt.Graphics2D;
import java.util.List;

/**
 * A line of type, set.
 *
 * @param sorts its pieces from left to right, without the blanks
 * @param x where it begins
 * @param baseline the line the letters stand on (y grows downwards)
 * @param advance its width, blanks included; the next line of type may begin at {@code x + advance}
 * @param em the size of the type, in the same units
 */
public record TypeLine(List<Sort> sorts, double x, double baseline, double advance, double em) {

  public TypeLine {
    sorts = List.copyOf(sorts);
  }

  /** Inks the line with the graphics' current paint and transform. */
  public void draw(Graphics2D graphics) {
    for (Sort sort : sorts) {
      graphics.fill(sort.outline());
    }
  }
}
