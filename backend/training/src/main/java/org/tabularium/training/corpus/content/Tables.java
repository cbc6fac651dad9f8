package org.tabularium.training.corpus.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tabularium.training.corpus.content.Computus.Calendar;

/**
 * The tables of the primum mobile, the calendar and the reckoner, each computed for the parameters
 * given. Tables with other parameters are near misses: they share their looks, their first column
 * and many of their numbers.
 */
public final class Tables {

  /** The twelve signs of the zodiac, keys of the vocabulary. */
  private static final List<String> SIGNS =
      List.of(
          "aries",
          "taurus",
          "gemini",
          "cancer",
          "leo",
          "virgo",
          "libra",
          "scorpio",
          "sagittarius",
          "capricorn",
          "aquarius",
          "pisces");

  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private Tables() {}

  /**
   * Sines of whole steps.
   *
   * @param radius the sinus totus
   * @param step minutes of arc between the rows; steps below a degree get a column of minutes
   * @param first minutes of arc of the first row
   * @param count rows
   */
  public static TableContent sines(long radius, int step, int first, int count) {
    boolean fine = step % 60 != 0 || first % 60 != 0;
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int arc = first + i * step;
      List<Cell> row = new ArrayList<>();
      row.add(Cell.number(arc / 60));
      if (fine) {
        row.add(Cell.number(arc % 60));
      }
      row.add(Cell.number(Spherics.sine(radius, arc / 60.0)));
      rows.add(row);
    }
    List<Group> groups = new ArrayList<>();
    groups.add(argument("arc", fine));
    groups.add(Group.of("", Column.number("sine", "sine")));
    return new TableContent(
        "sines-r" + radius + "-step" + step + "-from" + first,
        "sines",
        Phrase.of("title.sines"),
        Phrase.of("subtitle.sines", radius),
        groups,
        rows);
  }

  private static Group argument(String name, boolean fine) {
    return fine
        ? Group.of(name, Column.number("degree", "degree"), Column.number("degree_m", "minute"))
        : Group.of("", Column.number("degree", "degree"));
  }

  /**
   * Shadows of an upright gnomon, in parts and sixtieths of a part, for whole degrees of altitude.
   */
  public static TableContent shadows(int gnomon, int first, int count) {
    List<List<Cell>> rows = new ArrayList<>();
    for (int altitude = first; altitude < first + count; altitude++) {
      Arc shadow = Arc.of(Spherics.shadow(gnomon, altitude));
      rows.add(
          List.of(
              Cell.number(altitude), Cell.number(shadow.degrees()), Cell.number(shadow.minutes())));
    }
    return new TableContent(
        "shadows-g" + gnomon + "-from" + first,
        "shadows",
        Phrase.of("title.shadows"),
        Phrase.of("subtitle.shadows", gnomon),
        List.of(
            Group.of("altitude", Column.number("degree", "degree")),
            Group.of("shadow", Column.number("part", "part"), Column.number("part_m", "minute"))),
        rows);
  }

  /**
   * Declination of every degree of the first quadrant of the ecliptic, which by symmetry serves all
   * four: three signs side by side.
   *
   * @param obliquity minutes of arc, e.g. 1410 for 23;30
   */
  public static TableContent declinations(int obliquity) {
    return declinations(obliquity, 60);
  }

  /** The same for every so many minutes of arc; steps below a degree get a column of minutes. */
  public static TableContent declinations(int obliquity, int step) {
    double e = obliquity / 60.0;
    return bySigns(
        "declinations-e" + obliquity,
        "declinations",
        Phrase.of("subtitle.obliquity", obliquity / 60, obliquity % 60),
        0,
        step,
        longitude -> Spherics.declination(e, longitude));
  }

  /** Right ascensions of every degree of three signs, from the sign given (0 Aries to 9). */
  public static TableContent rightAscensions(int obliquity, int firstSign) {
    return rightAscensions(obliquity, 60, firstSign);
  }

  /** The same for every so many minutes of arc. */
  public static TableContent rightAscensions(int obliquity, int step, int firstSign) {
    double e = obliquity / 60.0;
    return bySigns(
        "right-ascensions-e" + obliquity + "-sign" + firstSign,
        "right-ascensions",
        Phrase.of("subtitle.obliquity", obliquity / 60, obliquity % 60),
        firstSign,
        step,
        longitude -> Spherics.rightAscension(e, longitude));
  }

  /** Oblique ascensions of every degree of three signs at a latitude (minutes of arc). */
  public static TableContent obliqueAscensions(int obliquity, int latitude, int firstSign) {
    return obliqueAscensions(obliquity, latitude, 60, firstSign);
  }

  /** The same for every so many minutes of arc. */
  public static TableContent obliqueAscensions(
      int obliquity, int latitude, int step, int firstSign) {
    double e = obliquity / 60.0;
    double f = latitude / 60.0;
    return bySigns(
        "oblique-ascensions-e" + obliquity + "-lat" + latitude + "-sign" + firstSign,
        "oblique-ascensions",
        Phrase.of("subtitle.latitude", latitude / 60, latitude % 60),
        firstSign,
        step,
        longitude -> Spherics.obliqueAscension(e, f, longitude));
  }

  private static TableContent bySigns(
      String id,
      String subject,
      Phrase subtitle,
      int firstSign,
      int step,
      java.util.function.DoubleUnaryOperator of) {
    boolean fine = step % 60 != 0;
    List<Group> groups = new ArrayList<>();
    groups.add(argument(fine ? "arc" : "", fine));
    for (int sign = firstSign; sign < firstSign + 3; sign++) {
      String name = SIGNS.get(sign);
      groups.add(
          Group.of(
              name, Column.number(name + "_g", "degree"), Column.number(name + "_m", "minute")));
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (int arc = step; arc <= 30 * 60; arc += step) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.number(arc / 60));
      if (fine) {
        row.add(Cell.number(arc % 60));
      }
      for (int sign = firstSign; sign < firstSign + 3; sign++) {
        add(row, of.applyAsDouble(sign * 30 + arc / 60.0));
      }
      rows.add(row);
    }
    String named = step == 60 ? id : id + "-step" + step;
    return new TableContent(named, subject, Phrase.of("title." + subject), subtitle, groups, rows);
  }

  private static void add(List<Cell> row, double degrees) {
    Arc arc = Arc.of(degrees);
    row.add(Cell.number(arc.degrees()));
    row.add(Cell.number(arc.minutes()));
  }

  /**
   * The longest day and the shortest, and the Sun's greatest ortive amplitude, for whole degrees of
   * latitude.
   *
   * @param obliquity minutes of arc
   */
  public static TableContent longestDays(int obliquity, int firstLatitude, int count) {
    double e = obliquity / 60.0;
    List<List<Cell>> rows = new ArrayList<>();
    for (int latitude = firstLatitude; latitude < firstLatitude + count; latitude++) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.number(latitude));
      add(row, Spherics.longestDay(e, latitude));
      add(row, Spherics.daylight(latitude, -e));
      add(row, Spherics.ortiveAmplitude(latitude, e));
      rows.add(row);
    }
    return new TableContent(
        "longest-days-e" + obliquity + "-from" + firstLatitude,
        "longest-days",
        Phrase.of("title.longest-days"),
        Phrase.of("subtitle.obliquity", obliquity / 60, obliquity % 60),
        List.of(
            Group.of("latitude", Column.number("latitude", "degree")),
            Group.of(
                "longest-day",
                Column.number("longest_h", "hour"),
                Column.number("longest_m", "minute")),
            Group.of(
                "shortest-day",
                Column.number("shortest_h", "hour"),
                Column.number("shortest_m", "minute")),
            Group.of(
                "amplitude",
                Column.number("amplitude_g", "degree"),
                Column.number("amplitude_m", "minute"))),
        rows);
  }

  /**
   * The climates: beginning, middle and end of each, by quarters of an hour of the longest day,
   * with the altitude of the pole and the breadth.
   *
   * @param obliquity minutes of arc
   * @param climates how many, half an hour each, from a longest day of 12 h 45 m
   */
  public static TableContent climates(int obliquity, int climates) {
    double e = obliquity / 60.0;
    List<List<Cell>> rows = new ArrayList<>();
    for (int climate = 1; climate <= climates; climate++) {
      for (int part = 0; part < 3; part++) {
        int quarters = 48 + 3 + 2 * (climate - 1) + part;
        List<Cell> row = new ArrayList<>();
        row.add(Cell.number(quarters - 47));
        row.add(part == 1 ? Cell.number(climate) : Cell.BLANK);
        row.add(new Cell.Term(part == 0 ? "beginning" : part == 1 ? "middle" : "end"));
        add(row, quarters / 4.0);
        double latitude = Spherics.latitudeOfLongestDay(e, quarters / 4.0);
        add(row, latitude);
        if (part == 1) {
          double from = Spherics.latitudeOfLongestDay(e, (quarters - 1) / 4.0);
          double to = Spherics.latitudeOfLongestDay(e, (quarters + 1) / 4.0);
          add(row, Arc.of(to).value() - Arc.of(from).value());
        } else {
          row.add(Cell.BLANK);
          row.add(Cell.BLANK);
        }
        rows.add(row);
      }
    }
    return new TableContent(
        "climates-e" + obliquity + "-n" + climates,
        "climates",
        Phrase.of("title.climates"),
        Phrase.of("subtitle.obliquity", obliquity / 60, obliquity % 60),
        List.of(
            Group.of("parallels", Column.number("parallel", "")),
            Group.of("climates", Column.number("climate", ""), Column.words("part", "")),
            Group.of(
                "longest-day", Column.number("day_h", "hour"), Column.number("day_m", "minute")),
            Group.of(
                "pole-altitude",
                Column.number("pole_g", "degree"),
                Column.number("pole_m", "minute")),
            Group.of(
                "breadth", Column.number("width_g", "degree"), Column.number("width_m", "minute"))),
        rows);
  }

  /** The Sun's place at noon in its sign, day by day through some months of a year. */
  public static TableContent sun(Calendar calendar, int year, int firstMonth, int months) {
    List<Group> groups = new ArrayList<>();
    groups.add(Group.of("days", Column.number("day", "")));
    for (int month = firstMonth; month < firstMonth + months; month++) {
      String name = MONTHS.get(month - 1);
      groups.add(
          Group.of(
              name, Column.number(name + "_g", "degree"), Column.number(name + "_m", "minute")));
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (int day = 1; day <= 31; day++) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.number(day));
      for (int month = firstMonth; month < firstMonth + months; month++) {
        if (day > Computus.daysOf(calendar, year, month)) {
          row.add(Cell.BLANK);
          row.add(Cell.BLANK);
          continue;
        }
        Arc arc = Arc.of(Sun.longitude(calendar, year, month, day));
        row.add(Cell.number(arc.degrees() % 30));
        row.add(Cell.number(arc.minutes()));
      }
      rows.add(row);
    }
    return new TableContent(
        "sun-" + lower(calendar) + year + "-month" + firstMonth + "-n" + months,
        "sun",
        Phrase.of("title.sun"),
        Phrase.of("subtitle.year." + lower(calendar), year),
        groups,
        rows);
  }

  private static String lower(Calendar calendar) {
    return calendar.name().toLowerCase(Locale.ROOT);
  }

  /** Golden number, epact, indiction, Sunday letter and Easter of each year. */
  public static TableContent computus(Calendar calendar, int firstYear, int count) {
    List<List<Cell>> rows = new ArrayList<>();
    for (int year = firstYear; year < firstYear + count; year++) {
      Computus.Day easter = Computus.easter(calendar, year);
      Computus.Day ascension = easter.plus(39);
      Computus.Day pentecost = easter.plus(49);
      rows.add(
          List.of(
              Cell.number(year),
              Cell.number(Computus.goldenNumber(year)),
              Cell.number(Computus.epact(calendar, year)),
              Cell.number(Computus.indiction(year)),
              Cell.number(Computus.solarCycle(year)),
              new Cell.Text(Computus.sundayLetter(calendar, year)),
              Cell.number(easter.day()),
              month(easter),
              Cell.number(ascension.day()),
              month(ascension),
              Cell.number(pentecost.day()),
              month(pentecost)));
    }
    return new TableContent(
        "computus-" + lower(calendar) + "-from" + firstYear + "-n" + count,
        "computus",
        Phrase.of("title.computus"),
        Phrase.of("subtitle.computus." + lower(calendar)),
        List.of(
            Group.of("years", Column.number("year", "")),
            Group.of("golden", Column.number("golden", "")),
            Group.of("epact", Column.number("epact", "")),
            Group.of("indiction", Column.number("indiction", "")),
            Group.of("solar-cycle", Column.number("cycle", "")),
            Group.of("letter", Column.words("letter", "")),
            Group.of("easter", Column.number("easter_day", ""), Column.words("easter_month", "")),
            Group.of(
                "ascension-day",
                Column.number("ascension_day", ""),
                Column.words("ascension_month", "")),
            Group.of(
                "pentecost",
                Column.number("pentecost_day", ""),
                Column.words("pentecost_month", ""))),
        rows);
  }

  private static Cell month(Computus.Day day) {
    return new Cell.Term(MONTHS.get(day.month() - 1) + ".short");
  }

  /**
   * The sexagesimal multiplication: products of 1 to {@code count} with some factors, in sixties
   * and units.
   */
  public static TableContent products(int firstFactor, int factors, int count) {
    List<Group> groups = new ArrayList<>();
    groups.add(Group.of("", Column.number("by", "")));
    for (int factor = firstFactor; factor < firstFactor + factors; factor++) {
      groups.add(
          Group.of(
              Phrase.of("plain", factor),
              Column.number("x" + factor + "_s", ""),
              Column.number("x" + factor + "_u", "")));
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (int by = 1; by <= count; by++) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.number(by));
      for (int factor = firstFactor; factor < firstFactor + factors; factor++) {
        row.add(Cell.number((long) by * factor / 60));
        row.add(Cell.number((long) by * factor % 60));
      }
      rows.add(row);
    }
    return new TableContent(
        "products-x" + firstFactor + "-n" + factors + "-to" + count,
        "products",
        Phrase.of("title.products"),
        Phrase.of("subtitle.products"),
        groups,
        rows);
  }

  /** Longitudes in their signs, latitudes and magnitudes of bright stars for a year. */
  public static TableContent stars(int year, int first, int count) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Star star : Star.BRIGHT.subList(first, first + count)) {
      List<Cell> row = new ArrayList<>();
      double longitude = Arc.of(star.longitude(year)).value() % 360;
      row.add(new Cell.Text(star.name()));
      row.add(new Cell.Term(SIGNS.get(Sun.sign(longitude + 1e-9)) + ".short"));
      Arc arc = Arc.of(longitude);
      row.add(Cell.number(arc.degrees() % 30));
      row.add(Cell.number(arc.minutes()));
      add(row, star.latitude());
      row.add(new Cell.Term(star.latitude() < 0 ? "south.short" : "north.short"));
      row.add(Cell.number(star.magnitude()));
      rows.add(row);
    }
    return new TableContent(
        "stars-y" + year + "-from" + first + "-n" + count,
        "stars",
        Phrase.of("title.stars"),
        Phrase.of("subtitle.stars", year),
        List.of(
            Group.of("star-names", Column.words("star", "")),
            Group.of(
                "longitude",
                Column.words("sign", "sign"),
                Column.number("lon_g", "degree"),
                Column.number("lon_m", "minute")),
            Group.of(
                "star-latitude",
                Column.number("lat_g", "degree"),
                Column.number("lat_m", "minute"),
                Column.words("side", "")),
            Group.of("magnitude", Column.number("magnitude", ""))),
        rows);
  }
}
