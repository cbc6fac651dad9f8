package org.tabularium.app.annotate;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** Labelling across tables: what to look at next, and many places at once. */
@Tag(name = "labels")
@RestController
@RequestMapping("/api/v1/labels")
class CropsApi {

  private static final int MOST = 1000;

  private final Crops crops;
  private final Labels labels;
  private final Corpora corpora;
  private final CurrentPerson person;

  CropsApi(Crops crops, Labels labels, Corpora corpora, CurrentPerson person) {
    this.crops = crops;
    this.labels = labels;
    this.corpora = corpora;
    this.person = person;
  }

  @Operation(summary = "What the model takes for a digit and nobody has labelled, doubtful first")
  @GetMapping("/crops")
  List<Crop> crops(
      @RequestParam int digit,
      @RequestParam(required = false) @Nullable List<String> corpus,
      @RequestParam(defaultValue = "200") int limit) {
    if (digit < 0 || digit > 9) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "digit", Integer.toString(digit));
    }
    return crops.takenFor(digit, ids(corpora, corpus), checked(limit));
  }

  @Operation(summary = "What to label next, and why each place was picked")
  @GetMapping("/queue")
  List<Crop> queue(
      @RequestParam(required = false) @Nullable List<String> corpus,
      @RequestParam(defaultValue = "60") int limit) {
    return crops.queue(ids(corpora, corpus), checked(limit));
  }

  private static int checked(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "limit", Integer.toString(limit));
    }
    return limit;
  }

  /** The corpora that are asked for; none for all. */
  static Set<Long> ids(Corpora corpora, @Nullable List<String> named) {
    List<String> asked =
        named == null ? List.of() : named.stream().filter(one -> !one.isBlank()).toList();
    return asked.isEmpty() ? Set.of() : corpora.idsOf(asked);
  }

  /**
   * One action on many tables.
   *
   * @param action names it, so that it can be sent again when no answer came
   */
  @Schema(name = "LabelBatch")
  record Batch(UUID action, List<Wish> changes) {}

  /**
   * @param before what the person saw there; null: nothing
   * @param after what is to be said; null takes the label away
   */
  @Schema(name = "LabelWish")
  record Wish(
      String table, UUID id, LabelsApi.@Nullable Shape before, LabelsApi.@Nullable Shape after) {}

  /**
   * @param skipped places of which somebody else had said something meanwhile
   */
  @Schema(name = "LabelBatchResult")
  record Result(int changed, List<Labels.Skipped> skipped) {}

  @Operation(
      summary = "Label many places at once, as one action",
      description =
          "Each only where nobody has said anything since; what was skipped is told. An action that"
              + " was carried out before is not carried out again.")
  @PostMapping("/batch")
  Result batch(@RequestBody Batch wanted) {
    List<Labels.Seen> wishes =
        wanted.changes().stream()
            .map(
                wish ->
                    new Labels.Seen(
                        number(wish.table()),
                        wish.id(),
                        wish.before() == null ? null : wish.before().mark(),
                        wish.after() == null ? null : wish.after().mark()))
            .toList();
    List<Labels.Skipped> skipped = labels.batch(wanted.action(), wishes, person.get());
    return new Result(wishes.size() - skipped.size(), skipped);
  }

  private static long number(String table) {
    try {
      return Long.parseLong(table);
    } catch (NumberFormatException e) {
      throw new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "table", table);
    }
  }
}
