package org.tabularium.app.corpus;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;

/**
 * Describes the pages of a corpus by files. A row describes the scan of that file name, whether it
 * is there already or comes later. What a file would do can be looked at before it is applied;
 * files that were applied are kept.
 */
@Service
class Metadata {

  private static final int MOST = 100;

  private final Corpora corpora;
  private final Editions editions;
  private final TableViews views;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final MessageSource messages;

  Metadata(
      Corpora corpora,
      Editions editions,
      TableViews views,
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      MessageSource messages) {
    this.corpora = corpora;
    this.editions = editions;
    this.views = views;
    this.jdbc = jdbc;
    this.events = events;
    this.messages = messages;
  }

  /**
   * What came of a file, or would come of it. Lists end after a hundred; the numbers count all.
   *
   * @param applied whether it was applied, or only looked at
   * @param encoding the encoding it was read in
   * @param guessed whether the file does not say so, and its accents should be looked at
   * @param separator between its cells
   * @param columns the file's columns that were understood
   * @param missing columns that it lacks
   * @param ignored its columns that mean nothing here
   * @param rows pages that were understood
   * @param editions different editions among them
   * @param newEditions how many of these the corpus did not have
   * @param tables tables of the corpus that they describe
   * @param moved how many of these belonged to another edition, or to none
   * @param matched rows with the tables that they describe
   * @param waiting how many rows describe no table yet
   * @param unmatched those rows; they describe scans of these names that come later
   * @param undescribed how many tables of the corpus no row describes
   * @param problemCount how many rows were not understood, or not quite
   * @param problems those rows
   */
  @Schema(name = "Imported")
  record Imported(
      boolean applied,
      String encoding,
      boolean guessed,
      String separator,
      List<String> columns,
      List<String> missing,
      List<String> ignored,
      int rows,
      int editions,
      int newEditions,
      int tables,
      int moved,
      List<Matched> matched,
      int waiting,
      List<Unmatched> unmatched,
      int undescribed,
      int problemCount,
      List<BadRow> problems) {}

  /**
   * A row and a table that it describes.
   *
   * @param line of the file, counted from 1
   * @param table the table as it is without the row
   * @param title the edition's, as the row says it
   * @param place the same
   * @param year the same
   * @param moves whether the table belongs to another edition, or to none
   */
  record Matched(
      long line, Table table, String title, String place, @Nullable Integer year, boolean moves) {}

  /**
   * A row that describes no table yet.
   *
   * @param page the page's name
   * @param like a table's file name that differs in capitals only
   */
  record Unmatched(long line, String page, @Nullable String like) {}

  /**
   * A row that was not understood, or not quite.
   *
   * @param line of the file, counted from 1
   * @param column that is to blame
   * @param value as it stands there
   * @param why in the reader's language
   */
  record BadRow(long line, String column, String value, String why) {}

  /**
   * What a file would do.
   *
   * @throws Problem 422 when it is no table with a column of page names
   */
  @Transactional(readOnly = true)
  Imported look(long corpus, byte[] csv) {
    corpora.get(corpus);
    return imported(corpus, MetadataFile.of(csv), false);
  }

  /**
   * Applies a file: the tables that it describes move to the editions that it names.
   *
   * @throws Problem 422 when it is no table with a column of page names
   */
  @Transactional
  Imported take(long corpus, byte[] csv, Person by) {
    corpora.get(corpus);
    MetadataFile file = MetadataFile.of(csv);
    Imported imported = imported(corpus, file, true);
    Map<String, List<Long>> tables = tablesByPage(corpus);
    Map<EditionFields, Long> known = new HashMap<>();
    Set<Long> changed = new LinkedHashSet<>();
    // The editions that something leaves go, if nothing is left in them.
    Set<Long> left =
        jdbc.sql("select edition_id from page_description where corpus_id = :corpus")
            .param("corpus", corpus)
            .query(Long.class)
            .set();
    for (MetadataFile.Row row : file.rows()) {
      long edition =
          known.computeIfAbsent(row.edition(), fields -> editions.of(corpus, fields, by));
      describe(corpus, row.page(), edition, by);
      for (long table : tables.getOrDefault(row.page(), List.of())) {
        move(table, edition, by).ifPresent(left::add);
        changed.add(table);
      }
    }
    editions.forgetIfUnused(left);
    if (!changed.isEmpty()) {
      events.publishEvent(new TablesChanged(List.copyOf(changed)));
    }
    return imported;
  }

