package org.tabularium.app.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model version as people see it.
 *
 * @param version the hash that names it, 64 hexadecimal digits
 * @param state whether it reads new tables and ranks them, did so, may do so
 * @param card where it comes from, its settings and its measured quality
 * @param parent the version it was trained from, which may never have been here; null for none
 * @param labels whether a frozen copy of the labels it was trained with is here
 * @param by the name of who registered it; null if it came with Tabularium
 * @param registered when it came here
 * @param discarded when it was discarded; null unless it was
 */
public record Model(
    String version,
    State state,
    JsonNode card,
    @Nullable String parent,
    boolean labels,
    @Nullable String by,
    Instant registered,
    @Nullable Instant discarded) {

  /** Where a version stands. */
  public enum State {
    /** Here, and never active so far. */
    CANDIDATE,
    /** Reads and ranks. */
    ACTIVE,
    /** Was active; can be again. */
    RETIRED,
    /** Looked at and not wanted. */
    DISCARDED;

    @JsonValue
    public String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it reads new tables and ranks them. */
  @JsonProperty
  public boolean active() {
    return state == State.ACTIVE;
  }

  /** What people call it; null where its card gives no name. */
  public @Nullable String name() {
    return card.path("name").asString(null);
  }

  /** The beginning of its hash, for people. */
  public static String brief(String version) {
    return version.substring(0, Math.min(12, version.length()));
  }
}
