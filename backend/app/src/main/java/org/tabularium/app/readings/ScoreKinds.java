package org.tabularium.app.readings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.reading.ScoreKind;

/** Kinds of score, as addresses name them. */
public final class ScoreKinds {

  private ScoreKinds() {}

  /**
   * @param name cosine, dot or sqrt; null or blank for the cosine
   * @throws Problem 400 when it is another
   */
  public static ScoreKind of(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return ScoreKind.COSINE;
    }
    try {
      return ScoreKind.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "kind", name);
    }
  }
}
