package org.tabularium.app.judgement;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;

/** What a person thinks of two tables. */
public enum Verdict {
  /** The same table: the same numbers, whatever the type and the layout. */
  SAME,
  /** The same table in another form: a part of it, rounded, corrected, for another parameter. */
  VARIANT,
  /** Not the same table, but they share something that is worth knowing, such as a column. */
  RELATED,
  /** What they share is chance, or does not belong to the table. */
  UNRELATED,
  /** Looked at, and left open. */
  UNSURE;

  /** As addresses, JSON and the database write it. */
  @JsonValue
  public String lower() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a good ranking puts such a pair to the front; false also for those left open. */
  public boolean wanted() {
    return this == SAME || this == VARIANT;
  }

  /**
   * @throws Problem 400 when there is no such verdict
   */
  public static Verdict of(String name) {
    for (Verdict verdict : values()) {
      if (verdict.lower().equals(name)) {
        return verdict;
      }
    }
    throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "verdict", name);
  }
}
