package org.tabularium.app.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
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
  private final CSVPrinter printer;
  private final int width;

  public Csv(String... columns) {
    width = columns.length;
    try {
      printer = new CSVPrinter(text, CSVFormat.RFC4180);
      printer.printRecord((Object[]) columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    try {
      printer.printRecord(Arrays.stream(cells).map(Csv::harmless).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * A spreadsheet would compute a text that begins like a formula: an apostrophe keeps it a text.
   */
  static @Nullable Object harmless(@Nullable Object cell) {
    return cell instanceof String text
            && !text.isEmpty()
            && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0
        ? "'" + text
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
