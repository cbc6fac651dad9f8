package org.tabularium.app.corpus;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * A filter as a page's form shows it again.
 *
 * @param kind the score: cosine, dot or sqrt
 * @param apart whether a table's own edition is left out
 * @param group whether the tables of an edition are gathered
 * @param query all of it but the kind, as it stands in an address; empty, or begins with an
 *     ampersand
 */
public record PageFilter(
    @Nullable String q,
    @Nullable Long edition,
    @Nullable String place,
    @Nullable Integer yearFrom,
    @Nullable Integer yearTo,
    @Nullable String status,
    @Nullable Boolean table,
    @Nullable String corpus,
    String kind,
    boolean apart,
    boolean group,
    String query) {

  public static PageFilter of(TableFilter filter, MultiValueMap<String, String> query) {
    String kind = query.getFirst("kind");
    boolean apart = "true".equals(query.getFirst("apart"));
    // A checkbox that is not ticked is not sent: a hidden "false" tells that the form was.
    boolean group = query.getOrDefault("group", List.of("true")).contains("true");
    return new PageFilter(
        filter.q(),
        filter.edition(),
        filter.place(),
        filter.yearFrom(),
        filter.yearTo(),
        filter.statuses().isEmpty() ? null : filter.statuses().get(0).lower(),
        filter.table(),
        filter.corpora().isEmpty() ? null : filter.corpora().get(0),
        kind == null || kind.isBlank() ? "cosine" : kind,
        apart,
        group,
        filter.toQuery().replaceFirst("^\\?", "&")
            + (apart ? "&apart=true" : "")
            + (group ? "" : "&group=false"));
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

  /** What an address needs to show another page of a gallery, whose corpus stands in its path. */
  public String page(int page) {
    return "?page=" + page + query.replaceFirst("&corpus=[^&]*", "");
  }
}
