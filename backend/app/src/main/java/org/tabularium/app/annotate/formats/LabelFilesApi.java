package org.tabularium.app.annotate.formats;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.tabularium.app.annotate.LabelIntake;
import org.tabularium.app.annotate.LabelLayout;
import org.tabularium.app.annotate.LabelsWaiting;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Corpus;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** The labels of a corpus or of a table as files. */
@Tag(name = "labels")
@RestController
@RequestMapping("/api/v1")
class LabelFilesApi {

  private static final String FORMATS =
      "csv, w3c (Web Annotations), page (PAGE-XML), alto, coco, or yolo; otherwise what Accept asks"
          + " for, or csv";
  private static final String LAYOUTS = "of CSV: digits, numbers, contrast or all";
  private static final String DIGITS =
      "of PAGE-XML and ALTO: labels; read, what the model reads; or both, what it reads where nobody"
          + " has said anything";

  private final LabelIntake intake;
  private final LabelFileReader reader;
  private final LabelFileWriter writer;
  private final LabelsWaiting waiting;
  private final Corpora corpora;
  private final Tables tables;
  private final CurrentPerson person;

  LabelFilesApi(
      LabelIntake intake,
      LabelFileReader reader,
      LabelFileWriter writer,
      LabelsWaiting waiting,
      Corpora corpora,
      Tables tables,
      CurrentPerson person) {
    this.intake = intake;
    this.reader = reader;
    this.writer = writer;
    this.waiting = waiting;
    this.corpora = corpora;
    this.tables = tables;
    this.person = person;
  }

