package org.tabularium.app.corpus;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.tabularium.app.platform.Problem;

/**
 * Narrows a list or a ranking of tables. Nothing given, nothing excluded; several things given, all
 * of them must hold, except that one of several corpora suffices. Texts match anywhere, whatever
 * the case.
 *
 * @param corpora names or numbers of corpora
 * @param edition an edition's number
 * @param author part of an author's name
 * @param printer part of a printer's name
 * @param place part of a place's name
 * @param yearFrom first year of publication
 * @param yearTo last year of publication
 * @param statuses any of these
 * @param labelState how far people have come with labelling them; one of {@link #LABEL_STATES}
 * @param table true: only those that look like a table; false: only those that were read and do not
 * @param turn degrees clockwise that bring them upright
 * @param bigramsFrom fewest places of bigrams: how densely a page is printed with numbers
 * @param bigramsTo most of them
 * @param until only those that were there at this moment: what came later changes no old ranking
 * @param q words, each to be found somewhere in the description or the file name
 */
public record TableFilter(
    List<String> corpora,
    @Nullable Long edition,
    @Nullable String author,
    @Nullable String printer,
    @Nullable String place,
    @Nullable Integer yearFrom,
    @Nullable Integer yearTo,
    List<TableStatus> statuses,
    @Nullable String labelState,
    @Nullable Boolean table,
    @Nullable Integer turn,
    @Nullable Integer bigramsFrom,
    @Nullable Integer bigramsTo,
    @Nullable Instant until,
    @Nullable String q) {

  /** As the labels, which stand on a floor above, name them. */
  public static final List<String> LABEL_STATES =
      List.of("untouched", "in_progress", "done", "reviewed", "reviewed_empty");

  /** Excludes nothing. */
  public static final TableFilter ALL = of(new LinkedMultiValueMap<>());

  public TableFilter {
    corpora = List.copyOf(corpora);
    statuses = List.copyOf(statuses);
  }

  /** Whether it asks something that an edition answers for all its tables. */
  public boolean asksOfEditions() {
    return edition != null
        || author != null
        || printer != null
        || place != null
        || yearFrom != null
        || yearTo != null;
  }

  /** The part that editions answer. */
  public TableFilter ofEditions() {
    return new TableFilter(
        corpora, edition, author, printer, place, yearFrom, yearTo, List.of(), null, null, null,
        null, null, null, null);
  }

  /** The same filter within one corpus. */
  public TableFilter in(long corpus) {
    return new TableFilter(
        List.of(Long.toString(corpus)),
        edition,
        author,
        printer,
        place,
        yearFrom,
        yearTo,
        statuses,
        labelState,
        table,
        turn,
        bigramsFrom,
        bigramsTo,
        until,
        q);
  }

  /** The same at any time of publication. */
  TableFilter ofAllYears() {
    return new TableFilter(
        corpora,
        edition,
        author,
        printer,
        place,
        null,
        null,
        statuses,
        labelState,
        table,
        turn,
        bigramsFrom,
        bigramsTo,
        until,
        q);
  }

  /**
   * From a query string. Not bound by Spring, which would split a corpus's name at its commas.
   *
   * @throws Problem 400 when a number or a status is none
   */
  public static TableFilter of(MultiValueMap<String, String> query) {
    return new TableFilter(
        query.getOrDefault("corpus", List.of()).stream().filter(c -> !c.isBlank()).toList(),
        number(query, "edition"),
        text(query, "author"),
        text(query, "printer"),
        text(query, "place"),
        year(query, "yearFrom", "from"),
        year(query, "yearTo", "to"),
        query.getOrDefault("status", List.of()).stream()
            .filter(s -> !s.isBlank())
            .map(TableFilter::status)
            .toList(),
        labelState(query),
        truth(query, "table"),
        whole(query, "turn"),
        whole(query, "bigramsFrom"),
        whole(query, "bigramsTo"),
        moment(query, "until"),
        text(query, "q"));
  }

  /** As a query string with a leading {@code ?}, or empty: a page's links keep its filter. */
  public String toQuery() {
    UriComponentsBuilder uri = UriComponentsBuilder.newInstance();
    corpora.forEach(c -> uri.queryParam("corpus", "{corpus}"));
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    rest.put("edition", edition);
    rest.put("author", author);
    rest.put("printer", printer);
    rest.put("place", place);
    rest.put("yearFrom", yearFrom);
    rest.put("yearTo", yearTo);
    rest.put("labelState", labelState);
    rest.put("table", table);
    rest.put("turn", turn);
    rest.put("bigramsFrom", bigramsFrom);
    rest.put("bigramsTo", bigramsTo);
    rest.put("until", until);
    rest.put("q", q);
    Object[] values = new Object[corpora.size() + rest.size() + statuses.size()];
    int n = 0;
    for (String corpus : corpora) {
      values[n++] = corpus;
    }
    for (Map.Entry<String, @Nullable Object> one : rest.entrySet()) {
      if (one.getValue() != null) {
        uri.queryParam(one.getKey(), "{" + one.getKey() + "}");
        values[n++] = one.getValue();
      }
    }
    for (TableStatus status : statuses) {
      uri.queryParam("status", status.lower());
    }
    return uri.encode().buildAndExpand(Arrays.copyOf(values, n)).toUriString();
  }

  private static @Nullable Boolean truth(MultiValueMap<String, String> query, String name) {
    String value = text(query, name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw wrong(name, value);
    }
    return value == null ? null : Boolean.valueOf(value);
  }

  private static @Nullable String labelState(MultiValueMap<String, String> query) {
    String state = text(query, "labelState");
    if (state != null && !LABEL_STATES.contains(state)) {
      throw wrong("labelState", state);
    }
    return state;
  }

  private static TableStatus status(String name) {
    try {
      return TableStatus.of(name);
    } catch (IllegalArgumentException e) {
      throw wrong("status", name);
    }
  }

  private static @Nullable String text(MultiValueMap<String, String> query, String name) {
    String value = query.getFirst(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Our pages call the years "from" and "to": their addresses are read by people. */
  private static @Nullable Integer year(
      MultiValueMap<String, String> query, String name, String shortName) {
    Long number = number(query, text(query, name) == null ? shortName : name);
    if (number != null && Math.abs(number) > 9999) {
      throw wrong(name, number.toString());
    }
    return number == null ? null : number.intValue();
  }

  private static @Nullable Long number(MultiValueMap<String, String> query, String name) {
    String value = text(query, name);
    try {
      return value == null ? null : Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw wrong(name, value);
    }
  }

  private static @Nullable Integer whole(MultiValueMap<String, String> query, String name) {
    Long number = number(query, name);
    if (number != null && (number < 0 || number > Integer.MAX_VALUE)) {
      throw wrong(name, number.toString());
    }
    return number == null ? null : number.intValue();
  }

  private static @Nullable Instant moment(MultiValueMap<String, String> query, String name) {
    String value = text(query, name);
    try {
      return value == null ? null : Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw wrong(name, value);
    }
  }

  private static Problem wrong(String name, String value) {
    return new Problem(HttpStatus.BAD_REQUEST, "wrong-value", name, value);
  }

  /** The parameters of {@link #of}, for the OpenAPI document. */
  @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
  @Retention(RetentionPolicy.RUNTIME)
  @Parameter(name = "corpus", in = ParameterIn.QUERY, description = "name or number; repeatable")
  @Parameter(name = "edition", in = ParameterIn.QUERY, description = "number of an edition")
  @Parameter(name = "author", in = ParameterIn.QUERY, description = "part of a name")
  @Parameter(name = "printer", in = ParameterIn.QUERY, description = "part of a name")
  @Parameter(name = "place", in = ParameterIn.QUERY, description = "part of a name")
  @Parameter(name = "yearFrom", in = ParameterIn.QUERY, description = "first year of publication")
  @Parameter(name = "yearTo", in = ParameterIn.QUERY, description = "last year of publication")
  @Parameter(
      name = "status",
      in = ParameterIn.QUERY,
      description = "queued, indexing, indexed, failed; repeatable")
  @Parameter(
      name = "labelState",
      in = ParameterIn.QUERY,
      description = "untouched, in_progress, done, reviewed or reviewed_empty, as of now")
  @Parameter(
      name = "table",
      in = ParameterIn.QUERY,
      description = "true: only what looks like a table; false: only what was read and does not")
  @Parameter(name = "turn", in = ParameterIn.QUERY, description = "0, 90, 180 or 270")
  @Parameter(
      name = "bigramsFrom",
      in = ParameterIn.QUERY,
      description = "fewest places of bigrams: density")
  @Parameter(name = "bigramsTo", in = ParameterIn.QUERY, description = "most of them")
  @Parameter(
      name = "until",
      in = ParameterIn.QUERY,
      description = "only what was there at this moment (ISO 8601)")
  @Parameter(
      name = "q",
      in = ParameterIn.QUERY,
      description = "words of the description or file name")
  public @interface Parameters {}
}
