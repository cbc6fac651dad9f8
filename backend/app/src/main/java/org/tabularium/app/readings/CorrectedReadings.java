package org.tabularium.app.readings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.SaidOfDigits.Said;
import org.tabularium.network.index.VectorIndex;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Corrections;
import org.tabularium.network.reading.Reading;

/**
 * The digits of tables as people corrected them.
 *
 * <p>A reading belongs to a scan and stays as it was read; what is corrected belongs to a table, a
 * version of the model and a revision of the table's labels. Its digits follow from reading and
 * labels and are computed when they are asked for; its vector is stored, for the index. So every
 * version has its own corrected vector, from the same labels, and no new one overwrites what a
 * person said.
 */
@Service
public class CorrectedReadings {

  private static final Logger log = LoggerFactory.getLogger(CorrectedReadings.class);

  private final Readings readings;
  private final SaidOfDigits said;
  private final Tables tables;
  private final Models models;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;

  /** By version: a version never changes. */
  private final Map<String, Optional<ModelSpec>> specs = new ConcurrentHashMap<>();

  CorrectedReadings(
      Readings readings,
      SaidOfDigits said,
      Tables tables,
      Models models,
      JdbcClient jdbc,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    this.readings = readings;
    this.said = said;
    this.tables = tables;
    this.models = models;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.events = events;
  }

  /**
   * The digits of a table; empty until it has been read.
   *
   * @param model the version that somebody cites; null for the active one
   * @throws Problem 404 when there has been no such change of labels, 410 when the version is gone,
   *     or corrected digits are asked for and its file does not say how to make them
   */
  @Transactional(readOnly = true)
  public Optional<TableDigits> find(Table table, @Nullable String model, Digits digits) {
    Optional<Reading> read = readings.cited(table, model);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    if (!digits.corrected()) {
      return Optional.of(new TableDigits(read.get(), read.get(), digits, 0, 0));
    }
    Long until = digits.labels();
    long last = said.last();
    check(until, last);
    Said of = until == null ? said.now(table.id()) : said.after(table.id(), until);
    String version = read.get().modelVersion();
    boolean older = !version.equals(models.active().version());
    if (older && !of.corrections().isEmpty() && spec(version).isEmpty()) {
      throw new Problem(HttpStatus.GONE, "digits-not-corrected", version);
    }
    return Optional.of(
        new TableDigits(
            read.get(),
            corrected(read.get(), of),
            digits,
            of.revision(),
            until == null ? last : until));
  }

  /** Digits of now, of the active version. */
  @Transactional(readOnly = true)
  public Optional<TableDigits> find(Table table) {
    return find(table, null, Digits.CORRECTED);
  }

  /** The number of the last change of labels on any table, which names what is said now. */
  @Transactional(readOnly = true)
  public long last() {
    return said.last();
  }

  /**
   * The digits that an address means: those of now, if nothing was said since.
   *
   * @throws Problem 404 when there has been no such change of labels
   */
  @Transactional(readOnly = true)
  public Digits cited(Digits digits) {
    Long until = digits.labels();
    if (until == null) {
      return digits;
    }
    long last = said.last();
    check(until, last);
    return until == last ? Digits.CORRECTED : digits;
  }

  private static void check(@Nullable Long until, long last) {
    if (until != null && until > last) {
      throw Problem.notFound("no-such-label-change", Long.toString(until));
    }
  }

  /**
   * The vectors of a ranking that differ from those of now: as they were read, or as they were
   * corrected once.
   *
   * @param model the version that read
   */
  @Transactional(readOnly = true)
  public List<Readings.Vector> others(String model, Digits digits) {
    if (digits.now()) {
      return List.of();
    }
    List<Long> ids = List.copyOf(said.revisions().keySet());
    List<Readings.Vector> asRead = readings.vectorsAsRead(ids, model);
    if (!digits.corrected()) {
      return asRead;
    }
    Map<Long, Table> found = tables.find(ids);
    List<Readings.Vector> then = new ArrayList<>();
    for (Readings.Vector one : asRead) {
      Table table = found.get(one.entry().table());
      if (table != null) {
        find(table, model, digits).ifPresent(of -> then.add(vector(one.entry(), of.reading())));
      }
    }
    return then;
  }

