package org.tabularium.app.corpus;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Region;

/** Reads tables as others see them: joined with corpus, edition, scan and person in one query. */
@Repository
@Transactional(readOnly = true)
class TableViews {

  private static final String FROM =
      """
       from scanned_table t
       join corpus c on c.id = t.corpus_id
       join scan s on s.sha256 = t.scan_sha256
       join person p on p.id = t.created_by
       left join edition e on e.id = t.edition_id
       left join label_page l on l.table_id = t.id
      """;

  /** Nobody has labelled what has no page of labels. */
  private static final String LABEL_STATE = "coalesce(l.state, 'untouched')";

  private static final String PEOPLE =
      """
       left join person q on q.id = t.changed_by
       left join person ep on ep.id = e.created_by
       left join person eq on eq.id = e.changed_by
      """;

  private static final String SELECT =
      """
      select t.*, c.name as corpus_name, c.generated as corpus_generated, c.version as corpus_version,
        s.media_type, s.bytes, s.width, s.height, p.name as person_name,
        q.name as changed_name, e.version as edition_version,
      """
          + LABEL_STATE
          + " as label_state, "
          + Editions.COLUMNS
          + FROM
          + PEOPLE;

  /** By edition, then by page as people count them, then as they came. */
  private static final String ORDER =
      """
       order by e.year nulls last, e.title nulls last, e.id nulls last,
         cast(nullif(regexp_replace(t.page, '[^0-9]', '', 'g'), '') as numeric) nulls last, t.file_name, t.id
      """;

  private final JdbcClient jdbc;
  private final MessageSource messages;

  TableViews(JdbcClient jdbc, MessageSource messages) {
    this.jdbc = jdbc;
    this.messages = messages;
  }

  Optional<Table> find(long id) {
    return jdbc.sql(SELECT + " where t.id = :id").param("id", id).query(this::table).optional();
  }

  /**
   * @throws Problem 404
   */
  Table get(long id) {
    return find(id).orElseThrow(() -> Problem.notFound("no-such-table", id));
  }

