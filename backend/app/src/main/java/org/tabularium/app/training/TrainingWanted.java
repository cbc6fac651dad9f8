package org.tabularium.app.training;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to train, and from what.
 *
 * @param base the version to begin with, or "nothing" for random weights; null: the active one
 * @param corpora names or numbers of those whose labels are used; null or empty: all
 * @param heldOut numbers of editions that are not learnt from; null: about a fifth of them, by the
 *     seed; empty: none
 * @param seed of the hold-out, the cuts and, from nothing, the first weights; null: 1
 * @param steps weight updates; null: as many as are usual for the base
 */
@Schema(name = "TrainingWanted")
public record TrainingWanted(
    @Nullable String base,
    @Nullable List<String> corpora,
    @Nullable List<String> heldOut,
    @Nullable Long seed,
    @Nullable Integer steps) {

  /** As {@link #base} of a training that begins with random weights. */
  static final String NOTHING = "nothing";

  static final int MOST_STEPS = 20_000;

  long seedOrFirst() {
    return seed == null ? 1 : seed;
  }

  boolean fromNothing() {
    return NOTHING.equals(base);
  }
}
