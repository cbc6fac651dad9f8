package org.tabularium.app.annotate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.GoesAlong;

/** Labels go with their tables, and lines that wait go with their corpus. */
@Component
class LabelsGo implements GoesAlong {

  private final JdbcClient jdbc;

  LabelsGo(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<String, Integer> count(Collection<Long> tables, @Nullable Long corpus) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put(
        "labels",
        jdbc.sql("select count(*) from label where table_id = any(:tables) and kind <> 'flag'")
            .param("tables", tables.toArray(Long[]::new))
            .query(Integer.class)
            .single());
    if (corpus != null) {
      counts.put(
          "label-lines",
          jdbc.sql("select count(*) from label_waiting where corpus_id = :corpus")
              .param("corpus", corpus)
              .query(Integer.class)
              .single());
    }
    counts.values().removeIf(count -> count == 0);
    return counts;
  }
}
