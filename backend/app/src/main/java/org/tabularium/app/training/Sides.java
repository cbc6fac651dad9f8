package org.tabularium.app.training;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.tabularium.app.annotate.LabelKind;
import org.tabularium.app.annotate.LabelledTable;
import org.tabularium.app.corpus.Edition;

/**
 * Which labelled tables are learnt from and which are held out: whole editions, and with them
 * whatever shows the same pages or the same book in another corpus.
 *
 * @param learnt to learn from
 * @param heldOut to choose the best state with and to measure on
 * @param leaks what stands on both sides: titles of editions, names of files
 */
record Sides(List<LabelledTable> learnt, List<LabelledTable> heldOut, Set<String> leaks) {

  private static final double SHARE = 0.2;

  /** More of the labels than this is not held out: they are there to learn from. */
  private static final double MOST = 0.5;

  Sides {
    learnt = List.copyOf(learnt);
    heldOut = List.copyOf(heldOut);
    leaks = Collections.unmodifiableSet(new LinkedHashSet<>(leaks));
  }

  /** Holds these editions out, and nothing else: what they share with others leaks. */
  static Sides of(List<LabelledTable> tables, Collection<Long> editions) {
    List<LabelledTable> learnt = new ArrayList<>();
    List<LabelledTable> heldOut = new ArrayList<>();
    for (LabelledTable table : tables) {
      Edition edition = table.table().edition();
      (edition != null && editions.contains(edition.id()) ? heldOut : learnt).add(table);
    }
    Set<String> known = new LinkedHashSet<>();
    learnt.forEach(table -> known.addAll(keys(table)));
    Set<String> leaks = new LinkedHashSet<>();
    for (LabelledTable table : heldOut) {
      if (keys(table).stream().anyMatch(known::contains)) {
        leaks.add(name(table));
      }
    }
    return new Sides(learnt, heldOut, leaks);
  }

  /**
   * Holds about a fifth of the editions out, chosen by the seed; none where there is but one, or
   * where too few labels would be left. Pages without an edition are learnt from.
   */
  static Sides chosen(List<LabelledTable> tables, long seed) {
    List<Set<Long>> bunches = new ArrayList<>();
    Map<Set<Long>, Integer> labels = new HashMap<>();
    for (List<LabelledTable> bunch : bunches(tables)) {
      Set<Long> editions = new LinkedHashSet<>();
      bunch.forEach(
          table -> {
            if (table.table().edition() != null) {
              editions.add(table.table().edition().id());
            }
          });
      boolean whole = bunch.stream().allMatch(table -> table.table().edition() != null);
      int digits = bunch.stream().mapToInt(Sides::digits).sum();
      if (whole && digits > 0) {
        bunches.add(editions);
        labels.put(editions, digits);
      }
    }
    int all = tables.stream().mapToInt(Sides::digits).sum();
    int wanted = bunches.size() < 2 ? 0 : (int) Math.max(1, Math.round(SHARE * bunches.size()));
    Collections.shuffle(bunches, new Random(seed));
    Set<Long> out = new LinkedHashSet<>();
    int held = 0;
    for (Set<Long> bunch : bunches) {
      int more = Objects.requireNonNull(labels.get(bunch));
      if (wanted > 0 && held + more <= MOST * all) {
        out.addAll(bunch);
        held += more;
        wanted--;
      }
    }
    return of(tables, out);
  }

  /** Tables that must stay together, in the order of the first of each. */
  private static Collection<List<LabelledTable>> bunches(List<LabelledTable> tables) {
    int[] leader = new int[tables.size()];
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < leader.length; i++) {
      leader[i] = i;
      for (String key : keys(tables.get(i))) {
        Integer other = first.putIfAbsent(key, i);
        if (other != null) {
          int a = lead(leader, i);
          int b = lead(leader, other);
          leader[Math.max(a, b)] = Math.min(a, b);
        }
      }
    }
    Map<Integer, List<LabelledTable>> bunches = new TreeMap<>();
    for (int i = 0; i < leader.length; i++) {
      bunches.computeIfAbsent(lead(leader, i), k -> new ArrayList<>()).add(tables.get(i));
    }
    return bunches.values();
  }

  private static int lead(int[] leader, int i) {
    int at = i;
    while (leader[at] != at) {
      at = leader[at];
    }
    return at;
  }

  /** What two tables that show the same page or the same book have in common. */
  private static List<String> keys(LabelledTable table) {
    List<String> keys = new ArrayList<>();
    keys.add("scan " + table.table().scan().sha256());
    Edition edition = table.table().edition();
    if (edition != null) {
      keys.add("edition " + edition.id());
      if (!edition.handle().isBlank()) {
        keys.add("handle " + edition.handle().strip());
      } else if (!edition.title().isBlank() && edition.year() != null) {
        keys.add(
            "book "
                + edition.title().strip()
                + "/"
                + edition.authors()
                + "/"
                + edition.place()
                + "/"
                + edition.year());
      }
    }
    return keys;
  }

  static String name(LabelledTable table) {
    Edition edition = table.table().edition();
    return edition == null || edition.title().isBlank()
        ? table.table().fileName()
        : edition.title();
  }

  static int digits(LabelledTable table) {
    return count(table, LabelKind.DIGIT);
  }

  static int count(LabelledTable table, LabelKind kind) {
    return (int) table.labels().stream().filter(label -> label.kind() == kind).count();
  }

  /**
   * An edition that can be held out.
   *
   * @param id its number
   * @param title its title, or a file's name
   * @param year of printing
   * @param corpus the name of its corpus
   * @param digits how many are labelled
   * @param heldOut whether it is not learnt from
   */
  record Choice(
      String id,
      String title,
      @org.jspecify.annotations.Nullable Integer year,
      String corpus,
      int digits,
      boolean heldOut) {}

  /** All editions with labels, in the order of their first table. */
  List<Choice> choices() {
    Map<Long, Choice> choices = new LinkedHashMap<>();
    for (boolean out : new boolean[] {false, true}) {
      for (LabelledTable table : out ? heldOut : learnt) {
        Edition edition = table.table().edition();
        if (edition != null) {
          choices.merge(
              edition.id(),
              new Choice(
                  Long.toString(edition.id()),
                  name(table),
                  edition.year(),
                  table.table().corpus().name(),
                  digits(table),
                  out),
              (a, b) ->
                  new Choice(
                      a.id(), a.title(), a.year(), a.corpus(), a.digits() + b.digits(), out));
        }
      }
    }
    return choices.values().stream()
        .sorted(
            java.util.Comparator.comparing(Choice::corpus)
                .thenComparing(Choice::title)
                .thenComparing(Choice::id))
        .toList();
  }

  /** Labels of one side. */
  record Counts(
      int tables, int editions, int digits, int none, int contrast, int unsure, int[] classes) {

    static Counts of(List<LabelledTable> tables) {
      int[] classes = new int[10];
      for (LabelledTable table : tables) {
        table.labels().stream()
            .filter(label -> label.kind() == LabelKind.DIGIT)
            .forEach(label -> classes[Objects.requireNonNull(label.digit())]++);
      }
      return new Counts(
          tables.size(),
          (int) tables.stream().map(LabelledTable::group).distinct().count(),
          sum(tables, LabelKind.DIGIT),
          sum(tables, LabelKind.NONE),
          sum(tables, LabelKind.CONTRAST),
          sum(tables, LabelKind.UNSURE),
          classes);
    }

    private static int sum(List<LabelledTable> tables, LabelKind kind) {
      return tables.stream().mapToInt(table -> count(table, kind)).sum();
    }
  }
}
