package org.tabularium.app.judgement;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.platform.Csv;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.ScoreKinds;

/** Judgements of pairs. */
@Tag(name = "judgements")
@RestController
@RequestMapping("/api/v1/judgements")
class JudgementsApi {

  private static final int MOST = 100_000;

  private final Judgements judgements;
  private final Agreements agreements;
  private final CurrentPerson person;

  JudgementsApi(Judgements judgements, Agreements agreements, CurrentPerson person) {
    this.judgements = judgements;
    this.agreements = agreements;
    this.person = person;
  }

  /**
   * A judgement as it is sent.
   *
   * @param a number of a table
   * @param b number of another
   * @param verdict same, variant, related, unrelated or unsure
   * @param reasons any of same-numbers, other-layout, part, other-parameter, argument-only,
   *     page-furniture, misread, shared-misprint
   * @param note up to 4,000 characters
   */
  record Sent(
      @Nullable Long a,
      @Nullable Long b,
      @Nullable String verdict,
      @Nullable List<String> reasons,
      @Nullable String note) {}

  @Operation(
      summary = "Judge a pair of tables",
      description =
          "The last judgement of a pair is the one that counts, whoever gave it; earlier ones are"
              + " kept.")
  @ApiResponse(responseCode = "201")
  @PostMapping
  ResponseEntity<Judgement> judge(@RequestBody Sent sent) {
    Judgement judged =
        judgements.judge(
            needed("a", sent.a()),
            needed("b", sent.b()),
            Verdict.of(needed("verdict", sent.verdict())),
            sent.reasons() == null
                ? List.of()
                : sent.reasons().stream().filter(Objects::nonNull).map(Reason::of).toList(),
            sent.note() == null ? "" : sent.note(),
            person.get());
    return ResponseEntity.status(HttpStatus.CREATED).body(judged);
  }

  @Operation(
      summary = "Take back what was said of a pair",
      description = "The record keeps that it was said, and that it was taken back.")
  @ApiResponse(responseCode = "204")
  @DeleteMapping
  ResponseEntity<Void> takeBack(@RequestParam long a, @RequestParam long b) {
    if (judgements.now(a, b).isPresent()) {
      judgements.judge(a, b, null, List.of(), "", person.get());
    }
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "Judgements, the latest first")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = "application/json",
            array = @ArraySchema(schema = @Schema(implementation = Judgement.class))),
        @Content(mediaType = "text/csv")
      })
  @GetMapping
  ResponseEntity<?> list(
      @Parameter(description = "number of a table that is one of the two")
          @RequestParam(required = false)
          @Nullable Long table,
      @RequestParam(required = false) @Nullable String verdict,
      @Parameter(description = "name of a person") @RequestParam(required = false)
          @Nullable String by,
      @Parameter(description = "list those that were replaced or taken back, too")
          @RequestParam(defaultValue = "false")
          boolean earlier,
      @RequestParam(defaultValue = "" + MOST) int limit,
      @Parameter(description = "json or csv") @RequestParam(defaultValue = "json") String format) {
    if (!format.equals("json") && !format.equals("csv")) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "format", format);
    }
    List<Judgement> found =
        judgements.list(
            new Judgements.Wanted(
                table,
                verdict == null || verdict.isBlank() ? null : Verdict.of(verdict),
                by == null || by.isBlank() ? null : by.strip(),
                earlier),
            0,
            Math.max(0, Math.min(limit, MOST)));
    return format.equals("csv") ? csv(found) : ResponseEntity.ok(found);
  }

  private static ResponseEntity<String> csv(List<Judgement> found) {
    Csv csv =
        new Csv(
            "judgement",
            "at",
            "by",
            "verdict",
            "reasons",
            "note",
            "a",
            "b",
            "a_scan",
            "a_region",
            "b_scan",
            "b_region",
            "model",
            "cosine");
    for (Judgement one : found) {
      csv.line(
          one.id(),
          one.at(),
          one.by(),
          one.verdict() == null ? "" : one.verdict().lower(),
          one.reasons().stream().map(Reason::slug).collect(Collectors.joining("; ")),
          one.note(),
          one.a(),
          one.b(),
          one.aScan(),
          region(one.aRegion()),
          one.bScan(),
          region(one.bRegion()),
          one.model(),
          one.cosine());
    }
    return csv.as("tabularium-judgements.csv");
  }

  private static String region(List<Integer> region) {
    return region.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  @Operation(summary = "How well each model version's scores agree with the judgements")
  @GetMapping("/agreement")
  List<Agreement> agreement(
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind) {
    return agreements.all(ScoreKinds.of(kind));
  }

  private static <T> T needed(String name, @Nullable T value) {
    if (value == null) {
      throw new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", name);
    }
    return value;
  }
}
