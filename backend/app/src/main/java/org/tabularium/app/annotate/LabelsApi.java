package org.tabularium.app.annotate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** The labels of a table. */
@Tag(name = "labels")
@RestController
@RequestMapping("/api/v1/tables/{id}")
class LabelsApi {

  private static final int MOST_EVENTS = 1000;

  private final Labels labels;
  private final CurrentPerson person;

  LabelsApi(Labels labels, CurrentPerson person) {
    this.labels = labels;
    this.person = person;
  }

  /**
   * A label: its box in pixels of the scan, and what is said of it.
   *
   * @param digit 0 to 9; null: no digit here, unless {@code kind} says more
   * @param kind digit, none, unsure or contrast; by default what {@code digit} says
   * @param first of a number
   * @param last of a number
   * @param number shared by the digits of one number
   * @param model the version whose reading was taken over
   */
  @Schema(name = "Label")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Shape(
      @Nullable UUID id,
      double x,
      double y,
      double w,
      double h,
      @Nullable Integer digit,
      @Nullable LabelKind kind,
      @Nullable Boolean first,
      @Nullable Boolean last,
      @Nullable UUID number,
      @Nullable String model,
      @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable String by,
      @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable Instant at) {

    static Shape of(Label label) {
      Mark mark = label.mark();
      return new Shape(
          label.id(),
          mark.x(),
          mark.y(),
          mark.w(),
          mark.h(),
          mark.digit(),
          mark.kind(),
          mark.first(),
          mark.last(),
          mark.number(),
          mark.model(),
          label.by(),
          label.at());
    }

    Mark mark() {
      LabelKind said = kind != null ? kind : digit != null ? LabelKind.DIGIT : LabelKind.NONE;
      return new Mark(
          said,
          x,
          y,
          w,
          h,
          digit,
          Boolean.TRUE.equals(first),
          Boolean.TRUE.equals(last),
          number,
          model,
          null);
    }
  }

  @Operation(
      summary = "The labels of a table",
      description =
          "Of now, or of an earlier revision. The ETag names the revision. Flags are left out"
              + " unless asked for.")
  @GetMapping("/labels")
  @Nullable ResponseEntity<List<Shape>> get(
      @PathVariable long id,
      @RequestParam(required = false) @Nullable Integer revision,
      @RequestParam(defaultValue = "false") boolean flags,
      WebRequest request) {
    Labels.Of found = revision == null ? labels.of(id) : labels.at(id, revision);
    if (request.checkNotModified(found.page().etag())) {
      return null;
    }
    return ResponseEntity.ok()
        .eTag(found.page().etag())
        .body(
            found.labels().stream()
                .filter(label -> flags || label.kind() != LabelKind.FLAG)
                .map(Shape::of)
                .toList());
  }