  @Operation(
      summary = "The labels of a corpus as a file",
      description =
          "CSV in the layouts of the published Sphaera corpus, or with all that is known; Web"
              + " Annotations as one collection; PAGE-XML and ALTO as an archive with a file a scan;"
              + " COCO; YOLO as an archive.")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
        @Content(mediaType = "application/ld+json", schema = @Schema(type = "object")),
        @Content(mediaType = "application/json", schema = @Schema(type = "object")),
        @Content(
            mediaType = "application/zip",
            schema = @Schema(type = "string", format = "binary"))
      })
  @GetMapping("/corpora/{id}/labels")
  void ofCorpus(
      @PathVariable long id,
      @Parameter(description = FORMATS) @RequestParam(required = false) @Nullable String format,
      @Parameter(description = LAYOUTS) @RequestParam(defaultValue = "digits") String layout,
      @Parameter(description = DIGITS) @RequestParam(defaultValue = "labels") String digits,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      HttpServletResponse response)
      throws IOException {
    LabelFileWriter.Wanted wanted = wanted(format, accept, layout, digits);
    Corpus corpus = corpora.get(id);
    boolean archive = wanted.format().isFilePerScan();
    String name =
        wanted.format() == LabelFormat.CSV
            ? fileName(wanted.layout())
            : corpus.name()
                + "-"
                + wanted.format().lower()
                + "."
                + (archive ? "zip" : wanted.format().ending());
    answer(response, archive ? LabelFormat.YOLO.type() : wanted.format().type(), name);
    writer.corpus(corpus, wanted, response.getOutputStream());
  }

  @Operation(
      summary = "The labels of a table as a file",
      description = "As those of a corpus; PAGE-XML and ALTO without an archive.")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
        @Content(mediaType = "application/ld+json", schema = @Schema(type = "object")),
        @Content(mediaType = "application/json", schema = @Schema(type = "object")),
        @Content(mediaType = "application/xml", schema = @Schema(type = "string")),
        @Content(mediaType = "application/vnd.prima.page+xml", schema = @Schema(type = "string")),
        @Content(
            mediaType = "application/zip",
            schema = @Schema(type = "string", format = "binary"))
      })
  @GetMapping("/tables/{id}/labels/file")
  void ofTable(
      @PathVariable long id,
      @Parameter(description = FORMATS) @RequestParam(required = false) @Nullable String format,
      @Parameter(description = LAYOUTS) @RequestParam(defaultValue = "digits") String layout,
      @Parameter(description = DIGITS) @RequestParam(defaultValue = "labels") String digits,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
      HttpServletResponse response)
      throws IOException {
    LabelFileWriter.Wanted wanted = wanted(format, accept, layout, digits);
    Table table = tables.get(id);
    answer(
        response,
        wanted.format().type(),
        Naming.stem(table.fileName())
            + "-"
            + wanted.format().lower()
            + "."
            + wanted.format().ending());
    writer.table(id, wanted, response.getOutputStream());
  }

  private static LabelFileWriter.Wanted wanted(
      @Nullable String format, @Nullable String accept, String layout, String digits) {
    return new LabelFileWriter.Wanted(
        LabelFormat.of(format, accept),
        Arrays.stream(LabelLayout.values())
            .filter(one -> one.lower().equals(layout))
            .findFirst()
            .orElseThrow(
                () -> new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "layout", layout)),
        FileScans.Digits.of(digits),
        ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString());
  }

  private static String fileName(LabelLayout layout) {
    return switch (layout) {
      case DIGITS -> "digit_page_annotations.csv";
      case NUMBERS -> "numerical_patches.csv";
      case CONTRAST -> "contrast_patches.csv";
      case ALL -> "labels.csv";
    };
  }

  private static void answer(HttpServletResponse response, MediaType type, String name) {
    response.setContentType(type.toString());
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(name, StandardCharsets.UTF_8).build().toString());
  }

  @Operation(
      summary = "Take over labels from a file",
      description =
          "In any of the formats; what it is, it says itself. CSV: columns page_id and xywh, and"
              + " number or element_label; without those, regions that hold no digit. Lines about"
              + " pages that are not here wait for them. What is no label, and what differs from"
              + " what somebody says here, is named and left out.")
  @PostMapping(path = "/corpora/{id}/labels", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  LabelIntake.Imported takeOfCorpus(
      @PathVariable long id,
      @RequestPart("file") MultipartFile file,
      @Parameter(description = "the format that is expected; otherwise any")
          @RequestParam(required = false)
          @Nullable String format,
      @Parameter(description = "only tell what the file would do")
          @RequestParam(defaultValue = "false")
          boolean preview,
      @Parameter(description = "the file is right where it differs from what is said here")
          @RequestParam(defaultValue = "false")
          boolean overrule)
      throws IOException {
    return take(id, null, file, format, preview, overrule);
  }

  @Operation(
      summary = "Take over labels of a table from a file",
      description =
          "Only what the file says of this table: the page of its name, or the only page of the"
              + " file.")
  @PostMapping(path = "/tables/{id}/labels/file", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  LabelIntake.Imported takeOfTable(
      @PathVariable long id,
      @RequestPart("file") MultipartFile file,
      @RequestParam(required = false) @Nullable String format,
      @RequestParam(defaultValue = "false") boolean preview,
      @RequestParam(defaultValue = "false") boolean overrule)
      throws IOException {
    return take(tables.get(id).corpus().id(), id, file, format, preview, overrule);
  }

  private LabelIntake.Imported take(
      long corpus,
      @Nullable Long table,
      MultipartFile file,
      @Nullable String format,
      boolean preview,
      boolean overrule)
      throws IOException {
    String name = file.getOriginalFilename() == null ? "" : Naming.last(file.getOriginalFilename());
    LabelIntake.Lines lines = reader.read(name, file.getBytes());
    if (format != null && !LabelFormat.of(format, null).lower().equals(lines.format())) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT, "labels-format", name, lines.format(), format);
    }
    return intake.take(
        corpus, lines, new LabelIntake.How(table, overrule, preview ? null : person.get()));
  }

  @Operation(summary = "Pages that lines of label files wait for")
  @GetMapping("/corpora/{id}/labels/waiting")
  List<LabelsWaiting.Page> waiting(@PathVariable long id) {
    corpora.get(id);
    return waiting.of(id);
  }

  @Operation(summary = "Forget the lines that wait for a page")
  @ApiResponse(responseCode = "204")
  @DeleteMapping("/corpora/{id}/labels/waiting")
  ResponseEntity<Void> forget(@PathVariable long id, @RequestParam String page) {
    corpora.get(id);
    if (waiting.forget(id, page) == 0) {
      throw Problem.notFound("no-label-lines", page);
    }
    return ResponseEntity.noContent().build();
  }
}
