package org.tabularium.app.platform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A table as a file that every spreadsheet opens: RFC 4180, UTF-8 with a mark that says so (without
 * it some programs take it for Latin-1), figures with a decimal point.
 */
public final class Csv {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final StringBuilder text = new StringBuilder(BYTE_ORDER_MARK);
  private final int width;

  public Csv(String... columns) {
    width = columns.length;
    add(List.of(columns));
  }

  /**
   * A line; null is an empty cell.
   *
   * @throws IllegalArgumentException when it has not as many cells as there are columns
   */
  public Csv line(@Nullable Object... cells) {
    if (cells.length != width) {
      throw new IllegalArgumentException(cells.length + " cells in " + width + " columns");
    }
    add(Arrays.asList(cells));
    return this;
  }

  private void add(List<? extends @Nullable Object> cells) {
    text.append(cells.stream().map(Csv::cell).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String cell(@Nullable Object value) {
    String cell = value == null ? "" : value.toString();
    // A spreadsheet would compute a text that begins like a formula: an apostrophe keeps it a text.
    if (value instanceof String && !cell.isEmpty() && "=+-@\t\r\n".indexOf(cell.charAt(0)) >= 0) {
      cell = "'" + cell;
    }
    return cell.matches("(?s).*[\",\r\n].*|\\s.*|.*\\s")
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  /** The file, to be kept under this name. */
  public ResponseEntity<String> as(String fileName) {
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(fileName).build().toString())
        .body(text.toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
