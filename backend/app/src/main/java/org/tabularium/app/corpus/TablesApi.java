package org.tabularium.app.corpus;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartFile;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;
import tools.jackson.databind.JsonNode;

/** Tables: upload, list, look at, correct, delete. */
@Tag(name = "tables")
@RestController
@RequestMapping("/api/v1/tables")
class TablesApi {

  private static final int LARGEST_PAGE = 1000;

  private final Tables tables;
  private final Uploads uploads;
  private final Deletions deletions;
  private final CurrentPerson person;

  TablesApi(Tables tables, Uploads uploads, Deletions deletions, CurrentPerson person) {
    this.tables = tables;
    this.uploads = uploads;
    this.deletions = deletions;
    this.person = person;
  }

  /**
   * What a form sends. Several names in one field are separated by semicolons.
   *
   * @param file null where a page sends several at once
   */
  @Schema(name = "Upload")
  record Form(
      @Schema(type = "string", format = "binary", requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable MultipartFile file,
      @Schema(description = "name or number of a corpus; a new name makes one")
          @Nullable String corpus,
      @Schema(description = "number of an edition of that corpus") @Nullable Long edition,
      @Nullable String title,
      @Schema(description = "Last, First; several between semicolons") @Nullable String authors,
      @Schema(description = "another name of authors") @Nullable String author,
      @Nullable String printers,
      @Schema(description = "another name of printers") @Nullable String printer,
      @Nullable String publishers,
      @Schema(description = "another name of publishers") @Nullable String publisher,
      @Nullable String place,
      @Nullable Integer year,
      @Schema(description = "a URI") @Nullable String handle,
      @Nullable String page,
      @Schema(description = "x,y,w,h in pixels of the scan; the whole scan by default")
          @Nullable String region,
      @Schema(
              description =
                  "degrees clockwise that bring the table upright; by evidence by default")
          @Nullable Integer turn,
      @Schema(description = "network cells per scan pixel; by evidence by default")
          @Nullable Double scale) {

    Uploads.Upload upload(@Nullable String fileName) {
      return new Uploads.Upload(
          fileName,
          corpus,
          edition,
          EditionFields.ofCells(
              title,
              either(authors, author),
              either(printers, printer),
              either(publishers, publisher),
              place,
              year,
              handle),
          page == null || page.isBlank() ? null : page,
          Regions.parse(region),
          Regions.turn(turn),
          Regions.scale(scale));
    }

    private static @Nullable String either(@Nullable String one, @Nullable String other) {
      return one == null || one.isBlank() ? other : one;
    }
  }

  @Operation(summary = "Store one scan and queue its reading")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
              schema = @Schema(implementation = Form.class)))
  @ApiResponse(responseCode = "202", description = "stored and queued; Location is the table")
  @ApiResponse(
      responseCode = "200",
      description = "these bytes, corpus and region were there already")
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<Table> upload(@Parameter(hidden = true) Form form) throws IOException {
    MultipartFile file = form.file();
    if (file == null) {
      throw new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", "file");
    }
    try (InputStream bytes = file.getInputStream()) {
      Uploads.Stored stored =
          uploads.take(bytes, form.upload(file.getOriginalFilename()), person.get());
      return ResponseEntity.status(stored.existed() ? HttpStatus.OK : HttpStatus.ACCEPTED)
          .location(URI.create("/api/v1/tables/" + stored.table().id()))
          .eTag(quoted(stored.table().etag()))
          .body(stored.table());
    }
  }

  @Operation(summary = "A page of tables")
  @TableFilter.Parameters
  @GetMapping
  Tables.Page list(
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "50") int size) {
    if (page < 0) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "page", Integer.toString(page));
    }
    if (size < 1 || size > LARGEST_PAGE) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "size", Integer.toString(size));
    }
    return tables.list(TableFilter.of(query), page, size);
  }

  @Operation(summary = "A table's description, status, and what its reading chose")
  @GetMapping("/{id}")
  @Nullable ResponseEntity<Table> get(@PathVariable long id, WebRequest request) {
    Table table = tables.get(id);
    if (request.checkNotModified(quoted(table.etag()))) {
      return null;
    }
    return ResponseEntity.ok().eTag(quoted(table.etag())).body(table);
  }

  /**
   * A JSON merge patch (RFC 7396): what is absent stays, null removes.
   *
   * @param corpus name or number
   * @param edition number; null takes the table out of its edition
   */
  @Schema(name = "TablePatch")
  record PatchShape(
      @Nullable String corpus,
      @Nullable String edition,
      @Nullable String title,
      @Nullable String authors,
      @Nullable String printers,
      @Nullable String publishers,
      @Nullable String place,
      @Nullable Integer year,
      @Nullable String handle,
      @Nullable String page,
      @Nullable String fileName,
      @Nullable Integer turn,
      @Nullable Double scale) {}

  @Operation(summary = "Correct a table's description, or have it read at another turn or scale")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content = @Content(schema = @Schema(implementation = PatchShape.class)))
  @PatchMapping("/{id}")
  ResponseEntity<Table> patch(
      @PathVariable long id,
      @RequestBody JsonNode patch,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    if (!patch.isObject()) {
      throw new Problem(HttpStatus.BAD_REQUEST, "malformed-body");
    }
    Table after =
        tables.change(
            id,
            before -> {
              if (ifMatch != null
                  && !ifMatch.equals("*")
                  && !ifMatch.equals(quoted(before.etag()))) {
                throw new Problem(HttpStatus.PRECONDITION_FAILED, "changed-meanwhile");
              }
              return change(new Patch(patch), before);
            },
            person.get());
    return ResponseEntity.ok().eTag(quoted(after.etag())).body(after);
  }

  private static Tables.Change change(Patch patch, Table before) {
    boolean asks = patch.has("turn") || patch.has("scale");
    Edition edition = before.edition();
    EditionFields fields =
        patch.hasAny("title", "authors", "printers", "publishers", "place", "year", "handle")
            ? new EditionFields(
                patch.text("title", edition == null ? "" : edition.title()),
                patch.names("authors", edition == null ? List.of() : edition.authors()),
                patch.names("printers", edition == null ? List.of() : edition.printers()),
                patch.names("publishers", edition == null ? List.of() : edition.publishers()),
                patch.text("place", edition == null ? "" : edition.place()),
                patch.has("year") ? patch.integer("year") : edition == null ? null : edition.year(),
                patch.text("handle", edition == null ? "" : edition.handle()))
            : null;
    return new Tables.Change(
        patch.has("corpus") ? patch.text("corpus", "") : null,
        patch.number("edition"),
        fields,
        patch.has("edition") && patch.number("edition") == null,
        patch.has("page") ? patch.text("page", "") : null,
        patch.has("fileName") ? patch.text("fileName", "") : null,
        asks,
        patch.has("turn") ? Regions.turn(patch.integer("turn")) : before.askedTurn(),
        patch.has("scale") ? Regions.scale(patch.decimal("scale")) : before.askedScale());
  }

  /** A merge patch, read field by field. */
  private record Patch(JsonNode json) {

    boolean has(String name) {
      return json.has(name);
    }

    boolean hasAny(String... names) {
      return List.of(names).stream().anyMatch(this::has);
    }

    String text(String name, String otherwise) {
      if (!has(name)) {
        return otherwise;
      }
      JsonNode value = json.get(name);
      if (value.isNull()) {
        return "";
      }
      if (!value.isValueNode()) {
        throw wrong(name, value);
      }
      return value.asString();
    }

    List<String> names(String name, List<String> otherwise) {
      if (!has(name)) {
        return otherwise;
      }
      JsonNode value = json.get(name);
      return value.isArray()
          ? value.values().stream().map(JsonNode::asString).toList()
          : EditionFields.names(text(name, ""));
    }

    @Nullable Integer integer(String name) {
      Long number = number(name);
      if (number != null && number.intValue() != number) {
        throw wrong(name, json.get(name));
      }
      return number == null ? null : number.intValue();
    }

    @Nullable Long number(String name) {
      if (!has(name) || json.get(name).isNull()) {
        return null;
      }
      try {
        return Long.valueOf(json.get(name).asString());
      } catch (RuntimeException e) {
        throw wrong(name, json.get(name));
      }
    }

    @Nullable Double decimal(String name) {
      if (json.get(name).isNull()) {
        return null;
      }
      try {
        return Double.valueOf(json.get(name).asString());
      } catch (RuntimeException e) {
        throw wrong(name, json.get(name));
      }
    }

    private static Problem wrong(String name, JsonNode value) {
      return new Problem(HttpStatus.BAD_REQUEST, "wrong-value", name, value.toString());
    }
  }

  @Operation(summary = "What a delete would take along")
  @GetMapping("/{id}/dependents")
  Deletions.Dependents dependents(@PathVariable long id) {
    tables.get(id);
    return deletions.dependents(List.of(id));
  }

  @Operation(summary = "Delete a table with all that depends on it")
  @ApiResponse(responseCode = "204")
  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@PathVariable long id) {
    deletions.table(id, person.get());
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "Have a table read again, after a failure or a cancelled job")
  @ApiResponse(responseCode = "202")
  @PostMapping("/{id}/reading")
  ResponseEntity<Table> again(@PathVariable long id) {
    Table table = tables.again(id, person.get());
    return ResponseEntity.accepted().location(URI.create("/api/v1/tables/" + id)).body(table);
  }

  private static String quoted(String etag) {
    return "\"" + etag + "\"";
  }
}
