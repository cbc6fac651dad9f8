package org.tabularium.app.annotate.formats;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.LabelledTable;
import org.tabularium.app.annotate.Labels;
import org.tabularium.app.annotate.Mark;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.image.Box;
import org.tabularium.network.reading.Reading;

/** The scans of a corpus with what is said of them, a few at a time. */
@Component
class FileScans {

  private static final int AT_ONCE = 50;

  private final Labels labels;
  private final Tables tables;
  private final Readings readings;
  private final JdbcClient jdbc;

  FileScans(Labels labels, Tables tables, Readings readings, JdbcClient jdbc) {
    this.labels = labels;
    this.tables = tables;
    this.readings = readings;
    this.jdbc = jdbc;
  }

  /** Which digits go into a file. */
  enum Digits {
    /** What people say. */
    LABELS,
    /** What the active model reads. */
    READ,
    /** What people say, and what the model reads where nobody has said anything. */
    BOTH;

    @JsonValue
    String lower() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Digits of(String name) {
      return Arrays.stream(values())
          .filter(one -> one.lower().equals(name))
          .findFirst()
          .orElseThrow(() -> new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "digits", name));
    }
  }

  /** Takes one scan after another; may fail as files do. */
  interface Taker {
    void take(FileScan scan) throws java.io.IOException;
  }

  private record Row(long id, String scan, String fileName) {}

  /** All scans of a corpus, by the names of their files. */
  @Transactional(readOnly = true)
  public void ofCorpus(long corpus, Digits digits, Taker taker) throws java.io.IOException {
    List<Row> rows =
        jdbc.sql(
                "select id, scan_sha256 as scan, file_name from scanned_table"
                    + " where corpus_id = :corpus order by file_name, scan_sha256, id")
            .param("corpus", corpus)
            .query(Row.class)
            .list();
    Map<String, List<Row>> scans = new LinkedHashMap<>();
    rows.forEach(row -> scans.computeIfAbsent(row.scan(), scan -> new ArrayList<>()).add(row));
    Map<String, String> names = names(scans);
    List<String> all = List.copyOf(scans.keySet());
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      List<Long> ids =
          some.stream()
              .flatMap(scan -> Objects.requireNonNull(scans.get(scan)).stream())
              .map(Row::id)
              .toList();
      Map<String, List<LabelledTable>> found = new HashMap<>();
      for (LabelledTable table : labels.ofTables(ids)) {
        found.computeIfAbsent(table.table().scan().sha256(), scan -> new ArrayList<>()).add(table);
      }
      for (String scan : some) {
        List<LabelledTable> on = found.getOrDefault(scan, List.of());
        if (!on.isEmpty()) {
          taker.take(file(Objects.requireNonNull(names.get(scan)), on, digits));
        }
      }
    }
  }

  /**
   * One table alone.
   *
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public FileScan ofTable(long table, Digits digits) {
    Table found = tables.get(table);
    return file(
        name(found.fileName(), found.scan().sha256(), Set.of()),
        labels.ofTables(List.of(table)),
        digits);
  }

  /** Names of which no two are the same, also where capitals do not count. */
  private static Map<String, String> names(Map<String, List<Row>> scans) {
    Map<String, String> names = new HashMap<>();
    Set<String> taken = new HashSet<>();
    scans.forEach(
        (scan, rows) -> {
          String name = name(rows.get(0).fileName(), scan, taken);
          taken.add(name.toLowerCase(Locale.ROOT));
          names.put(scan, name);
        });
    return names;
  }

  private static String name(String fileName, String scan, Set<String> taken) {
    String stem = Naming.stem(fileName).replaceAll("[<>:\"|?*]", "_");
    return stem.isBlank() || taken.contains(stem.toLowerCase(Locale.ROOT))
        ? (stem + "-" + scan.substring(0, 12)).replaceFirst("^-", "")
        : stem;
  }

  private FileScan file(String name, Collection<LabelledTable> tables, Digits digits) {
    List<FileTable> on = tables.stream().map(table -> file(table, digits)).toList();
    Table first = on.get(0).table();
    return new FileScan(name, first.fileName(), first.scan(), on);
  }

  private FileTable file(LabelledTable table, Digits digits) {
    List<Label> said = digits == Digits.READ ? List.of() : table.labels();
    Reading reading = digits == Digits.LABELS ? null : readings.find(table.table()).orElse(null);
    if (reading == null) {
      return new FileTable(table.table(), table.page(), said, Map.of(), null);
    }
    List<Label> all = new ArrayList<>(said);
    Map<UUID, Float> read = new HashMap<>();
    reading
        .digits()
        .forEach(
            digit -> {
              Box box = digit.box();
              if (said.stream().noneMatch(label -> holds(label.mark(), box))) {
                // With its cell, since two peaks on one figure may have one box.
                String name =
                    String.join(
                        "/",
                        Long.toString(table.table().id()),
                        reading.modelVersion(),
                        box.toString(),
                        digit.cell().toString());
                UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
                read.put(id, digit.confidence());
                all.add(
                    new Label(id, Mark.digit(box, digit.digit()), 0, "", table.table().created()));
              }
            });
    return new FileTable(table.table(), table.page(), all, read, reading.modelVersion());
  }

  /** Whether somebody has said something of the place of a digit that was read. */
  private static boolean holds(Mark mark, Box box) {
    return mark.box().centreX() >= box.x()
            && mark.box().centreX() <= box.x() + box.w()
            && mark.box().centreY() >= box.y()
            && mark.box().centreY() <= box.y() + box.h()
        || box.centreX() >= mark.x()
            && box.centreX() <= mark.x() + mark.w()
            && box.centreY() >= mark.y()
            && box.centreY() <= mark.y() + mark.h();
  }
}
