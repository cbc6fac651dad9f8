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
 */
public record PageFilter(
    @Nullable String q,
    @Nullable Long edition,
    @Nullable String place,
    @Nullable Integer yearFrom,
    @Nullable Integer yearTo,
    @Nullable String status,
    @Nullable String corpus,
    String kind,
    boolean apart,
    boolean group) {

  public static PageFilter of(TableFilter filter, MultiValueMap<String, String> query) {
    String kind = query.getFirst("kind");
    List<String> group = query.getOrDefault("group", List.of("true"));
    return new PageFilter(
        filter.q(),
        filter.edition(),
        filter.place(),
        filter.yearFrom(),
        filter.yearTo(),
        filter.statuses().isEmpty() ? null : filter.statuses().get(0).lower(),
        filter.corpora().isEmpty() ? null : filter.corpora().get(0),
        kind == null || kind.isBlank() ? "cosine" : kind,
        "true".equals(query.getFirst("apart")),
        // A checkbox that is not ticked is not sent: a hidden "false" tells that the form was.
        group.contains("true"));
  }
}
