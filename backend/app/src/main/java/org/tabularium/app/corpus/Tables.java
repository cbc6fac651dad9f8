package org.tabularium.app.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.ScanInfo;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.UnreadableScan;

/** The tables of all corpora: how they come, change and go. */
@Service
public class Tables {

  private final TableRows rows;
  private final TableViews views;
  private final ScanRows scans;
  private final ScanStore store;
  private final Pictures pictures;
  private final Corpora corpora;
  private final Locks locks;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;

  Tables(
      TableRows rows,
      TableViews views,
      ScanRows scans,
      ScanStore store,
      Pictures pictures,
      Corpora corpora,
      Locks locks,
      JdbcClient jdbc,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    this.rows = rows;
    this.views = views;
    this.scans = scans;
    this.store = store;
    this.pictures = pictures;
    this.corpora = corpora;
    this.locks = locks;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.events = events;
  }

  /**
   * What comes with a scan's bytes.
   *
   * @param fileName as the sender calls the file
   * @param corpus a corpus's name or number; made if it is a new name; null for the default one
   * @param edition the number of an edition of that corpus; null if {@code fields} describe it
   * @param fields description of the edition; empty if nothing was said
   * @param page the page in the book; null to take it from the file name
   * @param region the table's part of the scan; null for the whole
   * @param turn degrees clockwise that bring it upright; null leaves it to the evidence
   * @param scale network cells per scan pixel; null leaves it to the evidence
   */
  public record Upload(
      @Nullable String fileName,
      @Nullable String corpus,
      @Nullable Long edition,
      EditionFields fields,
      @Nullable String page,
      @Nullable Region region,
      @Nullable Integer turn,
      @Nullable Double scale) {}

  /**
   * What came of an upload.
   *
   * @param table the table that now stands for the bytes
   * @param existed whether it had been there before
   */
  public record Stored(Table table, boolean existed) {}

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
   * Stores one scan as a table and announces it, so that it will be read.
   *
   * @throws Problem when the bytes are no scan that can be read, the region lies outside it, the
   *     edition is not one of the corpus, or the corpus is a generated one
   */
  public Stored upload(InputStream stream, Upload upload, Person by) throws IOException {
    return upload(stream, upload, by, false);
  }

  /** The same for a page that we typeset ourselves, which alone belongs in a generated corpus. */
  Stored uploadGenerated(InputStream stream, Upload upload, Person by) throws IOException {
    return upload(stream, upload, by, true);
  }

  private Stored upload(InputStream stream, Upload upload, Person by, boolean generated)
      throws IOException {
    try (ScanStore.Incoming bytes = store.receive(stream)) {
      ScanInfo info = Scans.inspect(bytes.path());
      Region region = part(upload.region(), info.width(), info.height());
      if (!scans.existsById(bytes.sha256())) {
        pictures.check(
            bytes.path(),
            new Scan(bytes.sha256(), info.mediaType(), bytes.bytes(), info.width(), info.height()));
      }
      while (true) {
        store.keep(bytes);
        // A delete of the last table on the same bytes may sweep the file away just now.
        Stored stored =
            transaction.execute(status -> store(bytes, info, region, upload, by, generated));
        if (stored != null) {
          return stored;
        }
      }
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    }
  }

  private @Nullable Stored store(
      ScanStore.Incoming bytes,
      ScanInfo info,
      @Nullable Region region,
      Upload upload,
      Person by,
      boolean generated) {
    String sha256 = bytes.sha256();
    locks.untilCommit("scan", sha256);
    if (Files.notExists(store.path(sha256))) {
      return null;
    }
    long corpus = corpora.findOrCreate(upload.corpus(), by);
    locks.untilCommit("corpus", Long.toString(corpus));
    Optional<Long> existing = find(corpus, sha256, region, upload.turn());
    if (existing.isPresent()) {
      return new Stored(get(existing.get()), true);
    }
    if (!generated) {
      refuseIfGenerated(corpus);
    }
    if (!scans.existsById(sha256)) {
      scans.saveAndFlush(
          new ScanRow(sha256, info.mediaType(), bytes.bytes(), info.width(), info.height()));
    }
    String fileName = FileNames.shown(upload.fileName());
    TableRow row =
        new TableRow(
            corpus,
            sha256,
            region,
            upload.turn(),
            upload.scale(),
            fileName,
            upload.page() == null ? FileNames.page(fileName) : upload.page().strip(),
            by.id().value());
    row.editionId = corpora.edition(corpus, upload.edition(), upload.fields(), fileName);
    long id = rows.saveAndFlush(row).id;
    events.publishEvent(new TableWaits(id, row.readKey, by));
    return new Stored(get(id), false);
  }

