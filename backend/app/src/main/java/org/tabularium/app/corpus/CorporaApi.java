package org.tabularium.app.corpus;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.tabularium.app.platform.CurrentPerson;

/** Corpora, their editions, and the metadata files that describe them. */
@Tag(name = "corpora")
@RestController
@RequestMapping("/api/v1")
class CorporaApi {

  private final Corpora corpora;
  private final Editions editions;
  private final Tables tables;
  private final Deletions deletions;
  private final Metadata metadata;
  private final Citations citations;
  private final CurrentPerson person;

  CorporaApi(
      Corpora corpora,
      Editions editions,
      Tables tables,
      Deletions deletions,
      Metadata metadata,
      Citations citations,
      CurrentPerson person) {
    this.corpora = corpora;
    this.editions = editions;
    this.tables = tables;
    this.deletions = deletions;
    this.metadata = metadata;
    this.citations = citations;
    this.person = person;
  }

  /** A corpus to be, or what is to change of one: what is null stays. */
  record Sent(@Nullable String name, @Nullable String description) {}

  /** A description of an edition, as programs send it. */
  record SentEdition(
      @Nullable String title,
      @Nullable List<String> authors,
      @Nullable List<String> printers,
      @Nullable List<String> publishers,
      @Nullable String place,
      @Nullable Integer year,
      @Nullable String handle) {

    EditionFields fields() {
      return new EditionFields(
          title == null ? "" : title,
          authors == null ? List.of() : authors,
          printers == null ? List.of() : printers,
          publishers == null ? List.of() : publishers,
          place == null ? "" : place,
          year,
          handle == null ? "" : handle);
    }
  }

  @Operation(summary = "All corpora, by name")
  @GetMapping("/corpora")
  List<Corpus> list() {
    return corpora.list();
  }

  @Operation(summary = "Make a corpus")
  @ApiResponse(responseCode = "201")
  @PostMapping("/corpora")
  ResponseEntity<Corpus> create(@RequestBody Sent sent) {
    Corpus corpus =
        corpora.create(
            sent.name() == null ? "" : sent.name(),
            sent.description() == null ? "" : sent.description(),
            false,
            person.get());
    return ResponseEntity.created(URI.create("/api/v1/corpora/" + corpus.id())).body(corpus);
  }

  @Operation(summary = "A corpus, and how far its tables have come")
  @GetMapping("/corpora/{id}")
  Corpus get(@PathVariable long id) {
    return corpora.get(id);
  }

  @Operation(summary = "Rename or describe a corpus")
  @PatchMapping("/corpora/{id}")
  Corpus change(@PathVariable long id, @RequestBody Sent sent) {
    return corpora.change(id, sent.name(), sent.description(), person.get());
  }

  @Operation(summary = "What a delete would take along")
  @GetMapping("/corpora/{id}/dependents")
  Deletions.Dependents dependents(@PathVariable long id) {
    corpora.get(id);
    return deletions.dependents(tables.ofCorpus(id), id);
  }

  @Operation(summary = "Delete a corpus with its editions, its tables and all that depends on them")
  @ApiResponse(responseCode = "204")
  @DeleteMapping("/corpora/{id}")
  ResponseEntity<Void> delete(@PathVariable long id) {
    deletions.corpus(id, person.get());
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "The editions of a corpus, the oldest first")
  @GetMapping("/corpora/{id}/editions")
  List<Edition> editions(@PathVariable long id) {
    return editions.list(id);
  }

  @Operation(summary = "The edition of a corpus that is described like this, made if it is new")
  @PostMapping("/corpora/{id}/editions")
  Edition describe(@PathVariable long id, @RequestBody SentEdition sent) {
    return editions.describe(id, sent.fields(), person.get());
  }

  @Operation(
      summary = "Describe a corpus's pages by a CSV file with the columns of the Sphaera corpus")
  @PostMapping(path = "/corpora/{id}/metadata", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Metadata.Imported metadata(
      @PathVariable long id,
      @RequestPart("file") MultipartFile file,
      @Parameter(description = "only tell what the file would do")
          @RequestParam(defaultValue = "false")
          boolean preview)
      throws IOException {
    return preview
        ? metadata.look(id, file.getBytes())
        : metadata.take(id, file.getBytes(), person.get());
  }

  @Operation(
      summary = "A permanent link to a corpus as it is, or was at a moment, with its editions")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = Citations.OfCorpus.class)),
        @Content(mediaType = "application/x-bibtex")
      })
  @GetMapping("/corpora/{id}/citation")
  ResponseEntity<?> citation(
      @PathVariable long id,
      @Parameter(description = "a moment (ISO 8601); otherwise now") @RequestParam(required = false)
          @Nullable Instant until,
      @Parameter(description = "json or bibtex") @RequestParam(defaultValue = "json")
          String format) {
    Citations.OfCorpus cited = citations.of(id, until);
    return Bibliography.as(format, cited, cited.bibtex(), "tabularium-corpus-" + id + ".bib");
  }

  @Operation(summary = "An edition")
  @GetMapping("/editions/{id}")
  Edition edition(@PathVariable long id) {
    return editions.get(id);
  }

  @Operation(summary = "Describe an edition anew")
  @PutMapping("/editions/{id}")
  Edition redescribe(@PathVariable long id, @RequestBody SentEdition sent) {
    return editions.redescribe(id, sent.fields(), person.get());
  }

  @Operation(summary = "What a delete of the scan would take along")
  @GetMapping("/scans/{sha256}/dependents")
  Deletions.Dependents scanDependents(@PathVariable String sha256) {
    return deletions.dependents(tables.onScan(sha256));
  }

  @Operation(summary = "Delete a scan with all its tables")
  @ApiResponse(responseCode = "204")
  @DeleteMapping("/scans/{sha256}")
  ResponseEntity<Void> deleteScan(@PathVariable String sha256) {
    deletions.scan(sha256, person.get());
    return ResponseEntity.noContent().build();
  }
}
