package org.tabularium.app.readings;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableProgress;
import org.tabularium.app.corpus.TableStatus;
import org.tabularium.app.corpus.TableWaits;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.corpus.TablesGone;
import org.tabularium.app.jobs.JobEnded;
import org.tabularium.app.jobs.JobState;
import org.tabularium.app.jobs.JobView;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.jobs.Urgency;
import org.tabularium.app.models.Model;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.PersonId;
import org.tabularium.network.index.VectorIndex;
import org.tabularium.network.reading.Reading;

/** The stored readings of the active model, and the work that still has to be done for them. */
@Service
public class Readings {

  /** The kind of the jobs that read. */
  public static final String KIND = "read";

  private static final Logger log = LoggerFactory.getLogger(Readings.class);

  private final ReadingRows rows;
  private final StoredReading stored;
  private final Remembered remembered;
  private final Tables tables;
  private final TableProgress progress;
  private final Models models;
  private final Jobs jobs;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;

  Readings(
      ReadingRows rows,
      StoredReading stored,
      Remembered remembered,
      Tables tables,
      TableProgress progress,
      Models models,
      Jobs jobs,
      JdbcClient jdbc,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    this.rows = rows;
    this.stored = stored;
    this.remembered = remembered;
    this.tables = tables;
    this.progress = progress;
    this.models = models;
    this.jobs = jobs;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.events = events;
  }

  /** What the active model read in a table; empty until it has. */
  @Transactional(readOnly = true)
  public Optional<Reading> find(Table table) {
    return find(table.readKey());
  }

  /** What a model, active or not, read in a table; empty when it never did. */
  @Transactional(readOnly = true)
  public Optional<Reading> find(Table table, String model) {
    return find(table.readKey(), model);
  }

  /**
   * What the version that somebody cites read in a table.
   *
   * @param version null for the active one
   * @throws org.tabularium.app.platform.Problem 410 when that version is not here any more
   */
  @Transactional(readOnly = true)
  public Optional<Reading> cited(Table table, @Nullable String version) {
    String older = models.cited(version);
    return older == null ? find(table) : find(table, older);
  }

  /** The versions that have read a table, the latest first; none that was discarded. */
  @Transactional(readOnly = true)
  public List<Model> versions(Table table) {
    List<String> read = rows.versionsOf(table.readKey());
    return models.list().stream()
        .filter(one -> one.state() != Model.State.DISCARDED && read.contains(one.version()))
        .toList();
  }

  private Optional<Reading> find(String readKey) {
    return find(readKey, models.active().version());
  }

  Optional<Reading> find(String readKey, String model) {
    return rows.idOf(readKey, model).flatMap(row -> remembered.of(row, () -> stored.find(row)));
  }

  /**
   * A table's feature vector, for the index.
   *
   * @param entry the table
   * @param phi length 100
   */
  public record Vector(VectorIndex.Entry entry, float[] phi) {}

  /** All tables that can be found and that a model has read; those of no edition have edition 0. */
  @Transactional(readOnly = true)
  public void eachVector(String model, Consumer<Vector> taker) {
    eachVector(model, INDEXED, taker);
  }

  /** The same of a model that is not active: whatever it has read. */
  @Transactional(readOnly = true)
  public void eachVectorOf(String model, Consumer<Vector> taker) {
    eachVector(model, "", taker);
  }

  private void eachVector(String model, String also, Consumer<Vector> taker) {
    jdbc.sql(VECTORS + also)
        .withFetchSize(1000)
        .param("model", model)
        .query((ResultSet row) -> taker.accept(vector(row)));
  }

  /**
   * The same for these tables; those that have gone or were not read by this version are missing.
   */
  @Transactional(readOnly = true)
  public List<Vector> vectors(Collection<Long> ids, String version) {
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql(VECTORS + INDEXED + " and t.id = any(:ids)")
            .param("model", version)
            .param("ids", ids.toArray(Long[]::new))
            .query((row, n) -> vector(row))
            .list();
  }

  /** The bigrams that a version read in these tables, as they stand on the page. */
  @Transactional(readOnly = true)
  public Map<Long, short[]> bigrams(Collection<Long> ids, String version) {
    Map<Long, short[]> found = new HashMap<>();
    if (!ids.isEmpty()) {
      jdbc.sql(
              """
              select t.id, r.bigrams from scanned_table t
              join reading r on r.read_key = t.read_key and r.model_version = :model
              where t.id = any(:ids)
              """)
          .withFetchSize(1000)
          .param("model", version)
          .param("ids", ids.toArray(Long[]::new))
          .query(
              (ResultSet row) -> {
                Short[] boxed = (Short[]) row.getArray("bigrams").getArray();
                short[] bigrams = new short[boxed.length];
                for (int i = 0; i < bigrams.length; i++) {
                  bigrams[i] = boxed[i];
                }
                found.put(row.getLong("id"), bigrams);
              });
    }
    return found;
  }

