package org.tabularium.app.annotate;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** The labels of a corpus as files. */
@Tag(name = "labels")
@RestController
@RequestMapping("/api/v1/corpora/{id}/labels")
class LabelFilesApi {

  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private final LabelFiles files;
  private final CurrentPerson person;

  LabelFilesApi(LabelFiles files, CurrentPerson person) {
    this.files = files;
    this.person = person;
  }

  @Operation(
      summary = "The labels of a corpus as CSV",
      description = "In the layouts of the published Sphaera corpus, or with all that is known.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
  @GetMapping
  ResponseEntity<byte[]> csv(
      @PathVariable long id,
      @Parameter(description = "digits, numbers, contrast or all")
          @RequestParam(defaultValue = "digits")
          String layout) {
    LabelLayout wanted =
        Arrays.stream(LabelLayout.values())
            .filter(one -> one.lower().equals(layout))
            .findFirst()
            .orElseThrow(
                () -> new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "layout", layout));
    String name =
        switch (wanted) {
          case DIGITS -> "digit_page_annotations.csv";
          case NUMBERS -> "numerical_patches.csv";
          case CONTRAST -> "contrast_patches.csv";
          case ALL -> "labels.csv";
        };
    return ResponseEntity.ok()
        .contentType(CSV)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(files.csv(id, wanted).getBytes(StandardCharsets.UTF_8));
  }

  @Operation(
      summary = "Take over labels from a CSV file",
      description =
          "Columns page_id and xywh, and number or element_label; without those, regions that hold"
              + " no digit. Lines about pages that are not here wait for them.")
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  LabelFiles.Imported take(@PathVariable long id, @RequestPart("file") MultipartFile file)
      throws IOException {
    return files.take(id, file.getBytes(), person.get());
  }
}
