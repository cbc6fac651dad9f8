package org.tabularium.app.corpus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Addresses that lead to the same thing years later: of a table by its scan's hash and the version
 * of the model that read it, of a corpus by its name, a moment, and a hash over what stood in it.
 */
@Service
public class Citations {

  private final JdbcClient jdbc;
  private final Corpora corpora;
  private final Editions editions;

  Citations(JdbcClient jdbc, Corpora corpora, Editions editions) {
    this.jdbc = jdbc;
    this.corpora = corpora;
    this.editions = editions;
  }

  /**
   * A table to cite.
   *
   * @param link leads to the same table, as it was read, while its scan and the version are here
   * @param scan SHA-256 of the image file
   * @param model the version that read it; null where none has
   * @param bibtex the edition with the page, or the file where no edition is known
   */
  public record OfTable(String link, String scan, @Nullable String model, String bibtex) {}

  /**
   * A corpus to cite.
   *
   * @param link leads to its tables as they were at that moment
   * @param at the moment
   * @param tables how many stood in it
   * @param scans SHA-256 over what is read of which scan, line by line in ascending order
   * @param bibtex its editions
   */
  public record OfCorpus(String link, Instant at, int tables, String scans, String bibtex) {}

  /**
   * A table.
   *
   * @param model the version of the model that is cited; null where none has read it
   * @param digits which digits are meant, as it stands in an address; empty, or begins with an
   *     ampersand
   */
  public OfTable of(Table table, @Nullable String model, String digits) {
    String link =
        base("/table")
            + "?scan="
            + encoded(table.readKey())
            + "&corpus="
            + encoded(table.corpus().name())
            + (model == null ? "" : "&model=" + encoded(model) + digits);
    return new OfTable(link, table.scan().sha256(), model, Bibliography.bibtex(table, model, link));
  }

  /**
   * Where a pair stands for years to come: named by its scans, and by the corpora that they stand
   * in.
   *
   * @param query what of the two is meant, by which version of the model, as it stands in an
   *     address; begins with an ampersand
   */
  public String ofPair(Table a, Table b, String query) {
    return base("/pair")
        + "?a="
        + encoded(a.readKey())
        + "&b="
        + encoded(b.readKey())
        + "&corpus="
        + encoded(a.corpus().name())
        + "&corpus="
        + encoded(b.corpus().name())
        + query;
  }

  /**
   * A corpus as it is now, or was at a moment.
   *
   * @throws org.tabularium.app.platform.Problem 404
   */
  @Transactional(readOnly = true)
  public OfCorpus of(long corpus, @Nullable Instant until) {
    String name = corpora.get(corpus).name();
    Instant at = until == null ? Instant.now().truncatedTo(ChronoUnit.MICROS) : until;
    List<String> keys =
        jdbc.sql(
                "select read_key from scanned_table where corpus_id = :corpus"
                    + " and created_at <= :at order by read_key collate \"C\", id")
            .param("corpus", corpus)
            .param("at", Timestamp.from(at))
            .query(String.class)
            .list();
    String scans = hash(keys);
    String link = base("/corpus") + "?name=" + encoded(name) + "&until=" + at + "&scans=" + scans;
    return new OfCorpus(
        link,
        at,
        keys.size(),
        scans,
        Bibliography.bibtex(editions.list(corpus)) + Bibliography.bibtex(name, at, scans, link));
  }

  private static String base(String path) {
    return ServletUriComponentsBuilder.fromCurrentContextPath().path(path).toUriString();
  }

  private static String encoded(String value) {
    return UriUtils.encode(value, StandardCharsets.UTF_8);
  }

  private static String hash(List<String> lines) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String line : lines) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
