package org.tabularium.app.corpus;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;

/** The editions of all corpora: described, found again by their description, described anew. */
@Service
class Editions {

  /** What {@link #edition} reads; {@code ep} and {@code eq} are who made and changed it. */
  static final String COLUMNS =
      """
       e.title, e.authors, e.printers, e.publishers, e.place, e.year, e.handle,
         e.corpus_id as edition_corpus, e.created_at as edition_created, ep.name as edition_by,
         e.changed_at as edition_changed, eq.name as edition_changed_by
      """;

  private static final String SELECT =
      "select e.id as edition_id,"
          + COLUMNS
          + """
             from edition e
             join person ep on ep.id = e.created_by
             left join person eq on eq.id = e.changed_by
            """;

  private final EditionRows rows;
  private final Corpora corpora;
  private final Locks locks;
  private final JdbcClient jdbc;

  Editions(EditionRows rows, Corpora corpora, Locks locks, JdbcClient jdbc) {
    this.rows = rows;
    this.corpora = corpora;
    this.locks = locks;
    this.jdbc = jdbc;
  }

  /** An edition from a row with {@link #COLUMNS}. */
  static Edition edition(ResultSet row, long id) throws SQLException {
    return new Edition(
        id,
        row.getLong("edition_corpus"),
        row.getString("title"),
        strings(row.getArray("authors")),
        strings(row.getArray("printers")),
        strings(row.getArray("publishers")),
        row.getString("place"),
        row.getObject("year", Integer.class),
        row.getString("handle"),
        Times.of(row, "edition_created"),
        row.getString("edition_by"),
        Times.orNull(row, "edition_changed"),
        row.getString("edition_changed_by"));
  }

  private static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  /** The editions of a corpus, the oldest first. */
  @Transactional(readOnly = true)
  List<Edition> list(long corpus) {
    corpora.get(corpus);
    return jdbc.sql(SELECT + " where e.corpus_id = :corpus order by e.year, e.title, e.id")
        .param("corpus", corpus)
        .query((row, n) -> edition(row, row.getLong("edition_id")))
        .list();
  }

  /**
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  Edition get(long id) {
    return jdbc.sql(SELECT + " where e.id = :id")
        .param("id", id)
        .query((row, n) -> edition(row, id))
        .optional()
        .orElseThrow(() -> Problem.notFound("no-such-edition", id));
  }

  /** The edition of a corpus that is described like this, made if it is new. */
  @Transactional
  Edition describe(long corpus, EditionFields fields, Person by) {
    corpora.get(corpus);
    return get(of(corpus, fields, by));
  }

  /** Describes an edition anew. */
  @Transactional
  Edition redescribe(long id, EditionFields fields, Person by) {
    EditionRow row = rows.findById(id).orElseThrow(() -> Problem.notFound("no-such-edition", id));
    rows.findByCorpusIdAndFingerprint(row.corpusId, fields.fingerprint())
        .filter(other -> other.id != id)
        .ifPresent(
            other -> {
              throw new Problem(HttpStatus.CONFLICT, "edition-twin", String.valueOf(other.id));
            });
    row.describeAnew(fields, by.id());
    rows.saveAndFlush(row);
    return get(id);
  }

  /**
   * The edition that a table belongs to, by what is known best: its number, its description, or
   * what a metadata file said about a page of this name. Null when nothing is known.
   */
  @Nullable Long of(
      long corpus, @Nullable Long id, EditionFields fields, String fileName, Person by) {
    if (id != null) {
      if (get(id).corpus() != corpus) {
        throw new Problem(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "edition-elsewhere",
            id.toString(),
            Long.toString(corpus));
      }
      return id;
    }
    if (!fields.isEmpty()) {
      return of(corpus, fields, by);
    }
    return jdbc.sql(
            "select edition_id from page_description where corpus_id = :corpus and page_id = :page")
        .param("corpus", corpus)
        .param("page", FileNames.pageId(fileName))
        .query(Long.class)
        .optional()
        .orElse(null);
  }

  /** The edition of this description, made if it is new. */
  long of(long corpus, EditionFields fields, Person by) {
    String fingerprint = fields.fingerprint();
    locks.untilCommit("edition", corpus + "/" + fingerprint);
    return rows.findByCorpusIdAndFingerprint(corpus, fingerprint)
        .orElseGet(() -> rows.saveAndFlush(new EditionRow(corpus, fields, by.id())))
        .id;
  }

  /** The edition of the same description in another corpus, made if it is new. */
  long sameIn(long corpus, long edition, Person by) {
    return of(corpus, get(edition).fields(), by);
  }

  /** Deletes those of these editions that nothing belongs to any more; tells how many. */
  int forgetIfUnused(Collection<Long> ids) {
    return ids.isEmpty()
        ? 0
        : jdbc.sql(
                """
                delete from edition e where e.id in (:ids)
                  and not exists (select 1 from scanned_table t where t.edition_id = e.id)
                  and not exists (select 1 from page_description d where d.edition_id = e.id)
                """)
            .param("ids", ids)
            .update();
  }
}
