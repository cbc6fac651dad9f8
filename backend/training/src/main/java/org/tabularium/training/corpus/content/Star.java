package org.tabularium.training.corpus.content;

import static java.lang.Math.asin;
import static java.lang.Math.atan2;
import static java.lang.Math.cos;
import static java.lang.Math.sin;
import static java.lang.Math.toDegrees;
import static java.lang.Math.toRadians;

import java.util.List;

/**
 * A bright star.
 *
 * @param name as the Latin catalogues call it
 * @param rightAscension degrees, equinox and epoch J2000
 * @param declination degrees, equinox and epoch J2000
 * @param magnitude the class of brightness, 1 to 3
 */
public record Star(String name, double rightAscension, double declination, int magnitude) {

  private static final double OBLIQUITY_2000 = 23.4392911;

  /** Degrees that longitudes grow in a year: 50.29 seconds. */
  private static final double PRECESSION = 50.29 / 3600;

  /** Ecliptic longitude at the beginning of a year; proper motions are left out. */
  public double longitude(int year) {
    double a = toRadians(rightAscension);
    double d = toRadians(declination);
    double e = toRadians(OBLIQUITY_2000);
    double l = toDegrees(atan2(sin(a) * cos(e) + sin(d) / cos(d) * sin(e), cos(a)));
    double of = (l + PRECESSION * (year - 2000)) % 360;
    return of < 0 ? of + 360 : of;
  }

  /** Ecliptic latitude, north positive; its slow change is left out. */
  public double latitude() {
    double a = toRadians(rightAscension);
    double d = toRadians(declination);
    double e = toRadians(OBLIQUITY_2000);
    return toDegrees(asin(sin(d) * cos(e) - cos(d) * sin(e) * sin(a)));
  }

  private static Star of(
      String name, int h, int m, int s, int sign, int deg, int min, int sec, int magnitude) {
    return new Star(
        name,
        15 * (h + m / 60.0 + s / 3600.0),
        sign * (deg + min / 60.0 + sec / 3600.0),
        magnitude);
  }

  /** Stars of the first three classes, in the order of their right ascensions. */
  public static final List<Star> BRIGHT =
      List.of(
          of("Caput Andromedae", 0, 8, 23, 1, 29, 5, 26, 2),
          of("In cathedra Cassiopeae", 0, 9, 11, 1, 59, 8, 59, 3),
          of("Extrema alae Pegasi", 0, 13, 14, 1, 15, 11, 1, 2),
          of("Pectus Cassiopeae", 0, 40, 30, 1, 56, 32, 14, 3),
          of("Cauda Ceti", 0, 43, 35, -1, 17, 59, 12, 2),
          of("Cingulum Andromedae", 1, 9, 44, 1, 35, 37, 14, 2),
          of("Cornu Arietis", 1, 54, 38, 1, 20, 48, 29, 3),
          of("Pes Andromedae", 2, 3, 54, 1, 42, 19, 47, 2),
          of("Supra caput Arietis", 2, 7, 10, 1, 23, 27, 45, 3),
          of("Stella polaris", 2, 31, 49, 1, 89, 15, 51, 2),
          of("Mandibula Ceti", 3, 2, 17, 1, 4, 5, 23, 3),
          of("Caput Medusae", 3, 8, 10, 1, 40, 57, 20, 2),
          of("Latus dextrum Persei", 3, 24, 19, 1, 49, 51, 40, 2),
          of("Pleiadum lucida", 3, 47, 29, 1, 24, 6, 18, 3),
          of("Oculus Tauri", 4, 35, 55, 1, 16, 30, 33, 1),
          of("Pes Orionis", 5, 14, 32, -1, 8, 12, 6, 1),
          of("Hircus", 5, 16, 41, 1, 45, 59, 53, 1),
          of("Humerus Orionis sinister", 5, 25, 8, 1, 6, 20, 59, 2),
          of("Cornu Tauri", 5, 26, 18, 1, 28, 36, 27, 3),
          of("Media cinguli Orionis", 5, 36, 13, -1, 1, 12, 7, 2),
          of("Humerus Orionis dexter", 5, 55, 10, 1, 7, 24, 25, 1),
          of("Canopus", 6, 23, 57, -1, 52, 41, 45, 1),
          of("Canis maior", 6, 45, 9, -1, 16, 42, 58, 1),
          of("Caput Geminorum prius", 7, 34, 36, 1, 31, 53, 18, 2),
          of("Canicula", 7, 39, 18, 1, 5, 13, 30, 1),
          of("Caput Geminorum alterum", 7, 45, 19, 1, 28, 1, 34, 2),
          of("Lucida Hydrae", 9, 27, 35, -1, 8, 39, 31, 2),
          of("Cor Leonis", 10, 8, 22, 1, 11, 58, 2, 1),
          of("Collum Leonis", 10, 19, 58, 1, 19, 50, 29, 2),
          of("Latus Vrsae maioris", 11, 1, 50, 1, 56, 22, 57, 2),
          of("Dorsum Vrsae maioris", 11, 3, 44, 1, 61, 45, 3, 2),
          of("Cauda Leonis", 11, 49, 4, 1, 14, 34, 19, 1),
          of("Media caudae Vrsae", 13, 23, 56, 1, 54, 55, 31, 2),
          of("Spica Virginis", 13, 25, 12, -1, 11, 9, 41, 1),
          of("Extrema caudae Vrsae", 13, 47, 32, 1, 49, 18, 48, 2),
          of("Arcturus", 14, 15, 40, 1, 19, 10, 57, 1),
          of("Humerus Vrsae minoris", 14, 50, 42, 1, 74, 9, 20, 2),
          of("Lanx australis", 14, 50, 53, -1, 16, 2, 30, 2),
          of("Lanx septentrionalis", 15, 17, 0, -1, 9, 22, 59, 2),
          of("Corona", 15, 34, 41, 1, 26, 42, 53, 2),
          of("Frons Scorpij", 16, 0, 20, -1, 22, 37, 18, 3),
          of("Cor Scorpij", 16, 29, 24, -1, 26, 25, 55, 1),
          of("Caput Herculis", 17, 14, 39, 1, 14, 23, 25, 3),
          of("Aculeus Scorpij", 17, 33, 36, -1, 37, 6, 14, 3),
          of("Caput Ophiuchi", 17, 34, 56, 1, 12, 33, 36, 3),
          of("Caput Draconis", 17, 56, 36, 1, 51, 29, 20, 3),
          of("Lyra", 18, 36, 56, 1, 38, 47, 1, 1),
          of("Rostrum Cygni", 19, 30, 43, 1, 27, 57, 35, 3),
          of("Aquila", 19, 50, 47, 1, 8, 52, 6, 1),
          of("Cauda Cygni", 20, 41, 26, 1, 45, 16, 49, 2),
          of("Humerus Cephei", 21, 18, 35, 1, 62, 35, 8, 3),
          of("Humerus Aquarij", 21, 31, 34, -1, 5, 34, 16, 3),
          of("Os Pegasi", 21, 44, 11, 1, 9, 52, 30, 3),
          of("Cauda Capricorni", 21, 47, 2, -1, 16, 7, 38, 3),
          of("Os Piscis austrini", 22, 57, 39, -1, 29, 37, 20, 1),
          of("Crus Pegasi", 23, 3, 46, 1, 28, 4, 58, 2),
          of("Ala Pegasi", 23, 4, 46, 1, 15, 12, 19, 2));
}
