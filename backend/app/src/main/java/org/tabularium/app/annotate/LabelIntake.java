package org.tabularium.app.annotate;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
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

/**
 * Labels from files. What a file would do can be looked at before it is done. Lines of pages that
 * are not here wait for them; a file overrules nobody unless the person who sends it says so.
 */
@Service
public class LabelIntake {

  private static final int MOST_PROBLEMS = 200;
  private static final int MOST_SHOWN = 100;

  private final Labels labels;
  private final LabelRows rows;
  private final LabelsWaiting waiting;
  private final Tables tables;
  private final Corpora corpora;
  private final JdbcClient jdbc;

  LabelIntake(
      Labels labels,
      LabelRows rows,
      LabelsWaiting waiting,
      Tables tables,
      Corpora corpora,
      JdbcClient jdbc) {
    this.labels = labels;
    this.rows = rows;
    this.waiting = waiting;
    this.tables = tables;
    this.corpora = corpora;
    this.jdbc = jdbc;
  }

  /**
   * What a file did, or would do. Lists end; the numbers count all.
   *
   * @param applied whether it was done, or only looked at
   * @param format of the file: csv, w3c, page, alto, coco or yolo
   * @param layout of its lines; all for formats other than CSV
   * @param rows lines of the file, or places that it names
   * @param labels that were made
   * @param replaced labels that say what the file says from now on, since it was told to overrule
   * @param states pages that took over the file's state
   * @param tables that were changed
   * @param known lines that say what was said here before
   * @param waiting lines about pages that are not here yet
   * @param left lines that were left out
   * @param pages the tables that the lines are about, at most 100, those that change first
   * @param unmatched the pages that are not here yet, at most 100
   * @param problems lines that were left out, at most 200
   */
  public record Imported(
      boolean applied,
      String format,
      LabelLayout layout,
      int rows,
      int labels,
      int replaced,
      int states,
      int tables,
      int known,
      int waiting,
      int left,
      List<OnTable> pages,
      List<WaitingPage> unmatched,
      List<Trouble> problems) {}

  /**
   * What a file does on a table.
   *
   * @param labels new ones
   * @param replaced labels that change
   * @param known lines that say nothing new
   * @param differing lines that say otherwise than somebody here, and were left out
   */
  @Schema(name = "LabelsOnTable")
  public record OnTable(
      @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long table,
      String fileName,
      int labels,
      int replaced,
      int known,
      int differing) {}

  /** A page that is not here, and how many lines are about it. */
  @Schema(name = "LabelsOfPage")
  public record WaitingPage(String page, int lines) {}

  /**
   * A line that was left out.
   *
   * @param line its number in the file
   * @param at the file in an archive, the element, or the place in a JSON document; empty in CSV
   * @param why box, label, outside (the box is not on the scan), size (the picture is another one),
   *     differs (somebody says otherwise), not-a-digit, no-place, elsewhere (about another table)
   * @param cell what stands there
   */
  @Schema(name = "LabelTrouble")
  public record Trouble(long line, String at, String why, String cell) {}

  /**
   * A file's lines.
   *
   * @param format of the file
   * @param problems what in it is no label
   */
  public record Lines(
      String format, LabelLayout layout, List<Map<String, String>> lines, List<Trouble> problems) {}

  /** What comes of the lines, added up. */
  private static final class Tally {
    int labels;
    int replaced;
    int states;
    int known;
    int left;
    final Map<Long, OnTable> pages = new LinkedHashMap<>();
    final List<Trouble> problems = new ArrayList<>();

    void trouble(Map<String, String> line, String why) {
      trouble(
          new Trouble(
              LabelCsv.lineNumber(line),
              LabelCsv.at(line),
              why,
              why.equals("box") || why.equals("outside") || why.equals("size")
                  ? line.getOrDefault(LabelCell.BOX, "")
                  : why.equals("elsewhere") ? LabelLines.page(line) : LabelCsv.label(line)));
    }

    void trouble(Trouble trouble) {
      left++;
      if (problems.size() < MOST_PROBLEMS) {
        problems.add(trouble);
      }
    }
  }

  /**
   * How a file is to be taken.
   *
   * @param table only what is about this table; null: all of the corpus
   * @param overrule whether the file is right where it says otherwise than somebody here
   * @param by who sends it; null: it is only looked at
   */
  public record How(@Nullable Long table, boolean overrule, @Nullable Person by) {}

