package org.tabularium.app.explain;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.ReadingAnswers;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Reading;

/** The cover-up test. */
@Tag(name = "explanations")
@RestController
@RequestMapping("/api/v1/explanations/cover-up")
class CoverUpApi {

  private static final int MOST_COVERS = 50;

  private final Tables tables;
  private final Readings readings;
  private final CoverUp coverUp;

  CoverUpApi(Tables tables, Readings readings, CoverUp coverUp) {
    this.tables = tables;
    this.readings = readings;
    this.coverUp = coverUp;
  }

  /**
   * What is to be covered.
   *
   * @param a number of a table
   * @param b number of another
   * @param kind cosine, dot or sqrt
   * @param coversA boxes {@code [x, y, w, h]} in pixels of the first table's scan
   * @param coversB the same of the second's
   * @param box parts {@code [x, y, w, h]} of the first table that alone count; none for all of it
   */
  record Asked(
      @Nullable Long a,
      @Nullable Long b,
      @Nullable String kind,
      @Nullable List<double[]> coversA,
      @Nullable List<double[]> coversB,
      @Nullable List<int[]> box) {}

  @Operation(
      summary = "Cover parts of two tables: the score that the ledger foretells, and the one read",
      description =
          "The covered pictures are really read again, at the scale and turn of the first reading;"
              + " nothing is stored.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CoverUp.Outcome.class)))
  @ApiResponse(responseCode = "202", description = "not read yet; Location is the job")
  @PostMapping
  ResponseEntity<?> coverUp(@RequestBody Asked asked) {
    Table a = tables.get(needed("a", asked.a()));
    Table b = tables.get(needed("b", asked.b()));
    List<Box> inA = boxes("coversA", asked.coversA());
    List<Box> inB = boxes("coversB", asked.coversB());
    List<Region> parts = parts(asked.box());
    Optional<Reading> ofA = readings.find(a);
    Optional<Reading> ofB = readings.find(b);
    if (ofA.isEmpty() || ofB.isEmpty()) {
      return ReadingAnswers.notYet(ofA.isEmpty() ? a : b);
    }
    return ResponseEntity.ok(
        coverUp.of(
            new CoverUp.Part(a, ofA.get().within(parts), inA, parts),
            new CoverUp.Part(b, ofB.get(), inB, List.of()),
            ScoreKinds.of(asked.kind())));
  }

  private static List<Box> boxes(String name, @Nullable List<double[]> sent) {
    if (sent == null) {
      return List.of();
    }
    if (sent.size() > MOST_COVERS) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", name, Integer.toString(sent.size()));
    }
    return sent.stream()
        .map(
            box -> {
              if (box == null
                  || box.length != 4
                  || !Arrays.stream(box).allMatch(Double::isFinite)
                  || box[2] <= 0
                  || box[3] <= 0) {
                throw new Problem(
                    HttpStatus.BAD_REQUEST, "wrong-value", name, Arrays.toString(box));
              }
              return new Box(box[0], box[1], box[2], box[3]);
            })
        .toList();
  }

  private static List<Region> parts(@Nullable List<int[]> sent) {
    if (sent == null) {
      return List.of();
    }
    // As an address would say it, so that the same is refused.
    LinkedMultiValueMap<String, String> query = new LinkedMultiValueMap<>();
    sent.forEach(box -> query.add("box", Arrays.toString(box).replaceAll("[\\[\\] ]", "")));
    return Regions.parts(query);
  }

  private static long needed(String name, @Nullable Long value) {
    if (value == null) {
      throw new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", name);
    }
    return value;
  }
}
