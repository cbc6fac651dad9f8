package org.tabularium.app.explain;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.explain.ExplainedPixels.Branch;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Digits;
import org.tabularium.app.readings.ReadingAnswers;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.app.readings.WhichDigits;
import org.tabularium.network.image.Region;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.reading.PixelBranch;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/** Explanations of pairs. */
@Tag(name = "explanations")
@RestController
@RequestMapping("/api/v1/explanations")
class ExplanationsApi {

  private static final int MOST = 100_000;

  /** The paper's gamma for the bigram network. */
  private static final double PAPER_GAMMA = 0.5;

  private static final double MOST_GAMMA = 10;
  private static final int MOST_ARCS = 200;

  private final Tables tables;
  private final Readings readings;
  private final CorrectedReadings corrected;
  private final Figures figures;
  private final Pixels pixels;

  ExplanationsApi(
      Tables tables,
      Readings readings,
      CorrectedReadings corrected,
      Figures figures,
      Pixels pixels) {
    this.tables = tables;
    this.readings = readings;
    this.corrected = corrected;
    this.figures = figures;
    this.pixels = pixels;
  }

  /** What is asked of an explanation down to the ink. */
  record Ask(
      @Parameter(description = "of LRP-gamma, 0 to 10, two decimals") @Nullable Double gamma,
      @Parameter(
              description =
                  "smaller: a bigram's relevance goes to its less certain digit; equal: to both")
          @Nullable String share,
      @Parameter(description = "a digit, counted in the list of its table's digits")
          @Nullable Integer digit,
      @Parameter(description = "a or b: the table that the digit stands in") @Nullable String of) {

    double gammaOrDefault() {
      return gamma == null ? PAPER_GAMMA : gamma;
    }

    MinShare minShare() {
      return share == null ? MinShare.SMALLER : MinShare.valueOf(share.toUpperCase(Locale.ROOT));
    }

    boolean ofFirst() {
      return !"b".equals(of);
    }

    /**
     * @throws Problem 400
     */
    Ask checked() {
      double g = gammaOrDefault();
      if (!(g >= 0 && g <= MOST_GAMMA) || Math.abs(g * 100 - Math.rint(g * 100)) > 1e-6) {
        throw wrong("gamma", String.valueOf(gamma));
      }
      if (share != null && !share.equals("smaller") && !share.equals("equal")) {
        throw wrong("share", share);
      }
      if (of != null && !of.equals("a") && !of.equals("b")) {
        throw wrong("of", of);
      }
      return this;
    }
  }

  private static Problem wrong(String name, String value) {
    return new Problem(HttpStatus.BAD_REQUEST, "wrong-value", name, value);
  }

