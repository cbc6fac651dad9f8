package org.tabularium.network.reading;

import java.util.List;

/** Whether a reading looks like one of a numeric table. Never a refusal: a verdict to be shown. */
final class TableVerdict {
  /** Fewer digits are a page number, a date, or letters taken for digits. */
  private static final int LEAST_DIGITS = 25;

  /** Letters that are taken for digits are read with less confidence than digits. */
  private static final double LEAST_CONFIDENCE = 0.75;

  /** In a table digits stand side by side; letters taken for digits seldom do. */
  private static final double LEAST_IN_BIGRAMS = 0.25;

  private TableVerdict() {}

  static boolean looksLikeTable(List<Digit> digits, List<Occurrence> occurrences) {
    if (digits.size() < LEAST_DIGITS) {
      return false;
    }
    double confidence = digits.stream().mapToDouble(Digit::confidence).average().orElse(0);
    long paired =
        occurrences.stream()
            .flatMap(o -> java.util.stream.Stream.of(o.first(), o.second()))
            .distinct()
            .count();
    return confidence >= LEAST_CONFIDENCE && paired >= LEAST_IN_BIGRAMS * digits.size();
  }
}
