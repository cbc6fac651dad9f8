package org.tabularium.training.patches;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.random.RandomGenerator;
import org.tabularium.training.type.Sort;
import org.tabularium.training.type.TypeLine;

/**
 * A type founder whose figures differ a little from those of the typefaces at hand: each figure a
 * bit narrower, higher or more slanted, the same throughout a sheet. Fives of around 1600 are often
 * as narrow as a long s.
 */
final class Founder {

  private final AffineTransform[] figures = new AffineTransform[10];

  Founder(RandomGenerator random) {
    boolean own = random.nextDouble() < 0.7;
    for (int digit = 0; digit < 10; digit++) {
      AffineTransform shape = new AffineTransform();
      if (own) {
        boolean narrow = digit == 5 ? random.nextDouble() < 0.3 : random.nextDouble() < 0.06;
        double wide = narrow ? 0.55 + 0.2 * random.nextDouble() : 1 + 0.07 * random.nextGaussian();
        shape.shear(0.07 * random.nextGaussian(), 0);
        shape.scale(wide, 1 + 0.05 * random.nextGaussian());
      }
      figures[digit] = shape;
    }
  }

  /** The sort as this founder casts it: about its middle, on its line. */
  Shape cast(Sort sort, TypeLine line) {
    if (!sort.isDigit()) {
      return sort.outline();
    }
    AffineTransform place =
        AffineTransform.getTranslateInstance(sort.box().getCenterX(), line.baseline());
    place.concatenate(figures[sort.digit()]);
    place.translate(-sort.box().getCenterX(), -line.baseline());
    return place.createTransformedShape(sort.outline());
  }
}
