package org.tabularium.app.corpus;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.tabularium.app.platform.Problem;

/** Editions as BibTeX, for those who cite the books and not only the machine. */
public final class Bibliography {

  private Bibliography() {}

  /**
   * An answer in the format that is asked for.
   *
   * @throws Problem 400 when it is neither json nor bibtex
   */
  public static ResponseEntity<?> as(String format, Object json, String bibtex, String fileName) {
    return switch (format) {
      case "json" -> ResponseEntity.ok(json);
      case "bibtex" ->
          ResponseEntity.ok()
              .contentType(MediaType.parseMediaType("application/x-bibtex;charset=UTF-8"))
              .header(
                  HttpHeaders.CONTENT_DISPOSITION,
                  ContentDisposition.attachment().filename(fileName).build().toString())
              .body(bibtex);
      default -> throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "format", format);
    };
  }

  /** An entry an edition, in the order given; UTF-8. */
  public static String bibtex(Collection<Edition> editions) {
    Set<String> keys = new HashSet<>();
    return editions.stream()
        .map(
            edition -> {
              StringBuilder entry = new StringBuilder("@book{" + key(edition, keys) + ",\n");
              describe(entry, edition);
              linked(entry, edition);
              return entry.append("}\n").toString();
            })
        .collect(Collectors.joining("\n"));
  }

  /** A table: the page of its edition, its scan, and the model that read it. */
  static String bibtex(Table table, @Nullable String model, String link) {
    Edition edition = table.edition();
    String scan = table.scan().sha256();
    StringBuilder entry =
        new StringBuilder(
            (edition == null ? "@misc{" : "@inbook{")
                + (edition == null ? "table" : key(edition, new HashSet<>()))
                + "-"
                + scan.substring(0, 8)
                + ",\n");
    if (edition == null) {
      field(entry, "title", table.fileName());
    } else {
      describe(entry, edition);
    }
    field(entry, "pages", table.page());
    address(entry, link);
    field(
        entry,
        "note",
        "Scan (SHA-256) "
            + scan
            + (model == null ? "" : "; digits read by Tabularium, model " + model)
            + (edition == null || edition.handle().isBlank() ? "" : "; " + edition.handle()));
    return entry.append("}\n").toString();
  }

  /** A corpus as it was at a moment. */
  static String bibtex(String corpus, Instant at, String scans, String link) {
    StringBuilder entry = new StringBuilder("\n@misc{corpus-" + scans.substring(0, 8) + ",\n");
    field(entry, "title", corpus);
    field(entry, "year", Integer.toString(at.atOffset(ZoneOffset.UTC).getYear()));
    address(entry, link);
    field(entry, "note", "Corpus of scans in Tabularium, as of " + at + "; SHA-256 " + scans);
    return entry.append("}\n").toString();
  }

  private static void describe(StringBuilder entry, Edition edition) {
    field(entry, "author", String.join(" and ", edition.authors()));
    field(entry, "title", edition.title());
    // BibTeX has one field for both; the printer is the one whom a historian means.
    field(
        entry,
        "publisher",
        String.join(
            " and ", edition.printers().isEmpty() ? edition.publishers() : edition.printers()));
    field(entry, "address", edition.place());
    field(entry, "year", edition.year() == null ? "" : edition.year().toString());
  }

  private static void linked(StringBuilder entry, Edition edition) {
    if (edition.handle().startsWith("http")) {
      address(entry, edition.handle());
    } else {
      field(entry, "note", edition.handle());
    }
  }

  private static void address(StringBuilder entry, String url) {
    entry.append("  url = {").append(url.replaceAll("[{}\\s]", "")).append("},\n");
  }

  private static void field(StringBuilder entry, String name, String value) {
    if (!value.isBlank()) {
      entry.append("  ").append(name).append(" = {").append(escaped(value)).append("},\n");
    }
  }

  /** Signs that TeX would take for its own. */
  private static String escaped(String text) {
    return text.replace("\\", "\\textbackslash ")
        .replaceAll("([&%$#_])", "\\\\$1")
        .replaceAll("[{}]", "")
        .replaceAll("[\\p{Cntrl}\\s]+", " ")
        .replace("~", "\\textasciitilde ")
        .replace("^", "\\textasciicircum ");
  }

  /** "giuntini1578speculum", and a letter behind where two would be the same. */
  private static String key(Edition edition, Set<String> taken) {
    List<String> authors = edition.authors();
    String title = edition.title().replaceFirst("^\\[generated\\] ", "");
    String stem =
        plain(authors.isEmpty() ? "" : authors.get(0).split(",")[0])
            + (edition.year() == null ? "" : edition.year())
            + plain(title.split("\\s+")[0]);
    if (stem.isEmpty()) {
      stem = "edition" + edition.id();
    }
    String key = stem;
    for (int n = 2; !taken.add(key); n++) {
      key = stem + "-" + n;
    }
    return key;
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "");
  }
}
