package org.tabularium.app.annotate;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Box;

/** Label files cell by cell: what is read is written again as it was, blanks and all. */
public final class LabelCsv {

  /** Remembers layout and line of a line; no column is called so. */
  public static final String PLACE = "#";

  private LabelCsv() {}

  /**
   * @throws Problem 422 when it is no table, or lacks the columns {@code page_id} and {@code xywh}
   */
  public static LabelIntake.Lines read(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    try (CSVParser parser =
        CSVParser.parse(
            new StringReader(text), CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(true).get())) {
      List<String> columns = null;
      LabelLayout layout = LabelLayout.CONTRAST;
      List<Map<String, String>> lines = new ArrayList<>();
      for (CSVRecord record : parser) {
        if (columns == null) {
          columns = record.toList().stream().map(String::strip).toList();
          if (!columns.contains("page_id") || !columns.contains("xywh")) {
            throw new Problem(
                HttpStatus.UNPROCESSABLE_CONTENT, "labels-columns", String.join(", ", columns));
          }
          layout = LabelLayout.ofColumns(columns);
          continue;
        }
        Map<String, String> line = new LinkedHashMap<>();
        line.put(PLACE, layout.lower() + " " + parser.getCurrentLineNumber());
        for (int i = 0; i < columns.size(); i++) {
          line.put(columns.get(i), i < record.size() ? record.get(i) : "");
        }
        lines.add(line);
      }
      return new LabelIntake.Lines("csv", marked(layout, lines), lines, List.of());
    } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "metadata-malformed").causedBy(e);
    }
  }

  /** A file with few columns says by its marks that its lines are digits. */
  private static LabelLayout marked(LabelLayout layout, List<Map<String, String>> lines) {
    boolean marks =
        layout == LabelLayout.NUMBERS
            && lines.stream()
                .map(LabelCsv::label)
                .anyMatch(label -> label.matches("\\^\\d|\\d\\$"));
    if (marks) {
      lines.forEach(
          line ->
              line.put(
                  PLACE,
                  line.get(PLACE)
                      .replace(LabelLayout.NUMBERS.lower(), LabelLayout.DIGITS.lower())));
    }
    return marks ? LabelLayout.DIGITS : layout;
  }

  /** What a line says stands there, without blanks. */
  static String label(Map<String, String> line) {
    String label = line.get("element_label");
    return (label == null || label.isBlank() ? line.getOrDefault("number", "") : label).strip();
  }

  static @Nullable LabelLayout layout(@Nullable Map<String, String> line) {
    return line == null || !line.containsKey(PLACE)
        ? null
        : LabelLayout.of(line.get(PLACE).split(" ")[0]);
  }

  /**
   * The place of a line that was read from a file of another format.
   *
   * @param number counts the lines
   * @param at where in the file
   */
  public static String place(long number, String at) {
    return LabelLayout.ALL.lower() + " " + number + " " + at;
  }

  /** Where in its file a line of another format stands; empty for CSV. */
  static String at(Map<String, String> line) {
    String[] place = line.getOrDefault(PLACE, "").split(" ", 3);
    return place.length < 3 ? "" : place[2];
  }

  static long lineNumber(Map<String, String> line) {
    return Long.parseLong(line.get(PLACE).split(" ")[1]);
  }

  /** The box of a line; null when the cell holds none. */
  public static @Nullable Box box(Map<String, String> line) {
    String[] cells = line.getOrDefault("xywh", "").strip().split("\\s*,\\s*");
    if (cells.length != 4) {
      return null;
    }
    try {
      Box box =
          new Box(
              Double.parseDouble(cells[0]),
              Double.parseDouble(cells[1]),
              Double.parseDouble(cells[2]),
              Double.parseDouble(cells[3]));
      return box.w() > 0 && box.h() > 0 ? box : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A box as a cell; whole pixels without decimals. */
  public static String cell(Box box) {
    return number(box.x()) + "," + number(box.y()) + "," + number(box.w()) + "," + number(box.h());
  }

  private static String number(double value) {
    double rounded = Math.round(value * 100) / 100.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  static String write(Collection<String> columns, Collection<Map<String, String>> lines) {
    StringBuilder text = new StringBuilder();
    line(text, columns);
    for (Map<String, String> line : lines) {
      line(text, columns.stream().map(column -> line.getOrDefault(column, "")).toList());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, Collection<String> cells) {
    boolean begun = false;
    for (String cell : cells) {
      if (begun) {
        text.append(',');
      }
      begun = true;
      if (cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
        text.append('"').append(cell.replace("\"", "\"\"")).append('"');
      } else {
        text.append(cell);
      }
    }
    text.append('\n');
  }
}
