package org.tabularium.app.corpus;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;

/**
 * A metadata file as it was understood: one row a page, with the columns of the Sphaera corpus
 * ({@code page_id, credited_authors, short_title, printers, publishers, place_of_publication,
 * year_of_publication, handle}) or plainer names of the same. A bad row loses no good one.
 *
 * @param encoding the name of the encoding it was read in
 * @param guessed whether the file did not say so, and its accents should be looked at
 * @param separator between its cells
 * @param columns our names of the columns that it has, with its own
 * @param missing our names of the columns that it lacks
 * @param ignored its columns that mean nothing here
 * @param rows what was understood, one a page, in the file's order
 * @param problems rows that were not understood, or not quite
 */
record MetadataFile(
    String encoding,
    boolean guessed,
    char separator,
    Map<String, String> columns,
    List<String> missing,
    List<String> ignored,
    List<Row> rows,
    List<Trouble> problems) {

  /** Our name of a column, and what files call it. */
  private static final Map<String, List<String>> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("page", List.of("page_id", "page", "file", "filename", "file_name", "id"));
    COLUMNS.put("authors", List.of("credited_authors", "authors", "author"));
    COLUMNS.put("title", List.of("short_title", "title"));
    COLUMNS.put("printers", List.of("printers", "printer"));
    COLUMNS.put("publishers", List.of("publishers", "publisher"));
    COLUMNS.put("place", List.of("place_of_publication", "place"));
    COLUMNS.put("year", List.of("year_of_publication", "year"));
    COLUMNS.put("handle", List.of("handle", "uri", "url"));
  }

  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
  private static final Pattern YEAR = Pattern.compile("^(\\d{3,4})(?:\\D.*)?$");

  /**
   * A row that was understood.
   *
   * @param line of the file on which it ends, counted from 1
   * @param page the page's name, without a file's ending
   */
  record Row(long line, String page, EditionFields edition) {}

  /**
   * A row that was not understood, or not quite.
   *
   * @param line of the file on which it ends, counted from 1
   * @param what names the message {@code metadata.trouble.<what>}
   * @param column that is to blame, as the file calls it
   * @param value as it stands there
   */
  record Trouble(long line, String what, String column, String value) {}

  /**
   * Understands the bytes of a file.
   *
   * @throws Problem 422 when it is no table with a column of page names; the detail says what it is
   *     instead
   */
  static MetadataFile of(byte[] bytes) {
    if (bytes.length == 0) {
      throw refused("metadata-empty");
    }
    if (startsWith(bytes, 'P', 'K', 3, 4) || startsWith(bytes, 0xD0, 0xCF, 0x11, 0xE0)) {
      throw refused("metadata-spreadsheet");
    }
    Charset charset = charset(bytes);
    String text = charset.decode(ByteBuffer.wrap(bytes)).toString();
    text = text.startsWith("\ufeff") ? text.substring(1) : text;
    if (text.indexOf('\0') >= 0) {
      throw refused("metadata-not-text");
    }
    char separator = separator(text);
    List<Line> records = lines(text, separator);
    if (records.isEmpty()) {
      throw refused("metadata-empty");
    }
    return read(charset, separator, records);
  }

  private static MetadataFile read(Charset charset, char separator, List<Line> lines) {
    List<String> header = lines.get(0).record().toList().stream().map(String::strip).toList();
    Map<String, Integer> at = columns(header);
    List<Trouble> problems = new ArrayList<>();
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Line line : lines.subList(1, lines.size())) {
      row(line.number(), line.record(), header, at, problems)
          .ifPresent(
              row -> {
                Row earlier = rows.remove(row.page());
                if (earlier != null && !earlier.edition().equals(row.edition())) {
                  problems.add(
                      new Trouble(row.line(), "twice", header.get(at.get("page")), row.page()));
                }
                rows.put(row.page(), row);
              });
    }
    Map<String, String> columns = new LinkedHashMap<>();
    COLUMNS.keySet().stream()
        .filter(at::containsKey)
        .forEach(ours -> columns.put(ours, header.get(at.get(ours))));
    List<String> ignored = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      if (!at.containsValue(i) && !header.get(i).isEmpty()) {
        ignored.add(header.get(i));
      }
    }
    return new MetadataFile(
        charset.name(),
        charset.equals(WINDOWS),
        separator,
        columns,
        COLUMNS.keySet().stream().filter(ours -> !at.containsKey(ours)).toList(),
        ignored,
        List.copyOf(rows.values()),
        problems);
  }

  private static Optional<Row> row(
      long line,
      CSVRecord record,
      List<String> header,
      Map<String, Integer> at,
      List<Trouble> problems) {
    if (record.size() > header.size()
        && record.toList().subList(header.size(), record.size()).stream()
            .anyMatch(cell -> !cell.isBlank())) {
      problems.add(
          new Trouble(line, "cells", header.get(header.size() - 1), excess(record, header.size())));
      return Optional.empty();
    }
    String page = FileNames.pageId(FileNames.shown(cell(record, at, "page")));
    if (page.isEmpty()) {
      problems.add(new Trouble(line, "page", header.get(at.get("page")), ""));
      return Optional.empty();
    }
    String yearCell = cell(record, at, "year");
    Integer year = null;
    if (!yearCell.isEmpty()) {
      Matcher matcher = YEAR.matcher(yearCell);
      if (!matcher.matches()) {
        problems.add(new Trouble(line, "year", header.get(at.get("year")), yearCell));
        return Optional.empty();
      }
      year = Integer.valueOf(matcher.group(1));
    }
    return Optional.of(
        new Row(
            line,
            page,
            EditionFields.ofCells(
                cell(record, at, "title"),
                cell(record, at, "authors"),
                cell(record, at, "printers"),
                cell(record, at, "publishers"),
                cell(record, at, "place"),
                year,
                cell(record, at, "handle"))));
  }

  private static String excess(CSVRecord record, int from) {
    return String.join(" … ", record.toList().subList(from, record.size()));
  }

  private static String cell(CSVRecord record, Map<String, Integer> at, String name) {
    Integer column = at.get(name);
    return column == null || column >= record.size() ? "" : record.get(column).strip();
  }

  /** Our names of the columns, with their places. */
  private static Map<String, Integer> columns(List<String> header) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i).toLowerCase(Locale.ROOT);
      if (!name.isEmpty() && places.put(name, i) != null) {
        throw refused("metadata-column-twice", header.get(i));
      }
    }
    Map<String, Integer> columns = new HashMap<>();
    COLUMNS.forEach(
        (ours, theirs) ->
            theirs.stream()
                .filter(places::containsKey)
                .findFirst()
                .ifPresent(name -> columns.put(ours, places.get(name))));
    if (!columns.containsKey("page")) {
      throw header.size() == 1
          ? refused("metadata-separator", shortened(header.get(0)))
          : refused("metadata-columns", shortened(String.join(" · ", header)));
    }
    return columns;
  }

  /**
   * Cells of a line.
   *
   * @param number of the line on which they end: a cell may run over several
   */
  private record Line(long number, CSVRecord record) {}

  private static List<Line> lines(String text, char separator) {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(separator)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      List<Line> lines = new ArrayList<>();
      for (CSVRecord record : parser) {
        lines.add(new Line(parser.getCurrentLineNumber(), record));
      }
      return lines;
    } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
      throw refused("metadata-malformed").causedBy(e);
    }
  }

  private static final Charset WINDOWS = Charset.forName("windows-1252");

  /** What the first bytes say; or UTF-8 if it can be that; or what older spreadsheets write. */
  private static Charset charset(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return StandardCharsets.UTF_16BE;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException e) {
      return WINDOWS;
    }
  }

  private static boolean startsWith(byte[] bytes, int... first) {
    for (int i = 0; i < first.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != first[i]) {
        return false;
      }
    }
    return true;
  }

  /** Spreadsheets of half Europe separate by semicolons. */
  private static char separator(String text) {
    String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return SEPARATORS.stream()
        .max((a, b) -> Long.compare(count(header, a), count(header, b)))
        .orElseThrow();
  }

  private static long count(String text, char c) {
    return text.chars().filter(other -> other == c).count();
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private static Problem refused(String slug, Object... arguments) {
    return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, slug, arguments);
  }

  /** All names that files may call our columns, for the page that explains them. */
  static Map<String, List<String>> names() {
    return COLUMNS;
  }
}
