package org.tabularium.app.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;

/**
 * Metadata files: one row a page, with the columns of the Sphaera corpus ({@code page_id,
 * credited_authors, short_title, printers, publishers, place_of_publication, year_of_publication,
 * handle}) or plainer names of the same. A row describes the scan of that file name, whether it is
 * there already or comes later. A bad row loses no good one.
 */
@Service
class Metadata {

  private static final int MOST_PROBLEMS = 100;
  private static final Pattern YEAR = Pattern.compile("^(\\d{3,4})(?:\\D.*)?$");

  /** Our name of a column, and what files call it. */
  private static final Map<String, List<String>> COLUMNS =
      Map.of(
          "page", List.of("page_id", "page", "file", "filename", "file_name", "id"),
          "title", List.of("short_title", "title"),
          "authors", List.of("credited_authors", "authors", "author"),
          "printers", List.of("printers", "printer"),
          "publishers", List.of("publishers", "publisher"),
          "place", List.of("place_of_publication", "place"),
          "year", List.of("year_of_publication", "year"),
          "handle", List.of("handle", "uri", "url"));

  private final Corpora corpora;
  private final Editions editions;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  Metadata(Corpora corpora, Editions editions, JdbcClient jdbc, ApplicationEventPublisher events) {
    this.corpora = corpora;
    this.editions = editions;
    this.jdbc = jdbc;
    this.events = events;
  }

  /**
   * What came of a file.
   *
   * @param rows rows that were understood
   * @param editions different editions among them
   * @param tables tables of the corpus that they describe
   * @param problems rows that were not understood, the first hundred
   */
  record Imported(int rows, int editions, int tables, List<BadRow> problems) {}

  /**
   * @param line of the file, counted from 1
   * @param column that is to blame
   * @param value as it stands there
   */
  record BadRow(long line, String column, String value) {}

  /** One row that was understood. */
  record Row(String pageId, EditionFields edition) {}

  /**
   * Takes a file into a corpus. Tables that it describes move to the edition that it names.
   *
   * @throws Problem 422 when it is no table with a column of page names
   */
  @Transactional
  Imported take(long corpus, InputStream csv, Person by) throws IOException {
    corpora.get(corpus);
    List<BadRow> problems = new ArrayList<>();
    List<Row> rows = parse(csv, problems);
    Map<EditionFields, Long> known = new HashMap<>();
    Set<Long> changed = new LinkedHashSet<>();
    Map<String, List<Long>> tables = tablesByPage(corpus);
    for (Row row : rows) {
      long edition =
          known.computeIfAbsent(row.edition(), fields -> editions.of(corpus, fields, by));
      jdbc.sql(
              """
              insert into page_description (corpus_id, page_id, edition_id, changed_by, changed_at)
              values (:corpus, :page, :edition, :by, now())
              on conflict (corpus_id, page_id) do update
              set edition_id = :edition, changed_by = :by, changed_at = now()
              """)
          .param("corpus", corpus)
          .param("page", row.pageId())
          .param("edition", edition)
          .param("by", by.id().value())
          .update();
      for (long table : tables.getOrDefault(row.pageId(), List.of())) {
        jdbc.sql(
                """
                update scanned_table set edition_id = :edition, changed_by = :by, changed_at = now(),
                  version = version + 1
                where id = :id
                """)
            .param("edition", edition)
            .param("by", by.id().value())
            .param("id", table)
            .update();
        changed.add(table);
      }
    }
    if (!changed.isEmpty()) {
      events.publishEvent(new TablesChanged(List.copyOf(changed)));
    }
    return new Imported(
        rows.size(),
        known.size(),
        changed.size(),
        problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
  }

  private Map<String, List<Long>> tablesByPage(long corpus) {
    Map<String, List<Long>> tables = new HashMap<>();
    jdbc.sql("select id, file_name from scanned_table where corpus_id = :corpus order by id")
        .param("corpus", corpus)
        .query(
            row -> {
              tables
                  .computeIfAbsent(
                      FileNames.pageId(row.getString("file_name")), page -> new ArrayList<>())
                  .add(row.getLong("id"));
            });
    return tables;
  }

  /** The rows of a file; what is wrong with the others is added to the problems. */
  static List<Row> parse(InputStream csv, List<BadRow> problems) throws IOException {
    String text = text(csv.readAllBytes());
    char separator = separator(text);
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(separator)
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(true)
            .setTrim(true)
            .get();
    List<Row> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      Map<String, Integer> columns = columns(parser.getHeaderMap());
      if (!columns.containsKey("page")) {
        throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "metadata-columns");
      }
      for (CSVRecord record : parser) {
        Row row = row(record, columns, problems);
        if (row != null) {
          rows.add(row);
        }
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      // A quotation that never ends, or two columns of one name.
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "metadata-malformed").causedBy(e);
    }
    return rows;
  }

  private static @Nullable Row row(
      CSVRecord record, Map<String, Integer> columns, List<BadRow> problems) {
    long line = record.getParser().getCurrentLineNumber();
    String page = FileNames.pageId(FileNames.shown(cell(record, columns, "page")));
    if (page.isEmpty()) {
      problems.add(new BadRow(line, "page_id", ""));
      return null;
    }
    String yearCell = cell(record, columns, "year");
    Integer year = null;
    if (!yearCell.isEmpty()) {
      Matcher matcher = YEAR.matcher(yearCell);
      if (!matcher.matches()) {
        problems.add(new BadRow(line, "year_of_publication", yearCell));
        return null;
      }
      year = Integer.valueOf(matcher.group(1));
    }
    return new Row(
        page,
        EditionFields.ofCells(
            cell(record, columns, "title"),
            cell(record, columns, "authors"),
            cell(record, columns, "printers"),
            cell(record, columns, "publishers"),
            cell(record, columns, "place"),
            year,
            cell(record, columns, "handle")));
  }

  private static String cell(CSVRecord record, Map<String, Integer> columns, String name) {
    Integer column = columns.get(name);
    return column == null || column >= record.size() ? "" : record.get(column).strip();
  }

  private static Map<String, Integer> columns(Map<String, Integer> header) {
    Map<String, Integer> lower = new HashMap<>();
    header.forEach((name, at) -> lower.put(name.strip().toLowerCase(Locale.ROOT), at));
    Map<String, Integer> columns = new HashMap<>();
    COLUMNS.forEach(
        (ours, theirs) ->
            theirs.stream()
                .filter(lower::containsKey)
                .findFirst()
                .ifPresent(name -> columns.put(ours, lower.get(name))));
    return columns;
  }

  /** UTF-8, or what older spreadsheets write. */
  private static String text(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** Spreadsheets of half Europe separate by semicolons. */
  private static char separator(String text) throws IOException {
    String header = new BufferedReader(new StringReader(text)).readLine();
    return header == null
        ? ','
        : List.of(',', ';', '\t').stream()
            .max((a, b) -> Long.compare(count(header, a), count(header, b)))
            .orElseThrow();
  }

  private static long count(String text, char c) {
    return text.chars().filter(other -> other == c).count();
  }
}
