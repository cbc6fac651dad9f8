package org.tabularium.app.search;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Person;

/** Tables whose nearest ones people want to keep an eye on when the model changes. */
@Service
public class PinnedSearches {

  private final JdbcClient jdbc;
  private final Tables tables;

  PinnedSearches(JdbcClient jdbc, Tables tables) {
    this.jdbc = jdbc;
    this.tables = tables;
  }

  /**
   * @param table whose ranking is pinned
   * @param by who pinned it
   */
  @Schema(name = "PinnedSearch")
  public record Pinned(
      @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long table,
      String by,
      Instant at) {}

  /** The latest first. */
  @Transactional(readOnly = true)
  public List<Pinned> list() {
    return jdbc.sql(
            """
            select s.table_id, p.name, s.pinned_at from pinned_search s
            join person p on p.id = s.person_id order by s.pinned_at desc, s.table_id
            """)
        .query(
            (row, n) ->
                new Pinned(
                    row.getLong("table_id"),
                    row.getString("name"),
                    row.getObject("pinned_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /**
   * Pins the ranking of a table; one that is pinned stays as it is.
   *
   * @throws org.tabularium.app.platform.Problem 404
   */
  @Transactional
  public void pin(long table, Person by) {
    tables.get(table);
    jdbc.sql("insert into pinned_search (table_id, person_id) values (?, ?) on conflict do nothing")
        .params(table, by.id().value())
        .update();
  }

  /** Whether a table's ranking is pinned. */
  @Transactional(readOnly = true)
  public boolean isPinned(long table) {
    return jdbc.sql("select count(*) from pinned_search where table_id = ?")
            .param(table)
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Takes a pin away, if there is one. */
  @Transactional
  public void unpin(long table) {
    jdbc.sql("delete from pinned_search where table_id = ?").param(table).update();
  }
}