  /**
   * Takes a file's lines over into a corpus, or tells what that would do.
   *
   * @throws Problem 404
   */
  @Transactional
  public Imported take(long corpus, Lines file, How how) {
    corpora.get(corpus);
    Tally tally = new Tally();
    file.problems().forEach(tally::trouble);
    Map<String, List<Table>> here = here(corpus);
    Map<String, List<Map<String, String>>> pages = new LinkedHashMap<>();
    for (Map<String, String> line : file.lines()) {
      String scan = scanKey(line.getOrDefault(LabelCell.SCAN, ""));
      String page = here.containsKey(scan) ? scan : LabelLines.page(line);
      pages.computeIfAbsent(page, key -> new ArrayList<>()).add(line);
    }
    List<Map<String, String>> absent = new ArrayList<>();
    Long only = how.table();
    if (only != null) {
      toTable(tables.get(only), pages, how, tally);
    } else {
      pages.forEach(
          (page, lines) -> {
            List<Table> found = here.get(page);
            if (found == null) {
              lines.stream().filter(line -> !LabelLines.isOfPage(line)).forEach(absent::add);
            } else {
              apply(found, lines, how, tally);
            }
          });
    }
    List<Map<String, String>> fresh = waiting.fresh(corpus, absent);
    if (how.by() != null) {
      waiting.keep(corpus, fresh, how.by());
    }
    int changed =
        (int)
            tally.pages.values().stream()
                .filter(page -> page.labels() + page.replaced() > 0)
                .count();
    return new Imported(
        how.by() != null,
        file.format(),
        file.layout(),
        file.lines().size() + file.problems().size(),
        tally.labels,
        tally.replaced,
        tally.states,
        changed,
        tally.known + absent.size() - fresh.size(),
        fresh.size(),
        tally.left,
        tally.pages.values().stream()
            .sorted(
                Comparator.comparing((OnTable page) -> page.labels() + page.replaced() == 0)
                    .thenComparing(OnTable::fileName))
            .limit(MOST_SHOWN)
            .toList(),
        LabelsWaiting.pages(fresh).stream().limit(MOST_SHOWN).toList(),
        tally.problems);
  }

  /** What is about one table: the page of its name, or the only page of the file. */
  private void toTable(
      Table table, Map<String, List<Map<String, String>>> pages, How how, Tally tally) {
    pages.forEach(
        (page, lines) -> {
          boolean own =
              pages.size() == 1
                  || page.equals(scanKey(table.scan().sha256()))
                  || page.equals(LabelLines.pageId(table.fileName()));
          if (own) {
            apply(List.of(table), lines, how, tally);
          } else {
            lines.stream()
                .filter(line -> !LabelLines.isOfPage(line))
                .forEach(line -> tally.trouble(line, "elsewhere"));
          }
        });
  }

  private static String scanKey(String sha256) {
    return "scan " + sha256;
  }

