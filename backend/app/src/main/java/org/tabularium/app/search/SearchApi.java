package org.tabularium.app.search;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.tabularium.app.corpus.Histogram;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableFilter;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Digits;
import org.tabularium.app.readings.ReadingAnswers;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.app.readings.WhichDigits;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Reading;

/** Rankings: tables similar to tables, to a picture, to numbers typed or computed. */
@Tag(name = "search")
@RestController
@RequestMapping("/api/v1")
class SearchApi {

  private static final int MOST = 1000;

  private final Search search;
  private final Asking asking;
  private final PictureSearch pictures;
  private final Tables tables;
  private final CorrectedReadings readings;
  private final Models models;

  SearchApi(
      Search search,
      Asking asking,
      PictureSearch pictures,
      Tables tables,
      CorrectedReadings readings,
      Models models) {
    this.search = search;
    this.asking = asking;
    this.pictures = pictures;
    this.tables = tables;
    this.readings = readings;
    this.models = models;
  }

  /** How a ranking is made and written, for the OpenAPI document. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @TableFilter.Parameters
  @Parameter(name = "kind", in = ParameterIn.QUERY, description = "cosine, dot or sqrt")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "how many tables, or editions, to list; 50")
  @Parameter(
      name = "apart",
      in = ParameterIn.QUERY,
      description = "true: leave out the editions of the tables asked about")
  @Parameter(
      name = "group",
      in = ParameterIn.QUERY,
      description = "true: gather the tables of an edition behind the best of them")
  @Parameter(
      name = "verdict",
      in = ParameterIn.QUERY,
      description = "same, variant, related, unrelated, unsure, or none: judged so with an example")
  @Parameter(
      name = "model",
      in = ParameterIn.QUERY,
      description = "version of the model whose readings are ranked; the active one")
  @WhichDigits
  @Parameter(
      name = "shared",
      in = ParameterIn.QUERY,
      description = "true: with each table the ledger of the bigrams that make its score")
  @Parameter(name = "format", in = ParameterIn.QUERY, description = "json, csv or bibtex")
  @interface Parameters {}

  @Operation(summary = "Tables with the same numbers, the most similar first")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(array = @ArraySchema(schema = @Schema(implementation = Search.Neighbour.class))))
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @Parameters
  @Parameter(
      name = "box",
      in = ParameterIn.QUERY,
      description = "x,y,w,h: only digits in these parts of the table count; repeatable")
  @GetMapping("/tables/{id}/similar")
  ResponseEntity<?> similar(
      @PathVariable long id,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    Table table = tables.get(id);
    String model = model(query);
    Optional<Asked.Example> example =
        asking.find(table, Regions.parts(query), false, model, digits(query));
    if (example.isEmpty()) {
      return ReadingAnswers.notYet(table);
    }
    return answer(Asked.of(example.get()), query);
  }

  @Operation(
      summary = "Tables with the numbers asked for: of tables, typed, computed",
      description =
          "A table's score is the mean of its scores with the examples for, less the mean of those"
              + " against; its scores with each stand in parts.")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(array = @ArraySchema(schema = @Schema(implementation = Search.Neighbour.class))))
  @Parameters
  @Parameter(
      name = "for",
      in = ParameterIn.QUERY,
      description =
          "a table's number, or what is read of which scan; @x,y,w,h;x,y,w,h behind it: only these"
              + " parts; repeatable")
  @Parameter(name = "against", in = ParameterIn.QUERY, description = "the same, against")
  @Parameter(
      name = "stands",
      in = ParameterIn.QUERY,
      description =
          "for each of these in turn, those against behind those for: the corpus that it stands in,"
              + " where its scan stands in several")
  @Parameter(name = "numbers", in = ParameterIn.QUERY, description = "as they stand in a table")
  @Parameter(
      name = "computed",
      in = ParameterIn.QUERY,
      description =
          "sines (radius, step, first, last), declinations (obliquity, step), right-ascensions"
              + " (obliquity, step, sign), oblique-ascensions (obliquity, latitude, step, sign),"
              + " longest-days (obliquity, first, last)")
  @Parameter(name = "radius", in = ParameterIn.QUERY, description = "the sinus totus")
  @Parameter(name = "step", in = ParameterIn.QUERY, description = "minutes of arc between rows")
  @Parameter(name = "obliquity", in = ParameterIn.QUERY, description = "degrees;minutes")
  @Parameter(name = "latitude", in = ParameterIn.QUERY, description = "degrees;minutes")
  @Parameter(name = "sign", in = ParameterIn.QUERY, description = "the first of three: 0, 3, 6, 9")
  @Parameter(name = "first", in = ParameterIn.QUERY, description = "degree before the first row")
  @Parameter(name = "last", in = ParameterIn.QUERY, description = "degree of the last row")
  @GetMapping("/search")
  ResponseEntity<?> asked(
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    return answer(asking(query), query);
  }

  /**
   * A search.
   *
   * @param numbers as they stand in a table, separated by anything but digits; ? for an unknown one
   * @param examples tables that speak for it, by number or by what is read of which scan
   * @param against tables that speak against it
   * @param computed a table to compute: its {@code kind}, and its parameters
   * @param kind cosine, dot or sqrt
   * @param limit how many tables to list
   * @param corpus names or numbers of corpora to search in
   */
  @Schema(name = "SearchRequest")
  record Sent(
      @Nullable String numbers,
      @JsonProperty("for") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          @Nullable List<String> examples,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          @Nullable List<String> against,
      @Nullable Map<String, String> computed,
      @Nullable String kind,
      @Nullable Integer limit,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          @Nullable List<String> corpus) {

    /** What the body says goes before what the address says. */
    MultiValueMap<String, String> over(MultiValueMap<String, String> query) {
      MultiValueMap<String, String> all = new LinkedMultiValueMap<>(query);
      if (corpus != null) {
        corpus.forEach(one -> all.add("corpus", one));
      }
      if (computed != null) {
        computed.forEach((name, value) -> all.set(name.equals("kind") ? "computed" : name, value));
      }
      if (examples != null) {
        all.put("for", examples);
      }
      if (against != null) {
        all.put("against", against);
      }
      if (numbers != null) {
        all.set("numbers", numbers);
      }
      if (kind != null) {
        all.set("kind", kind);
      }
      if (limit != null) {
        all.set("limit", limit.toString());
      }
      return all;
    }
  }