  private void describe(long corpus, String page, long edition, Person by) {
    jdbc.sql(
            """
            insert into page_description (corpus_id, page_id, edition_id, changed_by, changed_at)
            values (:corpus, :page, :edition, :by, now())
            on conflict (corpus_id, page_id) do update
            set edition_id = :edition, changed_by = :by, changed_at = now()
            """)
        .param("corpus", corpus)
        .param("page", page)
        .param("edition", edition)
        .param("by", by.id().value())
        .update();
  }

  /** Moves a table to an edition; returns the one that it left, if any. */
  private Optional<Long> move(long table, long edition, Person by) {
    return jdbc.sql(
            """
            with before as (select id, edition_id from scanned_table where id = :id for update)
            update scanned_table t set edition_id = :edition, changed_by = :by, changed_at = now(),
              version = version + 1
            from before where t.id = before.id and t.edition_id is distinct from :edition
            returning coalesce(before.edition_id, 0)
            """)
        .param("edition", edition)
        .param("by", by.id().value())
        .param("id", table)
        .query(Long.class)
        .optional()
        .filter(left -> left != 0);
  }

  private Imported imported(long corpus, MetadataFile file, boolean applied) {
    Map<String, List<Long>> tables = tablesByPage(corpus);
    Map<String, String> byLowerCase = new HashMap<>();
    tables.keySet().forEach(page -> byLowerCase.put(page.toLowerCase(Locale.ROOT), page));
    Set<String> fingerprints =
        jdbc.sql("select fingerprint from edition where corpus_id = :corpus")
            .param("corpus", corpus)
            .query(String.class)
            .set();
    Map<Long, String> editionOf = editionOf(corpus);
    Set<String> named = new HashSet<>();
    Set<Long> described = new LinkedHashSet<>();
    List<Unmatched> unmatched = new ArrayList<>();
    record Hit(MetadataFile.Row row, long table, boolean moves) {}
    List<Hit> hits = new ArrayList<>();
    for (MetadataFile.Row row : file.rows()) {
      String fingerprint = row.edition().fingerprint();
      named.add(fingerprint);
      List<Long> of = tables.getOrDefault(row.page(), List.of());
      if (of.isEmpty()) {
        unmatched.add(
            new Unmatched(
                row.line(), row.page(), byLowerCase.get(row.page().toLowerCase(Locale.ROOT))));
      }
      for (long table : of) {
        described.add(table);
        hits.add(new Hit(row, table, !fingerprint.equals(editionOf.get(table))));
      }
    }
    int moved = (int) hits.stream().filter(Hit::moves).count();
    // Those that change first: they are what somebody looks for.
    hits.sort(Comparator.comparing((Hit hit) -> !hit.moves()).thenComparing(h -> h.row().line()));
    List<Hit> shown = hits.subList(0, Math.min(MOST, hits.size()));
    Map<Long, Table> views = this.views.findAll(shown.stream().map(Hit::table).toList());
    return new Imported(
        applied,
        file.encoding(),
        file.guessed(),
        String.valueOf(file.separator()),
        List.copyOf(file.columns().values()),
        file.missing(),
        file.ignored(),
        file.rows().size(),
        named.size(),
        (int) named.stream().filter(one -> !fingerprints.contains(one)).count(),
        described.size(),
        moved,
        shown.stream()
            .filter(hit -> views.containsKey(hit.table()))
            .map(
                hit ->
                    new Matched(
                        hit.row().line(),
                        views.get(hit.table()),
                        hit.row().edition().title(),
                        hit.row().edition().place(),
                        hit.row().edition().year(),
                        hit.moves()))
            .toList(),
        unmatched.size(),
        unmatched.subList(0, Math.min(MOST, unmatched.size())),
        editionOf.size() - described.size(),
        file.problems().size(),
        file.problems().stream().limit(MOST).map(this::badRow).toList());
  }

  private BadRow badRow(MetadataFile.Trouble trouble) {
    String key = "metadata.trouble." + trouble.what();
    return new BadRow(
        trouble.line(),
        trouble.column(),
        trouble.value(),
        String.valueOf(
            messages.getMessage(
                key,
                new Object[] {trouble.column(), trouble.value()},
                key,
                LocaleContextHolder.getLocale())));
  }

  private Map<String, List<Long>> tablesByPage(long corpus) {
    Map<String, List<Long>> tables = new HashMap<>();
    jdbc.sql("select id, file_name from scanned_table where corpus_id = :corpus order by id")
        .param("corpus", corpus)
        .query(
            row -> {
              tables
                  .computeIfAbsent(
                      FileNames.pageId(row.getString("file_name")), page -> new ArrayList<>())
                  .add(row.getLong("id"));
            });
    return tables;
  }