  /** The same as they were read, whatever people corrected. */
  @Transactional(readOnly = true)
  List<Vector> vectorsAsRead(Collection<Long> ids, String version) {
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql(AS_READ + " where t.id = any(:ids)")
            .param("model", version)
            .param("ids", ids.toArray(Long[]::new))
            .query((row, n) -> vector(row))
            .list();
  }

  private static final String OF_TABLES =
      """
      from scanned_table t
      join reading r on r.read_key = t.read_key and r.model_version = :model
      """;

  private static final String TABLE =
      """
      select t.id, t.corpus_id, coalesce(t.edition_id, 0) as edition, r.turn, r.looks_like_table,
      """;

  private static final String AS_READ =
      TABLE + " cardinality(r.bigrams) as bigrams, r.phi " + OF_TABLES;

  /** As people corrected them, where they did. */
  private static final String VECTORS =
      TABLE
          + " coalesce(c.bigrams, cardinality(r.bigrams)) as bigrams, coalesce(c.phi, r.phi) as phi"
          + " "
          + OF_TABLES
          + """
          left join corrected_reading c
            on c.table_id = t.id and c.model_version = r.model_version
          """;

  private static final String INDEXED = " where t.status = 'indexed'";

  private static Vector vector(ResultSet row) throws SQLException {
    Array array = row.getArray("phi");
    Float[] boxed = (Float[]) array.getArray();
    float[] phi = new float[boxed.length];
    for (int i = 0; i < phi.length; i++) {
      phi[i] = boxed[i];
    }
    return new Vector(
        new VectorIndex.Entry(
            row.getLong("id"),
            row.getLong("corpus_id"),
            row.getLong("edition"),
            row.getInt("turn"),
            row.getBoolean("looks_like_table"),
            row.getInt("bigrams")),
        phi);
  }

  // ---- from table to reading ----

  /** A new table: its reading is there already, or a job is queued, both with the table or not. */
  @EventListener
  void on(TableWaits waits) {
    Optional<Reading> known = find(waits.readKey(), models.stored());
    if (known.isPresent()) {
      indexed(waits.readKey(), known.get());
    } else {
      Table table = tables.get(waits.table());
      submit(
          waits.readKey(),
          table.fileName(),
          waits.by().id(),
          waits.unasked() ? Urgency.BACKGROUND : Urgency.AWAITED);
    }
  }

  private void submit(String readKey, String subject, PersonId by, Urgency urgency) {
    if (!models.active().reads()) {
      return; // It waits for a version that this build can read with.
    }
    long job = jobs.submit(KIND, identity(readKey), subject, by, urgency);
    progress.waitFor(job, readKey);
  }

  /** For a table that waits, though another version was activated than was to read it. */
  @Transactional
  void submitAgain(String readKey, String subject, PersonId by) {
    Optional<Reading> known = find(readKey, models.storedUntilCommit());
    if (known.isPresent()) {
      indexed(readKey, known.get());
    } else if (tables.sharing(readKey).stream().anyMatch(Readings::waits)) {
      submit(readKey, subject, by, Urgency.AWAITED);
    }
  }

  private String identity(String readKey) {
    return readKey + "@" + models.stored();
  }

  /** The version in a job's identity. */
  static String version(String identity) {
    return identity.substring(identity.lastIndexOf('@') + 1);
  }

  /** The key in a job's identity. */
  public static String readKey(String identity) {
    return identity.substring(0, identity.lastIndexOf('@'));
  }

  /**
   * Stores a reading and, if the active model made it, tells the tables, in one transaction. What a
   * candidate reads is only kept.
   */
  @Transactional
  void store(String readKey, Reading reading) {
    progress.hold(readKey);
    if (tables.sharing(readKey).isEmpty()) {
      return;
    }
    String active = models.storedUntilCommit();
    if (models.isDiscarded(reading.modelVersion())) {
      return; // Meanwhile, so that nobody would delete it any more.
    }
    if (!rows.existsByReadKeyAndModelVersion(readKey, reading.modelVersion())) {
      rows.saveAndFlush(new ReadingRow(readKey, reading));
    }
    if (reading.modelVersion().equals(active)) {
      indexed(readKey, reading);
    } else {
      events.publishEvent(new ReadingStored(readKey, reading.modelVersion()));
    }
  }

