package org.tabularium.app.annotate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a label says of its place. */
public enum LabelKind {
  /** One digit stands here. */
  DIGIT,
  /** What looks like a digit here is none. */
  NONE,
  /** There is something, and a person cannot tell what. */
  UNSURE,
  /** A region without any digit: a contrast to learn from. */
  CONTRAST,
  /** The reading here is said to be wrong; a question, until somebody labels the place. */
  FLAG;

  /** The name in JSON and in the database: lower case. */
  @JsonValue
  public String lower() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of this name, whatever its case.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static LabelKind of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Whether it settles what stands at one place. */
  boolean isVerdict() {
    return this == DIGIT || this == NONE || this == UNSURE;
  }
}