  /** The fingerprint of each table's edition; empty where it has none. */
  private Map<Long, String> editionOf(long corpus) {
    Map<Long, String> editionOf = new HashMap<>();
    jdbc.sql(
            """
            select t.id, coalesce(e.fingerprint, '') as fingerprint
            from scanned_table t left join edition e on e.id = t.edition_id
            where t.corpus_id = :corpus
            """)
        .param("corpus", corpus)
        .query(
            row -> {
              editionOf.put(row.getLong("id"), row.getString("fingerprint"));
            });
    return editionOf;
  }

  // ---- files ----

  /**
   * A file that was sent.
   *
   * @param id its number
   * @param name as its sender calls it
   * @param sentBy who sent it
   * @param appliedBy who applied it; null: it was only looked at
   * @param rows pages that it describes; null until applied
   * @param tables tables that it described when it was applied; null until then
   */
  record Sent(
      long id,
      String name,
      String sentBy,
      Instant sent,
      @Nullable String appliedBy,
      @Nullable Instant applied,
      @Nullable Integer rows,
      @Nullable Integer tables) {}

  private static final String SENT =
      """
      select f.id, f.file_name, p.name as sent_by, f.sent_at, q.name as applied_by, f.applied_at,
        f.rows, f.tables
      from metadata_file f
      join person p on p.id = f.sent_by
      left join person q on q.id = f.applied_by
      """;

  /**
   * Keeps a file to look at. Whatever the same person left unapplied in this corpus is forgotten.
   *
   * @throws Problem 422 when it is no table with a column of page names
   */
  @Transactional
  long send(long corpus, String fileName, byte[] csv, Person by) {
    look(corpus, csv);
    jdbc.sql(
            """
            delete from metadata_file
            where corpus_id = :corpus and sent_by = :by and applied_by is null
            """)
        .param("corpus", corpus)
        .param("by", by.id().value())
        .update();
    return jdbc.sql(
            """
            insert into metadata_file (corpus_id, file_name, content, sent_by)
            values (:corpus, :name, :content, :by) returning id
            """)
        .param("corpus", corpus)
        .param("name", fileName)
        .param("content", csv)
        .param("by", by.id().value())
        .query(Long.class)
        .single();
  }

  /** The files that were applied to a corpus, the latest first. */
  @Transactional(readOnly = true)
  List<Sent> applied(long corpus) {
    return jdbc.sql(
            SENT + " where f.corpus_id = :corpus and f.applied_by is not null order by f.id desc")
        .param("corpus", corpus)
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
        .orElseThrow(() -> Problem.notFound("no-such-metadata-file", file));
  }

  private static Sent sent(ResultSet row) throws SQLException {
    return new Sent(
        row.getLong("id"),
        row.getString("file_name"),
        row.getString("sent_by"),
        Times.of(row, "sent_at"),
        row.getString("applied_by"),
        Times.orNull(row, "applied_at"),
        row.getObject("rows", Integer.class),
        row.getObject("tables", Integer.class));
  }

  /** What a file that was sent would do now. */
  @Transactional(readOnly = true)
  Imported look(long corpus, long file) {
    return imported(corpus, MetadataFile.of(content(corpus, file)), false);
  }

  /**
   * Applies a file that was sent.
   *
   * @throws Problem 404; 409 when it was applied before
   */
  @Transactional
  Imported apply(long corpus, long file, Person by) {
    int mine =
        jdbc.sql(
                """
                update metadata_file
                set applied_by = :by, applied_at = now(), rows = 0, tables = 0
                where corpus_id = :corpus and id = :file and applied_by is null
                """)
            .param("corpus", corpus)
            .param("file", file)
            .param("by", by.id().value())
            .update();
    if (mine == 0) {
      sent(corpus, file);
      throw new Problem(HttpStatus.CONFLICT, "metadata-applied");
    }
    Imported imported = take(corpus, content(corpus, file), by);
    jdbc.sql("update metadata_file set rows = :rows, tables = :tables where id = :file")
        .param("rows", imported.rows())
        .param("tables", imported.tables())
        .param("file", file)
        .update();
    return imported;
  }

  /** Forgets a file that was only looked at. */
  @Transactional
  void forget(long corpus, long file) {
    jdbc.sql(
            """
            delete from metadata_file
            where corpus_id = :corpus and id = :file and applied_by is null
            """)
        .param("corpus", corpus)
        .param("file", file)
        .update();
  }

  private byte[] content(long corpus, long file) {
    return jdbc.sql("select content from metadata_file where corpus_id = :corpus and id = :file")
        .param("corpus", corpus)
        .param("file", file)
        .query(byte[].class)
        .optional()
        .orElseThrow(() -> Problem.notFound("no-such-metadata-file", file));
  }
}
