package org.tabularium.app.training;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know before a training starts.
 *
 * @param ready whether it can start
 * @param base the version it would begin with; null: random weights
 * @param corpora the names of those whose labels it would be given
 * @param steps how many it would make
 * @param learnt labels to learn from
 * @param heldOut labels not learnt from
 * @param editions all that have labels, and on which side they are
 * @param findings what speaks against it, what should be known; the gravest first
 * @param estimate how long it would take; null until that has been measured
 * @param measuring whether it is being measured: ask again
 */
@Schema(name = "TrainingCheck")
record TrainingCheck(
    boolean ready,
    @Nullable String base,
    List<String> corpora,
    long seed,
    int steps,
    Sides.Counts learnt,
    Sides.Counts heldOut,
    List<Sides.Choice> editions,
    List<Told> findings,
    Pace.@Nullable Estimate estimate,
    boolean measuring) {

  /**
   * A finding in the reader's language.
   *
   * @param code what was found
   * @param weight blocks, warns or tells
   */
  record Told(String code, Finding.Weight weight, String text) {}
}