  @Operation(
      summary = "Which digits make two tables similar, adding up to the score",
      description =
          "Of the digits as people corrected them, or as they were read. With depth=pixels, which"
              + " ink, and always of the digits as they were read: the answer is computed once for"
              + " each table, and is 202 with the job's address until then.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(oneOf = {Explained.class, ExplainedPixels.class})))
  @ApiResponse(responseCode = "202", description = "not ready yet; Location is the job")
  @Parameter(name = "box", description = "part of the first table, x,y,w,h; repeatable")
  @WhichDigits
  @GetMapping
  ResponseEntity<?> explain(
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind,
      @Parameter(description = "how many pairs to list") @RequestParam(defaultValue = "1000")
          int limit,
      @Parameter(description = "digits or pixels") @RequestParam(defaultValue = "digits")
          String depth,
      @Parameter(description = "a version of the model, at the level of digits")
          @RequestParam(required = false)
          @Nullable String model,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query,
      @ParameterObject Ask ask) {
    if (limit < 0 || limit > MOST) {
      throw wrong("limit", Integer.toString(limit));
    }
    if (!depth.equals("digits") && !depth.equals("pixels")) {
      throw wrong("depth", depth);
    }
    ScoreKind score = ScoreKinds.of(kind);
    List<Region> parts = Regions.parts(query);
    if (depth.equals("pixels")) {
      return withBranches(
          a,
          b,
          parts,
          ask,
          (first, second) ->
              ResponseEntity.ok(
                  ExplainedPixels.of(
                      first,
                      second,
                      score,
                      ask.digit() == null ? null : ask.ofFirst(),
                      ask.digit() == null ? 0 : ask.digit(),
                      heatAddress(a, b, parts, score, ask))));
    }
    return withDigits(
        a,
        b,
        model,
        Digits.of(query),
        (first, second) ->
            ResponseEntity.ok(Explained.of(first.digits(), second.digits(), parts, score, limit)));
  }

  @Operation(
      summary = "The relevance of one table's ink as a picture to lay over its scan",
      description =
          "A pixel a cell of the ink map, over the region that depth=pixels names. Without a digit:"
              + " all relevance. With one: its own ink on its own side, its partners' on the other.")
  @ApiResponse(responseCode = "200", content = @Content(mediaType = "image/png"))
  @ApiResponse(responseCode = "202", description = "not ready yet; Location is the job")
  @Parameter(name = "box", description = "part of the first table, x,y,w,h; repeatable")
  @GetMapping("/heat")
  ResponseEntity<?> heat(
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind,
      @Parameter(description = "a or b: whose ink") @RequestParam(defaultValue = "a") String side,
      @Parameter(description = "rubric (red and blue) or safe (orange and purple)")
          @RequestParam(defaultValue = "rubric")
          String palette,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query,
      @ParameterObject Ask ask) {
    HeatPicture.Palette colours = HeatPicture.Palette.of(palette);
    if (!side.equals("a") && !side.equals("b")) {
      throw wrong("side", side);
    }
    ScoreKind score = ScoreKinds.of(kind);
    return withBranches(
        a,
        b,
        Regions.parts(query),
        ask,
        (first, second) -> {
          Branch drawn = side.equals("a") ? first : second;
          Branch other = side.equals("a") ? second : first;
          byte[] picture =
              HeatPicture.of(
                  InkFigure.heat(drawn, other, score, ask, ask.ofFirst() == side.equals("a")),
                  drawn.reading().frame(),
                  drawn.reading().turn(),
                  colours);
          // Another version or reading answers under the same address: ask each time, send once.
          return ResponseEntity.ok()
              .contentType(MediaType.IMAGE_PNG)
              .cacheControl(CacheControl.noCache().cachePrivate())
              .eTag('"' + DigestUtils.md5DigestAsHex(picture) + '"')
              .body(picture);
        });
  }

  private static String heatAddress(long a, long b, List<Region> parts, ScoreKind kind, Ask ask) {
    return "/api/v1/explanations/heat?a="
        + a
        + "&b="
        + b
        + "&kind="
        + kind.name().toLowerCase(Locale.ROOT)
        + "&gamma="
        + ask.gammaOrDefault()
        + "&share="
        + ask.minShare().name().toLowerCase(Locale.ROOT)
        + Regions.query(parts);
  }

  /** A table that has been read, with those of its places that count. */
  private record Read(Table table, Reading reading) {}

  /** A table with those of its digits that are meant. */
  private record Meant(Table table, TableDigits digits) {}

  private ResponseEntity<?> withDigits(
      long a,
      long b,
      @Nullable String model,
      Digits digits,
      BiFunction<Meant, Meant, ResponseEntity<?>> answer) {
    Table first = tables.get(a);
    Table second = tables.get(b);
    Optional<TableDigits> inFirst = corrected.find(first, model, digits);
    Optional<TableDigits> inSecond = corrected.find(second, model, digits);
    if (inFirst.isEmpty() || inSecond.isEmpty()) {
      return ReadingAnswers.notYet(inFirst.isEmpty() ? first : second);
    }
    return answer.apply(new Meant(first, inFirst.get()), new Meant(second, inSecond.get()));
  }

  /**
   * An answer from both tables' branches; 202 while one of them is missing.
   *
   * @param parts of the first table that count; none for all of it
   */
  private ResponseEntity<?> withBranches(
      long a,
      long b,
      List<Region> parts,
      Ask ask,
      BiFunction<Branch, Branch, ResponseEntity<?>> answer) {
    ask.checked();
    Table first = tables.get(a);
    Table second = tables.get(b);
    Optional<Reading> inFirst = readings.find(first);
    Optional<Reading> inSecond = readings.find(second);
    if (inFirst.isEmpty() || inSecond.isEmpty()) {
      return ReadingAnswers.notYet(inFirst.isEmpty() ? first : second);
    }
    return withBranches(
        new Read(first, inFirst.get().within(parts)),
        new Read(second, inSecond.get()),
        ask,
        answer);
  }

  private ResponseEntity<?> withBranches(
      Read first, Read second, Ask ask, BiFunction<Branch, Branch, ResponseEntity<?>> answer) {
    int digits = (ask.ofFirst() ? first : second).reading().digits().size();
    if (ask.digit() != null && (ask.digit() < 0 || ask.digit() >= digits)) {
      throw wrong("digit", ask.digit().toString());
    }
    double gamma = ask.gammaOrDefault();
    MinShare share = ask.minShare();
    var ofFirst = pixels.find(first.table(), first.reading(), gamma, share);
    var ofSecond = pixels.find(second.table(), second.reading(), gamma, share);
    if (ofFirst.isPresent() && ofSecond.isPresent()) {
      return answer.apply(branch(first, ofFirst.get()), branch(second, ofSecond.get()));
    }
    Set<Long> jobs = new LinkedHashSet<>();
    if (ofFirst.isEmpty()) {
      jobs.add(pixels.submit(first.table(), first.reading(), gamma));
    }
    if (ofSecond.isEmpty()) {
      jobs.add(pixels.submit(second.table(), second.reading(), gamma));
    }
    List<String> names = jobs.stream().map(String::valueOf).toList();
    String last = names.get(names.size() - 1);
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/jobs/" + last))
        .body(Map.of("status", "queued", "job", last, "jobs", names));
  }

  private Branch branch(Read read, PixelBranch pixels) {
    return new Branch(
        read.table(),
        read.reading(),
        pixels,
        corrected.find(read.table()).map(TableDigits::corrected).orElse(0));
  }

  @Operation(
      summary = "The same as a figure to print, with a caption that says where it is from",
      description =
          "With depth=pixels the relevance of the ink lies over the scans instead of arcs; 202"
              + " until it has been computed.")
  @ApiResponse(
      responseCode = "200",
      content = {@Content(mediaType = "image/svg+xml"), @Content(mediaType = "image/png")})
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @Parameter(name = "box", description = "part of the first table, x,y,w,h; repeatable")
  @WhichDigits
  @GetMapping("/figure")
  ResponseEntity<?> figure(
      @Parameter(description = "number of a table") @RequestParam long a,
      @Parameter(description = "number of a table") @RequestParam long b,
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind,
      @Parameter(description = "how many arcs to draw") @RequestParam(defaultValue = "60")
          int limit,
      @Parameter(description = "svg or png") @RequestParam(defaultValue = "svg") String format,
      @Parameter(description = "digits or pixels") @RequestParam(defaultValue = "digits")
          String depth,
      @Parameter(description = "rubric (red and blue) or safe (orange and purple)")
          @RequestParam(defaultValue = "rubric")
          String palette,
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query,
      @ParameterObject Ask ask,
      @Parameter(hidden = true) Locale locale) {
    if (limit < 0 || limit > MOST_ARCS) {
      throw wrong("limit", Integer.toString(limit));
    }
    Figures.Format file = Figures.Format.of(format);
    HeatPicture.Palette colours = HeatPicture.Palette.of(palette);
    ScoreKind score = ScoreKinds.of(kind);
    List<Region> parts = Regions.parts(query);
    FigureWords words = figures.words(locale);
    return switch (depth) {
      case "digits" ->
          withDigits(
              a,
              b,
              null,
              Digits.of(query),
              (first, second) ->
                  figures.answer(
                      DigitsFigure.of(
                          first.table(),
                          first.digits().reading().within(parts),
                          second.table(),
                          second.digits().reading(),
                          parts,
                          Explained.of(first.digits(), second.digits(), parts, score, limit),
                          words),
                      file,
                      locale));
      case "pixels" ->
          withBranches(
              a,
              b,
              parts,
              ask,
              (first, second) ->
                  figures.answer(
                      InkFigure.of(first, second, parts, score, ask, colours, words),
                      file,
                      locale));
      default -> throw wrong("depth", depth);
    };
  }
}
