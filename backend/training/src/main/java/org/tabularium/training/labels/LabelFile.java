package org.tabularium.training.labels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;

/**
 * A file of labels: CSV with a head. {@code page_id} and {@code xywh} ("x,y,w,h") must be there;
 * the digit stands in {@code element_label}; {@code kind} says otherwise than digit ({@code none},
 * {@code unsure}, {@code contrast}); {@code edition}, or else {@code book}, is what is held out
 * together. The application's frozen labels and the published corpus's files are both such files;
 * the former say in {@code table}, {@code scan}, {@code region}, {@code turn}, {@code scale} and
 * {@code held_out} how each table was given to a training.
 */
public final class LabelFile {

  private LabelFile() {}

  /**
   * How a table was given to a training.
   *
   * @param table its number, or its page where the file says none
   * @param scan SHA-256 of its bytes
   * @param region the table's part of the scan; null for the whole
   * @param turn in which it is read
   * @param scale ink-map cells a scan pixel at which it was read; null: not known
   * @param heldOut whether it was not learnt from
   */
  public record Given(
      String table,
      String scan,
      @Nullable Region region,
      Turn turn,
      @Nullable Double scale,
      boolean heldOut) {}

  /**
   * The places of one page.
   *
   * @param page the last part of its {@code page_id}
   * @param edition its edition; where none is named its scan, or the page itself
   * @param given how it was given to a training; null in files that do not say
   */
  public record Page(String page, String edition, @Nullable Given given, List<Place> places) {

    /**
     * As a training takes it.
     *
     * @param scan its file
     * @throws IllegalStateException when the file of labels does not say how it was given
     */
    public LabelledPage labelled(Path scan) {
      if (given == null) {
        throw new IllegalStateException(page + ": nothing is said of scan and turn");
      }
      return new LabelledPage(
          given.table(),
          edition,
          scan,
          given.scan(),
          given.region(),
          given.turn(),
          given.scale(),
          places);
    }
  }

  /** As {@link #read(String)}, from a file in UTF-8. */
  public static List<Page> read(Path csv) throws IOException {
    return read(Files.readString(csv, StandardCharsets.UTF_8));
  }

  /**
   * Reads a file; lines that are neither digit nor one of the other kinds are left out.
   *
   * @return pages in the order of the file; two tables on one scan are two pages
   * @throws IllegalArgumentException when a column is missing or a box is none
   */
  public static List<Page> read(String csv) {
    List<List<String>> rows = rows(csv);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("the file is empty");
    }
    List<String> head = rows.get(0).stream().map(String::strip).toList();
    if (!head.contains("page_id") || !head.contains("xywh")) {
      throw new IllegalArgumentException("no columns page_id and xywh: " + head);
    }
    Map<String, Page> pages = new LinkedHashMap<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      String id = cell(head, row, "page_id");
      if (id == null) {
        continue;
      }
      String page = id.substring(id.lastIndexOf('/') + 1);
      String table = cell(head, row, "table");
      Page of =
          pages.computeIfAbsent(
              table == null ? page : table,
              key ->
                  new Page(
                      page, edition(head, row, page), given(head, row, page), new ArrayList<>()));
      Place place = place(head, row);
      if (place != null) {
        of.places().add(place);
      }
    }
    return List.copyOf(pages.values());
  }

  private static String edition(List<String> head, List<String> row, String page) {
    for (String column : List.of("edition", "book", "scan")) {
      String named = cell(head, row, column);
      if (named != null) {
        return named;
      }
    }
    return page;
  }

  private static @Nullable Given given(List<String> head, List<String> row, String page) {
    String table = cell(head, row, "table");
    String scan = cell(head, row, "scan");
    String turn = cell(head, row, "turn");
    if (scan == null || turn == null) {
      return null;
    }
    String region = cell(head, row, "region");
    String scale = cell(head, row, "scale");
    Box part = region == null ? null : box(region);
    return new Given(
        table == null ? page : table,
        scan,
        part == null
            ? null
            : new Region((int) part.x(), (int) part.y(), (int) part.w(), (int) part.h()),
        Turn.ofDegrees(Integer.parseInt(turn)),
        scale == null ? null : Double.valueOf(scale),
        "yes".equals(cell(head, row, "held_out")));
  }

  private static Box box(String text) {
    String[] n = text.split("[,;\\s]+");
    if (n.length != 4) {
      throw new IllegalArgumentException("not a box: " + text);
    }
    return new Box(
        Double.parseDouble(n[0]),
        Double.parseDouble(n[1]),
        Double.parseDouble(n[2]),
        Double.parseDouble(n[3]));
  }

  private static @Nullable Place place(List<String> head, List<String> row) {
    String text = cell(head, row, "xywh");
    if (text == null) {
      return null;
    }
    Box box = box(text);
    String kind = cell(head, row, "kind");
    String label = cell(head, row, "element_label");
    if (kind == null && label == null && !head.contains("element_label")) {
      return Place.of(Place.Kind.CONTRAST, box);
    }
    // ^ and $ mark the first and the last digit of a number.
    String digit = label == null ? "" : label.replaceAll("[\\^$]", "");
    return switch (kind == null ? "digit" : kind.toLowerCase(Locale.ROOT)) {
      case "digit" ->
          switch (digit) {
            case "." -> Place.of(Place.Kind.NONE, box);
            case "?" -> Place.of(Place.Kind.UNSURE, box);
            default -> digit.matches("[0-9]") ? Place.digit(box, Integer.parseInt(digit)) : null;
          };
      case "none" -> Place.of(Place.Kind.NONE, box);
      case "unsure" -> Place.of(Place.Kind.UNSURE, box);
      case "contrast" -> Place.of(Place.Kind.CONTRAST, box);
      default -> null;
    };
  }

  private static @Nullable String cell(List<String> head, List<String> row, String column) {
    int at = head.indexOf(column);
    if (at < 0 || at >= row.size() || row.get(at).isBlank()) {
      return null;
    }
    return row.get(at).strip();
  }

  /** RFC 4180, as far as cells in quotes and doubled quotes go. */
  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = text.startsWith("\ufeff") ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    if (cell.length() > 0 || !row.isEmpty()) {
      row.add(cell.toString());
      rows.add(row);
    }
    return rows;
  }
}
