package org.tabularium.app.annotate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a table as a whole.
 *
 * @param revision counts the actions on it, 0 before the first; names what is said now
 * @param state how far people have come
 * @param by who changed it last; null: nobody has
 * @param at when
 */
public record LabelPage(int revision, PageState state, @Nullable String by, @Nullable Instant at) {

  static final LabelPage UNTOUCHED = new LabelPage(0, PageState.UNTOUCHED, null, null);

  /** Names the revision in HTTP. */
  @JsonIgnore
  public String etag() {
    return "\"r" + revision + "\"";
  }
}
