package org.tabularium.app.explain;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Digits;
import org.tabularium.app.readings.ReadingAnswers;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.app.readings.WhichDigits;

/** Shared and missing numbers. */
@Tag(name = "explanations")
@RestController
@RequestMapping("/api/v1/explanations/numbers")
class NumbersApi {

  private final Tables tables;
  private final CorrectedReadings readings;

  NumbersApi(Tables tables, CorrectedReadings readings) {
    this.tables = tables;
    this.readings = readings;
  }

  @Operation(summary = "Which numbers stand in only one of two tables, and where")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = NumbersCompared.class)))
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @WhichDigits
  @GetMapping
  ResponseEntity<?> numbers(
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
    Table first = tables.get(a);
    Table second = tables.get(b);
    Digits digits = Digits.of(query);
    Optional<TableDigits> inFirst = readings.find(first, null, digits);
    Optional<TableDigits> inSecond = readings.find(second, null, digits);
    if (inFirst.isEmpty() || inSecond.isEmpty()) {
      return ReadingAnswers.notYet(inFirst.isEmpty() ? first : second);
    }
    return ResponseEntity.ok(NumbersCompared.of(inFirst.get().reading(), inSecond.get().reading()));
  }
}
