package org.tabularium.app.corpus;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What another room keeps of tables, and loses with them: told before somebody deletes them. */
public interface GoesAlong {

  /**
   * How much goes, by what it is: each names a message {@code dependent.<what>}.
   *
   * @param corpus that goes as a whole; null: only tables go
   */
  Map<String, Integer> count(Collection<Long> tables, @Nullable Long corpus);
}
