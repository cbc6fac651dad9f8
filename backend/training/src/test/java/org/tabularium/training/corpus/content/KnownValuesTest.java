package org.tabularium.training.corpus.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.training.corpus.content.Computus.Calendar;
import org.tabularium.training.corpus.content.Computus.Day;

/** The numbers are those of the old tables, or of the sky and the calendar. */
class KnownValuesTest {

  @Test
  void sinesOfPeurbachAndRegiomontanus() {
    assertThat(Spherics.sine(60_000, 1)).isEqualTo(1047);
    assertThat(Spherics.sine(60_000, 30)).isEqualTo(30_000);
    assertThat(Spherics.sine(60_000, 45)).isEqualTo(42_426);
    assertThat(Spherics.sine(60_000, 90)).isEqualTo(60_000);
    assertThat(Spherics.sine(100_000, 45)).isEqualTo(70_711);
    assertThat(Spherics.sine(10_000_000, 1)).isEqualTo(174_524);
  }

  @Test
  void declinationReachesTheObliquityAtTheSolstice() {
    for (int obliquity : List.of(1408, 1410, 1413, 1431)) {
      assertThat(Spherics.declination(obliquity / 60.0, 90))
          .isCloseTo(obliquity / 60.0, within(1e-9));
      assertThat(Spherics.declination(obliquity / 60.0, 0)).isZero();
    }
    assertThat(Arc.of(Spherics.declination(23.5, 30))).isEqualTo(new Arc(11, 30));
    assertThat(Arc.of(Spherics.declination(23.5, 60))).isEqualTo(new Arc(20, 12));
  }

  @Test
  void rightAscensionsMeetTheEclipticFourTimes() {
    for (int longitude : List.of(0, 90, 180, 270)) {
      assertThat(Spherics.rightAscension(23.5, longitude)).isCloseTo(longitude, within(1e-9));
    }
    assertThat(Arc.of(Spherics.rightAscension(23.5, 30))).isEqualTo(new Arc(27, 54));
  }

  @Test
  void atTheEquatorObliqueAscensionIsRightAscension() {
    for (int longitude = 1; longitude < 360; longitude += 7) {
      assertThat(Spherics.obliqueAscension(23.5, 0, longitude))
          .isCloseTo(Spherics.rightAscension(23.5, longitude), within(1e-9));
    }
  }

  @Test
  void obliqueAscensionOfTheSolsticesTellsTheLongestDay() {
    // From rising at 0 Cancer to rising at 0 Capricorn is the arc of the longest day.
    double arc = Spherics.obliqueAscension(23.5, 45, 270) - Spherics.obliqueAscension(23.5, 45, 90);
    assertThat(arc / 15).isCloseTo(Spherics.longestDay(23.5, 45), within(1e-9));
  }

  @Test
  void theLongestDay() {
    assertThat(Spherics.longestDay(23.5, 0)).isCloseTo(12, within(1e-9));
    assertThat(Spherics.longestDay(23.5, 66.4999999)).isCloseTo(24, within(1e-2));
    assertThat(Spherics.longestDay(23.5, 41.35)).isCloseTo(15, within(2e-3));
  }

  @Test
  void climatesAsTheyWerePrinted() {
    // Parallels of whole hours in Pifferi's Sfera of 1604, who rounds a minute or two differently.
    double[][] printed = {{13, 16, 43}, {14, 30, 47}, {15, 41, 22}, {16, 49, 1}, {17, 54, 29}};
    for (double[] row : printed) {
      assertThat(Spherics.latitudeOfLongestDay(23.5, row[0]))
          .isCloseTo(row[1] + row[2] / 60, within(2.5 / 60));
    }
    // With Ptolemy's obliquity of 23;51 the parallel of a quarter of an hour is at 4;15.
    assertThat(Arc.of(Spherics.latitudeOfLongestDay(1431 / 60.0, 12.25)).degrees()).isEqualTo(4);
    for (double hours = 12; hours < 24; hours += 0.25) {
      assertThat(Spherics.longestDay(23.5, Spherics.latitudeOfLongestDay(23.5, hours)))
          .isCloseTo(hours, within(1e-6));
    }
  }

  @Test
  void theSunEntersAriesAtTheEquinox() {
    // Old style the equinox had moved to 10/11 March; ten days dropped brought it back to 20/21.
    assertThat(Sun.longitude(Calendar.JULIAN, 1550, 3, 10)).isBetween(359.0, 360.0);
    assertThat(Sun.longitude(Calendar.JULIAN, 1550, 3, 11)).isCloseTo(0.4, within(0.6));
    assertThat(Sun.longitude(Calendar.GREGORIAN, 1600, 3, 20)).isCloseTo(0.1, within(0.2));
    assertThat(Sun.longitude(Calendar.GREGORIAN, 1600, 6, 21)).isCloseTo(90, within(1.0));
    assertThat(Sun.sign(Sun.longitude(Calendar.GREGORIAN, 1600, 8, 1))).isEqualTo(4);
    // 4 October 1582 was followed by 15 October.
    assertThat(Computus.julianDay(Calendar.GREGORIAN, 1582, 10, 15))
        .isEqualTo(Computus.julianDay(Calendar.JULIAN, 1582, 10, 4) + 1);
  }

