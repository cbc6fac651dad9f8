package org.tabularium.app.corpus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriUtils;
import org.tabularium.network.image.Region;

/**
 * A filter as a page's form shows it again, and what else a list's address says.
 *
 * @param tables which tables are listed
 * @param kind the score: cosine, dot or sqrt
 * @param apart whether a table's own edition is left out
 * @param group whether the tables of an edition are gathered
 * @param parts of the table asked about: only their digits count; empty for all of it
 * @param verdict what people said of a table and the one asked about, or none; null for whatever
 * @param model the version of the model whose readings are ranked; null for the active one
 * @param digits read: tables are ranked by their digits as they were read; null: as corrected
 * @param labels the number of the last change of labels that counts; null for all
 * @param query all of it but the kind, as it stands in an address; empty, or begins with an
 *     ampersand
 */
public record PageFilter(
    TableFilter tables,
    String kind,
    boolean apart,
    boolean group,
    List<Region> parts,
    @Nullable String verdict,
    @Nullable String model,
    @Nullable String digits,
    @Nullable String labels,
    String query) {

  public static PageFilter of(TableFilter filter, MultiValueMap<String, String> query) {
    String kind = query.getFirst("kind");
    String model = text(query, "model");
    String verdict = text(query, "verdict");
    boolean apart = "true".equals(query.getFirst("apart"));
    // A checkbox that is not ticked is not sent: a hidden "false" tells that the form was.
    boolean group = query.getOrDefault("group", List.of("true")).contains("true");
    List<Region> parts = Regions.parts(query);
    StringBuilder address = new StringBuilder(filter.toQuery().replaceFirst("^\\?", "&"));
    parts.forEach(part -> address.append("&box=").append(Regions.text(part)));
    address.append(apart ? "&apart=true" : "").append(group ? "" : "&group=false");
    if (verdict != null) {
      address.append("&verdict=").append(verdict.replaceAll("[^a-z]", ""));
    }
    if (model != null) {
      address.append("&model=").append(model.replaceAll("[^0-9A-Za-z._-]", ""));
    }
    String digits = "read".equals(query.getFirst("digits")) ? "read" : null;
    String labels = text(query, "labels");
    address.append(digits == null ? "" : "&digits=read");
    if (labels != null) {
      address.append("&labels=").append(labels.replaceAll("[^0-9]", ""));
    }
    return new PageFilter(
        filter,
        kind == null || kind.isBlank() ? "cosine" : kind,
        apart,
        group,
        parts,
        verdict,
        model,
        digits,
        labels,
        address.toString());
  }

  private static @Nullable String text(MultiValueMap<String, String> query, String name) {
    String text = query.getFirst(name);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** What an address needs to show the same list ranked by another kind of score. */
  public String ranked(String otherKind) {
    return "?kind=" + otherKind + query;
  }

  /** What an address needs to show the same list, or a pair that stands in it. */
  public String ranked() {
    return ranked(kind);
  }

  /** The same with one more parameter. */
  public String ranked(String parameter, int value) {
    return ranked() + "&" + parameter + "=" + value;
  }

  /** The same without the parts: a pair of which the first is not the table asked about. */
  public String whole() {
    return ranked().replaceAll("&box=[^&]*", "");
  }

  /** The same of the digits as they were read, or as they are corrected now. */
  public String ofDigits(boolean asRead) {
    return ranked().replaceAll("&(digits|labels)=[^&]*", "") + (asRead ? "&digits=read" : "");
  }

  /** The same narrowed to one edition, whose tables stand by themselves. */
  public String alone(long edition) {
    return whole().replaceAll("&(edition|group|apart)=[^&]*", "")
        + "&edition="
        + edition
        + "&group=false";
  }

  /**
   * The same for years to come: corpora by their names, the model's version, the last change of
   * labels, and nothing that came later.
   *
   * @param corpora all that there are
   * @param version that ranks
   * @param change the number of the last change of labels; of no use where digits as read rank
   * @param until the moment that the filter does not say; null where it does
   */
  public String lasting(
      List<Table.CorpusName> corpora, String version, long change, @Nullable Instant until) {
    String lasting = whole().replaceAll("&(model|labels)=[^&]*", "");
    for (Table.CorpusName corpus : corpora) {
      lasting =
          (lasting + "&")
              .replace(
                  "&corpus=" + corpus.id() + "&",
                  "&corpus=" + UriUtils.encode(corpus.name(), StandardCharsets.UTF_8) + "&");
      lasting = lasting.substring(0, lasting.length() - 1);
    }
    return lasting
        + "&model="
        + version
        + (digits != null ? "" : "&labels=" + (labels != null ? labels : change))
        + (until == null ? "" : "&until=" + until);
  }

  /** What an address needs to show another page of a gallery, whose corpus stands in its path. */
  public String page(int page) {
    return "?page=" + page + query.replaceFirst("&corpus=[^&]*", "");
  }
}
