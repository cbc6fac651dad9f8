package org.tabularium.training.corpus.content;

import java.util.List;

/**
 * Words to be set in an edition's language.
 *
 * @param key key of the vocabulary; empty for no words
 * @param arguments what takes the places of {0}, {1}, ...
 */
public record Phrase(String key, List<String> arguments) {

  public Phrase {
    arguments = List.copyOf(arguments);
  }

  /** A phrase of the vocabulary. */
  public static Phrase of(String key, Object... arguments) {
    return new Phrase(key, java.util.Arrays.stream(arguments).map(String::valueOf).toList());
  }
}
