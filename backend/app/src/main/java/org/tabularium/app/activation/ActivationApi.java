package org.tabularium.app.activation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.models.Activation;
import org.tabularium.app.models.Model;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.CurrentPerson;

/** Which model version reads and ranks. */
@Tag(name = "models")
@RestController
@RequestMapping("/api/v1/models")
class ActivationApi {

  private final Activations activations;
  private final Models models;
  private final CurrentPerson person;

  ActivationApi(Activations activations, Models models, CurrentPerson person) {
    this.activations = activations;
    this.models = models;
    this.person = person;
  }

  /** What is under way. */
  record Waiting(String status, String job) {}

  @Operation(
      summary = "Let a model version read and rank",
      description =
          "What it has not read yet is read first, as a job, while the active version ranks; then"
              + " the two change places at once. A version that was active before, or has read"
              + " everything, takes over within the request; tables that came since it was active"
              + " are queued, and join as they are read. Cancelling the job loses nothing that was"
              + " read.")
  @ApiResponse(
      responseCode = "200",
      description = "it reads and ranks now",
      content = @Content(schema = @Schema(implementation = Model.class)))
  @ApiResponse(
      responseCode = "202",
      description = "reading first; Location is the job",
      content = @Content(schema = @Schema(implementation = Waiting.class)))
  @ApiResponse(responseCode = "409", description = "discarded, unreadable, or another is under way")
  @ApiResponse(responseCode = "412", description = "another version is active than If-Match says")
  @PostMapping("/{version}/activation")
  ResponseEntity<?> activate(
      @PathVariable String version,
      @Parameter(
              description = "the version that is to be replaced; without it, whichever is active")
          @RequestHeader(name = "If-Match", required = false)
          @Nullable String replaced) {
    Optional<Long> job =
        activations.activate(
            version, replaced == null ? null : replaced.replace("\"", ""), person.get().id());
    return job.<ResponseEntity<?>>map(
            id ->
                ResponseEntity.accepted()
                    .location(URI.create("/api/v1/jobs/" + id))
                    .body(new Waiting("queued", id.toString())))
        .orElseGet(() -> ResponseEntity.ok(models.get(version)));
  }

  @Operation(summary = "Which version was activated when and by whom, the latest first")
  @GetMapping("/activations")
  List<Activation> log() {
    return models.activations();
  }

  @Operation(
      summary = "Discard a candidate",
      description =
          "What it has read goes; it stays listed with its card, its file and its labels.")
  @ApiResponse(responseCode = "200", description = "discarded")
  @ApiResponse(responseCode = "409", description = "is or was active, or came with this build")
  @DeleteMapping("/{version}")
  Model discard(@PathVariable String version) {
    return activations.discard(version, person.get().id());
  }
}
