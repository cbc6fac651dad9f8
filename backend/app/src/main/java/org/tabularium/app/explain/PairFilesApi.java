package org.tabularium.app.explain;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.judgement.Judgement;
import org.tabularium.app.judgement.Judgements;
import org.tabularium.app.platform.Csv;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Digits;
import org.tabularium.app.readings.ReadingAnswers;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.app.readings.WhichDigits;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Chance;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/** A pair to take away: whole as JSON; its ledger or its places as CSV. */
@Tag(name = "explanations")
@RestController
@RequestMapping("/api/v1/explanations/file")
class PairFilesApi {

  private static final int ALL = 100_000;

  private final Tables tables;
  private final CorrectedReadings readings;
  private final Judgements judgements;

  PairFilesApi(Tables tables, CorrectedReadings readings, Judgements judgements) {
    this.tables = tables;
    this.readings = readings;
    this.judgements = judgements;
  }

  /**
   * All that is known of a pair.
   *
   * @param a the first table, with its scan's SHA-256 and its edition
   * @param b the second
   * @param explanation score, ledger and places; at most 100,000 of them, the others in rest
   * @param chance the score that two unrelated tables with these frequencies of digits would reach
   * @param numbers which numbers stand in only one of the two
   * @param judgement what a person said last of the two; null where nobody did
   */
  record PairFile(
      Table a,
      Table b,
      Explained explanation,
      double chance,
      NumbersCompared numbers,
      @Nullable Judgement judgement) {}

  @Operation(summary = "A pair as a file: all as JSON, the ledger or the places as CSV")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(mediaType = "application/json", schema = @Schema(implementation = PairFile.class)),
        @Content(mediaType = "text/csv")
      })
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @Parameter(name = "box", description = "part of the first table, x,y,w,h; repeatable")
  @WhichDigits
  @GetMapping
  ResponseEntity<?> file(
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind,
      @Parameter(description = "a version of the model; otherwise the active one")
          @RequestParam(required = false)
          @Nullable String model,
      @Parameter(description = "json or csv") @RequestParam(defaultValue = "json") String format,
      @Parameter(description = "of a CSV file: ledger or places")
          @RequestParam(defaultValue = "ledger")
          String of,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    if (!format.equals("json") && !format.equals("csv")) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "format", format);
    }
    if (!of.equals("ledger") && !of.equals("places")) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "of", of);
    }
    ScoreKind score = ScoreKinds.of(kind);
    Table first = tables.get(a);
    Table second = tables.get(b);
    Digits digits = Digits.of(query);
    Optional<TableDigits> ofFirst = readings.find(first, model, digits);
    Optional<TableDigits> ofSecond = readings.find(second, model, digits);
    if (ofFirst.isEmpty() || ofSecond.isEmpty()) {
      return ReadingAnswers.notYet(ofFirst.isEmpty() ? first : second);
    }
    List<Region> parts = Regions.parts(query);
    Reading inFirst = ofFirst.get().reading().within(parts);
    Reading inSecond = ofSecond.get().reading();
    Explained explained = Explained.of(ofFirst.get(), ofSecond.get(), parts, score, ALL);
    String name = "tabularium-" + a + "-" + b;
    if (format.equals("csv")) {
      return of.equals("ledger")
          ? ledger(first, second, explained).as(name + "-ledger.csv")
          : places(first, second, explained).as(name + "-places.csv");
    }
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name + ".json").build().toString())
        .body(
            new PairFile(
                first,
                second,
                explained,
                Chance.score(inFirst.phi(), inSecond.phi(), score),
                NumbersCompared.of(inFirst, inSecond),
                judgements.now(a, b).orElse(null)));
  }

  /** Each line says what it is of, so that files can be put together. */
  private static Csv ledger(Table a, Table b, Explained explained) {
    Csv csv =
        new Csv(
            "bigram",
            "count_a",
            "count_b",
            "contribution",
            "share",
            "kind",
            "score",
            "model",
            "a_scan",
            "a_region",
            "b_scan",
            "b_region",
            "digits",
            "a_revision",
            "b_revision",
            "corrected_places");
    Explained.Provenances sources = Objects.requireNonNull(explained.provenance());
    for (Explained.Feature f : explained.features()) {
      csv.line(
          f.bigram(),
          f.a(),
          f.b(),
          f.contribution(),
          f.contribution() / explained.score(),
          explained.kind(),
          explained.score(),
          explained.model(),
          a.scan().sha256(),
          region(a),
          b.scan().sha256(),
          region(b),
          sources.a().digits(),
          sources.a().revision(),
          sources.b().revision(),
          f.corrected());
    }
    return csv;
  }

  private static Csv places(Table a, Table b, Explained explained) {
    Csv csv =
        new Csv(
            "bigram",
            "relevance",
            "share",
            "a_x",
            "a_y",
            "a_w",
            "a_h",
            "b_x",
            "b_y",
            "b_w",
            "b_h",
            "kind",
            "score",
            "model",
            "a_scan",
            "b_scan",
            "corrected");
    for (Explained.Pair pair : explained.pairs()) {
      csv.line(
          pair.bigram(),
          pair.relevance(),
          pair.relevance() / explained.score(),
          pair.a()[0],
          pair.a()[1],
          pair.a()[2],
          pair.a()[3],
          pair.b()[0],
          pair.b()[1],
          pair.b()[2],
          pair.b()[3],
          explained.kind(),
          explained.score(),
          explained.model(),
          a.scan().sha256(),
          b.scan().sha256(),
          pair.corrected());
    }
    return csv;
  }

  private static String region(Table table) {
    return table.whole()
        ? "full"
        : Arrays.stream(table.region()).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }
}
