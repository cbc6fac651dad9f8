package org.tabularium.app.training;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** Training new model versions. */
@Tag(name = "models")
@RestController
class TrainingApi {

  private static final int MOST = 500;

  private final Training engine;
  private final Trainings trainings;
  private final CandidateReports reports;
  private final CurrentPerson person;

  TrainingApi(
      Training engine, Trainings trainings, CandidateReports reports, CurrentPerson person) {
    this.engine = engine;
    this.trainings = trainings;
    this.reports = reports;
    this.person = person;
  }

  @Operation(summary = "Whether models can be trained on this machine, and why not")
  @GetMapping("/api/v1/training")
  Training.State get() {
    return engine.state();
  }

  @Operation(
      summary = "What there is to know before a training starts",
      description =
          "Classes with few labels, editions on both sides, boxes that nobody reviewed, and how long"
              + " it would take. Nothing is started or stored; fields that are left out are filled in.")
  @PostMapping("/api/v1/training/check")
  TrainingCheck check(@RequestBody TrainingWanted wanted) {
    return trainings.check(wanted);
  }

  /**
   * @param job the job that trains: its address tells how far it is, and cancels it; a cancelled
   *     training keeps the best it had come to
   */
  @Schema(name = "TrainingStarted")
  record Started(String job) {}

  @Operation(
      summary = "Train a new model version from labels",
      description =
          "202 with the job; the training's own address is /api/v1/training/{job}. What comes out is"
              + " registered as a candidate, unless nothing was better than the start.")
  @ApiResponse(responseCode = "202", description = "queued; Location is the job")
  @PostMapping(value = "/api/v1/models", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Started> start(@RequestBody TrainingWanted wanted) {
    return accepted(Long.toString(trainings.start(wanted, person.get())));
  }

  @Operation(
      summary = "A candidate held against the active version",
      description =
          "Recall, precision and confusion on labelled places, by edition, too; places that are read"
              + " otherwise; pinned searches; agreement with judgements. 202 while it is being made.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CandidateReport.class)))
  @ApiResponse(responseCode = "202", description = "being made; Location is the job")
  @GetMapping("/api/v1/models/{version}/report")
  ResponseEntity<?> report(@PathVariable String version) {
    return reports
        .underWay(version)
        .<ResponseEntity<?>>map(job -> accepted(Long.toString(job.id())))
        .orElseGet(
            () ->
                ResponseEntity.ok(
                    reports
                        .find(version)
                        .orElseThrow(() -> Problem.notFound("no-such-report", version))));
  }

  @Operation(summary = "Hold a version against the one that is active now, anew")
  @ApiResponse(responseCode = "202", description = "queued; Location is the job")
  @PostMapping("/api/v1/models/{version}/report")
  ResponseEntity<?> compare(@PathVariable String version) {
    return accepted(Long.toString(reports.ask(version, person.get().id())));
  }

  private static ResponseEntity<Started> accepted(String job) {
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/jobs/" + job))
        .body(new Started(job));
  }

  @Operation(summary = "Trainings, the latest first")
  @GetMapping("/api/v1/training/runs")
  List<TrainingRun> latest(@RequestParam(required = false) @Nullable Integer limit) {
    return trainings.latest(limit == null ? 50 : Math.max(0, Math.min(limit, MOST)));
  }

  @Operation(summary = "A training: what it was given, its curve, what came of it")
  @GetMapping("/api/v1/training/{job}")
  TrainingRun get(@PathVariable long job) {
    return trainings.get(job);
  }

  @Operation(
      summary = "The labels that a training was given, as they were then: CSV",
      description =
          "One line a label, with scan, region, turn and scale of its table and the side it was on.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
  @GetMapping("/api/v1/training/{job}/labels")
  ResponseEntity<byte[]> labels(@PathVariable long job) {
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("labels-" + job + ".csv").build().toString())
        .body(trainings.labels(job).getBytes(StandardCharsets.UTF_8));
  }
}
