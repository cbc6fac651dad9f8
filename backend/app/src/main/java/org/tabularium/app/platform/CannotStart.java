package org.tabularium.app.platform;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The application cannot start, for a reason that its owner can do something about. It is shown as
 * two sentences, what is wrong and what to do, without a stack trace.
 */
public final class CannotStart extends RuntimeException {

  private static final ResourceBundle WORDS = ResourceBundle.getBundle("startup");

  private final String key;
  private final Object[] arguments;

  /**
   * @param key names the two sentences {@code key.what} and {@code key.do} in the bundle {@code
   *     startup}
   */
  public CannotStart(String key, @Nullable Throwable cause, Object... arguments) {
    super(text(key + ".what", arguments), cause);
    this.key = key;
    this.arguments = arguments;
  }

  /** What the owner can do. */
  public String remedy() {
    return text(key + ".do", arguments);
  }

  private static String text(String key, Object... arguments) {
    return new MessageFormat(WORDS.getString(key), WORDS.getLocale()).format(arguments);
  }
}