  /** The number of the table of this identity. */
  Optional<Long> find(long corpus, String sha256, @Nullable Region region, @Nullable Integer turn) {
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

  /** The tables of these numbers; those that have gone are missing. */
  Map<Long, Table> findAll(Collection<Long> ids) {
    return ids.isEmpty()
        ? Map.of()
        : jdbc
            .sql(SELECT + " where t.id in (:ids)")
            .param("ids", ids)
            .query(this::table)
            .list()
            .stream()
            .collect(Collectors.toMap(Table::id, Function.identity()));
  }

  List<Table> sharing(String readKey) {
    return jdbc.sql(SELECT + " where t.read_key = :key order by t.id")
        .param("key", readKey)
        .query(this::table)
        .list();
  }

  List<Table> page(TableFilter filter, int page, int size) {
    Where where = where(filter);
    return jdbc.sql(SELECT + where.sql + ORDER + " limit :size offset :offset")
        .params(where.params)
        .param("size", size)
        .param("offset", (long) page * size)
        .query(this::table)
        .list();
  }

  long count(TableFilter filter) {
    Where where = where(filter);
    return jdbc.sql("select count(*)" + FROM + where.sql)
        .params(where.params)
        .query(Long.class)
        .single();
  }

  List<Long> ids(TableFilter filter) {
    Where where = where(filter);
    return jdbc.sql("select t.id" + FROM + where.sql).params(where.params).query(Long.class).list();
  }

  /** The numbers of the editions that have such tables. */
  Set<Long> editions(TableFilter filter) {
    Where where = where(filter);
    return jdbc.sql(
            "select distinct e.id"
                + FROM
                + (where.sql.isEmpty() ? " where " : where.sql + " and ")
                + "e.id is not null")
        .params(where.params)
        .query(Long.class)
        .set();
  }

  /** How many such tables each year printed; those of no year are missing. */
  SortedMap<Integer, Integer> years(TableFilter filter) {
    Where where = where(filter);
    SortedMap<Integer, Integer> years = new TreeMap<>();
    jdbc.sql(
            "select e.year, count(*) as count"
                + FROM
                + (where.sql.isEmpty() ? " where " : where.sql + " and ")
                + "e.year is not null group by e.year")
        .params(where.params)
        .query(
            row -> {
              years.put(row.getInt("year"), row.getInt("count"));
            });
    return years;
  }

  private record Where(String sql, Map<String, Object> params) {}

  private static Where where(TableFilter filter) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> params = new HashMap<>();
    if (!filter.corpora().isEmpty()) {
      conditions.add("(c.id in (:corpusIds) or lower(c.name) in (:corpusNames))");
      params.put("corpusIds", ids(filter.corpora()));
      params.put(
          "corpusNames", filter.corpora().stream().map(c -> c.toLowerCase(Locale.ROOT)).toList());
    }
    if (filter.edition() != null) {
      conditions.add("e.id = :edition");
      params.put("edition", filter.edition());
    }
    if (filter.author() != null) {
      conditions.add("array_to_string(e.authors, chr(10)) ilike :author");
      params.put("author", anywhere(filter.author()));
    }
    if (filter.printer() != null) {
      conditions.add("array_to_string(e.printers, chr(10)) ilike :printer");
      params.put("printer", anywhere(filter.printer()));
    }
    if (filter.place() != null) {
      conditions.add("e.place ilike :place");
      params.put("place", anywhere(filter.place()));
    }
    if (filter.yearFrom() != null) {
      conditions.add("e.year >= :yearFrom");
      params.put("yearFrom", filter.yearFrom());
    }
    if (filter.yearTo() != null) {
      conditions.add("e.year <= :yearTo");
      params.put("yearTo", filter.yearTo());
    }
    if (!filter.statuses().isEmpty()) {
      conditions.add("t.status in (:statuses)");
      params.put("statuses", filter.statuses().stream().map(TableStatus::lower).toList());
    }
    if (filter.labelState() != null) {
      conditions.add(LABEL_STATE + " = :labelState");
      params.put("labelState", filter.labelState());
    }
    if (filter.table() != null) {
      conditions.add("t.looks_like_table = :table");
      params.put("table", filter.table());
    }
    if (filter.turn() != null) {
      conditions.add("t.turn = :turn");
      params.put("turn", filter.turn());
    }
    if (filter.bigramsFrom() != null) {
      conditions.add("t.occurrences >= :bigramsFrom");
      params.put("bigramsFrom", filter.bigramsFrom());
    }
    if (filter.bigramsTo() != null) {
      conditions.add("t.occurrences <= :bigramsTo");
      params.put("bigramsTo", filter.bigramsTo());
    }
    if (filter.until() != null) {
      conditions.add("t.created_at <= :until");
      params.put("until", Timestamp.from(filter.until()));
    }
    if (filter.q() != null) {
      String[] words = filter.q().split("\\s+");
      for (int i = 0; i < words.length; i++) {
        conditions.add(
            "concat_ws(chr(10), e.title, array_to_string(e.authors, chr(10)),"
                + " array_to_string(e.printers, chr(10)), array_to_string(e.publishers, chr(10)),"
                + " e.place, cast(e.year as text), t.file_name, t.page) ilike :word"
                + i);
        params.put("word" + i, anywhere(words[i]));
      }
    }
    return new Where(
        conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions), params);
  }

  /** Numbers among names; never empty, since SQL knows no empty list. */
  static List<Long> ids(List<String> corpora) {
    List<Long> ids = new ArrayList<>(List.of(-1L));
    corpora.stream().filter(c -> c.matches("\\d{1,18}")).map(Long::valueOf).forEach(ids::add);
    return ids;
  }

  private static String anywhere(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  private Table table(ResultSet row, int n) throws SQLException {
    Long edition = row.getObject("edition_id", Long.class);
    Integer x = row.getObject("region_x", Integer.class);
    Scan scan =
        new Scan(
            row.getString("scan_sha256"),
            row.getString("media_type"),
            row.getLong("bytes"),
            row.getInt("width"),
            row.getInt("height"));
    int[] region =
        x == null
            ? new int[] {0, 0, scan.width(), scan.height()}
            : new int[] {
              x, row.getInt("region_y"), row.getInt("region_width"), row.getInt("region_height")
            };
    Integer askedTurn = row.getObject("asked_turn", Integer.class);
    Integer turn = row.getObject("turn", Integer.class);
    TableStatus status = TableStatus.of(row.getString("status"));
    Table.Failure failure =
        status == TableStatus.FAILED
            ? failure(row.getString("problem"), row.getString("why"))
            : null;
    boolean waits = status == TableStatus.QUEUED || status == TableStatus.INDEXING;
    return new Table(
        row.getLong("id"),
        row.getString("file_name"),
        row.getString("page"),
        new Table.CorpusName(
            row.getLong("corpus_id"),
            row.getString("corpus_name"),
            row.getBoolean("corpus_generated")),
        edition == null ? null : Editions.edition(row, edition),
        scan,
        region,
        x == null,
        status.lower(),
        failure,
        failure == null ? null : failure.detail(),
        waits ? row.getObject("job_id", Long.class) : null,
        askedTurn,
        row.getObject("asked_scale", Double.class),
        row.getString("model_version"),
        turn,
        row.getObject("scale", Double.class),
        otherSizes(row),
        row.getObject("confidence", Float.class),
        row.getObject("looks_like_table", Boolean.class),
        row.getObject("digits", Integer.class),
        row.getObject("occurrences", Integer.class),
        row.getString("label_state"),
        "/iiif/3/" + scan.sha256(),
        thumbnail(scan.sha256(), x == null ? null : region, turn != null ? turn : askedTurn),
        row.getTimestamp("created_at").toInstant(),
        row.getString("person_name"),
        Times.orNull(row, "changed_at"),
        row.getString("changed_name"),
        row.getString("read_key"),
        String.format(
            Locale.ROOT,
            "%d-%d-%d-%d-%s",
            row.getLong("id"),
            row.getInt("version"),
            row.getInt("corpus_version"),
            row.getInt("edition_version"),
            row.getString("label_state")));
  }

  private static @Nullable List<Table.OtherSize> otherSizes(ResultSet row) throws SQLException {
    Array array = row.getArray("other_sizes");
    return array == null ? null : otherSizes((Double[]) array.getArray(), row.getDouble("scale"));
  }

  /**
   * @param n of each x, y, width, height, scale
   * @param whole the scale of the rest
   */
  static List<Table.OtherSize> otherSizes(Double[] n, double whole) {
    List<Table.OtherSize> sizes = new ArrayList<>();
    for (int i = 0; i < n.length; i += 5) {
      int[] part = {n[i].intValue(), n[i + 1].intValue(), n[i + 2].intValue(), n[i + 3].intValue()};
      sizes.add(new Table.OtherSize(part, n[i + 4], whole / n[i + 4]));
    }
    return sizes;
  }

  /** The address of a small picture, turned upright. */
  static String thumbnail(String sha256, int @Nullable [] region, @Nullable Integer turn) {
    String part =
        region == null
            ? "full"
            : Arrays.stream(region).mapToObj(Integer::toString).collect(Collectors.joining(","));
    return "/iiif/3/"
        + sha256
        + "/"
        + part
        + "/!320,320/"
        + (turn == null ? 0 : turn)
        + "/default.jpg";
  }

  private Table.Failure failure(String problem, @Nullable String detail) {
    Object[] arguments = detail == null ? new Object[0] : detail.split("\\n");
    Locale locale = LocaleContextHolder.getLocale();
    String title = messages.getMessage("problem." + problem + ".title", arguments, problem, locale);
    return new Table.Failure(
        "/problems/" + problem,
        String.valueOf(title),
        String.valueOf(
            messages.getMessage("problem." + problem + ".detail", arguments, title, locale)));
  }
}
