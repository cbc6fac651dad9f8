package org.tabularium.app.explain;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;

/** What captions of figures are made of, in one language. */
public final class FigureWords {

  /** How many bigrams of a ledger a caption names. */
  private static final int BIGRAMS = 6;

  private final MessageSource messages;
  private final Locale locale;

  FigureWords(MessageSource messages, Locale locale) {
    this.messages = messages;
    this.locale = locale;
  }

  /** A message. */
  public String say(String key, Object... arguments) {
    return messages.getMessage(key, arguments, locale);
  }

  /** A number as this language writes it, by a format of {@link String#format}. */
  public String number(String format, double value) {
    return String.format(locale, format, value);
  }

  /** The bigram network's score with the strongest of its ledger, or why there is none. */
  public String score(Explained explained) {
    double score = explained.score();
    if (explained.silence() != null) {
      return say("silence." + explained.silence());
    }
    return say(
        "figure.score",
        say("kind." + explained.kind() + ".short"),
        number(explained.kind().equals("dot") ? "%.1f" : "%.4f", score),
        explained.features().stream()
            .limit(BIGRAMS)
            .map(
                f ->
                    say(
                        "figure.score.bigram",
                        f.bigram(),
                        number("%.1f", 100 * f.contribution() / score)))
            .collect(Collectors.joining(", ")));
  }

  /** What people corrected of the digits, where they did and it counts. */
  List<String> corrected(Explained explained) {
    Explained.Provenances sources = explained.provenance();
    if (sources == null) {
      return List.of(say("figure.asread"));
    }
    int corrected = sources.a().corrected() + sources.b().corrected();
    return corrected == 0
        ? List.of()
        : List.of(
            say("figure.corrected", corrected, sources.a().revision(), sources.b().revision()));
  }
}
