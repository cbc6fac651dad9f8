package org.tabularium.app.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.corpus.ScanProblems;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.ReadingAnswers;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.reading.Reading;

/** Explanations of pairs. */
@Tag(name = "explanations")
@RestController
@RequestMapping("/api/v1/explanations")
class ExplanationsApi {

  private static final int MOST = 100_000;
  private static final int MOST_ARCS = 200;

  /** Pixels of a PNG for one unit of the figure: 3,200 across, enough for a printed page. */
  private static final double PIXELS = 2;

  private final Tables tables;
  private final Readings readings;
  private final Figures figures;

  ExplanationsApi(Tables tables, Readings readings, Figures figures) {
    this.tables = tables;
    this.readings = readings;
    this.figures = figures;
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

  @Operation(summary = "The same as a figure to print, with a caption that says where it is from")
  @ApiResponse(
      responseCode = "200",
      content = {@Content(mediaType = "image/svg+xml"), @Content(mediaType = "image/png")})
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @GetMapping("/figure")
  ResponseEntity<?> figure(
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind,
      @Parameter(description = "how many arcs to draw") @RequestParam(defaultValue = "60")
          int limit,
      @Parameter(description = "svg or png") @RequestParam(defaultValue = "svg") String format,
      @Parameter(hidden = true) Locale locale)
      throws IOException {
    if (limit < 0 || limit > MOST_ARCS) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "limit", Integer.toString(limit));
    }
    if (!format.equals("svg") && !format.equals("png")) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "format", format);
    }
    Table first = tables.get(a);
    Table second = tables.get(b);
    Optional<Reading> inFirst = readings.find(first);
    Optional<Reading> inSecond = readings.find(second);
    if (inFirst.isEmpty() || inSecond.isEmpty()) {
      return ReadingAnswers.notYet(inFirst.isEmpty() ? first : second);
    }
    Explained explained = Explained.of(inFirst.get(), inSecond.get(), ScoreKinds.of(kind), limit);
    String svg;
    try {
      svg = figures.svg(first, inFirst.get(), second, inSecond.get(), explained, locale);
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    }
    boolean png = format.equals("png");
    return ResponseEntity.ok()
        .contentType(png ? MediaType.IMAGE_PNG : new MediaType("image", "svg+xml", UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.inline()
                .filename("tabularium-" + a + "-" + b + "." + format)
                .build()
                .toString())
        .body(png ? figures.png(svg, PIXELS) : svg.getBytes(UTF_8));
  }
}
