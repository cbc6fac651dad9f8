package org.tabularium.training.corpus.typeset;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.tabularium.training.corpus.content.Phrase;

/** What the headings, titles and instructions of historical tables say in one language. */
final class Vocabulary {

  private static final Map<Language, Vocabulary> ALL = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      ALL.put(language, new Vocabulary(language));
    }
  }

  private final Language language;
  private final Properties words = new Properties();

  private Vocabulary(Language language) {
    this.language = language;
    String name = "words_" + language.code() + ".properties";
    try (InputStream in = Vocabulary.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing " + name);
      }
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Vocabulary of(Language language) {
    return ALL.get(language);
  }

  /** The words for a key; none for the empty key. */
  String say(String key) {
    if (key.isEmpty()) {
      return "";
    }
    String text = words.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no " + language + " words for " + key);
    }
    return text;
  }

  String say(Phrase phrase) {
    String text = say(phrase.key());
    List<String> arguments = phrase.arguments();
    return arguments.isEmpty()
        ? text
        : MessageFormat.format(text.replace("'", "''"), arguments.toArray());
  }

  Set<String> keys() {
    return words.stringPropertyNames();
  }

  /** With the long s wherever a round one does not end a word, as until about 1800. */
  static String longS(String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i + 1 < text.length(); i++) {
      if (text.charAt(i) == 's' && Character.isLetter(text.charAt(i + 1))) {
        out.setCharAt(i, 'ſ');
      }
    }
    return out.toString();
  }
}
