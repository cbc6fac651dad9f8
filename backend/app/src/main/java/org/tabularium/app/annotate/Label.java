package org.tabularium.app.annotate;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A label as it stands, with who said it last.
 *
 * @param id its own, from its first event to its last
 * @param mark what it says
 * @param revision of the table, when it was last changed
 * @param by who changed it last
 * @param at when
 */
public record Label(UUID id, Mark mark, int revision, String by, Instant at) {

  public LabelKind kind() {
    return mark.kind();
  }

  /** 0 to 9; null unless a digit is said to stand here, or was read where a flag is. */
  public @Nullable Integer digit() {
    return mark.digit();
  }
}
