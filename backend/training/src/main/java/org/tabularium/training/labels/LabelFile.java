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

/**
 * A file of labels: CSV with a head. {@code page_id} and {@code xywh} ("x,y,w,h") must be there;
 * the digit stands in {@code element_label}; {@code kind} says otherwise than digit ({@code none},
 * {@code unsure}, {@code contrast}); {@code edition}, or else {@code book}, is what is held out
 * together. The application's frozen labels and the published corpus's files are both such files.
 */
public final class LabelFile {

  private LabelFile() {}

  /**
   * The places of one page.
   *
   * @param page the last part of its {@code page_id}
   * @param edition its edition, or the page itself where none is named
   */
  public record Page(String page, String edition, List<Place> places) {}

  /**
   * Reads a file; lines that are neither digit nor one of the other kinds are left out.
   *
   * @return pages in the order of the file
   * @throws IllegalArgumentException when a column is missing or a box is none
   */
  public static List<Page> read(Path csv) throws IOException {
    List<List<String>> rows = rows(Files.readString(csv, StandardCharsets.UTF_8));
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
      String edition = cell(head, row, "edition");
      String book = edition == null ? cell(head, row, "book") : edition;
      Place place = place(head, row);
      Page of =
          pages.computeIfAbsent(page, p -> new Page(p, book == null ? p : book, new ArrayList<>()));
      if (place != null) {
        of.places().add(place);
      }
    }
    return List.copyOf(pages.values());
  }

  private static @Nullable Place place(List<String> head, List<String> row) {
    String text = cell(head, row, "xywh");
    if (text == null) {
      return null;
    }
    String[] n = text.split("[,;\\s]+");
    if (n.length != 4) {
      throw new IllegalArgumentException("not a box: " + text);
    }
    Box box =
        new Box(
            Double.parseDouble(n[0]),
            Double.parseDouble(n[1]),
            Double.parseDouble(n[2]),
            Double.parseDouble(n[3]));
    String kind = cell(head, row, "kind");
    String digit = cell(head, row, "element_label");
    if (kind == null && digit == null && !head.contains("element_label")) {
      return Place.of(Place.Kind.CONTRAST, box);
    }
    return switch (kind == null ? "digit" : kind.toLowerCase(Locale.ROOT)) {
      case "digit" ->
          digit != null && digit.matches("[0-9]")
              ? Place.digit(box, Integer.parseInt(digit))
              : null;
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