  private Optional<Long> find(
      long corpus, String sha256, @Nullable Region region, @Nullable Integer turn) {
    return jdbc.sql(
            """
            select id from scanned_table where corpus_id = :corpus and scan_sha256 = :sha256
              and region_x is not distinct from cast(:x as integer)
              and region_y is not distinct from cast(:y as integer)
              and region_width is not distinct from cast(:w as integer)
              and region_height is not distinct from cast(:h as integer)
              and asked_turn is not distinct from cast(:turn as smallint)
            """)
        .param("corpus", corpus)
        .param("sha256", sha256)
        .param("x", region == null ? null : region.x())
        .param("y", region == null ? null : region.y())
        .param("w", region == null ? null : region.width())
        .param("h", region == null ? null : region.height())
        .param("turn", turn)
        .query(Long.class)
        .optional();
  }

  /** Everything in a generated corpus is labelled as generated, which a scan of a book is not. */
  private void refuseIfGenerated(long corpus) {
    if (corpora.isGenerated(corpus)) {
      throw new Problem(HttpStatus.CONFLICT, "corpus-generated", Long.toString(corpus));
    }
  }

  /** The region as it is kept: null when it is the whole scan. */
  private static @Nullable Region part(@Nullable Region region, int width, int height) {
    if (region != null && !region.fits(width, height)) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "region-outside",
          Integer.toString(width),
          Integer.toString(height));
    }
    return region == null || region.equals(Region.whole(width, height)) ? null : region;
  }

  /**
   * @throws Problem 404
   */
  public Table get(long id) {
    return find(id).orElseThrow(() -> Problem.notFound("no-such-table", id));
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

  /** The number of the first of the tables that share a reading. */
  @Transactional(readOnly = true)
  public Optional<Long> firstOf(String readKey) {
    return jdbc.sql("select id from scanned_table where read_key = :key order by id limit 1")
        .param("key", readKey)
        .query(Long.class)
        .optional();
  }

  /** What is read for tables of generated corpora. */
  public Set<String> generatedReadKeys() {
    return jdbc.sql(
            "select t.read_key from scanned_table t join corpus c on c.id = t.corpus_id"
                + " where c.generated")
        .query(String.class)
        .set();
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
        refuseIfGenerated(corpus);
      }
      if (corpus != row.corpusId && row.editionId != null) {
        // Editions belong to corpora: the same description in the other one.
        row.editionId = corpora.sameEditionIn(corpus, row.editionId);
      }
      row.corpusId = corpus;
    }
    if (change.noEdition()) {
      row.editionId = null;
    }
    if (change.edition() != null || change.fields() != null) {
      EditionFields fields = Objects.requireNonNullElse(change.fields(), EditionFields.NONE);
      row.editionId = corpora.edition(row.corpusId, change.edition(), fields, "");
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
        find(
            row.corpusId,
            row.scanSha256,
            row.region(),
            change.asks() ? change.turn() : before.askedTurn());
    if (twin.isPresent() && twin.get() != id) {
      throw new Problem(HttpStatus.CONFLICT, "table-twin", twin.get().toString());
    }
    rows.saveAndFlush(row);
    if (!row.readKey.equals(readKey)) {
      events.publishEvent(new TablesGone(List.of(id), List.of(readKey)));
      events.publishEvent(new TableWaits(id, row.readKey, by));
    }
    events.publishEvent(new TablesChanged(List.of(id)));
    return get(id);
  }

  /** Sends a table back to the queue, to be read again. */
  @Transactional
  public Table again(long id, Person by) {
    hold(get(id).readKey());
    lockRow(id);
    TableRow row = rows.findById(id).orElseThrow(() -> Problem.notFound("no-such-table", id));
    row.unread();
    rows.saveAndFlush(row);
    events.publishEvent(new TableWaits(id, row.readKey, by));
    return get(id);
  }

  /**
   * What goes when tables go.
   *
   * @param tables how many tables
   * @param readings how many of them have been read
   * @param waiting how many of them wait to be read
   * @param scans how many scans' bytes are used by no other table
   */
  public record Dependents(int tables, int readings, int waiting, int scans) {}

  /** What a delete of these tables would take along. */
  @Transactional(readOnly = true)
  public Dependents dependents(Collection<Long> ids) {
    return ids.isEmpty()
        ? new Dependents(0, 0, 0, 0)
        : jdbc.sql(
                """
                select count(*) as tables,
                  count(*) filter (where status = 'indexed') as readings,
                  count(*) filter (where status in ('queued', 'indexing')) as waiting,
                  count(distinct scan_sha256) filter (where not exists (
                    select 1 from scanned_table o
                    where o.scan_sha256 = t.scan_sha256 and o.id not in (:ids))) as scans
                from scanned_table t where t.id in (:ids)
                """)
            .param("ids", ids)
            .query(Dependents.class)
            .single();
  }

  /** Deletes tables with all that depends on them. */
  @Transactional
  public void delete(Collection<Long> ids) {
    List<Table> gone = views.findAll(ids).values().stream().toList();
    gone.stream()
        .map(table -> table.scan().sha256())
        .distinct()
        .sorted()
        .forEach(sha256 -> locks.untilCommit("scan", sha256));
    rows.deleteAllByIdInBatch(gone.stream().map(Table::id).toList());
    rows.flush();
    events.publishEvent(
        new TablesGone(
            gone.stream().map(Table::id).toList(),
            gone.stream().map(Table::readKey).distinct().toList()));
    for (String sha256 :
        new TreeSet<>(gone.stream().map(table -> table.scan().sha256()).toList())) {
      deleteScanIfUnused(sha256);
    }
    corpora.forgetIfUnused(
        gone.stream().map(Table::edition).filter(Objects::nonNull).map(Edition::id).toList());
  }

  /**
   * Deletes a corpus with its editions, its tables and all that depends on them.
   *
   * @throws Problem 409 when somebody adds to it at the same time
   */
  @Transactional
  public void deleteCorpus(long id) {
    corpora.get(id);
    delete(ofCorpus(id));
    // After the scans' locks, as an upload takes them: the other way round, two could wait for
    // each other.
    locks.untilCommit("corpus", Long.toString(id));
    if (!ofCorpus(id).isEmpty()) {
      throw new Problem(HttpStatus.CONFLICT, "changed-meanwhile");
    }
    corpora.delete(id);
  }

  private List<Long> ofCorpus(long id) {
    return jdbc.sql("select id from scanned_table where corpus_id = :id")
        .param("id", id)
        .query(Long.class)
        .list();
  }

  /** Lets a worker that reports on this table wait, instead of one of the two failing. */
  private void lockRow(long id) {
    jdbc.sql("select id from scanned_table where id = :id for update")
        .param("id", id)
        .query(Long.class)
        .optional();
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

  // ---- what upper rooms report ----

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
      int occurrences) {}

  /** Notes that the tables of a key have been read. */
  @Transactional
  public void indexed(String readKey, Outcome outcome) {
    jdbc.sql(
            """
            update scanned_table set status = 'indexed', problem = null, why = null,
              model_version = :model, turn = :turn, scale = :scale, confidence = :confidence,
              looks_like_table = :looksLikeTable, digits = :digits, occurrences = :occurrences,
              version = version + 1
            where read_key = :key
            """)
        .param("model", outcome.model())
        .param("turn", outcome.turn())
        .param("scale", outcome.scale())
        .param("confidence", outcome.confidence())
        .param("looksLikeTable", outcome.looksLikeTable())
        .param("digits", outcome.digits())
        .param("occurrences", outcome.occurrences())
        .param("key", readKey)
        .update();
  }

  /** Sends the tables of a key back to the queue. */
  @Transactional
  public void queued(String readKey) {
    jdbc.sql(
            """
            update scanned_table set status = 'queued', problem = null, why = null,
              model_version = null, turn = null, scale = null, confidence = null,
              looks_like_table = null, digits = null, occurrences = null, version = version + 1
            where read_key = :key
            """)
        .param("key", readKey)
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
