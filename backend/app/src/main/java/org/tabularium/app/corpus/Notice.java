package org.tabularium.app.corpus;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.tabularium.app.platform.Problem;

/**
 * A problem as a page tells it beside what else it shows.
 *
 * @param title in a few words
 * @param detail in a sentence
 */
public record Notice(String title, String detail) {

  public static Notice of(Problem problem, MessageSource messages, Locale locale) {
    Object[] arguments = problem.arguments().toArray();
    String key = "problem." + problem.slug();
    String title =
        String.valueOf(messages.getMessage(key + ".title", arguments, problem.slug(), locale));
    return new Notice(
        title, String.valueOf(messages.getMessage(key + ".detail", arguments, title, locale)));
  }
}
