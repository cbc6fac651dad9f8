package org.tabularium.app.readings;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.tabularium.app.platform.Problem;

/**
 * Which digits of tables are meant.
 *
 * @param corrected as corrected by people; false: as they were read
 * @param labels the number of the last change of labels that counts; null: all there are. A change
 *     has one number among those of all tables, so one is enough for a ranking
 */
public record Digits(boolean corrected, @Nullable Long labels) {

  /** What is meant where nothing is said. */
  public static final Digits CORRECTED = new Digits(true, null);

  public static final Digits AS_READ = new Digits(false, null);

  /** As an address says it: {@code digits} and {@code labels}. */
  public static Digits of(MultiValueMap<String, String> query) {
    return of(query.getFirst("digits"), query.getFirst("labels"));
  }

  /**
   * @param digits read or corrected; null or blank for the latter
   * @param labels a number; null or blank for none
   * @throws Problem 400 when it is something else
   */
  public static Digits of(@Nullable String digits, @Nullable String labels) {
    if (labels != null && !labels.isBlank() && !labels.matches("\\d{1,18}")) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "labels", labels);
    }
    if ("read".equals(digits)) {
      return AS_READ;
    }
    if (digits != null && !digits.isBlank() && !digits.equals("corrected")) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "digits", digits);
    }
    return labels == null || labels.isBlank()
        ? CORRECTED
        : new Digits(true, Long.parseLong(labels));
  }

  /** As it stands in an address: empty, or begins with an ampersand. */
  public String query() {
    return !corrected ? "&digits=read" : labels == null ? "" : "&labels=" + labels;
  }

  /** Whether these are the digits of now, which are stored and indexed. */
  public boolean now() {
    return corrected && labels == null;
  }
}
