package org.tabularium.training.corpus.content;

/**
 * The reckoning of the church year: golden numbers, epacts, Sunday letters and Easter, in the old
 * (Julian) and the new (Gregorian, 1582) calendar.
 */
public final class Computus {

  /** The two calendars in use in the sixteenth century. */
  public enum Calendar {
    JULIAN,
    GREGORIAN
  }

  /** A day of the year. */
  public record Day(int month, int day) {

    /** So many days later in spring; months from March to June only. */
    Day plus(int days) {
      int m = month;
      int d = day + days;
      while (d > (m == 4 || m == 6 ? 30 : 31)) {
        d -= m == 4 || m == 6 ? 30 : 31;
        m++;
      }
      return new Day(m, d);
    }
  }

  private Computus() {}

  /** Place of a year in the cycle of nineteen years, 1 to 19. */
  public static int goldenNumber(int year) {
    return Math.floorMod(year, 19) + 1;
  }

  /** Place of a year in the cycle of fifteen years, 1 to 15. */
  public static int indiction(int year) {
    return Math.floorMod(year + 2, 15) + 1;
  }

  /** Place of a year in the cycle of twenty-eight years, 1 to 28. */
  public static int solarCycle(int year) {
    return Math.floorMod(year + 8, 28) + 1;
  }

  /**
   * The epact, 0 to 29. The old one is eleven times the golden number; the new one, as Clavius
   * gives it, loses a day in each century that drops its leap day and wins eight in 2,500 years.
   */
  public static int epact(Calendar calendar, int year) {
    int golden = goldenNumber(year);
    if (calendar == Calendar.JULIAN) {
      return 11 * golden % 30;
    }
    int century = year / 100;
    int solar = century - century / 4 - 12;
    int lunar = (8 * (century + 1) + 5) / 25 - 5;
    return Math.floorMod(11 * golden + 20 + lunar - solar, 30);
  }

  /** Easter Sunday. Old style after Oudin's rule for Julian years, new style after Gauss/Oudin. */
  public static Day easter(Calendar calendar, int year) {
    int g = year % 19;
    int i;
    int j;
    if (calendar == Calendar.JULIAN) {
      i = (19 * g + 15) % 30;
      j = (year + year / 4 + i) % 7;
    } else {
      int c = year / 100;
      int h = Math.floorMod(c - c / 4 - (8 * c + 13) / 25 + 19 * g + 15, 30);
      i = h - h / 28 * (1 - h / 28 * (29 / (h + 1)) * ((21 - g) / 11));
      j = Math.floorMod(year + year / 4 + i + 2 - c + c / 4, 7);
    }
    int l = i - j;
    int month = 3 + (l + 40) / 44;
    return new Day(month, l + 28 - 31 * (month / 4));
  }

  /** The letter of the Sundays; a leap year has two, the first until its leap day. */
  public static String sundayLetter(Calendar calendar, int year) {
    // 1 January is A. The letter of the first Sunday follows from that day's place in the week.
    long first = julianDay(calendar, year, 1, 1);
    int sunday = (int) Math.floorMod(6 - first, 7L);
    char letter = (char) ('A' + sunday);
    if (!leap(calendar, year)) {
      return "" + letter;
    }
    return "" + letter + (char) ('A' + Math.floorMod(sunday - 1, 7));
  }

  static boolean leap(Calendar calendar, int year) {
    return year % 4 == 0 && (calendar == Calendar.JULIAN || year % 100 != 0 || year % 400 == 0);
  }

  /** Days of the months in a year of this calendar. */
  static int daysOf(Calendar calendar, int year, int month) {
    return switch (month) {
      case 2 -> leap(calendar, year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Julian day number at noon of a date. */
  public static long julianDay(Calendar calendar, int year, int month, int day) {
    int a = (14 - month) / 12;
    long y = year + 4800L - a;
    int m = month + 12 * a - 3;
    long days = day + (153L * m + 2) / 5 + 365 * y + y / 4;
    return calendar == Calendar.JULIAN ? days - 32083 : days - y / 100 + y / 400 - 32045;
  }
}