  private Map<String, List<Table>> here(long corpus) {
    List<Long> ids =
        jdbc.sql("select id from scanned_table where corpus_id = :corpus")
            .param("corpus", corpus)
            .query(Long.class)
            .list();
    Map<String, List<Table>> here = new HashMap<>();
    for (Table table : tables.find(ids).values()) {
      for (String key :
          List.of(LabelLines.pageId(table.fileName()), scanKey(table.scan().sha256()))) {
        here.computeIfAbsent(key, page -> new ArrayList<>()).add(table);
      }
    }
    return here;
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

  private void welcome(Table table) {
    waiting
        .takeOut(table.corpus().id(), LabelLines.pageId(table.fileName()), table.scan().sha256())
        .forEach(
            (sender, lines) ->
                apply(
                    List.of(table),
                    lines,
                    new How(null, false, new Person(new PersonId(sender), "")),
                    new Tally()));
  }

  private void apply(List<Table> page, List<Map<String, String>> lines, How how, Tally tally) {
    Map<Long, List<Map<String, String>>> byTable = new LinkedHashMap<>();
    Map<Long, Table> found = new HashMap<>();
    page.forEach(table -> found.put(table.id(), table));
    for (Map<String, String> line : lines) {
      Table table;
      if (LabelLines.isOfPage(line)) {
        table = ofRegion(page, line);
      } else {
        Box box = LabelLines.box(line, page.get(0).scan());
        if (box == null) {
          tally.trouble(line, LabelCsv.box(line) == null ? "box" : "size");
          continue;
        }
        table = tableOf(page, line, box);
      }
      if (table != null) {
        byTable.computeIfAbsent(table.id(), id -> new ArrayList<>()).add(line);
      }
    }
    byTable.forEach((id, own) -> apply(Objects.requireNonNull(found.get(id)), own, how, tally));
  }

  /** The table of the region that a line names; the only one of the scan where it names none. */
  private static @Nullable Table ofRegion(List<Table> page, Map<String, String> line) {
    String region = line.getOrDefault(LabelCell.REGION, "");
    return page.stream()
        .filter(table -> region.equals(LabelFiles.region(table)))
        .findFirst()
        .orElse(page.size() == 1 ? page.get(0) : null);
  }

  /**
   * Of several tables on a scan the one that the line names, the smallest that holds the box, or
   * else the first.
   */
  private static Table tableOf(List<Table> page, Map<String, String> line, Box box) {
    Table named = ofRegion(page, line);
    return named != null
        ? named
        : page.stream()
            .filter(
                table -> {
                  int[] r = table.region();
                  return box.centreX() >= r[0]
                      && box.centreY() >= r[1]
                      && box.centreX() <= r[0] + r[2]
                      && box.centreY() <= r[1] + r[3];
                })
            .min(
                Comparator.comparingLong(
                        (Table table) -> (long) table.region()[2] * table.region()[3])
                    .thenComparingLong(Table::id))
            .orElse(page.get(0));
  }

  private void apply(Table on, List<Map<String, String>> lines, How how, Tally t) {
    List<Label> now = rows.labels(on.id());
    Set<UUID> ever = rows.ever(on.id());
    Map<UUID, LabelChange> changes = new LinkedHashMap<>();
    Set<UUID> replaced = new HashSet<>();
    PageState state = null;
    int known = 0;
    int differing = 0;
    for (Map<String, String> line : lines) {
      PageState named = LabelLines.state(line);
      state = named == null ? state : named;
      if (LabelLines.isOfPage(line)) {
        continue;
      }
      Box box = Objects.requireNonNull(LabelLines.box(line, on.scan()));
      List<Mark> marks = LabelLines.marks(line, box, LabelLines.turn(on));
      if (marks.isEmpty()) {
        t.trouble(line, "label");
        continue;
      }
      if (marks.stream().anyMatch(m -> m.wrong(on.scan().width(), on.scan().height()) != null)) {
        t.trouble(line, "outside");
        continue;
      }
      List<UUID> ids = names(on.id(), line, marks.size(), ever);
      if (ids.stream().anyMatch(changes::containsKey)) {
        known++;
        continue;
      }
      List<Said> said = said(now, ids, marks);
      boolean before = ids.stream().anyMatch(ever::contains);
      // A file without names does not take back what was corrected since it was first sent.
      boolean old = before && line.get(LabelCell.ID) == null;
      if (old || (said.stream().noneMatch(Said::differs) && (before || !said.isEmpty()))) {
        known++;
      } else if (said.isEmpty()) {
        for (int i = 0; i < marks.size(); i++) {
          changes.put(ids.get(i), new LabelChange(ids.get(i), marks.get(i)));
        }
      } else if (how.overrule()) {
        for (Said one : said) {
          if (one.differs()) {
            changes.put(one.label().id(), new LabelChange(one.label().id(), one.mark()));
            replaced.add(one.label().id());
          }
        }
      } else {
        differing++;
        t.trouble(line, "differs");
      }
    }
    LabelPage page = rows.page(on.id()).orElse(LabelPage.UNTOUCHED);
    boolean empty =
        changes.values().stream()
            .map(change -> Objects.requireNonNull(change.after()))
            .noneMatch(mark -> mark.kind() == LabelKind.DIGIT);
    boolean takesState =
        state != null
            && page.state() == PageState.UNTOUCHED
            && (state != PageState.REVIEWED_EMPTY || empty);
    if ((!changes.isEmpty() || takesState) && how.by() != null) {
      labels.change(
          on.id(),
          null,
          UUID.randomUUID(),
          List.copyOf(changes.values()),
          takesState ? state : null,
          how.by());
    }
    t.labels += changes.size() - replaced.size();
    t.replaced += replaced.size();
    t.states += takesState ? 1 : 0;
    t.known += known;
    t.pages.put(
        on.id(),
        new OnTable(
            on.id(),
            on.fileName(),
            changes.size() - replaced.size(),
            replaced.size(),
            known,
            differing));
  }

  /** What is said here of the place of a mark. */
  private record Said(Label label, Mark mark, boolean differs) {}

  private static List<Said> said(List<Label> now, List<UUID> ids, List<Mark> marks) {
    List<Said> said = new ArrayList<>();
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      UUID id = ids.get(i);
      for (Label label : now) {
        Mark there = label.mark();
        boolean same = there.kind() == mark.kind() && Objects.equals(there.digit(), mark.digit());
        if (label.id().equals(id)) {
          said.add(new Said(label, mark, !same || !LabelLines.same(there.box(), mark.box())));
        } else if (mark.kind().isVerdict() && there.kind().isVerdict() && there.covers(mark)) {
          said.add(new Said(label, mark, !same));
        }
      }
    }
    return said;
  }

  /**
   * The same line of the same page is the same label, however often the file is sent. A label that
   * a line names is that label where it comes from, and one of its own elsewhere.
   */
  private static List<UUID> names(
      long table, Map<String, String> line, int labels, Set<UUID> ever) {
    UUID own = LabelLines.uuid(line.get(LabelCell.ID));
    if (own != null && labels == 1) {
      return List.of(ever.contains(own) ? own : named(table + "/" + own));
    }
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < labels; i++) {
      ids.add(
          named(
              table
                  + "/"
                  + LabelCsv.layout(line)
                  + "/"
                  + line.get(LabelCell.BOX)
                  + "/"
                  + LabelCsv.label(line)
                  + "/"
                  + i));
    }
    return ids;
  }

  private static UUID named(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
