package org.tabularium.app.corpus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people say about an edition, cleaned: no blanks around, none of the lists' names empty.
 *
 * @see Edition
 */
public record EditionFields(
    String title,
    List<String> authors,
    List<String> printers,
    List<String> publishers,
    String place,
    @Nullable Integer year,
    String handle) {

  /** Nothing was said. */
  public static final EditionFields NONE =
      new EditionFields("", List.of(), List.of(), List.of(), "", null, "");

  /** Metadata files separate several names in one cell by a semicolon. */
  private static final String BETWEEN_NAMES = ";";

  public EditionFields {
    title = title.strip();
    place = place.strip();
    handle = handle.strip();
    authors = clean(authors);
    printers = clean(printers);
    publishers = clean(publishers);
  }

  /** From cells as they stand in a metadata file or a form; null counts as empty. */
  public static EditionFields ofCells(
      @Nullable String title,
      @Nullable String authors,
      @Nullable String printers,
      @Nullable String publishers,
      @Nullable String place,
      @Nullable Integer year,
      @Nullable String handle) {
    return new EditionFields(
        orEmpty(title),
        names(authors),
        names(printers),
        names(publishers),
        orEmpty(place),
        year,
        orEmpty(handle));
  }

  /** Whether nothing at all was said. */
  public boolean isEmpty() {
    return title.isEmpty()
        && authors.isEmpty()
        && printers.isEmpty()
        && publishers.isEmpty()
        && place.isEmpty()
        && year == null
        && handle.isEmpty();
  }

  /** SHA-256 over all fields, in hexadecimal: the same description has the same fingerprint. */
  String fingerprint() {
    String all =
        String.join(
            "\u001e",
            title,
            String.join("\u001f", authors),
            String.join("\u001f", printers),
            String.join("\u001f", publishers),
            place,
            year == null ? "" : year.toString(),
            handle);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static List<String> names(@Nullable String cell) {
    return cell == null ? List.of() : clean(Arrays.asList(cell.split(BETWEEN_NAMES)));
  }

  private static List<String> clean(List<String> names) {
    return names.stream().map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
  }

  private static String orEmpty(@Nullable String cell) {
    return cell == null ? "" : cell;
  }
}
