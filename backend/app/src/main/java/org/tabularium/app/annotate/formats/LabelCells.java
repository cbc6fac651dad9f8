package org.tabularium.app.annotate.formats;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.LabelCell;
import org.tabularium.app.annotate.LabelCsv;
import org.tabularium.app.annotate.LabelFiles;
import org.tabularium.app.annotate.LabelKind;
import org.tabularium.app.annotate.PageState;
import org.tabularium.network.image.Box;

/**
 * What the formats have no place for, as names and values: in JSON an object, in XML a string like
 * {@code tabularium {first:true;by:Anna;}}, as other programs of the field write theirs.
 */
final class LabelCells {

  static final String NAME = "tabularium";
  static final String FIRST = "first";
  static final String LAST = "last";

  /** Whether people say it ({@code label}) or a model read it ({@code read}). */
  static final String SAID = "said";

  private static final Pattern CUSTOM = Pattern.compile("\\b" + NAME + "\\s*\\{([^}]*)\\}");
  private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

  private LabelCells() {}

  /** A label's cells, without its digit and its box. */
  static Map<String, String> of(FileTable table, Label label) {
    Map<String, String> cells = new LinkedHashMap<>();
    if (table.confidence(label) != null) {
      cells.put(SAID, "read");
      put(cells, LabelCell.MODEL, table.model());
      return cells;
    }
    cells.put(SAID, "label");
    cells.put(LabelCell.ID, label.id().toString());
    if (label.kind() != LabelKind.DIGIT) {
      cells.put(LabelCell.KIND, label.kind().lower());
    }
    if (label.mark().first()) {
      cells.put(FIRST, "true");
    }
    if (label.mark().last()) {
      cells.put(LAST, "true");
    }
    put(cells, LabelCell.NUMBER_ID, label.mark().number());
    put(cells, LabelCell.MODEL, label.mark().model());
    LabelFiles.Word word = LabelFiles.word(table.table(), label);
    cells.put(LabelCell.BY, word.by());
    cells.put(LabelCell.AT, word.at());
    return cells;
  }

  /** A table's cells: which part of the scan it is, and how far people have come. */
  static Map<String, String> of(FileTable table) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put(LabelCell.REGION, LabelFiles.region(table.table()));
    cells.put(LabelCell.STATE, table.page().state().lower());
    cells.put("revision", Integer.toString(table.page().revision()));
    return cells;
  }

  /** A scan's cells. */
  static Map<String, String> of(FileScan scan) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put(LabelCell.PAGE, scan.fileName());
    cells.put(LabelCell.SCAN, scan.scan().sha256());
    return cells;
  }

  private static void put(
      Map<String, String> cells, String name, @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      cells.put(name, value.toString());
    }
  }

  static String custom(Map<String, String> cells) {
    StringBuilder text = new StringBuilder(NAME).append(" {");
    cells.forEach(
        (name, value) -> text.append(name).append(':').append(escaped(value)).append(';'));
    return text.append('}').toString();
  }

  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    value
        .chars()
        .forEach(
            c -> {
              if (c < ' ' || "{};\\".indexOf(c) >= 0) {
                text.append("\\u%04x".formatted(c));
              } else {
                text.append((char) c);
              }
            });
    return text.toString();
  }

  /** What such a string says; nothing when it is another program's. */
  static Map<String, String> custom(String text) {
    Matcher matcher = CUSTOM.matcher(text);
    Map<String, String> cells = new LinkedHashMap<>();
    if (matcher.find()) {
      for (String part : matcher.group(1).split(";")) {
        int colon = part.indexOf(':');
        if (colon > 0) {
          cells.put(
              part.substring(0, colon).strip(),
              ESCAPED
                  .matcher(part.substring(colon + 1))
                  .replaceAll(
                      one ->
                          Matcher.quoteReplacement(
                              String.valueOf((char) Integer.parseInt(one.group(1), 16)))));
        }
      }
    }
    return cells;
  }

  /**
   * A line about one place.
   *
   * @param number counts the lines of the file
   * @param at where in the file
   * @param page cells of the page
   * @param box {@code x,y,w,h}
   * @param said a digit, or several in one box; {@code .}, {@code ?}
   * @param cells what our own files say further
   */
  static Map<String, String> line(
      long number,
      String at,
      Map<String, String> page,
      String box,
      String said,
      Map<String, String> cells) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put(LabelCsv.PLACE, LabelCsv.place(number, at));
    line.putAll(page);
    line.put(LabelCell.BOX, box);
    String kind = cells.getOrDefault(LabelCell.KIND, "");
    boolean digit = said.matches("\\d+");
    line.put(
        LabelCell.LABEL,
        digit
            ? (cells.containsKey(FIRST) ? "^" : "") + said + (cells.containsKey(LAST) ? "$" : "")
            : kind.equals("unsure") ? "?" : said);
    for (String name :
        new String[] {
          LabelCell.KIND,
          LabelCell.NUMBER_ID,
          LabelCell.MODEL,
          LabelCell.BY,
          LabelCell.AT,
          LabelCell.ID
        }) {
      if (cells.containsKey(name)) {
        line.put(name, cells.get(name));
      }
    }
    return line;
  }

  /** A line that only says how far people have come with a page. */
  static Map<String, String> page(
      long number, String at, Map<String, String> page, Map<String, String> cells) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put(LabelCsv.PLACE, LabelCsv.place(number, at));
    line.putAll(page);
    line.put(LabelCell.KIND, "page");
    line.put(LabelCell.STATE, cells.getOrDefault(LabelCell.STATE, PageState.UNTOUCHED.lower()));
    return line;
  }

  /** The marks of a digit that stands at this place of a number. */
  static Map<String, String> ends(int at, int length) {
    Map<String, String> cells = new LinkedHashMap<>();
    if (at == 0) {
      cells.put(FIRST, "true");
    }
    if (at == length - 1) {
      cells.put(LAST, "true");
    }
    return cells;
  }

  /** Shortest decimal that is exactly this number. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : BigDecimal.valueOf(value).toPlainString();
  }

  static String cell(Box box) {
    return plain(box.x()) + "," + plain(box.y()) + "," + plain(box.w()) + "," + plain(box.h());
  }
}
