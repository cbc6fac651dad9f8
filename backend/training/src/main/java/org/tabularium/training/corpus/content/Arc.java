package org.tabularium.training.corpus.content;

/**
 * Degrees and minutes as a table prints them, rounded to the nearest minute.
 *
 * @param degrees whole degrees (or hours), not negative
 * @param minutes 0 to 59
 */
public record Arc(int degrees, int minutes) {

  /** The nearest whole minute of an arc of so many degrees; the sign is dropped. */
  public static Arc of(double degrees) {
    long minutes = Math.round(Math.abs(degrees) * 60);
    return new Arc((int) (minutes / 60), (int) (minutes % 60));
  }

  /** In decimal degrees. */
  public double value() {
    return degrees + minutes / 60.0;
  }
}
