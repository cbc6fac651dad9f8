package org.tabularium.app.annotate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.Person;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Labels and their events in the database. Knows rows, not rules. */
@Component
class LabelRows {

  private static final TypeReference<Map<String, String>> CELLS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final JsonMapper json;

  LabelRows(JdbcClient jdbc, JdbcTemplate batches, JsonMapper json) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.json = json;
  }

  /** What is about to be written: one event without its number and time. */
  record Event(
      @Nullable UUID label,
      @Nullable Mark before,
      @Nullable Mark after,
      @Nullable PageState stateBefore,
      @Nullable PageState stateAfter) {}

  /** The page's row, held until the transaction ends; made if this is the first action on it. */
  LabelPage hold(long table, Person by) {
    jdbc.sql(
            "insert into label_page (table_id, changed_by) values (:table, :by)"
                + " on conflict (table_id) do nothing")
        .param("table", table)
        .param("by", by.id().value())
        .update();
    // Without the join: who waits for the row would look for the person of before, and find
    // nothing.
    jdbc.sql("select 1 from label_page where table_id = :table for update")
        .param("table", table)
        .query(Integer.class)
        .single();
    return page(table).orElseThrow();
  }

  /** Keeps others from labelling the table until the transaction ends; false if nobody has yet. */
  boolean share(long table) {
    return jdbc.sql("select 1 from label_page where table_id = :table for update")
        .param("table", table)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** The number of the last event on any table; 0 before the first. */
  long lastChange() {
    return jdbc.sql("select coalesce(max(id), 0) from label_event").query(Long.class).single();
  }

  /** The revision of a table after the event of this number, whichever table that is of. */
  int revisionAfter(long table, long change) {
    return jdbc.sql(
            "select coalesce(max(revision), 0) from label_event"
                + " where table_id = :table and id <= :change")
        .param("table", table)
        .param("change", change)
        .query(Integer.class)
        .single();
  }

  /** Of all tables that anybody has labelled. */
  Map<Long, Integer> revisions() {
    Map<Long, Integer> revisions = new LinkedHashMap<>();
    jdbc.sql("select table_id, revision from label_page where revision > 0 order by table_id")
        .query(
            row -> {
              revisions.put(row.getLong("table_id"), row.getInt("revision"));
            });
    return revisions;
  }

  Optional<LabelPage> page(long table) {
    return jdbc.sql(PAGE + " where l.table_id = :table")
        .param("table", table)
        .query(LabelRows::page)
        .optional();
  }

  private static final String PAGE =
      """
      select l.*, p.name from label_page l join person p on p.id = l.changed_by
      """;

  private static LabelPage page(ResultSet row, int n) throws SQLException {
    int revision = row.getInt("revision");
    return revision == 0
        ? LabelPage.UNTOUCHED
        : new LabelPage(
            revision,
            PageState.of(row.getString("state")),
            row.getString("name"),
            row.getTimestamp("changed_at").toInstant());
  }

  void page(long table, int revision, PageState state, Person by) {
    jdbc.sql(
            "update label_page set revision = :revision, state = :state, changed_by = :by,"
                + " changed_at = now() where table_id = :table")
        .param("revision", revision)
        .param("state", state.lower())
        .param("by", by.id().value())
        .param("table", table)
        .update();
  }

  /** The pages of these tables that somebody has labelled. */
  Map<Long, LabelPage> pages(Collection<Long> tables) {
    Map<Long, LabelPage> pages = new HashMap<>();
    jdbc.sql(PAGE + " where l.table_id = any(:tables)")
        .param("tables", tables.toArray(Long[]::new))
        .query(
            row -> {
              pages.put(row.getLong("table_id"), page(row, 0));
            });
    return pages;
  }

  /** The tables of these corpora that somebody has labelled, the oldest first. */
  List<Long> labelledOf(Collection<Long> corpora) {
    return jdbc.sql(
            """
            select l.table_id from label_page l join scanned_table t on t.id = l.table_id
            where l.revision > 0 and t.corpus_id = any(:corpora) order by l.table_id
            """)
        .param("corpora", corpora.toArray(Long[]::new))
        .query(Long.class)
        .list();
  }

  /** How many tables of these corpora, of all where there are none, are in each state. */
  Map<PageState, Integer> states(Collection<Long> corpora) {
    Map<PageState, Integer> states = new EnumMap<>(PageState.class);
    jdbc.sql(
            """
            select coalesce(l.state, 'untouched') as state, count(*) as tables
            from scanned_table t left join label_page l on l.table_id = t.id
            where :anywhere or t.corpus_id = any(:corpora) group by 1
            """)
        .param("anywhere", corpora.isEmpty())
        .param("corpora", corpora.toArray(Long[]::new))
        .query(
            row -> {
              states.put(PageState.of(row.getString("state")), row.getInt("tables"));
            });
    return states;
  }

  /** The labels of a table in the order in which they came. */
  List<Label> labels(long table) {
    return labels(List.of(table)).getOrDefault(table, List.of());
  }

  Map<Long, List<Label>> labels(Collection<Long> tables) {
    Map<Long, List<Label>> found = new LinkedHashMap<>();
    jdbc.sql(
            """
            select l.*, p.name from label l join person p on p.id = l.changed_by
            where l.table_id = any(:tables) order by l.table_id, l.y, l.x, l.id
            """)
        .param("tables", tables.toArray(Long[]::new))
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getLong("table_id"), table -> new ArrayList<>())
                  .add(label(row));
            });
    return found;
  }

  private Label label(ResultSet row) throws SQLException {
    String source = row.getString("source");
    return new Label(
        row.getObject("id", UUID.class),
        new Mark(
            LabelKind.of(row.getString("kind")),
            row.getDouble("x"),
            row.getDouble("y"),
            row.getDouble("w"),
            row.getDouble("h"),
            (Integer) row.getObject("digit", Integer.class),
            row.getBoolean("is_first"),
            row.getBoolean("is_last"),
            row.getObject("number", UUID.class),
            row.getString("model_version"),
            source == null ? null : json.readValue(source, CELLS)),
        row.getInt("revision"),
        row.getString("name"),
        row.getTimestamp("changed_at").toInstant());
  }

  /** Writes an action's events, and what is said since. */
  void write(long table, int revision, UUID action, List<Event> events, Person by) {
    batches.batchUpdate(
        """
        insert into label_event
          (table_id, revision, action, person_id, model_version, label, before, after)
        values (?, ?, ?, ?, ?, ?, cast(? as json), cast(? as json))
        """,
        events,
        500,
        (row, event) -> {
          row.setLong(1, table);
          row.setInt(2, revision);
          row.setObject(3, action);
          row.setLong(4, by.id().value());
          row.setString(5, event.after() == null ? null : event.after().model());
          row.setObject(6, event.label());
          row.setString(7, side(event.before(), event.stateBefore()));
          row.setString(8, side(event.after(), event.stateAfter()));
        });
    List<UUID> gone =
        events.stream()
            .filter(event -> event.label() != null && event.after() == null)
            .map(event -> Objects.requireNonNull(event.label()))
            .toList();
    if (!gone.isEmpty()) {
      jdbc.sql("delete from label where table_id = :table and id = any(:gone)")
          .param("table", table)
          .param("gone", gone.toArray(UUID[]::new))
          .update();
    }
    batches.batchUpdate(
        """
        insert into label (id, table_id, kind, x, y, w, h, digit, is_first, is_last, number,
          model_version, source, revision, changed_by)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as json), ?, ?)
        on conflict (id) do update set kind = excluded.kind, x = excluded.x, y = excluded.y,
          w = excluded.w, h = excluded.h, digit = excluded.digit, is_first = excluded.is_first,
          is_last = excluded.is_last, number = excluded.number,
          model_version = excluded.model_version, source = excluded.source,
          revision = excluded.revision, changed_by = excluded.changed_by, changed_at = now()
        where label.table_id = excluded.table_id
        """,
        events.stream().filter(event -> event.label() != null && event.after() != null).toList(),
        500,
        (row, event) -> {
          Mark mark = Objects.requireNonNull(event.after());
          row.setObject(1, event.label());
          row.setLong(2, table);
          row.setString(3, mark.kind().lower());
          row.setDouble(4, mark.x());
          row.setDouble(5, mark.y());
          row.setDouble(6, mark.w());
          row.setDouble(7, mark.h());
          if (mark.digit() == null) {
            row.setNull(8, Types.SMALLINT);
          } else {
            row.setInt(8, mark.digit());
          }
          row.setBoolean(9, mark.first());
          row.setBoolean(10, mark.last());
          row.setObject(11, mark.number());
          row.setString(12, mark.model());
          row.setString(13, mark.source() == null ? null : json.writeValueAsString(mark.source()));
          row.setInt(14, revision);
          row.setLong(15, by.id().value());
        });
  }

  private @Nullable String side(@Nullable Mark mark, @Nullable PageState state) {
    if (mark != null) {
      return json.writeValueAsString(mark);
    }
    return state == null ? null : json.writeValueAsString(Map.of("state", state.lower()));
  }

  /** Every label that was ever on a table. */
  Set<UUID> ever(long table) {
    return Set.copyOf(
        jdbc.sql(
                "select distinct label from label_event"
                    + " where table_id = :table and label is not null")
            .param("table", table)
            .query(UUID.class)
            .list());
  }

  /** Whether an action has come here before. */
  boolean knows(long table, UUID action) {
    return jdbc.sql(
            "select exists (select 1 from label_event where table_id = :table and action = :action)")
        .param("table", table)
        .param("action", action)
        .query(Boolean.class)
        .single();
  }

  /** Which of these labels stand on other tables. */
  boolean elsewhere(long table, Collection<UUID> ids) {
    return jdbc.sql(
            "select exists (select 1 from label where id = any(:ids) and table_id <> :table)")
        .param("ids", ids.toArray(UUID[]::new))
        .param("table", table)
        .query(Boolean.class)
        .single();
  }

  /**
   * Events of a table, the latest first.
   *
   * @param label only those of this label; null: all
   * @param after only those of later revisions than this
   * @param before only those of lesser numbers than this; null: from the last
   */
  List<LabelEvent> events(
      long table, @Nullable UUID label, int after, @Nullable Long before, int limit) {
    return jdbc.sql(
            """
            select e.*, p.name from label_event e join person p on p.id = e.person_id
            where e.table_id = :table and e.revision > :after
              and (cast(:label as uuid) is null or e.label = :label)
              and (cast(:before as bigint) is null or e.id < :before)
            order by e.id desc limit :limit
            """)
        .param("table", table)
        .param("after", after)
        .param("label", label, Types.OTHER)
        .param("before", before, Types.BIGINT)
        .param("limit", limit)
        .query((row, n) -> event(row))
        .list();
  }

  private LabelEvent event(ResultSet row) throws SQLException {
    UUID label = row.getObject("label", UUID.class);
    String before = row.getString("before");
    String after = row.getString("after");
    return new LabelEvent(
        row.getLong("id"),
        row.getInt("revision"),
        row.getObject("action", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getString("name"),
        row.getString("model_version"),
        label,
        label == null || before == null ? null : json.readValue(before, Mark.class),
        label == null || after == null ? null : json.readValue(after, Mark.class),
        label == null ? state(before) : null,
        label == null ? state(after) : null);
  }

  private @Nullable PageState state(@Nullable String written) {
    return written == null ? null : PageState.of(json.readTree(written).get("state").asString());
  }

  /** What was said of a table at a revision, from the events alone. */
  List<Label> at(long table, int revision) {
    return jdbc.sql(
            """
            select * from (
              select distinct on (e.label) e.*, p.name
              from label_event e join person p on p.id = e.person_id
              where e.table_id = :table and e.revision <= :revision and e.label is not null
              order by e.label, e.id desc) latest
            where after is not null
            """)
        .param("table", table)
        .param("revision", revision)
        .query(
            (row, n) ->
                new Label(
                    row.getObject("label", UUID.class),
                    json.readValue(row.getString("after"), Mark.class),
                    row.getInt("revision"),
                    row.getString("name"),
                    row.getTimestamp("at").toInstant()))
        .list();
  }

  /** The page's state at a revision, from the events alone. */
  PageState stateAt(long table, int revision) {
    return jdbc.sql(
            """
            select after ->> 'state' from label_event
            where table_id = :table and revision <= :revision and label is null
            order by id desc limit 1
            """)
        .param("table", table)
        .param("revision", revision)
        .query(String.class)
        .optional()
        .map(PageState::of)
        .orElse(PageState.UNTOUCHED);
  }
}
