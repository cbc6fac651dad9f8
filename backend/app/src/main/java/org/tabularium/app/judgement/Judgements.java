package org.tabularium.app.judgement;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/** The record of judgements. */
@Service
public class Judgements {

  static final int LONGEST_NOTE = 4000;

  private static final String SELECT =
      "select j.*, p.name as person from %s j join person p on p.id = j.person_id ";

  private final Tables tables;
  private final Readings readings;
  private final Models models;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  Judgements(
      Tables tables,
      Readings readings,
      Models models,
      JdbcClient jdbc,
      ApplicationEventPublisher events) {
    this.tables = tables;
    this.readings = readings;
    this.models = models;
    this.jdbc = jdbc;
    this.events = events;
  }

  /**
   * Which judgements are listed; null leaves a thing open.
   *
   * @param table one of the two
   * @param verdict what was said
   * @param by the name of who said it, whatever the case
   * @param earlier whether those that a later one has replaced, and those taken back, are listed,
   *     too
   */
  public record Wanted(
      @Nullable Long table, @Nullable Verdict verdict, @Nullable String by, boolean earlier) {}

  /**
   * Writes a judgement down; one that says what the last one said already is not repeated.
   *
   * @param verdict null takes back what was said before
   * @throws Problem 404 for a table that does not exist, 422 for a table with itself, 413 for too
   *     long a note
   */
  @Transactional
  public Judgement judge(
      long a, long b, @Nullable Verdict verdict, List<Reason> reasons, String note, Person by) {
    if (a == b) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "judged-with-itself");
    }
    if (note.length() > LONGEST_NOTE) {
      throw new Problem(HttpStatus.CONTENT_TOO_LARGE, "note-too-long", LONGEST_NOTE);
    }
    Table first = tables.get(Math.min(a, b));
    Table second = tables.get(Math.max(a, b));
    // Two persons at once: one after the other, so that the later line answers the earlier.
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:pair, 7))")
        .param("pair", first.id() + " " + second.id())
        .query((row, n) -> n)
        .list();
    List<Reason> sorted = reasons.stream().distinct().sorted().toList();
    Optional<Judgement> last = history(first.id(), second.id()).stream().findFirst();
    if (last.isPresent()
        && last.get().verdict() == verdict
        && last.get().reasons().equals(sorted)
        && last.get().note().equals(note.strip())
        && last.get().by().equals(by.name())) {
      return last.get();
    }
    long id =
        jdbc.sql(
                """
                insert into judgement (person_id, first_table, second_table, first_scan, second_scan,
                  first_region, second_region, verdict, reasons, note, model_version, cosine)
                values (:by, :first, :second, :firstScan, :secondScan, :firstRegion, :secondRegion,
                  :verdict, :reasons, :note, :model, :cosine)
                returning id
                """)
            .param("by", by.id().value())
            .param("first", first.id())
            .param("second", second.id())
            .param("firstScan", first.scan().sha256())
            .param("secondScan", second.scan().sha256())
            .param("firstRegion", boxed(first.region()))
            .param("secondRegion", boxed(second.region()))
            .param("verdict", verdict == null ? null : verdict.lower())
            .param("reasons", sorted.stream().map(Reason::slug).toArray(String[]::new))
            .param("note", note.strip())
            .param("model", models.active().version())
            .param("cosine", cosine(first, second))
            .query(Long.class)
            .single();
    events.publishEvent(new JudgementGiven(first.id(), second.id()));
    return jdbc.sql(SELECT.formatted("judgement") + "where j.id = :id")
        .param("id", id)
        .query(Judgements::judgement)
        .single();
  }

  private @Nullable Double cosine(Table first, Table second) {
    Optional<Reading> inFirst = readings.find(first);
    Optional<Reading> inSecond = readings.find(second);
    return inFirst.isEmpty() || inSecond.isEmpty()
        ? null
        : Double.valueOf(
            Explainer.score(inFirst.get().phi(), inSecond.get().phi(), ScoreKind.COSINE));
  }

  /** The last word on a pair; empty where there is none, or it was taken back. */
  @Transactional(readOnly = true)
  public Optional<Judgement> now(long a, long b) {
    return history(a, b).stream().findFirst().filter(last -> last.verdict() != null);
  }

  /** All that was ever said of a pair, the latest first. */
  @Transactional(readOnly = true)
  public List<Judgement> history(long a, long b) {
    return jdbc.sql(
            SELECT.formatted("judgement")
                + "where j.first_table = :first and j.second_table = :second order by j.id desc")
        .param("first", Math.min(a, b))
        .param("second", Math.max(a, b))
        .query(Judgements::judgement)
        .list();
  }

  /** What stands now of a table with others, by the number of the other. */
  @Transactional(readOnly = true)
  public Map<Long, Judgement> of(long table) {
    Map<Long, Judgement> found = new HashMap<>();
    jdbc.sql(
            SELECT.formatted("judgement_now")
                + "where j.first_table = :table or j.second_table = :table")
        .param("table", table)
        .query(Judgements::judgement)
        .list()
        .forEach(one -> found.put(one.other(table), one));
    return found;
  }

  /** The latest first. */
  @Transactional(readOnly = true)
  public List<Judgement> list(Wanted wanted, int offset, int limit) {
    return where(SELECT.formatted(wanted.earlier() ? "judgement" : "judgement_now"), wanted)
        .append(" order by j.id desc limit :limit offset :offset")
        .with("limit", limit)
        .with("offset", offset)
        .spec()
        .query(Judgements::judgement)
        .list();
  }

  @Transactional(readOnly = true)
  public int count(Wanted wanted) {
    String from = wanted.earlier() ? "judgement" : "judgement_now";
    return where("select count(*) from " + from + " j join person p on p.id = j.person_id ", wanted)
        .spec()
        .query(Integer.class)
        .single();
  }

  private Statement where(String select, Wanted wanted) {
    Statement statement = new Statement(select + "where true");
    if (wanted.table() != null) {
      statement
          .append(" and (j.first_table = :table or j.second_table = :table)")
          .with("table", wanted.table());
    }
    if (wanted.verdict() != null) {
      statement.append(" and j.verdict = :verdict").with("verdict", wanted.verdict().lower());
    }
    if (wanted.by() != null) {
      statement.append(" and lower(p.name) = lower(:by)").with("by", wanted.by());
    }
    return statement;
  }

  /** A statement that grows. */
  private final class Statement {
    private final StringBuilder sql;
    private final Map<String, Object> values = new HashMap<>();

    Statement(String sql) {
      this.sql = new StringBuilder(sql);
    }

    Statement append(String more) {
      sql.append(more);
      return this;
    }

    Statement with(String name, Object value) {
      values.put(name, value);
      return this;
    }

    JdbcClient.StatementSpec spec() {
      return jdbc.sql(sql.toString()).params(values);
    }
  }

  private static Integer[] boxed(int[] region) {
    return IntStream.of(region).boxed().toArray(Integer[]::new);
  }

  private static Judgement judgement(ResultSet row, int n) throws SQLException {
    String verdict = row.getString("verdict");
    Double cosine = row.getObject("cosine", Double.class);
    return new Judgement(
        row.getLong("id"),
        row.getTimestamp("at").toInstant(),
        row.getString("person"),
        row.getLong("first_table"),
        row.getLong("second_table"),
        row.getString("first_scan"),
        List.of((Integer[]) row.getArray("first_region").getArray()),
        row.getString("second_scan"),
        List.of((Integer[]) row.getArray("second_region").getArray()),
        verdict == null ? null : Verdict.of(verdict),
        strings(row.getArray("reasons")).map(Reason::of).toList(),
        row.getString("note"),
        row.getString("model_version"),
        cosine);
  }

  private static Stream<String> strings(Array array) throws SQLException {
    return Arrays.stream((String[]) array.getArray());
  }
}
