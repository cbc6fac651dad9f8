package org.tabularium.training.labels;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;

/**
 * A table that people have labelled, in part or in whole. What is not labelled is not known: it may
 * be full of digits.
 *
 * @param id names the table in reports and in the frozen labels
 * @param group what must not be divided between training and hold-out: its edition
 * @param scan the file
 * @param scanHash of the file's bytes, or what else stands for them: it decides whether two
 *     trainings have the same inputs
 * @param region the table's part of the scan; null for the whole
 * @param turn in which it is read
 * @param scale ink-map cells a scan pixel at which it was read; null: told by the labels' heights
 * @param places what was said
 */
public record LabelledPage(
    String id,
    String group,
    Path scan,
    String scanHash,
    @Nullable Region region,
    Turn turn,
    @Nullable Double scale,
    List<Place> places) {

  public LabelledPage {
    places = List.copyOf(places);
  }

  /** How many of its places say this. */
  public int count(Place.Kind kind) {
    return (int) places.stream().filter(place -> place.kind() == kind).count();
  }
}
