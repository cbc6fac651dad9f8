package org.tabularium.app.explain;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.ReadingAnswers;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.network.reading.Reading;

/** Explanations of pairs. */
@Tag(name = "explanations")
@RestController
@RequestMapping("/api/v1/explanations")
class ExplanationsApi {

  private static final int MOST = 100_000;

  private final Tables tables;
  private final Readings readings;

  ExplanationsApi(Tables tables, Readings readings) {
    this.tables = tables;
    this.readings = readings;
  }

  @Operation(summary = "Which digits make two tables similar, adding up to the score")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Explained.class)))
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @GetMapping
  ResponseEntity<?> explain(
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind,
      @Parameter(description = "how many pairs to list") @RequestParam(defaultValue = "1000")
          int limit) {
    if (limit < 0 || limit > MOST) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "limit", Integer.toString(limit));
    }
    Table first = tables.get(a);
    Table second = tables.get(b);
    Optional<Reading> inFirst = readings.find(first);
    if (inFirst.isEmpty()) {
      return ReadingAnswers.notYet(first);
    }
    Optional<Reading> inSecond = readings.find(second);
    if (inSecond.isEmpty()) {
      return ReadingAnswers.notYet(second);
    }
    return ResponseEntity.ok(
        Explained.of(inFirst.get(), inSecond.get(), ScoreKinds.of(kind), limit));
  }
}
