package org.tabularium.training.type;

import java.util.random.RandomGenerator;

/**
 * How evenly a compositor's sorts stand.
 *
 * @param tracking extra space after every sort, em; may be negative
 * @param shift standard deviation of a sort's height above the line, em
 * @param turn standard deviation of a sort's lean, radians
 * @param random where the unevenness comes from
 */
public record Hand(double tracking, double shift, double turn, RandomGenerator random) {

  /** Perfectly even setting. */
  public static Hand even(RandomGenerator random) {
    return new Hand(0, 0, 0, random);
  }
}
