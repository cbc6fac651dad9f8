package org.tabularium.app.judgement;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;

/** Why somebody judged two tables as she did; several may hold. */
public enum Reason {
  /** The same numbers in the same places. */
  SAME_NUMBERS,
  /** The same numbers, set out otherwise. */
  OTHER_LAYOUT,
  /** One holds a part of the other. */
  PART,
  /** The same function for another parameter or another precision. */
  OTHER_PARAMETER,
  /** Only the argument, such as 1 to 30, is the same. */
  ARGUMENT_ONLY,
  /** Page numbers, signatures, running heads. */
  PAGE_FURNITURE,
  /** Digits were misread, or letters read as digits. */
  MISREAD,
  /** The same misprint in both. */
  SHARED_MISPRINT;

  /** As addresses, JSON and the database write it: {@code other-layout}. */
  @JsonValue
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws Problem 400 when there is no such reason
   */
  public static Reason of(String slug) {
    for (Reason reason : values()) {
      if (reason.slug().equals(slug)) {
        return reason;
      }
    }
    throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "reasons", slug);
  }
}