  private static Readings.Vector vector(VectorIndex.Entry entry, Reading reading) {
    return new Readings.Vector(
        new VectorIndex.Entry(
            entry.table(),
            entry.corpus(),
            entry.edition(),
            entry.turn(),
            entry.looksLikeTable(),
            reading.occurrences().size()),
        reading.phi());
  }

  private Reading corrected(Reading read, Said of) {
    return of.corrections().isEmpty()
        ? read
        : spec(read.modelVersion())
            .map(spec -> Corrections.apply(read, of.corrections(), spec))
            .orElse(read);
  }

  /** Empty for a version whose file does not say what it reads with. */
  private Optional<ModelSpec> spec(String version) {
    return specs.computeIfAbsent(
        version,
        one -> {
          try {
            return Optional.of(ModelFiles.spec(models.file(one)));
          } catch (IllegalArgumentException e) {
            return Optional.empty();
          }
        });
  }

  // ---- in step with labels and readings ----

  /**
   * Somebody changed what is said of a table: its vectors follow in the same transaction.
   *
   * @param table whose labels the caller holds
   */
  @Transactional
  public void refresh(long table) {
    Table of = tables.find(List.of(table)).get(table);
    if (of == null) {
      return;
    }
    Said now = said.held(table);
    List<String> versions =
        jdbc.sql("select model_version from reading where read_key = :key")
            .param("key", of.readKey())
            .query(String.class)
            .list();
    jdbc.sql("delete from corrected_reading where table_id = :table")
        .param("table", table)
        .update();
    for (String version : versions) {
      readings
          .find(of, version)
          .ifPresent(read -> store(table, read, corrected(read, now), now.revision()));
    }
    events.publishEvent(new DigitsCorrected(table));
  }

  private void store(long table, Reading read, Reading corrected, int revision) {
    boolean same = corrected == read;
    jdbc.sql(
            """
            insert into corrected_reading
              (table_id, model_version, label_revision, digits, bigrams, phi)
            values (:table, :model, :revision, :digits, :bigrams, :phi)
            """)
        .param("table", table)
        .param("model", read.modelVersion())
        .param("revision", revision)
        .param("digits", same ? 0 : Corrections.count(read, corrected))
        .param("bigrams", same ? null : corrected.occurrences().size())
        .param("phi", same ? null : corrected.phi())
        .update();
  }

  /** A version has read a table of which people said something: before the index looks. */
  @EventListener
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void on(ReadingStored stored) {
    for (Table table : tables.sharing(stored.readKey())) {
      if (said.held(table.id()).revision() > 0) {
        refresh(table.id());
      }
    }
  }

  /** Labels that were there before corrected vectors were, and whatever else was missed. */
  @EventListener(ApplicationReadyEvent.class)
  void start() {
    Thread thread =
        new Thread(
            () -> {
              try {
                reconcile();
              } catch (RuntimeException e) {
                log.error("Some labels do not count yet; the next start tries again", e);
              }
            },
            "corrections");
    thread.setDaemon(true);
    thread.start();
  }

  /** Computes the vectors of all tables whose labels are newer. */
  void reconcile() {
    for (Map.Entry<Long, Integer> one : said.revisions().entrySet()) {
      boolean stale =
          jdbc.sql(
                  """
                  select exists (
                    select 1 from scanned_table t join reading r on r.read_key = t.read_key
                    where t.id = :table and not exists (
                      select 1 from corrected_reading c
                      where c.table_id = t.id and c.model_version = r.model_version
                        and c.label_revision = :revision))
                  """)
              .param("table", one.getKey())
              .param("revision", one.getValue())
              .query(Boolean.class)
              .single();
      if (stale) {
        transaction.executeWithoutResult(status -> refresh(one.getKey()));
      }
    }
  }
}
