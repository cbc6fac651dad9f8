package org.tabularium.app.annotate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far people have come with labelling a table. */
public enum PageState {
  UNTOUCHED,
  IN_PROGRESS,
  DONE,
  /** Done, and looked through once more. */
  REVIEWED,
  /** Looked through, and there is no digit on it: not the same as a page without labels. */
  REVIEWED_EMPTY;

  /** The name in JSON and in the database: lower case, words joined by an underscore. */
  @JsonValue
  public String lower() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state of this name, whatever its case.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static PageState of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /**
   * The state of a page in this state whose labels are changed: a review holds for what was seen.
   */
  PageState touched() {
    return switch (this) {
      case UNTOUCHED, IN_PROGRESS, REVIEWED_EMPTY -> IN_PROGRESS;
      case DONE, REVIEWED -> DONE;
    };
  }

  /** Whether somebody has looked at all of the page. */
  public boolean isReviewed() {
    return this == REVIEWED || this == REVIEWED_EMPTY;
  }
}
