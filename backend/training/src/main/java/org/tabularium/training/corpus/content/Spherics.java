package org.tabularium.training.corpus.content;

import static java.lang.Math.acos;
import static java.lang.Math.asin;
import static java.lang.Math.atan;
import static java.lang.Math.atan2;
import static java.lang.Math.cos;
import static java.lang.Math.sin;
import static java.lang.Math.tan;
import static java.lang.Math.toDegrees;
import static java.lang.Math.toRadians;

/**
 * The doctrine of the sphere: the relations between ecliptic, equator and horizon that early-modern
 * tables of the primum mobile were computed from. All angles are decimal degrees.
 */
public final class Spherics {

  private Spherics() {}

  /** The sine of an arc in a circle of this radius (sinus totus), to the nearest unit. */
  public static long sine(long radius, double arc) {
    return Math.round(radius * sin(toRadians(arc)));
  }

  /** The versed sine of an arc in a circle of this radius, to the nearest unit. */
  public static long versedSine(long radius, double arc) {
    return Math.round(radius * (1 - cos(toRadians(arc))));
  }

  /** The length of an upright gnomon's shadow at this altitude of the Sun. */
  public static double shadow(double gnomon, double altitude) {
    return gnomon / tan(toRadians(altitude));
  }

  /** Declination of a point of the ecliptic: sin d = sin l sin e. */
  public static double declination(double obliquity, double longitude) {
    return toDegrees(asin(sin(toRadians(longitude)) * sin(toRadians(obliquity))));
  }

  /** Right ascension of a point of the ecliptic, 0 up to 360: tan a = cos e tan l. */
  public static double rightAscension(double obliquity, double longitude) {
    double l = toRadians(longitude);
    double a = toDegrees(atan2(cos(toRadians(obliquity)) * sin(l), cos(l)));
    return a < -1e-9 ? a + 360 : Math.max(a, 0);
  }

  /** Ascensional difference: sin q = tan f tan d. */
  public static double ascensionalDifference(double latitude, double declination) {
    return toDegrees(asin(tan(toRadians(latitude)) * tan(toRadians(declination))));
  }

  /** Oblique ascension of a point of the ecliptic at a northern latitude below the polar circle. */
  public static double obliqueAscension(double obliquity, double latitude, double longitude) {
    double oblique =
        rightAscension(obliquity, longitude)
            - ascensionalDifference(latitude, declination(obliquity, longitude));
    return oblique < -1e-9 ? oblique + 360 : Math.max(oblique, 0);
  }

  /** Hours of daylight when the Sun has this declination. */
  public static double daylight(double latitude, double declination) {
    return 2 * toDegrees(acos(-tan(toRadians(latitude)) * tan(toRadians(declination)))) / 15;
  }

  /** Hours of the longest day of the year: at the equator 12, at the polar circle 24. */
  public static double longestDay(double obliquity, double latitude) {
    return daylight(latitude, obliquity);
  }

  /** The latitude where the longest day has so many hours, 12 to 24: the other way round. */
  public static double latitudeOfLongestDay(double obliquity, double hours) {
    return toDegrees(atan(-cos(toRadians(hours * 7.5)) / tan(toRadians(obliquity))));
  }

  /** Ortive amplitude: how far from due east a point of this declination rises. */
  public static double ortiveAmplitude(double latitude, double declination) {
    return toDegrees(asin(sin(toRadians(declination)) / cos(toRadians(latitude))));
  }
}
