package org.tabularium.app.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.tabularium.app.platform.Problem;
import org.tabularium.training.corpus.content.Cell;
import org.tabularium.training.corpus.content.TableContent;
import org.tabularium.training.corpus.content.Tables;

/**
 * A table to be computed, by the generator of historical tables. What a kind of table does not
 * depend on is ignored.
 *
 * @param kind of table
 * @param radius the sinus totus, 10 to 99,999,999
 * @param step minutes of arc between the rows, 1 to 1,800
 * @param obliquity of the ecliptic, minutes of arc
 * @param latitude minutes of arc, below the polar circle
 * @param sign the first of the three signs that stand side by side: 0 Aries, 3 Cancer, 6, 9
 * @param first degrees of arc, or of latitude, before the first row
 * @param last degrees of arc, or of latitude, of the last row
 */
record Computed(
    Kind kind, long radius, int step, int obliquity, int latitude, int sign, int first, int last) {

  /** What can be computed, and what it depends on. */
  enum Kind {
    SINES("radius", "step", "first", "last"),
    DECLINATIONS("obliquity", "step"),
    RIGHT_ASCENSIONS("obliquity", "step", "sign"),
    OBLIQUE_ASCENSIONS("obliquity", "latitude", "step", "sign"),
    LONGEST_DAYS("obliquity", "first", "last");

    private final List<String> parameters;

    Kind(String... parameters) {
      this.parameters = List.of(parameters);
    }

    /** As addresses and messages name it: {@code right-ascensions}. */
    public String lower() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public List<String> parameters() {
      return parameters;
    }
  }

  /** What is meant where nothing is said. */
  static final Computed USUAL =
      new Computed(Kind.SINES, 60_000, 60, 23 * 60 + 30, 45 * 60, 0, 0, 90);

  private static final int MOST_ROWS = 5400;

  /** "23;30", "23°30′", "23 30" or "23.5". */
  private static final Pattern ARC =
      Pattern.compile("(\\d{1,3})(?:[.,](\\d{1,6})|[^\\d.,]+(\\d{1,2})\\D*)?\\D?");

  /**
   * From an address; empty where it names no kind of table.
   *
   * @throws Problem 400 when a parameter is out of its range
   */
  static Optional<Computed> of(MultiValueMap<String, String> query) {
    String name = query.getFirst("computed");
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(one -> one.lower().equals(name))
            .findFirst()
            .orElseThrow(() -> wrong("computed", name));
    boolean days = kind == Kind.LONGEST_DAYS;
    Computed computed =
        new Computed(
            kind,
            whole(query, "radius", USUAL.radius, 10, 99_999_999),
            (int) whole(query, "step", USUAL.step, 1, 1800),
            arc(query, "obliquity", USUAL.obliquity, 20 * 60, 26 * 60),
            arc(query, "latitude", USUAL.latitude, 0, 66 * 60),
            3 * (int) (whole(query, "sign", 0, 0, 9) / 3),
            (int) whole(query, "first", 0, 0, 89),
            (int) whole(query, "last", days ? 60 : USUAL.last, 1, days ? 63 : 90));
    if (computed.last <= computed.first) {
      throw wrong("last", Integer.toString(computed.last));
    }
    if (computed.rows() > MOST_ROWS) {
      throw wrong("step", Integer.toString(computed.step));
    }
    return Optional.of(computed);
  }

  /** The table. */
  TableContent content() {
    return switch (kind) {
      case SINES -> Tables.sines(radius, step, first * 60 + step, rows());
      case DECLINATIONS -> Tables.declinations(obliquity, step);
      case RIGHT_ASCENSIONS -> Tables.rightAscensions(obliquity, step, sign);
      case OBLIQUE_ASCENSIONS -> Tables.obliqueAscensions(obliquity, latitude, step, sign);
      case LONGEST_DAYS -> Tables.longestDays(obliquity, first + 1, rows());
    };
  }

  private int rows() {
    return switch (kind) {
      case SINES -> (last - first) * 60 / step;
      case LONGEST_DAYS -> last - first;
      default -> 1800 / step;
    };
  }

  /** The rows as they would be printed. */
  @JsonIgnore
  public List<List<String>> printed() {
    return content().rows().stream()
        .map(
            row ->
                row.stream()
                    .map(cell -> cell instanceof Cell.Number number ? number.digits() : "")
                    .toList())
        .toList();
  }

  /** A parameter as a person writes it. */
  public String shown(String parameter) {
    return switch (parameter) {
      case "radius" -> Long.toString(radius);
      case "step" -> Integer.toString(step);
      case "obliquity" -> sexagesimal(obliquity);
      case "latitude" -> sexagesimal(latitude);
      case "sign" -> Integer.toString(sign);
      case "first" -> Integer.toString(first);
      case "last" -> Integer.toString(last);
      default -> throw new IllegalArgumentException(parameter);
    };
  }

  private static String sexagesimal(int minutes) {
    return minutes / 60 + ";" + String.format(Locale.ROOT, "%02d", minutes % 60);
  }

  private static long whole(
      MultiValueMap<String, String> query, String name, long usual, long least, long most) {
    String text = query.getFirst(name);
    if (text == null || text.isBlank()) {
      return usual;
    }
    // 60,000 and 60 000 are written for people.
    String digits = text.replaceAll("[\\s\u00a0\u202f.,']", "");
    if (!digits.matches("\\d{1,9}")
        || Long.parseLong(digits) < least
        || Long.parseLong(digits) > most) {
      throw wrong(name, text);
    }
    return Long.parseLong(digits);
  }

  private static int arc(
      MultiValueMap<String, String> query, String name, int usual, int least, int most) {
    String text = query.getFirst(name);
    if (text == null || text.isBlank()) {
      return usual;
    }
    Matcher m = ARC.matcher(text.strip());
    if (!m.matches()) {
      throw wrong(name, text);
    }
    int minutes = 60 * Integer.parseInt(m.group(1));
    if (m.group(2) != null) {
      minutes += (int) Math.round(60 * Double.parseDouble("0." + m.group(2)));
    } else if (m.group(3) != null) {
      minutes += Integer.parseInt(m.group(3));
    }
    if (minutes < least || minutes > most) {
      throw wrong(name, text);
    }
    return minutes;
  }

  private static Problem wrong(String name, @Nullable String value) {
    return new Problem(HttpStatus.BAD_REQUEST, "wrong-value", name, String.valueOf(value));
  }
}