  @Operation(summary = "The same as a body; nothing is stored")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(array = @ArraySchema(schema = @Schema(implementation = Search.Neighbour.class))))
  @Parameters
  @PostMapping(path = "/search", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> sent(
      @RequestBody Sent sent,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    MultiValueMap<String, String> all = sent.over(query);
    return answer(asking(all), all);
  }

  @Operation(summary = "Tables with the numbers in a picture; nothing is stored")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(array = @ArraySchema(schema = @Schema(implementation = Search.Neighbour.class))))
  @Parameters
  @PostMapping(path = "/search", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<?> byPicture(
      @RequestPart("file") MultipartFile file,
      @RequestParam(required = false) @Nullable String region,
      @RequestParam(required = false) @Nullable Integer turn,
      @RequestParam(required = false) @Nullable Double scale,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query)
      throws IOException {
    // How the picture is to be read; which tables are looked for says the filter of the same name.
    MultiValueMap<String, String> rest = new LinkedMultiValueMap<>(query);
    rest.remove("turn");
    wanted(rest);
    try (InputStream bytes = file.getInputStream()) {
      return answer(
          pictures.asked(
              bytes,
              String.valueOf(file.getOriginalFilename()),
              Regions.parse(region),
              Regions.turn(turn),
              Regions.scale(scale)),
          rest);
    }
  }

  @Operation(summary = "How many tables were printed when, whatever years the filter says")
  @TableFilter.Parameters
  @GetMapping("/years")
  Histogram years(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    return tables.years(TableFilter.of(query));
  }

  /**
   * A column of a table, as its digits stand.
   *
   * @param box {@code [x, y, w, h]} in pixels of the scan; as {@code box} it asks for its digits
   * @param digits how many stand in it
   * @param numbers its first numbers, from above
   */
  record ColumnBox(int[] box, int digits, List<String> numbers) {}

  @Operation(summary = "The columns of a table, from the places of its digits")
  @ApiResponse(
      responseCode = "200",
      content = @Content(array = @ArraySchema(schema = @Schema(implementation = ColumnBox.class))))
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @GetMapping("/tables/{id}/columns")
  ResponseEntity<?> columns(
      @PathVariable long id,
      @Parameter(description = "corrected or read") @RequestParam(required = false)
          @Nullable String digits) {
    Table table = tables.get(id);
    Optional<Reading> reading =
        readings.find(table, null, Digits.of(digits, null)).map(TableDigits::reading);
    return reading.isEmpty()
        ? ReadingAnswers.notYet(table)
        : ResponseEntity.ok(
            TableColumns.of(reading.get()).stream()
                .map(
                    column -> {
                      Region part = column.part();
                      return new ColumnBox(
                          new int[] {part.x(), part.y(), part.width(), part.height()},
                          column.digits(),
                          column.numbers());
                    })
                .toList());
  }

  /**
   * @throws Problem 400 when nothing is asked
   */
  private Asked asking(MultiValueMap<String, String> query) {
    Asked asked = asking.of(query, model(query), digits(query));
    if (asked.examples().isEmpty()) {
      throw query.containsKey("numbers")
          ? new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "numbers-without-bigram")
          : new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", "numbers");
    }
    return asked;
  }

  private ResponseEntity<?> answer(Asked asked, MultiValueMap<String, String> query) {
    Search.Query wanted = wanted(query);
    String format = query.getFirst("format");
    return Exports.of(
        search.rank(asked, wanted).neighbours(),
        wanted.kind(),
        wanted.model() == null ? models.active().version() : wanted.model(),
        wanted.digits().labels() == null ? readings.last() : wanted.digits().labels(),
        wanted.digits().corrected(),
        format == null ? "json" : format);
  }

  private Search.Query wanted(MultiValueMap<String, String> query) {
    String verdict = query.getFirst("verdict");
    return new Search.Query(
        ScoreKinds.of(query.getFirst("kind")),
        TableFilter.of(query),
        "true".equals(query.getFirst("apart")),
        limit(query.getFirst("limit")),
        query.getOrDefault("group", List.of()).contains("true"),
        verdict == null || verdict.isBlank() ? null : verdict.strip(),
        model(query),
        digits(query),
        "true".equals(query.getFirst("shared")));
  }

  private Digits digits(MultiValueMap<String, String> query) {
    return readings.cited(Digits.of(query));
  }

  private @Nullable String model(MultiValueMap<String, String> query) {
    return models.cited(query.getFirst("model"));
  }

  private static int limit(@Nullable String limit) {
    if (limit == null || limit.isBlank()) {
      return 50;
    }
    if (!limit.matches("\\d{1,6}")
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > MOST) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "limit", limit);
    }
    return Integer.parseInt(limit);
  }
}
