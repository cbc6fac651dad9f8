package org.tabularium.training.patches;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tabularium.training.type.Sort;
import org.tabularium.training.type.TypeLine;

/**
 * A type founder whose figures differ a little from those of the typefaces at hand: each figure a
 * bit narrower, higher or more slanted, the same throughout a sheet. Fives of around 1600 are often
 * as narrow as a long s. Letters differ in the same way, so that not only those of the typefaces at
 * hand are known not to be figures.
 */
final class Founder {

  private final AffineTransform[] figures = new AffineTransform[10];
  private final Map<Character, AffineTransform> letters = new HashMap<>();
  private final RandomGenerator random;
  private final boolean ownLetters;

  Founder(RandomGenerator random) {
    this.random = random;
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
    this.ownLetters = random.nextDouble() < 0.6;
  }

  private AffineTransform letter() {
    AffineTransform shape = new AffineTransform();
    shape.shear(0.06 * random.nextGaussian(), 0);
    shape.scale(1 + 0.09 * random.nextGaussian(), 1 + 0.07 * random.nextGaussian());
    return shape;
  }

  /** The sort as this founder casts it: about its middle, on its line. */
  Shape cast(Sort sort, TypeLine line) {
    if (!sort.isDigit() && !ownLetters) {
      return sort.outline();
    }
    AffineTransform shape =
        sort.isDigit()
            ? figures[sort.digit()]
            : letters.computeIfAbsent(sort.character(), c -> letter());
    AffineTransform place =
        AffineTransform.getTranslateInstance(sort.box().getCenterX(), line.baseline());
    place.concatenate(shape);
    place.translate(-sort.box().getCenterX(), -line.baseline());
    return place.createTransformedShape(sort.outline());
  }
}
