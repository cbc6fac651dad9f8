package org.tabularium.app.readings;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.corpus.Bibliography;
import org.tabularium.app.corpus.Citations;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;

/** What was read in a table. */
@Tag(name = "readings")
@RestController
@RequestMapping("/api/v1/tables/{id}")
class ReadingsApi {

  private final ReadingAnswers answers;
  private final Readings readings;
  private final CorrectedReadings corrected;
  private final Tables tables;
  private final Citations citations;

  ReadingsApi(
      ReadingAnswers answers,
      Readings readings,
      CorrectedReadings corrected,
      Tables tables,
      Citations citations) {
    this.answers = answers;
    this.readings = readings;
    this.corrected = corrected;
    this.tables = tables;
    this.citations = citations;
  }

  /**
   * A digit: its box in pixels of the scan, its class, and the activation of its peak, or 1 where a
   * person said what it is.
   *
   * @param second the class that came second there; null where no other saw anything, or where an
   *     older reading did not keep it
   * @param secondConfidence its activation at the same cell
   * @param corrected whether a person said otherwise than was read
   * @param read the class that was read here; null where no digit was
   * @param readIndex its index among the digits as they were read, which explanations down to
   *     pixels count by; null where no digit was
   */
  record ReadDigit(
      double x,
      double y,
      double w,
      double h,
      int digit,
      float confidence,
      @Nullable Integer second,
      @Nullable Float secondConfidence,
      boolean corrected,
      @Nullable Integer read,
      @Nullable Integer readIndex) {

    static List<ReadDigit> of(TableDigits digits) {
      Map<Digit.Cell, Integer> places = new HashMap<>();
      for (int i = 0; i < digits.read().digits().size(); i++) {
        places.put(digits.read().digits().get(i).cell(), i);
      }
      return digits.reading().digits().stream()
          .map(digit -> of(digit, digit.isAdded() ? null : places.get(digit.cell())))
          .toList();
    }

    private static ReadDigit of(Digit digit, @Nullable Integer place) {
      Digit.ByHand hand = digit.byHand();
      return new ReadDigit(
          digit.box().x(),
          digit.box().y(),
          digit.box().w(),
          digit.box().h(),
          digit.digit(),
          digit.confidence(),
          digit.runnerUp() == null ? null : digit.runnerUp().digit(),
          digit.runnerUp() == null ? null : digit.runnerUp().confidence(),
          hand != null,
          hand == null ? Integer.valueOf(digit.digit()) : hand.read(),
          place);
    }
  }

  /**
   * A feature vector: the model's version, an entry for each bigram, "00" to "99", and how many
   * peaks were too unsure for the lonely place they stand in and count as no digits.
   */
  record Features(String model, Map<String, Float> features, int aside, Provenance provenance) {}

  /** An occurrence; {@code first} and {@code second} count in the list of digits. */
  record ReadOccurrence(String bigram, int first, int second, float mass) {}

  @Operation(summary = "The digits, as people corrected them or as they were read")
  @WhichDigits
  @ApiResponse(
      responseCode = "200",
      content = @Content(array = @ArraySchema(schema = @Schema(implementation = ReadDigit.class))))
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @GetMapping("/digits")
  ResponseEntity<?> digits(
      @PathVariable long id,
      @Parameter(description = "a version of the model; otherwise the active one")
          @RequestParam(required = false)
          @Nullable String model,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    return answers.of(id, model, Digits.of(query), ReadDigit::of);
  }

  @Operation(summary = "A permanent link to the table as a model read it, and its BibTeX")
  @WhichDigits
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = Citations.OfTable.class)),
        @Content(mediaType = "application/x-bibtex")
      })
  @GetMapping("/citation")
  ResponseEntity<?> citation(
      @PathVariable long id,
      @Parameter(description = "a version of the model; otherwise the active one")
          @RequestParam(required = false)
          @Nullable String model,
      @Parameter(description = "json or bibtex") @RequestParam(defaultValue = "json") String format,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    Table table = tables.get(id);
    Digits digits = corrected.cited(Digits.of(query));
    Digits lasting = digits.now() ? new Digits(true, corrected.last()) : digits;
    Citations.OfTable cited =
        citations.of(
            table,
            readings.cited(table, model).map(Reading::modelVersion).orElse(null),
            lasting.query());
    return Bibliography.as(format, cited, cited.bibtex(), "tabularium-table-" + id + ".bib");
  }

  @Operation(
      summary = "The feature vector",
      description =
          "From the network's own sums; where people corrected digits, from what these make of them"
              + " by the same rule. The provenance says which.")
  @WhichDigits
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Features.class)))
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @GetMapping("/features")
  ResponseEntity<?> features(
      @PathVariable long id,
      @Parameter(description = "a version of the model; otherwise the active one")
          @RequestParam(required = false)
          @Nullable String model,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    return answers.of(
        id,
        model,
        Digits.of(query),
        digits -> {
          Reading reading = digits.reading();
          Map<String, Float> features = new LinkedHashMap<>();
          for (int k = 0; k < reading.phi().length; k++) {
            features.put(Occurrence.bigramName(k), reading.phi()[k]);
          }
          return new Features(
              reading.modelVersion(), features, reading.aside(), Provenance.of(digits));
        });
  }

  @Operation(summary = "The places where bigrams were found; their masses add up to the features")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(array = @ArraySchema(schema = @Schema(implementation = ReadOccurrence.class))))
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @Parameter(name = "box", description = "part of the table, x,y,w,h; repeatable")
  @WhichDigits
  @GetMapping("/occurrences")
  ResponseEntity<?> occurrences(
      @PathVariable long id,
      @Parameter(description = "a version of the model; otherwise the active one")
          @RequestParam(required = false)
          @Nullable String model,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    List<Region> parts = Regions.parts(query);
    return answers.of(
        id,
        model,
        Digits.of(query),
        digits ->
            digits.reading().within(parts).occurrences().stream()
                .map(o -> new ReadOccurrence(o.name(), o.first(), o.second(), o.mass()))
                .toList());
  }
}
