package org.tabularium.app.search;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.tabularium.app.corpus.Bibliography;
import org.tabularium.app.corpus.Edition;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.platform.Csv;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.search.Search.Neighbour;
import org.tabularium.network.reading.ScoreKind;

/** A ranking to take away: JSON, CSV, or BibTeX of the editions in it. */
final class Exports {

  private static final String[] COLUMNS = {
    "rank",
    "score",
    "kind",
    "cosine",
    "above_random_pairs",
    "word",
    "table",
    "file_name",
    "page",
    "scan_sha256",
    "region",
    "model",
    "digits",
    "labels",
    "corpus",
    "edition",
    "authors",
    "title",
    "printers",
    "publishers",
    "place",
    "year",
    "handle"
  };

  private Exports() {}

  /**
   * @param format json, csv or bibtex
   * @param model the version that read the tables
   * @param labels the number of the last change of labels that counts
   * @param corrected whether they count at all
   * @throws Problem 400 when it is another format
   */
  static ResponseEntity<?> of(
      List<Neighbour> ranking,
      ScoreKind kind,
      String model,
      long labels,
      boolean corrected,
      String format) {
    return switch (format) {
      case "json" -> ResponseEntity.ok(ranking);
      case "csv" ->
          csv(ranking, kind, model, corrected ? labels : null).as("tabularium-search.csv");
      case "bibtex" ->
          file(
              "application/x-bibtex;charset=UTF-8",
              "tabularium-editions.bib",
              Bibliography.bibtex(editions(ranking)));
      default -> throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "format", format);
    };
  }

  private static ResponseEntity<String> file(String type, String name, String content) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(type))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(content);
  }

  private static Stream<Neighbour> all(List<Neighbour> ranking) {
    return ranking.stream()
        .flatMap(
            one ->
                Stream.concat(
                    Stream.of(one), one.more() == null ? Stream.empty() : one.more().stream()));
  }

  private static List<Edition> editions(List<Neighbour> ranking) {
    Map<Long, Edition> editions = new LinkedHashMap<>();
    all(ranking)
        .map(one -> one.table().edition())
        .filter(Objects::nonNull)
        .forEach(edition -> editions.put(edition.id(), edition));
    return List.copyOf(editions.values());
  }

  private static Csv csv(
      List<Neighbour> ranking, ScoreKind kind, String model, @Nullable Long labels) {
    Csv csv = new Csv(COLUMNS);
    for (Neighbour one : all(ranking).toList()) {
      Table table = one.table();
      Edition edition = table.edition();
      csv.line(
          one.rank(),
          one.score(),
          kind.name().toLowerCase(Locale.ROOT),
          one.cosine(),
          one.below(),
          one.word() == null ? null : one.word().lower(),
          table.id(),
          table.fileName(),
          table.page(),
          table.scan().sha256(),
          table.whole() ? "full" : Arrays.toString(table.region()).replaceAll("[\\[\\] ]", ""),
          model,
          labels == null ? "read" : "corrected",
          labels,
          table.corpus().name(),
          edition == null ? null : edition.id(),
          edition == null ? null : String.join("; ", edition.authors()),
          edition == null ? null : edition.title(),
          edition == null ? null : String.join("; ", edition.printers()),
          edition == null ? null : String.join("; ", edition.publishers()),
          edition == null ? null : edition.place(),
          edition == null ? null : edition.year(),
          edition == null ? null : edition.handle());
    }
    return csv;
  }
}
