package org.tabularium.app.annotate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.corpus.Scan;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.CorrectedReadings;

/**
 * What people say of the tables' digits, kept as events. Every change is one action: all of it or
 * nothing, on top of the revision that the person saw.
 */
@Service
public class Labels {

  private static final Comparator<Label> DOWN_THE_PAGE =
      Comparator.<Label>comparingDouble(label -> label.mark().y())
          .thenComparingDouble(label -> label.mark().x())
          .thenComparing(Label::id);

  private final LabelRows rows;
  private final Tables tables;
  private final CorrectedReadings corrected;

  Labels(LabelRows rows, Tables tables, CorrectedReadings corrected) {
    this.rows = rows;
    this.tables = tables;
    this.corrected = corrected;
  }

  /** Labels with the revision they are of. */
  public record Of(LabelPage page, List<Label> labels) {}

  /**
   * A table's revision and state.
   *
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public LabelPage page(long table) {
    tables.get(table);
    return rows.page(table).orElse(LabelPage.UNTOUCHED);
  }

  /** The revisions and states of these tables; those that nobody has labelled are missing. */
  @Transactional(readOnly = true)
  public Map<Long, LabelPage> pages(Collection<Long> ids) {
    return rows.pages(ids);
  }

  /**
   * How far people have come: in each state how many tables; states of none are missing.
   *
   * @param corpora where to look; empty: everywhere
   */
  @Transactional(readOnly = true)
  public Map<PageState, Integer> states(Collection<Long> corpora) {
    return rows.states(corpora);
  }

  /**
   * What is said of a table now, flags included.
   *
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public Of of(long table) {
    return new Of(page(table), rows.labels(table));
  }

  /**
   * What was said of a table at a revision, from the events alone.
   *
   * @throws Problem 404, also when there has been no such revision
   */
  @Transactional(readOnly = true)
  public Of at(long table, int revision) {
    LabelPage now = page(table);
    if (revision < 0 || revision > now.revision()) {
      throw Problem.notFound("no-such-revision", revision);
    }
    PageState state = rows.stateAt(table, revision);
    return new Of(
        new LabelPage(revision, state, now.by(), now.at()),
        rows.at(table, revision).stream().sorted(DOWN_THE_PAGE).toList());
  }

  /**
   * All that people say of the tables of these corpora: every table that anybody has labelled, also
   * those reviewed and found empty.
   */
  @Transactional(readOnly = true)
  public List<LabelledTable> ofCorpora(Collection<Long> corpora) {
    return ofTables(rows.labelledOf(corpora));
  }

  /** All that people say of these tables, in their order; also of those that nobody has touched. */
  @Transactional(readOnly = true)
  public List<LabelledTable> ofTables(List<Long> ids) {
    Map<Long, Table> found = tables.find(ids);
    Map<Long, LabelPage> pages = rows.pages(ids);
    Map<Long, List<Label>> labels = rows.labels(ids);
    return ids.stream()
        .filter(found::containsKey)
        .map(
            id ->
                new LabelledTable(
                    Objects.requireNonNull(found.get(id)),
                    pages.getOrDefault(id, LabelPage.UNTOUCHED),
                    labels.getOrDefault(id, List.of()).stream()
                        .filter(label -> label.kind() != LabelKind.FLAG)
                        .toList()))
        .toList();
  }

  /**
   * Events, the latest first.
   *
   * @param label only this label's; null: the whole table's
   * @param before only those before this one; null: from the last
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public List<LabelEvent> history(
      long table, @Nullable UUID label, @Nullable Long before, int limit) {
    tables.get(table);
    return rows.events(table, label, 0, before, limit);
  }

  /**
   * Changes labels, as one action.
   *
   * @param expected the revision that the person saw; null: whatever it is
   * @param action names the action; one that was carried out before is not carried out again
   * @param state the page's state from now on; null leaves it to what is done
   * @throws Problem 404; 412 with what happened since when the table is at another revision; 422
   */
  @Transactional
  public LabelPage change(
      long table,
      @Nullable Integer expected,
      UUID action,
      List<LabelChange> changes,
      @Nullable PageState state,
      Person by) {
    return act(table, expected, action, now -> changes, state, by);
  }

  /**
   * Makes these the labels of a table, as one action. Those without an id that equals a label's are
   * new; labels that are not among them are taken away; flags stay.
   *
   * @throws Problem as {@link #change}
   */
  @Transactional
  public LabelPage replace(
      long table, @Nullable Integer expected, List<Replacement> wanted, Person by) {
    return act(table, expected, UUID.randomUUID(), now -> replacements(now, wanted), null, by);
  }

