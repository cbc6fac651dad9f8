package org.tabularium.app.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * Something to know before a training starts. The sentence is the message {@code
 * training.finding.<code>} of the bundle.
 *
 * @param code what was found
 * @param weight what follows from it
 * @param arguments fill the sentence
 */
record Finding(String code, Weight weight, @JsonIgnore List<Object> arguments) {

  /** What follows from a finding. */
  enum Weight {
    /** It cannot start. */
    BLOCKS,
    /** What comes out will be worse, or its figures will say less. */
    WARNS,
    /** Good to know. */
    TELLS;

    @JsonValue
    String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding blocks(String code, Object... arguments) {
    return new Finding(code, Weight.BLOCKS, List.of(arguments));
  }

  static Finding warns(String code, Object... arguments) {
    return new Finding(code, Weight.WARNS, List.of(arguments));
  }

  static Finding tells(String code, Object... arguments) {
    return new Finding(code, Weight.TELLS, List.of(arguments));
  }
}
