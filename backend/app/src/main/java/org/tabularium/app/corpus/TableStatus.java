package org.tabularium.app.corpus;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a table has come on its way into the index. */
public enum TableStatus {
  QUEUED,
  INDEXING,
  INDEXED,
  FAILED;

  /** The name in JSON, in URLs and in the database: lower case. */
  @JsonValue
  public String lower() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of this name, whatever its case. */
  public static TableStatus of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