  /**
   * A label that a list names, with or without its id.
   *
   * @param kindSaid whether the list says its kind; if not, a digit's absence may mean any of the
   *     kinds without one
   */
  record Replacement(@Nullable UUID id, Mark mark, boolean kindSaid) {}

  private static List<LabelChange> replacements(Map<UUID, Label> now, List<Replacement> wanted) {
    Map<UUID, Label> left = new LinkedHashMap<>(now);
    left.values().removeIf(label -> label.kind() == LabelKind.FLAG);
    List<LabelChange> changes = new ArrayList<>();
    for (Replacement one : wanted) {
      UUID id = one.id();
      Label same =
          id != null
              ? left.get(id)
              : left.values().stream()
                  .filter(label -> label.mark().box().equals(one.mark().box()))
                  .findFirst()
                  .orElse(null);
      if (same == null) {
        changes.add(new LabelChange(id == null ? UUID.randomUUID() : id, one.mark()));
        continue;
      }
      left.remove(same.id());
      boolean meansTheSame = !one.kindSaid() && Objects.equals(same.digit(), one.mark().digit());
      changes.add(new LabelChange(same.id(), meansTheSame ? same.mark() : one.mark()));
    }
    left.keySet().forEach(id -> changes.add(new LabelChange(id, null)));
    return changes;
  }

  /**
   * Brings back what was said at an earlier revision, as one more action.
   *
   * @throws Problem as {@link #change}
   */
  @Transactional
  public LabelPage restore(
      long table, @Nullable Integer expected, UUID action, int revision, Person by) {
    Of then = at(table, revision);
    return act(
        table,
        expected,
        action,
        now -> {
          List<LabelChange> changes = new ArrayList<>();
          Map<UUID, Label> gone = new LinkedHashMap<>(now);
          for (Label label : then.labels()) {
            gone.remove(label.id());
            changes.add(new LabelChange(label.id(), label.mark()));
          }
          gone.keySet().forEach(id -> changes.add(new LabelChange(id, null)));
          return changes;
        },
        then.page().state(),
        by);
  }

  /**
   * Says that what was read at a place is wrong, without saying what stands there. The place joins
   * the queue until somebody labels it. A second flag on the same place adds nothing.
   *
   * @throws Problem 404, 422
   */
  @Transactional
  public LabelPage flag(long table, Mark read, Person by) {
    return act(
        table,
        null,
        UUID.randomUUID(),
        now ->
            now.values().stream()
                    .anyMatch(label -> label.kind() == LabelKind.FLAG && label.mark().covers(read))
                ? List.of()
                : List.of(new LabelChange(UUID.randomUUID(), read)),
        null,
        by);
  }

  /**
   * A wish about a place on some table, with what the person saw there.
   *
   * @param before what was said there; null: nothing
   */
  record Seen(long table, UUID id, @Nullable Mark before, @Nullable Mark after) {}

  /**
   * A wish that was not granted, because somebody else had been quicker.
   *
   * @param said what is said there now
   * @param by who said it
   */
  record Skipped(long table, UUID id, @Nullable Mark said, @Nullable String by) {}

  /**
   * Changes labels on many tables as one action, all in one transaction. Each only where nobody has
   * said anything since the person looked; the others are left as they are and told.
   *
   * @throws Problem 404, 422
   */
  @Transactional
  List<Skipped> batch(UUID action, List<Seen> wishes, Person by) {
    Map<Long, List<Seen>> byTable = new TreeMap<>();
    wishes.forEach(
        wish -> byTable.computeIfAbsent(wish.table(), table -> new ArrayList<>()).add(wish));
    List<Skipped> skipped = new ArrayList<>();
    byTable.forEach(
        (table, own) -> act(table, null, action, now -> granted(now, own, skipped), null, by));
    return skipped;
  }

