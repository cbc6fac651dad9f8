package org.tabularium.app.corpus;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;

/**
 * Deletes tables, scans and corpora with all that depends on them, and keeps a record of it: who,
 * when, what. The record only grows.
 */
@Service
public class Deletions {

  private final TableRows rows;
  private final TableViews views;
  private final Tables tables;
  private final Corpora corpora;
  private final Editions editions;
  private final Locks locks;
  private final List<GoesAlong> along;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  Deletions(
      TableRows rows,
      TableViews views,
      Tables tables,
      Corpora corpora,
      Editions editions,
      Locks locks,
      List<GoesAlong> along,
      JdbcClient jdbc,
      ApplicationEventPublisher events) {
    this.rows = rows;
    this.views = views;
    this.tables = tables;
    this.corpora = corpora;
    this.editions = editions;
    this.locks = locks;
    this.along = along;
    this.jdbc = jdbc;
    this.events = events;
  }

  /**
   * What goes when tables go.
   *
   * @param tables how many tables
   * @param readings how many readings that no other table shares
   * @param waiting how many of the tables wait to be read
   * @param scans how many scans' bytes are used by no other table
   * @param further what other rooms lose, by what it is; labels, for example
   */
  record Dependents(
      int tables, int readings, int waiting, int scans, Map<String, Integer> further) {}

  private record Counts(int tables, int readings, int waiting, int scans) {}

  /** What a delete of these tables would take along. */
  @Transactional(readOnly = true)
  Dependents dependents(Collection<Long> ids) {
    return dependents(ids, null);
  }

  /** What a delete of a corpus, which has these tables, would take along. */
  @Transactional(readOnly = true)
  Dependents dependents(Collection<Long> ids, @Nullable Long corpus) {
    Map<String, Integer> further = new TreeMap<>();
    along.forEach(one -> further.putAll(one.count(ids, corpus)));
    Counts counts = counts(ids);
    return new Dependents(
        counts.tables(), counts.readings(), counts.waiting(), counts.scans(), further);
  }

  private Counts counts(Collection<Long> ids) {
    return jdbc.sql(
            """
            select count(*) as tables,
              count(distinct read_key) filter (where status = 'indexed' and not exists (
                select 1 from scanned_table o
                where o.read_key = t.read_key and not o.id = any(:ids))) as readings,
              count(*) filter (where status in ('queued', 'indexing')) as waiting,
              count(distinct scan_sha256) filter (where not exists (
                select 1 from scanned_table o
                where o.scan_sha256 = t.scan_sha256 and not o.id = any(:ids))) as scans
            from scanned_table t where t.id = any(:ids)
            """)
        .param("ids", ids.toArray(Long[]::new))
        .query(Counts.class)
        .single();
  }

  /**
   * Deletes a table with all that depends on it.
   *
   * @throws Problem 404
   */
  @Transactional
  void table(long id, Person by) {
    Table table = views.get(id);
    Dependents dependents = dependents(List.of(id));
    int gone = delete(List.of(table));
    record(by, "table", title(table), List.of(table.corpus().name()), dependents, gone);
  }

  /**
   * Deletes a scan with all its tables, in whatever corpora they stand.
   *
   * @throws Problem 404
   */
  @Transactional
  void scan(String sha256, Person by) {
    // Before its tables are counted: an upload may be adding one.
    locks.untilCommit("scan", sha256);
    List<Table> all =
        views.findAll(tables.onScan(sha256)).values().stream()
            .sorted(Comparator.comparingLong(Table::id))
            .toList();
    Dependents dependents = dependents(all.stream().map(Table::id).toList());
    int gone = delete(all);
    record(
        by,
        "scan",
        title(all.get(0)),
        all.stream().map(table -> table.corpus().name()).distinct().toList(),
        dependents,
        gone);
  }

  /**
   * Deletes a corpus with its editions, its tables and all that depends on them.
   *
   * @throws Problem 404; 409 when somebody adds to it at the same time
   */
  @Transactional
  void corpus(long id, Person by) {
    Corpus corpus = corpora.get(id);
    List<Long> ids = tables.ofCorpus(id);
    Dependents dependents = dependents(ids);
    int described = corpora.editions(id);
    delete(List.copyOf(views.findAll(ids).values()));
    // After the scans' locks, as an upload takes them: the other way round, two could wait for
    // each other.
    locks.untilCommit("corpus", Long.toString(id));
    if (!tables.ofCorpus(id).isEmpty()) {
      throw new Problem(HttpStatus.CONFLICT, "changed-meanwhile");
    }
    corpora.delete(id);
    record(by, "corpus", corpus.name(), List.of(), dependents, described);
  }

  /** Returns how many editions went, too. */
  private int delete(List<Table> gone) {
    TreeSet<String> scans = new TreeSet<>(gone.stream().map(t -> t.scan().sha256()).toList());
    scans.forEach(sha256 -> locks.untilCommit("scan", sha256));
    rows.deleteAllByIdInBatch(gone.stream().map(Table::id).toList());
    rows.flush();
    events.publishEvent(
        new TablesGone(
            gone.stream().map(Table::id).toList(),
            gone.stream().map(Table::readKey).distinct().toList()));
    scans.forEach(this::deleteScanIfUnused);
    return editions.forgetIfUnused(
        gone.stream()
            .map(Table::edition)
            .filter(Objects::nonNull)
            .map(Edition::id)
            .distinct()
            .toList());
  }

  private void deleteScanIfUnused(String sha256) {
    int rowsDeleted =
        jdbc.sql(
                "delete from scan where sha256 = :sha256"
                    + " and not exists (select 1 from scanned_table where scan_sha256 = :sha256)")
            .param("sha256", sha256)
            .update();
    if (rowsDeleted > 0) {
      events.publishEvent(new ScanGone(sha256));
    }
  }

  private static String title(Table table) {
    Edition edition = table.edition();
    return edition == null || edition.title().isEmpty()
        ? table.fileName()
        : edition.title() + " (" + table.fileName() + ")";
  }

  private void record(
      Person by,
      String kind,
      String title,
      List<String> names,
      Dependents dependents,
      int editions) {
    jdbc.sql(
            """
            insert into deletion (person_id, kind, title, corpora, tables, editions, readings, scans)
            values (:by, :kind, :title, :corpora, :tables, :editions, :readings, :scans)
            """)
        .param("by", by.id().value())
        .param("kind", kind)
        .param("title", title)
        .param("corpora", names.toArray(String[]::new))
        .param("tables", dependents.tables())
        .param("editions", editions)
        .param("readings", dependents.readings())
        .param("scans", dependents.scans())
        .update();
  }

  /** The latest deletions, the latest first. */
  @Transactional(readOnly = true)
  public List<Deletion> latest(int limit) {
    return jdbc.sql(
            """
            select d.*, p.name as person from deletion d join person p on p.id = d.person_id
            order by d.id desc limit :limit
            """)
        .param("limit", limit)
        .query(
            (row, n) ->
                new Deletion(
                    row.getLong("id"),
                    Times.of(row, "at"),
                    row.getString("person"),
                    row.getString("kind"),
                    row.getString("title"),
                    List.of((String[]) row.getArray("corpora").getArray()),
                    row.getInt("tables"),
                    row.getInt("editions"),
                    row.getInt("readings"),
                    row.getInt("scans")))
        .list();
  }
}
