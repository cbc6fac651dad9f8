package org.tabularium.app.corpus;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;

/** The corpora. */
@Service
public class Corpora {

  private static final int LONGEST_NAME = 200;
  private static final int COVERS = 4;
  private static final String SELECT =
      """
      select c.*, p.name as person_name, q.name as changed_name, n.*
      from corpus c
      join person p on p.id = c.created_by
      left join person q on q.id = c.changed_by
      cross join lateral (
        select count(*) as tables,
          count(*) filter (where t.status = 'indexed') as indexed,
          count(*) filter (where t.status in ('queued', 'indexing')) as waiting,
          count(*) filter (where t.status = 'failed') as failed,
          count(distinct t.edition_id) as editions,
          min(e.year) as year_from,
          max(e.year) as year_to
        from scanned_table t left join edition e on e.id = t.edition_id
        where t.corpus_id = c.id) n
      """;

  private final CorpusRows rows;
  private final TableViews views;
  private final Locks locks;
  private final JdbcClient jdbc;
  private final MessageSource messages;

  Corpora(CorpusRows rows, TableViews views, Locks locks, JdbcClient jdbc, MessageSource messages) {
    this.rows = rows;
    this.views = views;
    this.locks = locks;
    this.jdbc = jdbc;
    this.messages = messages;
  }

  /** All corpora, by name. */
  @Transactional(readOnly = true)
  public List<Corpus> list() {
    return jdbc.sql(SELECT + " order by lower(c.name)").query(this::corpus).list().stream()
        .map(this::withCovers)
        .toList();
  }

  /** All corpora, by name, and nothing that would have to be counted. */
  @Transactional(readOnly = true)
  public List<Table.CorpusName> names() {
    return jdbc.sql("select id, name, generated from corpus order by lower(name)")
        .query(
            (row, n) ->
                new Table.CorpusName(
                    row.getLong("id"), row.getString("name"), row.getBoolean("generated")))
        .list();
  }

  /**
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public Corpus get(long id) {
    return find(id).orElseThrow(() -> Problem.notFound("no-such-corpus", id));
  }

  @Transactional(readOnly = true)
  public Optional<Corpus> find(long id) {
    return jdbc.sql(SELECT + " where c.id = :id")
        .param("id", id)
        .query(this::corpus)
        .optional()
        .map(this::withCovers);
  }

  private Corpus withCovers(Corpus corpus) {
    return corpus.with(views.page(TableFilter.ALL.in(corpus.id()), 0, COVERS));
  }

  /**
   * Makes a corpus.
   *
   * @throws Problem 409 when the name is taken, 422 when it is none
   */
  @Transactional
  public Corpus create(String name, String description, boolean generated, Person by) {
    String cleaned = name(name);
    locks.untilCommit("corpus-name", cleaned.toLowerCase(Locale.ROOT));
    find(cleaned)
        .ifPresent(
            other -> {
              throw new Problem(HttpStatus.CONFLICT, "corpus-name-taken", cleaned);
            });
    return get(insert(cleaned, description.strip(), generated, by));
  }

  /** Changes what is not null. */
  @Transactional
  Corpus change(long id, @Nullable String name, @Nullable String description, Person by) {
    CorpusRow row = rows.findById(id).orElseThrow(() -> Problem.notFound("no-such-corpus", id));
    if (name != null) {
      String cleaned = name(name);
      locks.untilCommit("corpus-name", cleaned.toLowerCase(Locale.ROOT));
      find(cleaned)
          .filter(other -> other != id)
          .ifPresent(
              other -> {
                throw new Problem(HttpStatus.CONFLICT, "corpus-name-taken", cleaned);
              });
      row.name = cleaned;
    }
    if (description != null) {
      row.description = description.strip();
    }
    row.changedBy = by.id().value();
    row.changedAt = Instant.now();
    rows.saveAndFlush(row);
    return get(id);
  }

