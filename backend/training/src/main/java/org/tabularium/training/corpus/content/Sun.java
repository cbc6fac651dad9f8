package org.tabularium.training.corpus.content;

import static java.lang.Math.floorMod;
import static java.lang.Math.sin;
import static java.lang.Math.toRadians;

import org.tabularium.training.corpus.content.Computus.Calendar;

/** The Sun's place in the zodiac, day by day. */
public final class Sun {

  private Sun() {}

  /**
   * Longitude of the Sun at noon, 0 up to 360 degrees, good to about one minute in the sixteenth
   * century: mean longitude and equation of the centre with their secular terms (J. Meeus,
   * Astronomical Algorithms, chapter 25).
   */
  public static double longitude(Calendar calendar, int year, int month, int day) {
    double t = (Computus.julianDay(calendar, year, month, day) - 2451545.0) / 36525.0;
    double mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t;
    double anomaly = toRadians(357.52911 + 35999.05029 * t - 0.0001537 * t * t);
    double centre =
        (1.914602 - 0.004817 * t) * sin(anomaly)
            + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
            + 0.000289 * sin(3 * anomaly);
    double longitude = (mean + centre) % 360;
    return longitude < 0 ? longitude + 360 : longitude;
  }

  /** Which of the twelve signs a longitude lies in, 0 for Aries. */
  public static int sign(double longitude) {
    return floorMod((int) Math.floor(longitude / 30), 12);
  }
}
