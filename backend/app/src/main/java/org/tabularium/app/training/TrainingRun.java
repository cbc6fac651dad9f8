package org.tabularium.app.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tabularium.training.trainer.Retraining;

/**
 * A training as people see it.
 *
 * @param job the job that does it: its number is the training's address
 * @param state queued, running, done, failed or cancelled, as of the job
 * @param base the version it begins with; null: random weights
 * @param corpora the names of those whose labels it was given
 * @param counts how many labels stand on either side
 * @param labelsSha256 of the frozen labels, 64 hexadecimal digits
 * @param inputHash of everything that decides what comes out; null until it has begun
 * @param steps how many are to be made
 * @param stepsDone how many have been
 * @param curve loss and check, from step 0 on
 * @param bestStep after how many steps the best state was reached; null until settled
 * @param outcome what came of it; null while nothing has
 * @param version what was registered; null when nothing was
 * @param cpuSeconds processor time of the application while it trained; null until settled
 * @param by who asked for it
 */
@Schema(name = "Training")
public record TrainingRun(
    @JsonIgnore long id,
    String job,
    String state,
    @Nullable String base,
    List<String> corpora,
    long seed,
    BothCounts counts,
    String labelsSha256,
    @Nullable String inputHash,
    int steps,
    int stepsDone,
    List<Retraining.Point> curve,
    @Nullable Integer bestStep,
    @Nullable Outcome outcome,
    @Nullable String version,
    @Nullable Double cpuSeconds,
    String by,
    Instant created,
    @Nullable Instant ended) {

  /** Labels learnt from and held out. */
  record BothCounts(Sides.Counts learnt, Sides.Counts heldOut) {}

  /** What came of a training. */
  public enum Outcome {
    /** A version better than the start was registered. */
    REGISTERED,
    /** No state was better than the start on what it did not learn from. */
    NO_BETTER,
    /** It was cancelled before it had begun. */
    NOTHING,
    FAILED;

    @JsonValue
    String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether something can still come of it. */
  @JsonIgnore
  public boolean isUnderWay() {
    return outcome == null;
  }
}
