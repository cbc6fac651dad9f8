package org.tabularium.app.training;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tabularium.app.annotate.FrozenLabels;
import org.tabularium.app.annotate.LabelFiles;
import org.tabularium.app.annotate.LabelledTable;
import org.tabularium.app.annotate.PageState;
import org.tabularium.app.corpus.ScanStore;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.reading.Reading;
import org.tabularium.training.labels.LabelFile;
import org.tabularium.training.labels.LabelledPage;

/**
 * The labels of a training as one file: what people said, how each table lies, at which scale it
 * was read and on which side it is. A training takes nothing else, so that a training taken up
 * again, and the command, have the same inputs.
 */
@Component
class FrozenTables {

  private static final List<String> GIVEN = List.of("region", "turn", "scale", "held_out");

  private final LabelFiles files;
  private final Readings readings;
  private final ScanStore scans;

  FrozenTables(LabelFiles files, Readings readings, ScanStore scans) {
    this.files = files;
    this.readings = readings;
    this.scans = scans;
  }

  /**
   * The file: CSV in the layout of the application's own label files, with further columns.
   *
   * @param base whose readings tell turn and scale, or else the active version's; null: the latter
   */
  String freeze(Set<Long> corpora, Sides sides, @Nullable String base) {
    FrozenLabels frozen = files.freeze(corpora);
    Map<String, Map<String, String>> given = new LinkedHashMap<>();
    sides.learnt().forEach(table -> given.put(id(table), given(table, base, false)));
    sides.heldOut().forEach(table -> given.put(id(table), given(table, base, true)));
    List<LabelledTable> empty = new ArrayList<>(sides.learnt());
    empty.addAll(sides.heldOut());
    empty.removeIf(table -> table.page().state() != PageState.REVIEWED_EMPTY);
    StringWriter text = new StringWriter();
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
    CSVFormat headed = format.builder().setHeader().setSkipHeaderRecord(true).get();
    try (var parser = headed.parse(new StringReader(frozen.csv()));
        CSVPrinter printer = new CSVPrinter(text, format)) {
      List<String> columns = new ArrayList<>(parser.getHeaderNames());
      GIVEN.stream().filter(column -> !columns.contains(column)).forEach(columns::add);
      printer.printRecord(columns);
      for (CSVRecord record : parser) {
        Map<String, String> line = record.toMap();
        Map<String, String> more = given.get(line.get("table"));
        if (more != null) {
          line.putAll(more);
          print(printer, columns, line);
        }
      }
      for (LabelledTable table : empty) {
        print(printer, columns, nothingOn(table, given.getOrDefault(id(table), Map.of())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void print(CSVPrinter printer, List<String> columns, Map<String, String> line)
      throws IOException {
    printer.printRecord(columns.stream().map(column -> line.getOrDefault(column, "")).toList());
  }

  private static String id(LabelledTable table) {
    return Long.toString(table.table().id());
  }

  private Map<String, String> given(LabelledTable of, @Nullable String base, boolean heldOut) {
    Table table = of.table();
    Reading reading =
        (base == null ? readings.find(table) : readings.find(table, base))
            .or(() -> readings.find(table))
            .orElse(null);
    Integer asked = table.askedTurn();
    int turn = reading != null ? reading.turn().degrees() : asked == null ? 0 : asked;
    return Map.of(
        "region",
        table.whole() ? "" : region(table),
        "turn",
        Integer.toString(turn),
        "scale",
        reading == null ? "" : Double.toString(reading.scale()),
        "held_out",
        heldOut ? "yes" : "no");
  }

  private static String region(Table table) {
    return String.join(",", Arrays.stream(table.region()).mapToObj(Integer::toString).toList());
  }

  /** A page that was looked through and found empty: a contrast as large as it is. */
  private static Map<String, String> nothingOn(LabelledTable of, Map<String, String> given) {
    Map<String, String> line = new LinkedHashMap<>(given);
    Table table = of.table();
    line.put("page_id", table.fileName());
    line.put("xywh", region(table));
    line.put("element_label", ".");
    line.put("kind", "contrast");
    line.put("corpus", table.corpus().name());
    line.put("edition", table.edition() == null ? "" : Long.toString(table.edition().id()));
    line.put("table", Long.toString(table.id()));
    line.put("revision", Integer.toString(of.page().revision()));
    line.put("state", of.page().state().lower());
    line.put("scan", table.scan().sha256());
    return line;
  }

  /**
   * The tables of a frozen file.
   *
   * @param learnt to learn from
   * @param heldOut not to learn from
   */
  record Pages(List<LabelledPage> learnt, List<LabelledPage> heldOut) {}

  /** As a training takes them. Their ids are the numbers of the tables. */
  Pages pages(String csv) {
    List<LabelledPage> learnt = new ArrayList<>();
    List<LabelledPage> heldOut = new ArrayList<>();
    for (LabelFile.Page page : LabelFile.read(csv)) {
      LabelFile.Given given = page.given();
      if (given == null) {
        throw new IllegalStateException("a frozen table that does not say how it was given");
      }
      (given.heldOut() ? heldOut : learnt).add(page.labelled(scans.path(given.scan())));
    }
    return new Pages(learnt, heldOut);
  }
}
