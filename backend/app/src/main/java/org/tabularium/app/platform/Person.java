package org.tabularium.app.platform;

/**
 * Somebody who works here: a name on everything she makes. It is asked, not proved.
 *
 * @param name as it was first written; never empty
 */
public record Person(PersonId id, String name) {

  /** Who did not say a name. */
  public static final Person ANONYMOUS = new Person(PersonId.ANONYMOUS, "anonymous");
}
