package org.tabularium.app.corpus;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;

/** The tables of all corpora: looked at, listed, corrected. */
@Service
public class Tables {

  private final TableRows rows;
  private final TableViews views;
  private final ScanRows scans;
  private final Corpora corpora;
  private final Editions editions;
  private final Locks locks;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  Tables(
      TableRows rows,
      TableViews views,
      ScanRows scans,
      Corpora corpora,
      Editions editions,
      Locks locks,
      JdbcClient jdbc,
      ApplicationEventPublisher events) {
    this.rows = rows;
    this.views = views;
    this.scans = scans;
    this.corpora = corpora;
    this.editions = editions;
    this.locks = locks;
    this.jdbc = jdbc;
    this.events = events;
  }

  /**
   * A page of a list of tables.
   *
   * @param items the tables
   * @param number the page's, from 0
   * @param size tables a page
   * @param total tables in the whole list
   * @param pages pages of the whole list, at least one
   */
  public record Page(List<Table> items, int number, int size, long total, int pages) {}

  /**
   * @throws Problem 404
   */
  public Table get(long id) {
    return views.get(id);
  }

  public Optional<Table> find(long id) {
    return views.find(id);
  }

  /** Those of these tables that still exist. */
  public Map<Long, Table> find(Collection<Long> ids) {
    return views.findAll(ids);
  }

  public Page list(TableFilter filter, int page, int size) {
    long total = views.count(filter);
    int pages = (int) Math.max(1, (total + size - 1) / size);
    return new Page(views.page(filter, page, size), page, size, total, pages);
  }

  /**
   * The table that an address names: by its number, or, which holds in any database, by what is
   * read of which scan, as in {@link Table#readKey}; a scan's hash alone means the first table on
   * it.
   *
   * @param corpora names or numbers of corpora: where a scan stands in several, the table in the
   *     first of these that it stands in is meant, or else the oldest
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public Table named(String name, List<String> corpora) {
    if (name.matches("\\d{1,18}")) {
      return get(Long.parseLong(name));
    }
    Collection<Table> tables = ScanStore.isName(name) ? find(onScan(name)).values() : sharing(name);
    return tables.stream()
        .min(
            Comparator.comparingInt((Table table) -> place(table.corpus(), corpora))
                .thenComparingLong(Table::id))
        .orElseThrow(() -> Problem.notFound("no-such-scan", name.replaceFirst("/.*", "")));
  }

  /** Where a corpus stands among those that are named; behind all of them if it does not. */
  private static int place(Table.CorpusName corpus, List<String> corpora) {
    return IntStream.range(0, corpora.size())
        .filter(
            i ->
                corpora.get(i).equalsIgnoreCase(corpus.name())
                    || corpora.get(i).equals(Long.toString(corpus.id())))
        .findFirst()
        .orElse(corpora.size());
  }

  /** The numbers of the editions that have tables which a filter lets through. */
  public Set<Long> editions(TableFilter filter) {
    return views.editions(filter);
  }

  /** In which years how many tables were printed that a filter lets through, whatever its years. */
  public Histogram years(TableFilter filter) {
    return Histogram.of(views.years(filter.ofAllYears()));
  }

  /** The numbers of all tables that a filter lets through. */
  public List<Long> ids(TableFilter filter) {
    return views.ids(filter);
  }

  /**
   * The numbers of the tables on a scan.
   *
   * @throws Problem 404 when there is no such scan
   */
  @Transactional(readOnly = true)
  public List<Long> onScan(String sha256) {
    if (!ScanStore.isName(sha256) || !scans.existsById(sha256)) {
      throw Problem.notFound("no-such-scan", sha256);
    }
    return jdbc.sql("select id from scanned_table where scan_sha256 = :sha256")
        .param("sha256", sha256)
        .query(Long.class)
        .list();
  }

  /** The numbers of the tables of a corpus. */
  List<Long> ofCorpus(long id) {
    return jdbc.sql("select id from scanned_table where corpus_id = :id")
        .param("id", id)
        .query(Long.class)
        .list();
  }

  /** The number of the first of the tables that share a reading, for each of these keys. */
  @Transactional(readOnly = true)
  public Map<String, Long> firstOf(Collection<String> readKeys) {
    Map<String, Long> first = new HashMap<>();
    jdbc.sql(
            """
            select read_key, min(id) as id from scanned_table where read_key = any(:keys)
            group by read_key
            """)
        .param("keys", readKeys.toArray(String[]::new))
        .query(
            row -> {
              first.put(row.getString("read_key"), row.getLong("id"));
            });
    return first;
  }

