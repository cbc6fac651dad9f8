package org.tabularium.app.lens;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.explain.Explained;
import org.tabularium.app.explain.Figures;
import org.tabularium.app.explain.HeatPicture;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Digits;
import org.tabularium.app.readings.ReadingAnswers;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.app.readings.WhichDigits;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.ScoreKind;

/** Other networks to look at pairs with, and pairs through them. */
@Tag(name = "lenses")
@RestController
@RequestMapping("/api/v1/lenses")
class LensesApi {

  private static final String VIEWS =
      "one, or all: the best of all flips and quarter turns of both";

  private final Lenses lenses;
  private final LensIntake intake;
  private final PairsSeen pairs;
  private final Tables tables;
  private final CorrectedReadings readings;
  private final Figures figures;

  LensesApi(
      Lenses lenses,
      LensIntake intake,
      PairsSeen pairs,
      Tables tables,
      CorrectedReadings readings,
      Figures figures) {
    this.lenses = lenses;
    this.intake = intake;
    this.pairs = pairs;
    this.tables = tables;
    this.readings = readings;
    this.figures = figures;
  }

  /**
   * What a form sends.
   *
   * @param file an ONNX network
   */
  @Schema(name = "NewLens")
  record Form(
      @Schema(
              type = "string",
              format = "binary",
              description = "an ONNX network; whatever batch it names, it sees pictures one by one")
          @Nullable MultipartFile file,
      @Schema(
              description =
                  "instead of a file: the name of one that lies in the folder networks of the data folder")
          @Nullable String placed,
      @Nullable String name,
      @Schema(
              description =
                  "whose activations are compared: its name, or its number counted from the input;"
                      + " by default the paper's 17 of a VGG-16, else the last layer of maps")
          @Nullable String layer,
      @Schema(
              description =
                  "ink (the ink map), grey or plain (0 to 1), or imagenet; by default by channels")
          @Nullable String sees,
      @Schema(
              description =
                  "side of a square of as many pixels, where the file leaves height and width open;"
                      + " 224 where it is missing")
          @Nullable Integer side,
      @Schema(description = "vgg16 for the paper's schedule, or one number from 0 to 10")
          @Nullable String gamma) {

    Lenses.Wanted wanted() {
      return new Lenses.Wanted(name, layer, sees, side, gamma);
    }
  }

  @Operation(summary = "All lenses, the one that ships first")
  @GetMapping
  List<Lens> list() {
    return lenses.list();
  }

  @Operation(summary = "A lens")
  @GetMapping("/{id}")
  Lens get(@PathVariable String id) {
    return lenses.get(id);
  }

