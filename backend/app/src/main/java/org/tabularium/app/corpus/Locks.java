package org.tabularium.app.corpus;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes transactions about the same thing wait for each other, on whatever node they run. */
@Component
class Locks {

  private final JdbcClient jdbc;

  Locks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Holds the lock of this thing until the transaction ends. */
  void untilCommit(String kind, String name) {
    jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(:thing, 0))")
        .param("thing", kind + "/" + name)
        .query(Integer.class)
        .single();
  }
}
