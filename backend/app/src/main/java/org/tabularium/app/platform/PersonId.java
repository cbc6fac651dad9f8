package org.tabularium.app.platform;

/** The number of a person. */
public record PersonId(long value) {

  /** Who did not say a name. */
  public static final PersonId ANONYMOUS = new PersonId(1);
}
