package org.tabularium.app.annotate.formats;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.annotate.LabelIntake;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;

/**
 * Label files that people send from pages. What a file would do is looked at before it is applied;
 * files that were applied are kept.
 */
@Service
class LabelUploads {

  private final LabelIntake intake;
  private final LabelFileReader reader;
  private final JdbcClient jdbc;

  LabelUploads(LabelIntake intake, LabelFileReader reader, JdbcClient jdbc) {
    this.intake = intake;
    this.reader = reader;
    this.jdbc = jdbc;
  }

  /**
   * A file that was sent.
   *
   * @param table the table that it is about; null: a whole corpus
   * @param appliedBy who applied it; null: it was only looked at
   * @param labels labels that it made or changed; null until applied
   * @param tables on which
   */
  record Sent(
      long id,
      @Nullable Long table,
      String name,
      String sentBy,
      Instant sent,
      @Nullable String appliedBy,
      @Nullable Instant applied,
      @Nullable Integer labels,
      @Nullable Integer tables) {}

  private static final String SENT =
      """
      select f.*, p.name as sender, q.name as applier from label_file f
      join person p on p.id = f.sent_by left join person q on q.id = f.applied_by
      """;

  /**
   * Keeps a file to look at. Whatever the same person left unapplied in this corpus is forgotten.
   *
   * @throws Problem 404; 422 when it cannot be understood
   */
  @Transactional
  long send(long corpus, @Nullable Long table, String name, byte[] content, Person by) {
    look(corpus, table, name, content);
    jdbc.sql(
            "delete from label_file"
                + " where corpus_id = :corpus and sent_by = :by and applied_by is null")
        .param("corpus", corpus)
        .param("by", by.id().value())
        .update();
    return jdbc.sql(
            """
            insert into label_file (corpus_id, table_id, file_name, content, sent_by)
            values (:corpus, :table, :name, :content, :by) returning id
            """)
        .param("corpus", corpus)
        .param("table", table, java.sql.Types.BIGINT)
        .param("name", name)
        .param("content", content)
        .param("by", by.id().value())
        .query(Long.class)
        .single();
  }

  private LabelIntake.Imported look(
      long corpus, @Nullable Long table, String name, byte[] content) {
    return intake.take(corpus, reader.read(name, content), new LabelIntake.How(table, false, null));
  }

  /** The files that were applied to a corpus, the latest first. */
  @Transactional(readOnly = true)
  List<Sent> applied(long corpus, @Nullable Long table) {
    return jdbc.sql(
            SENT
                + " where f.corpus_id = :corpus and f.applied_by is not null"
                + " and (cast(:table as bigint) is null or f.table_id = :table)"
                + " order by f.id desc limit 50")
        .param("corpus", corpus)
        .param("table", table, java.sql.Types.BIGINT)
        .query((row, n) -> sent(row))
        .list();
  }

  /**
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  Sent sent(long corpus, long file) {
    return jdbc.sql(SENT + " where f.corpus_id = :corpus and f.id = :file")
        .param("corpus", corpus)
        .param("file", file)
        .query((row, n) -> sent(row))
        .optional()
        .orElseThrow(() -> Problem.notFound("no-such-label-file", file));
  }

  private static Sent sent(ResultSet row) throws SQLException {
    java.sql.Timestamp applied = row.getTimestamp("applied_at");
    return new Sent(
        row.getLong("id"),
        row.getObject("table_id", Long.class),
        row.getString("file_name"),
        row.getString("sender"),
        row.getTimestamp("sent_at").toInstant(),
        row.getString("applier"),
        applied == null ? null : applied.toInstant(),
        row.getObject("labels", Integer.class),
        row.getObject("tables", Integer.class));
  }

  /** What a file that was sent would do now. */
  @Transactional(readOnly = true)
  LabelIntake.Imported look(long corpus, Sent file) {
    return look(corpus, file.table(), file.name(), content(file.id()));
  }

  /**
   * Applies a file that was sent.
   *
   * @throws Problem 404; 409 when it was applied before
   */
  @Transactional
  void apply(long corpus, long id, boolean overrule, Person by) {
    int mine =
        jdbc.sql(
                """
                update label_file set applied_by = :by, applied_at = now(), labels = 0, tables = 0
                where corpus_id = :corpus and id = :file and applied_by is null
                """)
            .param("corpus", corpus)
            .param("file", id)
            .param("by", by.id().value())
            .update();
    Sent file = sent(corpus, id);
    if (mine == 0) {
      throw new Problem(HttpStatus.CONFLICT, "metadata-applied");
    }
    LabelIntake.Imported done =
        intake.take(
            corpus,
            reader.read(file.name(), content(id)),
            new LabelIntake.How(file.table(), overrule, by));
    jdbc.sql("update label_file set labels = :labels, tables = :tables where id = :file")
        .param("labels", done.labels() + done.replaced())
        .param("tables", done.tables())
        .param("file", id)
        .update();
  }

  /** Forgets a file that was only looked at. */
  @Transactional
  void forget(long corpus, long file) {
    jdbc.sql(
            "delete from label_file"
                + " where corpus_id = :corpus and id = :file and applied_by is null")
        .param("corpus", corpus)
        .param("file", file)
        .update();
  }

  private byte[] content(long file) {
    return jdbc.sql("select content from label_file where id = :file")
        .param("file", file)
        .query(byte[].class)
        .single();
  }
}
