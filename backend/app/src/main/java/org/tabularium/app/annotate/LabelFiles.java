package org.tabularium.app.annotate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableWaits;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.corpus.TablesChanged;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.PersonId;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Labels as files: in, out, and frozen for a training. A line comes out as it came in unless
 * somebody corrected it; lines of pages that are not here wait for them.
 */
@Service
public class LabelFiles {

  private static final TypeReference<Map<String, String>> CELLS = new TypeReference<>() {};
  private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,5}$");
  private static final Pattern BOOK = Pattern.compile("_p\\d+[a-z]?$");
  private static final Pattern LABEL = Pattern.compile("(\\^?)(\\d+)(\\$?)");
  private static final int MOST_PROBLEMS = 200;

  private final Labels labels;
  private final LabelRows rows;
  private final Tables tables;
  private final Corpora corpora;
  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final JsonMapper json;

  LabelFiles(
      Labels labels,
      LabelRows rows,
      Tables tables,
      Corpora corpora,
      JdbcClient jdbc,
      JdbcTemplate batches,
      JsonMapper json) {
    this.labels = labels;
    this.rows = rows;
    this.tables = tables;
    this.corpora = corpora;
    this.jdbc = jdbc;
    this.batches = batches;
    this.json = json;
  }

  /**
   * What an import did.
   *
   * @param rows lines of the file
   * @param labels that were made
   * @param tables on which
   * @param known lines that say what was said here before
   * @param waiting lines about pages that are not here yet
   * @param problems lines that were left out, at most 200
   */
  record Imported(
      LabelLayout layout,
      int rows,
      int labels,
      int tables,
      int known,
      int waiting,
      List<Trouble> problems) {}

  /**
   * A line that was left out.
   *
   * @param line its number
   * @param why box, label, outside (the box is not on the scan), or differs (somebody says
   *     otherwise)
   */
  record Trouble(long line, String why, String cell) {}

  /** What one page makes of its lines. */
  private static final class Tally {
    int labels;
    int tables;
    int known;
    final List<Trouble> problems = new ArrayList<>();

    void trouble(Map<String, String> line, String why) {
      if (problems.size() < MOST_PROBLEMS) {
        problems.add(
            new Trouble(
                LabelCsv.lineNumber(line),
                why,
                why.equals("box") || why.equals("outside")
                    ? line.getOrDefault("xywh", "")
                    : LabelCsv.label(line)));
      }
    }
  }

  /**
   * Takes a file's lines over into a corpus.
   *
   * @throws Problem 404, 422
   */
  @Transactional
  Imported take(long corpus, byte[] bytes, Person by) {
    corpora.get(corpus);
    LabelCsv.File file = LabelCsv.read(bytes);
    Map<String, List<Map<String, String>>> pages = new LinkedHashMap<>();
    file.lines()
        .forEach(line -> pages.computeIfAbsent(page(line), page -> new ArrayList<>()).add(line));
    Map<String, List<Table>> here = here(corpus);
    Tally tally = new Tally();
    List<Map<String, String>> waiting = new ArrayList<>();
    pages.forEach(
        (page, lines) -> {
          List<Table> found = here.get(page);
          if (found == null) {
            waiting.addAll(lines);
          } else {
            apply(found, lines, by, tally);
          }
        });
    int kept = keep(corpus, waiting, by);
    return new Imported(
        file.layout(),
        file.lines().size(),
        tally.labels,
        tally.tables,
        tally.known + waiting.size() - kept,
        kept,
        tally.problems);
  }

  private Map<String, List<Table>> here(long corpus) {
    List<Long> ids =
        jdbc.sql("select id from scanned_table where corpus_id = :corpus")
            .param("corpus", corpus)
            .query(Long.class)
            .list();
    Map<String, List<Table>> here = new HashMap<>();
    tables
        .find(ids)
        .values()
        .forEach(
            table ->
                here.computeIfAbsent(pageId(table.fileName()), page -> new ArrayList<>())
                    .add(table));
    return here;
  }

  private int keep(long corpus, List<Map<String, String>> lines, Person by) {
    Set<String> there =
        Set.copyOf(
            jdbc.sql("select source::text from label_waiting where corpus_id = :corpus")
                .param("corpus", corpus)
                .query(String.class)
                .list());
    List<Map<String, String>> fresh =
        lines.stream().filter(line -> !there.contains(json.writeValueAsString(line))).toList();
    batches.batchUpdate(
        "insert into label_waiting (corpus_id, page_id, source, sent_by)"
            + " values (?, ?, cast(? as json), ?)",
        fresh,
        500,
        (row, line) -> {
          row.setLong(1, corpus);
          row.setString(2, page(line));
          row.setString(3, json.writeValueAsString(line));
          row.setLong(4, by.id().value());
        });
    return fresh.size();
  }

  /** A page has come, or has got its name: what waited for it is said of it. */
  @EventListener
  void on(TableWaits waits) {
    tables.find(waits.table()).ifPresent(this::welcome);
  }

  @EventListener
  void on(TablesChanged changed) {
    tables.find(changed.tables()).values().forEach(this::welcome);
  }

  private record Waiting(long id, String source, long sentBy) {}

  private void welcome(Table table) {
    List<Waiting> waiting =
        jdbc.sql(
                "delete from label_waiting where corpus_id = :corpus and page_id = :page"
                    + " returning id, source::text as source, sent_by")
            .param("corpus", table.corpus().id())
            .param("page", pageId(table.fileName()))
            .query(Waiting.class)
            .list();
    if (waiting.isEmpty()) {
      return;
    }
    Map<Long, List<Map<String, String>>> bySender = new TreeMap<>();
    waiting.stream()
        .sorted(Comparator.comparingLong(Waiting::id))
        .forEach(
            one ->
                bySender
                    .computeIfAbsent(one.sentBy(), sender -> new ArrayList<>())
                    .add(json.readValue(one.source(), CELLS)));
    bySender.forEach(
        (sender, lines) ->
            apply(List.of(table), lines, new Person(new PersonId(sender), ""), new Tally()));
  }

  // ---- from lines to labels ----

  private void apply(List<Table> page, List<Map<String, String>> lines, Person by, Tally tally) {
    Map<Long, List<Map<String, String>>> byTable = new LinkedHashMap<>();
    Map<Long, Table> found = new HashMap<>();
    page.forEach(table -> found.put(table.id(), table));
    for (Map<String, String> line : lines) {
      Box box = LabelCsv.box(line);
      if (box == null) {
        tally.trouble(line, "box");
        continue;
      }
      Table table = tableOf(page, box);
      byTable.computeIfAbsent(table.id(), id -> new ArrayList<>()).add(line);
    }
    byTable.forEach((id, own) -> apply(found.get(id), own, by, tally));
  }

  /** Of several tables on a scan the smallest that holds the box, or else the first. */
  private static Table tableOf(List<Table> page, Box box) {
    return page.stream()
        .filter(
            table -> {
              int[] r = table.region();
              return box.centreX() >= r[0]
                  && box.centreY() >= r[1]
                  && box.centreX() <= r[0] + r[2]
                  && box.centreY() <= r[1] + r[3];
            })
        .min(
            Comparator.comparingLong((Table table) -> (long) table.region()[2] * table.region()[3])
                .thenComparingLong(Table::id))
        .orElse(page.get(0));
  }

  private void apply(@Nullable Table table, List<Map<String, String>> lines, Person by, Tally t) {
    Table on = Objects.requireNonNull(table);
    List<Label> now = rows.labels(on.id());
    Set<UUID> ever = rows.ever(on.id());
    List<LabelChange> changes = new ArrayList<>();
    for (Map<String, String> line : lines) {
      List<Mark> marks = marks(line, turn(on));
      if (marks.isEmpty()) {
        t.trouble(line, "label");
        continue;
      }
      if (marks.stream().anyMatch(m -> m.wrong(on.scan().width(), on.scan().height()) != null)) {
        t.trouble(line, "outside");
        continue;
      }
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < marks.size(); i++) {
        ids.add(name(on.id(), line, i));
      }
      if (ids.stream().anyMatch(ever::contains)) {
        t.known++;
        continue;
      }
      List<Label> sameDigit = new ArrayList<>();
      boolean differs = false;
      for (Mark mark : marks) {
        for (Label label : now) {
          if (mark.kind().isVerdict() && label.kind().isVerdict() && label.mark().covers(mark)) {
            boolean same =
                label.kind() == mark.kind() && Objects.equals(label.digit(), mark.digit());
            differs |= !same;
            sameDigit.add(label);
          }
        }
      }
      if (differs) {
        t.trouble(line, "differs");
      } else if (!sameDigit.isEmpty()) {
        t.known++;
      } else {
        for (int i = 0; i < marks.size(); i++) {
          changes.add(new LabelChange(ids.get(i), marks.get(i)));
        }
      }
    }
    if (!changes.isEmpty()) {
      labels.change(on.id(), null, UUID.randomUUID(), changes, null, by);
      t.labels += changes.size();
      t.tables++;
    }
  }

  /** The same line of the same page is the same label, however often the file is sent. */
  private static UUID name(long table, Map<String, String> line, int index) {
    String name =
        table
            + "/"
            + LabelCsv.layout(line)
            + "/"
            + line.get("xywh")
            + "/"
            + LabelCsv.label(line)
            + "/"
            + index;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** What a line says; nothing when it cannot be understood. */
  private static List<Mark> marks(Map<String, String> line, Turn turn) {
    Box box = Objects.requireNonNull(LabelCsv.box(line));
    LabelLayout layout = Objects.requireNonNull(LabelCsv.layout(line));
    String label = LabelCsv.label(line);
    if (layout == LabelLayout.CONTRAST || "contrast".equals(line.get("kind"))) {
      return List.of(Mark.of(LabelKind.CONTRAST, box).from(line));
    }
    if (label.equals(".")) {
      return List.of(Mark.of(LabelKind.NONE, box).from(line));
    }
    if (label.equals("?")) {
      return List.of(Mark.of(LabelKind.UNSURE, box).from(line));
    }
    Matcher matcher = LABEL.matcher(label);
    if (!matcher.matches()) {
      return List.of();
    }
    String digits = matcher.group(2);
    if (layout != LabelLayout.NUMBERS) {
      if (digits.length() != 1) {
        return List.of();
      }
      String number = line.getOrDefault("number_id", "");
      String model = line.getOrDefault("model", "");
      Mark mark =
          Mark.digit(box, digits.charAt(0) - '0')
              .in(
                  number.matches("[0-9a-f-]{36}") ? UUID.fromString(number) : null,
                  !matcher.group(1).isEmpty(),
                  !matcher.group(3).isEmpty())
              .from(line);
      return List.of(model.isEmpty() ? mark : mark.readBy(model));
    }
    UUID number = UUID.randomUUID();
    List<Box> boxes = split(box, digits.length(), turn);
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < digits.length(); i++) {
      marks.add(
          Mark.digit(boxes.get(i), digits.charAt(i) - '0')
              .in(number, i == 0, i == digits.length() - 1)
              .from(line));
    }
    return marks;
  }

  /**
   * A number's box in as many equal parts, along the line of writing; walls between whole pixels,
   * so that the parts make up the box again.
   */
  static List<Box> split(Box box, int n, Turn turn) {
    List<Box> parts = new ArrayList<>();
    double length = turn.sideways() ? box.h() : box.w();
    for (int i = 0; i < n; i++) {
      double from = Math.round(i * length / n);
      double to = i == n - 1 ? length : Math.round((i + 1) * length / n);
      parts.add(
          switch (turn) {
            case UPRIGHT -> new Box(box.x() + from, box.y(), to - from, box.h());
            case HALF -> new Box(box.x() + box.w() - to, box.y(), to - from, box.h());
            case CLOCKWISE -> new Box(box.x(), box.y() + box.h() - to, box.w(), to - from);
            case COUNTERCLOCKWISE -> new Box(box.x(), box.y() + from, box.w(), to - from);
          });
    }
    return parts;
  }

  // ---- from labels to lines ----

  /**
   * The labels of a corpus in a layout, with the lines that wait for their pages.
   *
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  String csv(long corpus, LabelLayout layout) {
    corpora.get(corpus);
    List<Map<String, String>> lines = new ArrayList<>();
    for (LabelledTable table : labels.ofCorpora(List.of(corpus))) {
      lines.addAll(lines(table, layout));
    }
    jdbc
        .sql("select source::text from label_waiting where corpus_id = :corpus order by id")
        .param("corpus", corpus)
        .query(String.class)
        .list()
        .stream()
        .map(source -> json.readValue(source, CELLS))
        .filter(line -> LabelCsv.layout(line) == layout)
        .forEach(lines::add);
    // Lines of a file in their own order, before what people added.
    lines.sort(
        Comparator.comparingLong(
            line -> line.containsKey(LabelCsv.PLACE) ? LabelCsv.lineNumber(line) : Long.MAX_VALUE));
    LinkedHashSet<String> columns = new LinkedHashSet<>();
    lines.stream()
        .filter(line -> line.containsKey(LabelCsv.PLACE))
        .forEach(line -> columns.addAll(line.keySet()));
    columns.addAll(columns.isEmpty() ? layout.columns() : List.of());
    columns.remove(LabelCsv.PLACE);
    return LabelCsv.write(columns, lines);
  }

  /**
   * All labels of these corpora as they are now, for a training and its card. The same labels give
   * the same bytes.
   */
  @Transactional(readOnly = true)
  public FrozenLabels freeze(Collection<Long> of) {
    List<Map<String, String>> lines = new ArrayList<>();
    Map<LabelKind, Integer> kinds = new EnumMap<>(LabelKind.class);
    int[] classes = new int[10];
    Map<Long, Integer> revisions = new TreeMap<>();
    for (LabelledTable table : labels.ofCorpora(of)) {
      revisions.put(table.table().id(), table.page().revision());
      for (Label label : table.labels()) {
        kinds.merge(label.kind(), 1, Integer::sum);
        if (label.kind() == LabelKind.DIGIT) {
          classes[Objects.requireNonNull(label.digit())]++;
        }
      }
      lines.addAll(lines(table, LabelLayout.ALL));
    }
    String csv = LabelCsv.write(LabelLayout.ALL.columns(), lines);
    return new FrozenLabels(csv, sha256(csv), kinds, classes, revisions);
  }

  private static List<Map<String, String>> lines(LabelledTable of, LabelLayout layout) {
    return switch (layout) {
      case NUMBERS ->
          Numbers.of(of.labels(), turn(of.table())).stream()
              .map(number -> line(of.table(), number))
              .toList();
      case CONTRAST ->
          of.labels().stream()
              .filter(label -> label.kind() == LabelKind.CONTRAST)
              .map(label -> line(of.table(), label, layout))
              .toList();
      case DIGITS ->
          of.labels().stream()
              .filter(label -> label.kind().isVerdict())
              .map(label -> line(of.table(), label, layout))
              .toList();
      case ALL -> of.labels().stream().map(label -> full(of, label)).toList();
    };
  }

  private static Map<String, String> line(Table table, Numbers number) {
    Map<String, String> source = number.digits().get(0).mark().source();
    String text = number.text();
    if (LabelCsv.layout(source) == LabelLayout.NUMBERS) {
      Map<String, String> line = new LinkedHashMap<>(Objects.requireNonNull(source));
      if (!same(number.box(), LabelCsv.box(line))) {
        line.put("xywh", LabelCsv.cell(number.box()));
      }
      if (!text.equals(LabelCsv.label(line))) {
        line.replace("element_label", text);
        line.replace("number", text);
      }
      return line;
    }
    Map<String, String> line = blank(table);
    line.put("xywh", LabelCsv.cell(number.box()));
    line.put("element_label", text);
    line.put("number", text);
    return line;
  }

  private static Map<String, String> line(Table table, Label label, LabelLayout layout) {
    Map<String, String> source = label.mark().source();
    if (LabelCsv.layout(source) == layout) {
      Map<String, String> line = new LinkedHashMap<>(Objects.requireNonNull(source));
      if (!same(label.mark().box(), LabelCsv.box(line))) {
        line.put("xywh", LabelCsv.cell(label.mark().box()));
      }
      if (layout == LabelLayout.DIGITS && !element(label.mark()).equals(LabelCsv.label(line))) {
        line.replace("element_label", element(label.mark()));
        line.replace("number", decimal(label.mark()));
      }
      return line;
    }
    Map<String, String> line = blank(table);
    line.put("xywh", LabelCsv.cell(label.mark().box()));
    if (layout == LabelLayout.DIGITS) {
      line.put("element_label", element(label.mark()));
      line.put("number", decimal(label.mark()));
    }
    return line;
  }

  private static Map<String, String> full(LabelledTable of, Label label) {
    Map<String, String> line = blank(of.table());
    Mark mark = label.mark();
    line.put("xywh", LabelCsv.cell(mark.box()));
    line.put("number", mark.digit() == null ? "" : mark.digit().toString());
    line.put("element_label", element(mark));
    line.put("kind", mark.kind().lower());
    line.put("number_id", mark.number() == null ? "" : mark.number().toString());
    line.put("model", mark.model() == null ? "" : mark.model());
    line.put("corpus", of.table().corpus().name());
    line.put(
        "edition", of.table().edition() == null ? "" : Long.toString(of.table().edition().id()));
    line.put("table", Long.toString(of.table().id()));
    line.put("revision", Integer.toString(of.page().revision()));
    line.put("state", of.page().state().lower());
    line.put("scan", of.table().scan().sha256());
    line.put("by", label.by());
    line.put("at", label.at().toString());
    return line;
  }

  private static Map<String, String> blank(Table table) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("page_id", table.fileName());
    line.put("page_id_", table.fileName());
    line.put("book", BOOK.matcher(pageId(table.fileName())).replaceFirst(""));
    return line;
  }

  private static String element(Mark mark) {
    return switch (mark.kind()) {
      case DIGIT -> (mark.first() ? "^" : "") + mark.digit() + (mark.last() ? "$" : "");
      case UNSURE -> "?";
      case NONE, CONTRAST, FLAG -> ".";
    };
  }

  /** As the published file writes its column of numbers. */
  private static String decimal(Mark mark) {
    return mark.kind() == LabelKind.DIGIT ? mark.digit() + ".0" : "";
  }

  private static boolean same(Box box, @Nullable Box other) {
    return other != null
        && Math.abs(box.x() - other.x()) < 0.01
        && Math.abs(box.y() - other.y()) < 0.01
        && Math.abs(box.w() - other.w()) < 0.01
        && Math.abs(box.h() - other.h()) < 0.01;
  }

  /** The name of a line's page: its own column, or the end of an address; without the ending. */
  private static String page(Map<String, String> line) {
    String own = line.getOrDefault("page_id_", "").strip();
    return pageId(own.isEmpty() ? line.getOrDefault("page_id", "").strip() : own);
  }

  private static String pageId(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    return ENDING.matcher(last).replaceFirst("");
  }

  private static Turn turn(Table table) {
    return Turn.ofDegrees(table.turn() == null ? 0 : table.turn());
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