  @Test
  void easterAndItsNumbers() {
    assertThat(Computus.easter(Calendar.JULIAN, 1500)).isEqualTo(new Day(4, 19));
    assertThat(Computus.easter(Calendar.JULIAN, 1582)).isEqualTo(new Day(4, 15));
    assertThat(Computus.easter(Calendar.GREGORIAN, 1583)).isEqualTo(new Day(4, 10));
    assertThat(Computus.easter(Calendar.GREGORIAN, 1600)).isEqualTo(new Day(4, 2));
    assertThat(Computus.easter(Calendar.GREGORIAN, 1598)).isEqualTo(new Day(3, 22));
    assertThat(Computus.easter(Calendar.GREGORIAN, 2000)).isEqualTo(new Day(4, 23));
    // Forty days after Easter, and fifty: in 1600 on 11 and 21 May.
    assertThat(new Day(4, 2).plus(39)).isEqualTo(new Day(5, 11));
    assertThat(new Day(4, 2).plus(49)).isEqualTo(new Day(5, 21));
    assertThat(new Day(4, 25).plus(49)).isEqualTo(new Day(6, 13));
    assertThat(Computus.goldenNumber(1582)).isEqualTo(6);
    assertThat(Computus.goldenNumber(1539)).isEqualTo(1);
    assertThat(Computus.indiction(1582)).isEqualTo(10);
    assertThat(Computus.solarCycle(1582)).isEqualTo(23);
    // The Lilian epacts of 1582-1699: golden number 1 has 1, 6 has 26, 19 has 19.
    assertThat(Computus.epact(Calendar.GREGORIAN, 1596)).isEqualTo(1);
    assertThat(Computus.epact(Calendar.GREGORIAN, 1601)).isEqualTo(26);
    assertThat(Computus.epact(Calendar.GREGORIAN, 1614)).isEqualTo(19);
    assertThat(Computus.epact(Calendar.JULIAN, 1539)).isEqualTo(11);
    assertThat(Computus.sundayLetter(Calendar.JULIAN, 1500)).isEqualTo("ED");
    assertThat(Computus.sundayLetter(Calendar.GREGORIAN, 1583)).isEqualTo("B");
  }

  @Test
  void easterIsASunday() {
    for (Calendar calendar : Calendar.values()) {
      for (int year = 1500; year < 1700; year++) {
        Day day = Computus.easter(calendar, year);
        assertThat(Computus.julianDay(calendar, year, day.month(), day.day()) % 7).isEqualTo(6);
      }
    }
  }

  @Test
  void starsStandWhereTheCataloguesSay() {
    Star spica = star("Spica Virginis");
    assertThat(spica.longitude(2000)).isCloseTo(203 + 50 / 60.0, within(0.02));
    assertThat(spica.latitude()).isCloseTo(-(2 + 3 / 60.0), within(0.02));
    Star regulus = star("Cor Leonis");
    assertThat(regulus.longitude(2000)).isCloseTo(149 + 50 / 60.0, within(0.02));
    assertThat(regulus.latitude()).isCloseTo(28 / 60.0, within(0.02));
    Star aldebaran = star("Oculus Tauri");
    assertThat(aldebaran.longitude(2000)).isCloseTo(69 + 47 / 60.0, within(0.02));
    // A degree in about 71 years and a half.
    assertThat(spica.longitude(1572) - spica.longitude(1500)).isCloseTo(1.0, within(0.01));
  }

  private static Star star(String name) {
    return Star.BRIGHT.stream().filter(star -> star.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void productsAreSplitIntoSixtiesAndUnits() {
    TableContent products = Tables.products(7, 6, 30);
    List<Cell> row = products.rows().get(29);
    int sixties = products.column("x11_s");
    assertThat(row.get(sixties)).isEqualTo(Cell.number(5));
    assertThat(row.get(sixties + 1)).isEqualTo(Cell.number(30));
  }

  @Test
  void minutesNeverReachSixty() {
    assertThat(Arc.of(29.9999)).isEqualTo(new Arc(30, 0));
    for (TableContent table :
        List.of(
            Tables.declinations(1410),
            Tables.obliqueAscensions(1410, 2700, 0),
            Tables.longestDays(1410, 1, 60),
            Tables.climates(1410, 9),
            Tables.sun(Calendar.JULIAN, 1560, 1, 3),
            Tables.stars(1550, 0, 40))) {
      for (int column = 0; column < table.columns().size(); column++) {
        if (table.columns().get(column).heading().equals("minute")) {
          for (List<Cell> row : table.rows()) {
            if (row.get(column) instanceof Cell.Number number) {
              assertThat(Integer.parseInt(number.digits())).isBetween(0, 59);
            }
          }
        }
      }
    }
  }
}