  private void indexed(String readKey, Reading reading) {
    progress.indexed(
        readKey,
        new TableProgress.Outcome(
            reading.modelVersion(),
            reading.turn().degrees(),
            reading.scale(),
            reading.scaleConfidence(),
            reading.looksLikeTable(),
            reading.digits().size(),
            reading.occurrences().size(),
            reading.frame().insets()));
    events.publishEvent(new ReadingStored(readKey, reading.modelVersion()));
  }

  /** Tables have gone: what only they needed goes with them. */
  @EventListener
  void on(TablesGone gone) {
    for (String readKey : gone.readKeys()) {
      if (tables.sharing(readKey).isEmpty()) {
        jobs.cancel(KIND, identity(readKey));
        jdbc.sql("delete from reading where read_key = :key").param("key", readKey).update();
      }
    }
  }

  /** A job that ended without a reading is told to its tables. */
  @EventListener
  void on(JobEnded ended) {
    if (!ended.kind().equals(KIND) || !version(ended.identity()).equals(models.stored())) {
      return;
    }
    String readKey = readKey(ended.identity());
    if (ended.state() == JobState.CANCELLED) {
      progress.failed(readKey, "reading-cancelled");
    } else if (ended.state() == JobState.FAILED) {
      // Where the handler knew why, the tables know already.
      progress.failedUnlessTold(readKey, "reading-failed", Long.toString(ended.id()));
    }
  }

  /** In the background: with ten thousand tables to queue, nobody should wait for the pages. */
  @EventListener(ApplicationReadyEvent.class)
  public void reconcileSoon() {
    Thread thread =
        new Thread(
            () -> {
              try {
                reconcile();
              } catch (RuntimeException e) {
                log.error("Unfinished tables could not be queued; the next start tries again", e);
              }
            },
            "readings");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Compares tables with readings and jobs, and makes up for whatever was lost when a process died:
   * after this, every table that waits has a job, unless the active version is one that this build
   * cannot read with. Tables read by another model are read again, behind whatever people ask for
   * meanwhile.
   */
  public void reconcile() {
    jdbc.sql(
            "delete from reading r where not exists"
                + " (select 1 from scanned_table t where t.read_key = r.read_key)")
        .update();
    record Waiting(String readKey, String subject, long person) {}
    List<Waiting> waiting =
        jdbc.sql(
                """
                select t.read_key, min(t.file_name) as subject, min(t.created_by) as person
                from scanned_table t
                where (t.status in ('queued', 'indexing')
                    or t.status = 'indexed' and (t.model_version is distinct from :model
                      or not exists (select 1 from reading r
                        where r.read_key = t.read_key and r.model_version = :model)))
                group by t.read_key order by min(t.id)
                """)
            .param("model", models.stored())
            .query(Waiting.class)
            .list();
    int queued = 0;
    for (Waiting one : waiting) {
      Boolean fresh =
          transaction.execute(
              status -> {
                Optional<Reading> known = find(one.readKey(), models.storedUntilCommit());
                if (known.isPresent()) {
                  indexed(one.readKey(), known.get());
                  return false;
                }
                Optional<JobView> job = jobs.latest(KIND, identity(one.readKey()));
                if (job.isPresent() && !job.get().state().isEnded()) {
                  return false;
                }
                if (job.isPresent() && job.get().state() == JobState.CANCELLED) {
                  progress.failed(one.readKey(), "reading-cancelled");
                  return false;
                }
                if (job.isPresent() && job.get().state() == JobState.FAILED) {
                  progress.failedUnlessTold(
                      one.readKey(), "reading-failed", Long.toString(job.get().id()));
                  return false;
                }
                progress.queued(one.readKey());
                submit(
                    one.readKey(), one.subject(), new PersonId(one.person()), Urgency.BACKGROUND);
                return true;
              });
      queued += Boolean.TRUE.equals(fresh) ? 1 : 0;
    }
    if (queued > 0) {
      log.info("{} tables are queued to be read", queued);
    }
  }

  /** Whether an answer about a table has to wait for its reading. */
  static boolean waits(Table table) {
    return table.is(TableStatus.QUEUED) || table.is(TableStatus.INDEXING);
  }
}
