package org.tabularium.app.corpus;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Editions as BibTeX, for those who cite the books and not only the machine. */
public final class Bibliography {

  private Bibliography() {}

  /** An entry an edition, in the order given; UTF-8. */
  public static String bibtex(Collection<Edition> editions) {
    Set<String> keys = new HashSet<>();
    return editions.stream()
        .map(edition -> entry(edition, key(edition, keys)))
        .collect(Collectors.joining("\n"));
  }

  private static String entry(Edition edition, String key) {
    StringBuilder entry = new StringBuilder("@book{" + key + ",\n");
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
    if (edition.handle().startsWith("http")) {
      entry.append("  url = {").append(edition.handle().replaceAll("[{}\\s]", "")).append("},\n");
    } else {
      field(entry, "note", edition.handle());
    }
    return entry.append("}\n").toString();
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