  /** How many editions are described in a corpus, with tables or without. */
  int editions(long id) {
    return jdbc.sql("select count(*) from edition where corpus_id = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  /** Deletes a corpus that has no tables any more. */
  void delete(long id) {
    jdbc.sql("delete from page_description where corpus_id = :id").param("id", id).update();
    jdbc.sql("delete from edition where corpus_id = :id").param("id", id).update();
    jdbc.sql("delete from corpus where id = :id").param("id", id).update();
  }

  /**
   * The corpus of this name or number, made if it is a new name.
   *
   * @param nameOrId null or blank for the corpus of uploads that name none
   */
  long findOrCreate(@Nullable String nameOrId, Person by) {
    String wanted =
        nameOrId == null || nameOrId.isBlank()
            ? Objects.requireNonNull(
                messages.getMessage("corpus.default", null, "Uploads", Locale.ENGLISH))
            : nameOrId.strip();
    if (wanted.matches("\\d{1,18}")) {
      return get(Long.parseLong(wanted)).id();
    }
    String cleaned = name(wanted);
    return find(cleaned)
        .orElseGet(
            () -> {
              locks.untilCommit("corpus-name", cleaned.toLowerCase(Locale.ROOT));
              return find(cleaned).orElseGet(() -> insert(cleaned, "", false, by));
            });
  }

  /** The number of the corpus of this name, whatever the case. */
  Optional<Long> find(String name) {
    return jdbc.sql("select id from corpus where lower(name) = lower(:name)")
        .param("name", name)
        .query(Long.class)
        .optional();
  }

  /** The numbers of the corpora of these names or numbers. */
  @Transactional(readOnly = true)
  public Set<Long> idsOf(List<String> namesOrIds) {
    return jdbc.sql("select id from corpus where id in (:ids) or lower(name) in (:names)")
        .param("ids", TableViews.ids(namesOrIds))
        .param("names", namesOrIds.stream().map(c -> c.toLowerCase(Locale.ROOT)).toList())
        .query(Long.class)
        .set();
  }

  /** Whether a corpus was typeset by a program: nothing of anybody else belongs there. */
  boolean isGenerated(long id) {
    return jdbc.sql("select generated from corpus where id = :id")
        .param("id", id)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** Everything in a generated corpus is labelled as generated, which a scan of a book is not. */
  void refuseIfGenerated(long corpus) {
    if (isGenerated(corpus)) {
      throw new Problem(HttpStatus.CONFLICT, "corpus-generated", Long.toString(corpus));
    }
  }

  private long insert(String name, String description, boolean generated, Person by) {
    return rows.saveAndFlush(new CorpusRow(name, description, generated, by.id().value())).id;
  }

  private static String name(String name) {
    String cleaned = name.replaceAll("[\\p{Cntrl}]", " ").strip();
    if (cleaned.isEmpty() || cleaned.length() > LONGEST_NAME) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "corpus-name-length", LONGEST_NAME);
    }
    if (cleaned.matches("\\d+")) {
      // It could not be told from a corpus's number.
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "corpus-name-number", cleaned);
    }
    return cleaned;
  }

  private Corpus corpus(ResultSet row, int n) throws SQLException {
    long id = row.getLong("id");
    return new Corpus(
        id,
        row.getString("name"),
        row.getString("description"),
        row.getBoolean("generated"),
        row.getInt("tables"),
        row.getInt("indexed"),
        row.getInt("waiting"),
        row.getInt("failed"),
        row.getInt("editions"),
        row.getObject("year_from", Integer.class),
        row.getObject("year_to", Integer.class),
        List.of(),
        row.getTimestamp("created_at").toInstant(),
        row.getString("person_name"),
        Times.orNull(row, "changed_at"),
        row.getString("changed_name"));
  }

  /** What a corpus can be narrowed by. */
  @Transactional(readOnly = true)
  public Facets facets(long corpus) {
    record Counted(
        long id, String title, String[] authors, String place, @Nullable Integer year, int count) {}
    List<Counted> editions =
        jdbc.sql(
                """
                select e.id, e.title, e.authors, e.place, e.year, count(*) as count
                from edition e join scanned_table t on t.edition_id = e.id
                where t.corpus_id = :corpus group by e.id order by e.year nulls last, e.title, e.id
                """)
            .param("corpus", corpus)
            .query(
                (row, n) ->
                    new Counted(
                        row.getLong("id"),
                        row.getString("title"),
                        (String[]) row.getArray("authors").getArray(),
                        row.getString("place"),
                        row.getObject("year", Integer.class),
                        row.getInt("count")))
            .list();
    Map<String, Integer> places = new TreeMap<>();
    for (Counted edition : editions) {
      if (!edition.place().isEmpty()) {
        places.merge(edition.place(), edition.count(), Integer::sum);
      }
    }
    IntSummaryStatistics years =
        editions.stream()
            .map(Counted::year)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .summaryStatistics();
    return new Facets(
        editions.stream()
            .map(
                e ->
                    new Facets.EditionFacet(
                        e.id(), label(e.title(), e.authors(), e.place(), e.year()), e.count()))
            .toList(),
        places.entrySet().stream()
            .map(place -> new Facets.PlaceFacet(place.getKey(), place.getValue()))
            .toList(),
        years.getCount() == 0 ? null : years.getMin(),
        years.getCount() == 0 ? null : years.getMax());
  }

  /** "1578 Lyon: Speculum astrologiae", or as much of it as is known. */
  private static String label(
      String title, String[] authors, String place, @Nullable Integer year) {
    String where =
        Stream.of(year == null ? "" : year.toString(), place)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    String what = title.isEmpty() ? String.join("; ", authors) : title;
    return Stream.of(where, what).filter(part -> !part.isEmpty()).collect(Collectors.joining(": "));
  }
}
