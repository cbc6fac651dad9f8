package org.tabularium.app.annotate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.platform.Person;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Lines of label files about pages that are not here yet, cell by cell as they came. */
@Service
public class LabelsWaiting {

  private static final TypeReference<Map<String, String>> CELLS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final JsonMapper json;

  LabelsWaiting(JdbcClient jdbc, JdbcTemplate batches, JsonMapper json) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.json = json;
  }

  /**
   * Lines that wait for a page.
   *
   * @param page the name of its scan, without the ending
   * @param lines how many
   * @param by who sent them last
   * @param at when
   */
  public record Page(String page, int lines, String by, Instant at) {}

  /** The pages that lines of a corpus wait for, by name. */
  @Transactional(readOnly = true)
  public List<Page> of(long corpus) {
    return jdbc.sql(
            """
            select w.page_id, count(*) as lines, max(w.sent_at) as at,
              (array_agg(p.name order by w.id desc))[1] as by
            from label_waiting w join person p on p.id = w.sent_by
            where w.corpus_id = :corpus group by w.page_id order by w.page_id
            """)
        .param("corpus", corpus)
        .query(
            (row, n) ->
                new Page(
                    row.getString("page_id"),
                    row.getInt("lines"),
                    row.getString("by"),
                    row.getTimestamp("at").toInstant()))
        .list();
  }

  /** Forgets the lines that wait for a page; returns how many there were. */
  @Transactional
  public int forget(long corpus, String page) {
    return jdbc.sql("delete from label_waiting where corpus_id = :corpus and page_id = :page")
        .param("corpus", corpus)
        .param("page", page)
        .update();
  }

  /** All lines that wait in a corpus, in the order in which they came. */
  List<Map<String, String>> lines(long corpus) {
    return jdbc
        .sql("select source::text from label_waiting where corpus_id = :corpus order by id")
        .param("corpus", corpus)
        .query(String.class)
        .list()
        .stream()
        .map(source -> json.readValue(source, CELLS))
        .toList();
  }

  /** Those of these lines that do not wait already. */
  List<Map<String, String>> fresh(long corpus, List<Map<String, String>> lines) {
    if (lines.isEmpty()) {
      return List.of();
    }
    Set<String> there =
        Set.copyOf(
            jdbc.sql("select source::text from label_waiting where corpus_id = :corpus")
                .param("corpus", corpus)
                .query(String.class)
                .list());
    return lines.stream().filter(line -> !there.contains(json.writeValueAsString(line))).toList();
  }

  void keep(long corpus, List<Map<String, String>> lines, Person by) {
    batches.batchUpdate(
        "insert into label_waiting (corpus_id, page_id, source, sent_by)"
            + " values (?, ?, cast(? as json), ?)",
        lines,
        500,
        (row, line) -> {
          row.setLong(1, corpus);
          row.setString(2, LabelLines.page(line));
          row.setString(3, json.writeValueAsString(line));
          row.setLong(4, by.id().value());
        });
  }

  /** How many of these lines wait for which page. */
  static List<LabelIntake.WaitingPage> pages(Collection<Map<String, String>> lines) {
    Map<String, Integer> pages = new TreeMap<>();
    lines.forEach(line -> pages.merge(LabelLines.page(line), 1, Integer::sum));
    return pages.entrySet().stream()
        .map(page -> new LabelIntake.WaitingPage(page.getKey(), page.getValue()))
        .toList();
  }

  private record Waiting(long id, String source, long sentBy) {}

  /** Takes out what waits for a page, by its sender's number. */
  Map<Long, List<Map<String, String>>> takeOut(long corpus, String page, String scan) {
    List<Waiting> waiting =
        jdbc.sql(
                """
                delete from label_waiting where corpus_id = :corpus
                  and (page_id = :page or source ->> 'scan' = :scan)
                returning id, source::text as source, sent_by
                """)
            .param("corpus", corpus)
            .param("page", page)
            .param("scan", scan)
            .query(Waiting.class)
            .list();
    Map<Long, List<Map<String, String>>> bySender = new LinkedHashMap<>();
    waiting.stream()
        .sorted(Comparator.comparingLong(Waiting::id))
        .forEach(
            one ->
                bySender
                    .computeIfAbsent(one.sentBy(), sender -> new ArrayList<>())
                    .add(json.readValue(one.source(), CELLS)));
    return bySender;
  }
}