  @Operation(
      summary = "Register a network of Conv, Relu, pooling, Gemm, Flatten, BatchNormalization, Add")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
              schema = @Schema(implementation = Form.class)))
  @ApiResponse(responseCode = "201", description = "registered; Location is the lens")
  @ApiResponse(responseCode = "200", description = "this file, seen so, was there already")
  @ApiResponse(responseCode = "422", description = "cannot be explained; reason and detail say why")
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<Lens> register(@Parameter(hidden = true) Form form) throws IOException {
    Lenses.Registered registered = intake.take(form.file(), form.placed(), form.wanted());
    return ResponseEntity.status(registered.existed() ? HttpStatus.OK : HttpStatus.CREATED)
        .location(URI.create("/api/v1/lenses/" + registered.lens().id()))
        .body(registered.lens());
  }

  @Operation(summary = "Delete a lens and what was seen through it")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) throws IOException {
    lenses.delete(id);
  }

  @Operation(
      summary = "Where a lens sees two tables as similar: BiLRP, pooled 8 x 8",
      description =
          "What each block of one table has of the similarity over all of the other. Computed once"
              + " for each pair; 202 with the job's address until then. The two are brought"
              + " upright and to one size.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LensView.class)))
  @ApiResponse(responseCode = "202", description = "not ready yet; Location is the job")
  @GetMapping("/{id}/explanations")
  ResponseEntity<?> explain(
      @PathVariable String id,
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(description = VIEWS) @RequestParam(defaultValue = "one") String views) {
    return seen(
        id,
        new Asked(a, b, views, Digits.AS_READ, false),
        (lens, view, first, second) -> ResponseEntity.ok(view));
  }

  @Operation(
      summary = "The same, tried anew where it failed",
      description =
          "As when a network's file was changed and has been put back; GET answers 409 with the"
              + " reason until it is tried anew.")
  @ApiResponse(
      responseCode = "200",
      description = "there already",
      content = @Content(schema = @Schema(implementation = LensView.class)))
  @ApiResponse(responseCode = "202", description = "not ready yet; Location is the job")
  @PostMapping("/{id}/explanations")
  ResponseEntity<?> explainAnew(
      @PathVariable String id,
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(description = VIEWS) @RequestParam(defaultValue = "one") String views) {
    return seen(
        id,
        new Asked(a, b, views, Digits.AS_READ, true),
        (lens, view, first, second) -> ResponseEntity.ok(view));
  }

  @Operation(
      summary = "The same as a figure to print, with a caption that says where it is from",
      description =
          "What the lens sees lies over both pages, and the caption holds it against the bigram"
              + " network; 202 until it has been computed. Parts, digits and kind of score are of"
              + " the bigram network's score: a lens sees whole pages.")
  @ApiResponse(
      responseCode = "200",
      content = {@Content(mediaType = "image/svg+xml"), @Content(mediaType = "image/png")})
  @ApiResponse(responseCode = "202", description = "not ready yet; Location is the job")
  @Parameter(name = "box", description = "part of the first table, x,y,w,h; repeatable")
  @WhichDigits
  @GetMapping("/{id}/figure")
  ResponseEntity<?> figure(
      @PathVariable String id,
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(description = VIEWS) @RequestParam(defaultValue = "one") String views,
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind,
      @Parameter(description = "svg or png") @RequestParam(defaultValue = "svg") String format,
      @Parameter(description = "rubric (red and blue) or safe (orange and purple)")
          @RequestParam(defaultValue = "rubric")
          String palette,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query,
      @Parameter(hidden = true) Locale locale) {
    Figures.Format file = Figures.Format.of(format);
    HeatPicture.Palette colours = HeatPicture.Palette.of(palette);
    ScoreKind score = ScoreKinds.of(kind);
    List<Region> parts = Regions.parts(query);
    return seen(
        id,
        new Asked(a, b, views, Digits.of(query), false),
        (lens, view, first, second) ->
            figures.answer(
                LensFigure.of(
                    lens,
                    view,
                    first,
                    second,
                    parts,
                    Explained.of(first.digits(), second.digits(), parts, score, 0),
                    colours,
                    figures.words(locale)),
                file,
                locale));
  }

  /**
   * Which pair is asked for, seen how, which of its digits the bigram network compares, and whether
   * it is tried anew where it failed.
   */
  private record Asked(long a, long b, String views, Digits digits, boolean anew) {

    /**
     * @throws Problem 400
     */
    boolean allViews() {
      return switch (views) {
        case "one" -> false;
        case "all" -> true;
        default -> throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "views", views);
      };
    }
  }

  /** What is made of a pair that a lens has seen. */
  private interface Answer {
    ResponseEntity<?> of(Lens lens, LensView view, LensView.Read first, LensView.Read second);
  }

  /** An answer from what a lens sees of a pair; 202 while that is missing. */
  private ResponseEntity<?> seen(String id, Asked asked, Answer answer) {
    boolean allViews = asked.allViews();
    Lens lens = lenses.get(id);
    Table first = tables.get(asked.a());
    Table second = tables.get(asked.b());
    Optional<TableDigits> inFirst = readings.find(first, null, asked.digits());
    Optional<TableDigits> inSecond = readings.find(second, null, asked.digits());
    if (inFirst.isEmpty() || inSecond.isEmpty()) {
      return ReadingAnswers.notYet(inFirst.isEmpty() ? first : second);
    }
    LensWork work =
        LensWork.of(
            lens.id(),
            inFirst.get().read().modelVersion(),
            first.readKey(),
            second.readKey(),
            allViews);
    Optional<LensStore.Seen> seen = pairs.find(work);
    if (seen.isEmpty()) {
      String job = Long.toString(pairs.submit(work, lens, first, second, asked.anew()));
      return ResponseEntity.accepted()
          .location(URI.create("/api/v1/jobs/" + job))
          .body(Map.of("status", "queued", "job", job));
    }
    boolean swapped = !work.first().equals(first.readKey());
    LensView.Read ofFirst = new LensView.Read(first, inFirst.get());
    LensView.Read ofSecond = new LensView.Read(second, inSecond.get());
    return answer.of(
        lens,
        LensView.of(lens, seen.get(), swapped, allViews, ofFirst, ofSecond),
        ofFirst,
        ofSecond);
  }
}