  @Operation(
      summary = "Make these the labels of a table",
      description =
          "A label without an id is the one with the same box, if there is one. Needs If-Match.")
  @ApiResponse(responseCode = "200", description = "ETag is the new revision")
  @ApiResponse(responseCode = "412", description = "changed meanwhile; since tells what")
  @ApiResponse(responseCode = "428", description = "no If-Match")
  @PutMapping("/labels")
  ResponseEntity<List<Shape>> put(
      @PathVariable long id,
      @RequestBody List<Shape> wanted,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    List<Labels.Replacement> replacements =
        wanted.stream()
            .map(one -> new Labels.Replacement(one.id(), one.mark(), one.kind() != null))
            .toList();
    if (replacements.stream().anyMatch(one -> one.mark().kind() == LabelKind.FLAG)) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "kind", "flag");
    }
    labels.replace(id, expected(ifMatch), replacements, person.get());
    Labels.Of after = labels.of(id);
    return ResponseEntity.ok()
        .eTag(after.page().etag())
        .body(
            after.labels().stream()
                .filter(label -> label.kind() != LabelKind.FLAG)
                .map(Shape::of)
                .toList());
  }

  /**
   * One action.
   *
   * @param action names it, so that it can be sent again when no answer came; made up if missing
   * @param changes label by label
   * @param state the page's state from now on
   */
  @Schema(name = "LabelAction")
  record Action(@Nullable UUID action, @Nullable List<Change> changes, @Nullable PageState state) {}

  /**
   * @param id of the label, or a new one
   * @param after what is to be said; null takes the label away
   */
  @Schema(name = "LabelChange")
  record Change(UUID id, @Nullable Shape after) {}

  @Operation(
      summary = "Change some labels, or the state of the page, as one action",
      description =
          "Needs If-Match. An action that was carried out before is not carried out again.")
  @ApiResponse(responseCode = "200", description = "ETag is the new revision")
  @ApiResponse(responseCode = "412", description = "changed meanwhile; since tells what")
  @ApiResponse(responseCode = "428", description = "no If-Match")
  @PatchMapping("/labels")
  ResponseEntity<LabelPage> patch(
      @PathVariable long id,
      @RequestBody Action wanted,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    List<Change> changes = wanted.changes() == null ? List.of() : wanted.changes();
    LabelPage page =
        labels.change(
            id,
            expected(ifMatch),
            wanted.action() == null ? UUID.randomUUID() : wanted.action(),
            changes.stream()
                .map(
                    change ->
                        new LabelChange(
                            change.id(), change.after() == null ? null : change.after().mark()))
                .toList(),
            wanted.state(),
            person.get());
    return ResponseEntity.ok().eTag(page.etag()).body(page);
  }

  @Operation(summary = "The revision of a table's labels, and the state of the page")
  @GetMapping("/labels/page")
  ResponseEntity<LabelPage> page(@PathVariable long id) {
    LabelPage page = labels.page(id);
    return ResponseEntity.ok().eTag(page.etag()).body(page);
  }

  @Operation(summary = "Who changed what, the latest first; of one label or of all")
  @GetMapping("/labels/history")
  List<LabelEvent> history(
      @PathVariable long id,
      @RequestParam(required = false) @Nullable UUID label,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "200") int limit) {
    if (limit < 1 || limit > MOST_EVENTS) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "limit", Integer.toString(limit));
    }
    return labels.history(id, label, before, limit);
  }

  /**
   * @param revision the one to go back to
   * @param action names the action, as in a change
   */
  @Schema(name = "LabelRestore")
  record Restore(int revision, @Nullable UUID action) {}

  @Operation(
      summary = "Bring back what was said at an earlier revision, as one more action",
      description = "Needs If-Match.")
  @PostMapping("/labels/restore")
  ResponseEntity<LabelPage> restore(
      @PathVariable long id,
      @RequestBody Restore wanted,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    LabelPage page =
        labels.restore(
            id,
            expected(ifMatch),
            wanted.action() == null ? UUID.randomUUID() : wanted.action(),
            wanted.revision(),
            person.get());
    return ResponseEntity.ok().eTag(page.etag()).body(page);
  }

  /**
   * A digit that was read, and is said to be wrong.
   *
   * @param digit what was read
   * @param model the version that read it
   */
  @Schema(name = "LabelFlag")
  record Flag(
      double x, double y, double w, double h, @Nullable Integer digit, @Nullable String model) {}

  @Operation(summary = "Say that a digit was read wrongly; the place joins the queue")
  @ApiResponse(responseCode = "200", description = "ETag is the new revision")
  @PostMapping("/flags")
  ResponseEntity<LabelPage> flag(@PathVariable long id, @RequestBody Flag read) {
    LabelPage page =
        labels.flag(
            id,
            new Mark(
                LabelKind.FLAG,
                read.x(),
                read.y(),
                read.w(),
                read.h(),
                read.digit(),
                false,
                false,
                null,
                read.model(),
                null),
            person.get());
    return ResponseEntity.ok().eTag(page.etag()).body(page);
  }

  /** The revision that a header names; null for any. */
  private static @Nullable Integer expected(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw new Problem(HttpStatus.PRECONDITION_REQUIRED, "labels-if-match");
    }
    if (ifMatch.equals("*")) {
      return null;
    }
    // What no revision is called matches none.
    return ifMatch.matches("\"r\\d{1,9}\"")
        ? Integer.parseInt(ifMatch.substring(2, ifMatch.length() - 1))
        : Integer.valueOf(-1);
  }
}