  private static List<LabelChange> granted(
      Map<UUID, Label> now, List<Seen> wishes, List<Skipped> skipped) {
    List<LabelChange> granted = new ArrayList<>();
    for (Seen wish : wishes) {
      Label there = now.get(wish.id());
      Mark after = wish.after();
      if (there == null && wish.before() == null && after != null) {
        there =
            now.values().stream()
                .filter(label -> label.kind().isVerdict())
                .filter(label -> label.mark().covers(after) || after.covers(label.mark()))
                .findFirst()
                .orElse(null);
      }
      Mark said = there == null ? null : there.mark();
      boolean asSeen =
          said == null
              ? wish.before() == null
              : wish.before() != null && said.saysTheSame(wish.before());
      if (asSeen) {
        granted.add(new LabelChange(wish.id(), after));
      } else {
        skipped.add(new Skipped(wish.table(), wish.id(), said, there == null ? null : there.by()));
      }
    }
    return granted;
  }

  private LabelPage act(
      long table,
      @Nullable Integer expected,
      UUID action,
      Function<Map<UUID, Label>, List<LabelChange>> wish,
      @Nullable PageState state,
      Person by) {
    Scan scan = tables.get(table).scan();
    LabelPage page = rows.hold(table, by);
    if (rows.knows(table, action)) {
      return page;
    }
    if (expected != null && expected != page.revision()) {
      throw new Problem(HttpStatus.PRECONDITION_FAILED, "labels-changed")
          .with("etag", page.etag())
          .with("revision", page.revision())
          .with("since", rows.events(table, null, Math.max(0, expected), null, 10_000));
    }
    Map<UUID, Label> now = new LinkedHashMap<>();
    rows.labels(table).forEach(label -> now.put(label.id(), label));
    List<LabelRows.Event> events = events(now, wish.apply(now), scan);
    if (rows.elsewhere(
        table, events.stream().map(event -> Objects.requireNonNull(event.label())).toList())) {
      throw new Problem(HttpStatus.CONFLICT, "label-elsewhere");
    }
    boolean asksOnly =
        events.stream().allMatch(event -> event.after() != null && isFlag(event.after()));
    PageState after = state != null ? state : asksOnly ? page.state() : page.state().touched();
    if (after == PageState.REVIEWED_EMPTY && hasDigits(now, events)) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "labels-not-empty");
    }
    if (after != page.state()) {
      events.add(new LabelRows.Event(null, null, null, page.state(), after));
    }
    if (events.isEmpty()) {
      return page;
    }
    rows.write(table, page.revision() + 1, action, events, by);
    rows.page(table, page.revision() + 1, after, by);
    corrected.refresh(table);
    return rows.page(table).orElseThrow();
  }

  /** What really changes. A place that is labelled is no longer in question: its flag goes. */
  private static List<LabelRows.Event> events(
      Map<UUID, Label> now, List<LabelChange> changes, Scan scan) {
    Map<UUID, LabelRows.Event> events = new LinkedHashMap<>();
    for (LabelChange change : changes) {
      Label label = now.get(change.id());
      Mark before = label == null ? null : label.mark();
      Mark after = change.after();
      if (after != null) {
        String wrong = after.wrong(scan.width(), scan.height());
        if (wrong != null) {
          throw new Problem(
              HttpStatus.UNPROCESSABLE_CONTENT, "label-wrong", wrong, change.id().toString());
        }
      }
      if (after != null && after.source() == null && before != null && before.source() != null) {
        // What a file said stays on record, whoever corrects it.
        after = after.from(before.source());
      }
      if (!Objects.equals(before, after)) {
        events.put(change.id(), new LabelRows.Event(change.id(), before, after, null, null));
      }
    }
    List<Mark> verdicts =
        events.values().stream()
            .map(LabelRows.Event::after)
            .filter(Objects::nonNull)
            .filter(mark -> mark.kind().isVerdict())
            .toList();
    for (Label label : now.values()) {
      if (isFlag(label.mark())
          && verdicts.stream().anyMatch(v -> v.covers(label.mark()) || label.mark().covers(v))) {
        events.putIfAbsent(
            label.id(), new LabelRows.Event(label.id(), label.mark(), null, null, null));
      }
    }
    return new ArrayList<>(events.values());
  }

  private static boolean isFlag(Mark mark) {
    return mark.kind() == LabelKind.FLAG;
  }

  private static boolean hasDigits(Map<UUID, Label> now, List<LabelRows.Event> events) {
    Map<UUID, Mark> then = new HashMap<>();
    now.forEach((id, label) -> then.put(id, label.mark()));
    for (LabelRows.Event event : events) {
      UUID id = Objects.requireNonNull(event.label());
      if (event.after() == null) {
        then.remove(id);
      } else {
        then.put(id, event.after());
      }
    }
    return then.values().stream().anyMatch(mark -> mark.kind() == LabelKind.DIGIT);
  }
}
