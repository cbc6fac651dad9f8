package org.tabularium.app.search;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableFilter;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.ReadingAnswers;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.network.reading.Reading;

/** Rankings: tables similar to a table, to a picture, to numbers. */
@Tag(name = "search")
@RestController
@RequestMapping("/api/v1")
class SearchApi {

  private static final int MOST = 1000;
  private static final int LONGEST_TEXT = 100_000;

  private final Search search;
  private final PictureSearch pictures;
  private final Tables tables;
  private final Readings readings;

  SearchApi(Search search, PictureSearch pictures, Tables tables, Readings readings) {
    this.search = search;
    this.pictures = pictures;
    this.tables = tables;
    this.readings = readings;
  }

  @Operation(summary = "Tables with the same numbers, the most similar first")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(array = @ArraySchema(schema = @Schema(implementation = Search.Neighbour.class))))
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @TableFilter.Parameters
  @GetMapping("/tables/{id}/similar")
  ResponseEntity<?> similar(
      @PathVariable long id,
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind,
      @RequestParam(defaultValue = "50") int limit,
      @Parameter(description = "leave out the table's own edition")
          @RequestParam(defaultValue = "false")
          boolean apart,
      @Parameter(description = "gather the tables of an edition behind the best of them")
          @RequestParam(defaultValue = "false")
          boolean group,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    Table table = tables.get(id);
    Optional<Reading> reading = readings.find(table);
    if (reading.isEmpty()) {
      return ReadingAnswers.notYet(table);
    }
    Long own = apart && table.edition() != null ? table.edition().id() : null;
    List<Search.Neighbour> ranking =
        search
            .rank(
                reading.get().phi(),
                new Search.Query(ScoreKinds.of(kind), TableFilter.of(query), id, own, limit(limit)))
            .neighbours();
    return ResponseEntity.ok(group ? Search.gathered(ranking) : ranking);
  }

  /**
   * A search by numbers.
   *
   * @param numbers as they stand in a table, separated by anything but digits
   * @param kind cosine, dot or sqrt
   * @param limit how many tables to list
   * @param corpus names or numbers of corpora to search in
   */
  record ByNumbers(
      @Nullable String numbers,
      @Nullable String kind,
      @Nullable Integer limit,
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          @Nullable List<String> corpus) {}

  @Operation(summary = "Tables with the numbers typed; nothing is stored")
  @TableFilter.Parameters
  @PostMapping(path = "/search", consumes = MediaType.APPLICATION_JSON_VALUE)
  List<Search.Neighbour> byNumbers(
      @RequestBody ByNumbers sent,
      @Parameter(description = "how many tables to list, unless the body says it")
          @RequestParam(defaultValue = "50")
          int limit,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    Numbers numbers = numbers(sent.numbers());
    MultiValueMap<String, String> filter = new LinkedMultiValueMap<>(query);
    if (sent.corpus() != null) {
      sent.corpus().forEach(corpus -> filter.add("corpus", corpus));
    }
    String kind = sent.kind() == null ? query.getFirst("kind") : sent.kind();
    int most = limit(sent.limit() == null ? limit : sent.limit());
    return search
        .rank(
            numbers.phi(),
            new Search.Query(ScoreKinds.of(kind), TableFilter.of(filter), null, null, most))
        .neighbours();
  }

  @Operation(summary = "Tables with the numbers in a picture; nothing is stored")
  @TableFilter.Parameters
  @PostMapping(path = "/search", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  List<Search.Neighbour> byPicture(
      @RequestPart("file") MultipartFile file,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String region,
      @RequestParam(required = false) @Nullable Integer turn,
      @RequestParam(required = false) @Nullable Double scale,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query)
      throws IOException {
    Search.Query wanted =
        new Search.Query(ScoreKinds.of(kind), TableFilter.of(query), null, null, limit(limit));
    try (InputStream bytes = file.getInputStream()) {
      Reading reading =
          pictures.read(bytes, Regions.parse(region), Regions.turn(turn), Regions.scale(scale));
      return search.rank(reading.phi(), wanted).neighbours();
    }
  }

  /**
   * The numbers of a text.
   *
   * @throws Problem 422 when no two digits stand side by side in it
   */
  static Numbers numbers(@Nullable String text) {
    if (text == null) {
      throw new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", "numbers");
    }
    if (text.length() > LONGEST_TEXT) {
      throw new Problem(HttpStatus.CONTENT_TOO_LARGE, "numbers-too-long", LONGEST_TEXT);
    }
    Numbers numbers = Numbers.parse(text);
    if (numbers.bigrams() == 0) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "numbers-without-bigram");
    }
    return numbers;
  }

  static int limit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "limit", Integer.toString(limit));
    }
    return limit;
  }
}
