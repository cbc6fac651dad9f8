package org.tabularium.app.corpus;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.network.image.Inset;

/**
 * How far the reading of tables has come: what upper rooms report, by the key under which tables
 * are read.
 */
@Service
public class TableProgress {

  private final Locks locks;
  private final JdbcClient jdbc;

  TableProgress(Locks locks, JdbcClient jdbc) {
    this.locks = locks;
    this.jdbc = jdbc;
  }

  /**
   * Holds, until the transaction ends, whatever would add a table to this key: a reading that is
   * stored meanwhile reaches all tables or finds them waiting.
   */
  public void hold(String readKey) {
    locks.untilCommit("scan", readKey.substring(0, readKey.indexOf('/')));
  }

  /** Notes the job that will read the tables of a key. */
  @Transactional
  public void waitFor(long job, String readKey) {
    jdbc.sql(
            "update scanned_table set job_id = :job, version = version + 1"
                + " where read_key = :key and status in ('queued', 'indexing')")
        .param("job", job)
        .param("key", readKey)
        .update();
  }

  /** Notes that the tables of a key are being read. */
  @Transactional
  public void indexing(String readKey) {
    jdbc.sql(
            "update scanned_table set status = 'indexing', version = version + 1"
                + " where read_key = :key and status = 'queued'")
        .param("key", readKey)
        .update();
  }

  /** What a reading chose and found, as {@link Table} shows it. */
  public record Outcome(
      String model,
      int turn,
      double scale,
      float confidence,
      boolean looksLikeTable,
      int digits,
      int occurrences,
      List<Inset> insets) {

    /** As they are stored: of each x, y, width, height, scale. */
    Double[] otherSizes() {
      return insets.stream()
          .flatMap(
              inset ->
                  Stream.of(
                      (double) inset.part().x(),
                      (double) inset.part().y(),
                      (double) inset.part().width(),
                      (double) inset.part().height(),
                      inset.scale()))
          .toArray(Double[]::new);
    }
  }

  /** Notes that the tables of a key have been read. */
  @Transactional
  public void indexed(String readKey, Outcome outcome) {
    jdbc.sql(
            """
            update scanned_table set status = 'indexed', problem = null, why = null,
              model_version = :model, turn = :turn, scale = :scale, confidence = :confidence,
              looks_like_table = :looksLikeTable, digits = :digits, occurrences = :occurrences,
              other_sizes = :otherSizes, version = version + 1
            where read_key = :key
            """)
        .param("model", outcome.model())
        .param("turn", outcome.turn())
        .param("scale", outcome.scale())
        .param("confidence", outcome.confidence())
        .param("looksLikeTable", outcome.looksLikeTable())
        .param("digits", outcome.digits())
        .param("occurrences", outcome.occurrences())
        .param("otherSizes", outcome.otherSizes())
        .param("key", readKey)
        .update();
  }

  /** Sends the tables of a key back to the queue. */
  @Transactional
  public void queued(String readKey) {
    queued(List.of(readKey));
  }

  /** The same for many keys. */
  @Transactional
  public void queued(Collection<String> readKeys) {
    jdbc.sql(
            """
            update scanned_table set status = 'queued', problem = null, why = null,
              model_version = null, turn = null, scale = null, confidence = null,
              looks_like_table = null, digits = null, occurrences = null, other_sizes = null,
              version = version + 1
            where read_key = any(:keys)
            """)
        .param("keys", readKeys.toArray(String[]::new))
        .update();
  }

  /**
   * Notes that the tables of a key could not be read.
   *
   * @param problem a slug, as in the problem documents
   * @param arguments of the slug's messages
   */
  @Transactional
  public void failed(String readKey, String problem, Object... arguments) {
    fail(readKey, "status <> 'indexed'", problem, arguments);
  }

  /** The same, for those of the tables that have no better reason yet. */
  @Transactional
  public void failedUnlessTold(String readKey, String problem, Object... arguments) {
    fail(readKey, "status in ('queued', 'indexing')", problem, arguments);
  }

  private void fail(String readKey, String condition, String problem, Object... arguments) {
    jdbc.sql(
            "update scanned_table set status = 'failed', problem = :problem, why = :why,"
                + " version = version + 1 where read_key = :key and "
                + condition)
        .param("problem", problem)
        .param(
            "why", Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining("\n")))
        .param("key", readKey)
        .update();
  }
}