  /** What is read for tables of generated corpora, and for which corpus. */
  @Transactional(readOnly = true)
  public Map<String, Long> generatedReadKeys() {
    Map<String, Long> corpora = new HashMap<>();
    jdbc.sql(
            "select t.read_key, c.id from scanned_table t join corpus c on c.id = t.corpus_id"
                + " where c.generated")
        .query(
            row -> {
              corpora.put(row.getString("read_key"), row.getLong("id"));
            });
    return corpora;
  }

  /** All tables that share a reading. */
  public List<Table> sharing(String readKey) {
    return views.sharing(readKey);
  }

  /**
   * A change of what people say about a table; null leaves a thing as it is.
   *
   * @param corpus name or number of another corpus
   * @param edition number of another edition
   * @param fields the edition described anew: the table goes to the edition of that description
   * @param noEdition takes the table out of its edition
   * @param page another page number
   * @param fileName another file name
   * @param asks whether {@code turn} and {@code scale} are to be taken over
   * @param turn degrees clockwise; null leaves it to the evidence
   * @param scale network cells per scan pixel; null leaves it to the evidence
   */
  record Change(
      @Nullable String corpus,
      @Nullable Long edition,
      @Nullable EditionFields fields,
      boolean noEdition,
      @Nullable String page,
      @Nullable String fileName,
      boolean asks,
      @Nullable Integer turn,
      @Nullable Double scale) {}

  /**
   * Changes a table; another turn or scale sends it back to the queue.
   *
   * @param asked makes the change of the table as it is; nobody else changes it meanwhile, so this
   *     is the place to compare it with what the asker has seen
   */
  @Transactional
  Table change(long id, Function<Table, Change> asked, Person by) {
    locks.untilCommit("scan", get(id).scan().sha256());
    lockRow(id);
    Table before = get(id);
    Change change = asked.apply(before);
    TableRow row = rows.findById(id).orElseThrow(() -> Problem.notFound("no-such-table", id));
    if (change.corpus() != null) {
      long corpus = corpora.findOrCreate(change.corpus(), by);
      if (corpus != row.corpusId) {
        corpora.refuseIfGenerated(corpus);
      }
      if (corpus != row.corpusId && row.editionId != null) {
        // Editions belong to corpora: the same description in the other one.
        row.editionId = editions.sameIn(corpus, row.editionId, by);
      }
      row.corpusId = corpus;
    }
    if (change.noEdition()) {
      row.editionId = null;
    }
    if (change.edition() != null || change.fields() != null) {
      EditionFields fields = Objects.requireNonNullElse(change.fields(), EditionFields.NONE);
      row.editionId = editions.of(row.corpusId, change.edition(), fields, "", by);
    }
    if (change.page() != null) {
      row.page = change.page();
    }
    if (change.fileName() != null) {
      row.fileName = FileNames.shown(change.fileName());
    }
    String readKey = row.readKey;
    if (change.asks()) {
      String wanted = TableRow.readKey(row.scanSha256, row.region(), change.turn(), change.scale());
      if (!wanted.equals(readKey)) {
        row.ask(change.turn(), change.scale());
      }
    }
    Optional<Long> twin =
        views.find(
            row.corpusId,
            row.scanSha256,
            row.region(),
            change.asks() ? change.turn() : before.askedTurn());
    if (twin.isPresent() && twin.get() != id) {
      throw new Problem(HttpStatus.CONFLICT, "table-twin", twin.get().toString());
    }
    row.changed(by.id());
    rows.saveAndFlush(row);
    if (!row.readKey.equals(readKey)) {
      events.publishEvent(new TablesGone(List.of(id), List.of(readKey)));
      events.publishEvent(new TableWaits(id, row.readKey, by, false));
    }
    events.publishEvent(new TablesChanged(List.of(id)));
    return get(id);
  }

  /** Sends a table back to the queue, to be read again. */
  @Transactional
  public Table again(long id, Person by) {
    locks.untilCommit("scan", get(id).scan().sha256());
    lockRow(id);
    TableRow row = rows.findById(id).orElseThrow(() -> Problem.notFound("no-such-table", id));
    row.unread();
    rows.saveAndFlush(row);
    events.publishEvent(new TableWaits(id, row.readKey, by, false));
    return get(id);
  }

  /** Lets a worker that reports on this table wait, instead of one of the two failing. */
  private void lockRow(long id) {
    jdbc.sql("select id from scanned_table where id = :id for update")
        .param("id", id)
        .query(Long.class)
        .optional();
  }
}
