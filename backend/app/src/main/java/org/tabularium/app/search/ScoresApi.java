package org.tabularium.app.search;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.readings.ScoreKinds;

/** What scores mean. */
@Tag(name = "scores")
@RestController
@RequestMapping("/api/v1/scores")
class ScoresApi {

  private static final double[] SHARES = {0.05, 0.5, 0.95};

  private final Meanings meanings;

  ScoresApi(Meanings meanings) {
    this.meanings = meanings;
  }

  /**
   * Pairs of one cause, and which words they get.
   *
   * @param cause unrelated, half, most (three quarters) or same
   * @param judged whether persons judged them so
   * @param pairs how many
   * @param quantiles the scores that 5, 50 and 95 in a hundred of them do not reach
   * @param words the share of them that gets each word
   */
  record FamilyView(
      String cause, boolean judged, int pairs, double[] quantiles, Map<String, Double> words) {}

  /**
   * A calibration.
   *
   * @param kind the score
   * @param words the score that the words go by
   * @param model the version of the model
   * @param corpus number of the corpus, as a string; null for all
   * @param asked the size of the questions whose scores these are; null for whole tables
   * @param at when it was computed
   * @param tables from how many tables
   * @param pairs how many random pairs
   * @param missed the share of digits that the model misses or misreads
   * @param from where each word begins; null where there are too few tables for words
   * @param families what the bounds come from
   */
  record CalibrationView(
      String kind,
      String words,
      String model,
      @Nullable String corpus,
      Calibration.@Nullable Size asked,
      Instant at,
      int tables,
      int pairs,
      double missed,
      @Nullable Map<String, Double> from,
      List<FamilyView> families) {}

  @Operation(
      summary = "What scores mean: the bounds of the words, and what they were computed from")
  @GetMapping("/calibration")
  CalibrationView calibration(
      @Parameter(description = "cosine, dot or sqrt") @RequestParam(required = false)
          @Nullable String kind,
      @Parameter(description = "number of a corpus; otherwise all") @RequestParam(required = false)
          @Nullable Long corpus,
      @Parameter(
              description =
                  "of questions with so many places of bigrams; otherwise of whole tables")
          @RequestParam(required = false)
          @Nullable Integer bigrams,
      @Parameter(description = "of how many of these one digit is not known")
          @RequestParam(required = false)
          @Nullable Integer unknown,
      @Parameter(description = "mass of a bigram on average, for kind=dot; 1")
          @RequestParam(required = false)
          @Nullable Double mass) {
    Calibration c =
        meanings.calibration(
            ScoreKinds.of(kind), corpus, Calibration.Size.of(bigrams, unknown, mass));
    Map<String, Double> from = new LinkedHashMap<>();
    for (Calibration.Word word : Calibration.Word.values()) {
      from.put(word.lower(), c.from(word));
    }
    return new CalibrationView(
        c.kind().name().toLowerCase(Locale.ROOT),
        c.words().name().toLowerCase(Locale.ROOT),
        c.model(),
        c.corpus() == null ? null : c.corpus().toString(),
        c.asked(),
        c.at(),
        c.tables(),
        c.random().scores().length,
        c.missed(),
        c.says() ? from : null,
        c.families().stream().map(family -> view(c, family)).toList());
  }

  private static FamilyView view(Calibration c, Calibration.Family family) {
    double[] quantiles = new double[SHARES.length];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = family.at(SHARES[i]);
    }
    Map<String, Double> words = new LinkedHashMap<>();
    for (Calibration.Word word : Calibration.Word.values()) {
      words.put(word.lower(), family.share(c.from(word), c.to(word)));
    }
    return new FamilyView(
        family.cause().lower(), family.judged(), family.scores().length, quantiles, words);
  }
}
