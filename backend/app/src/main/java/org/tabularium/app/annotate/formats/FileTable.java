package org.tabularium.app.annotate.formats;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.LabelKind;
import org.tabularium.app.annotate.LabelPage;
import org.tabularium.app.corpus.Table;
import org.tabularium.network.image.Turn;

/**
 * A table as it goes into a file.
 *
 * @param table its scan, region and turn
 * @param page how far people have come
 * @param labels what people say, and what was read where nobody has said anything
 * @param read the confidence of those that were only read
 * @param model the version that read them; null: none was asked for
 */
record FileTable(
    Table table,
    LabelPage page,
    List<Label> labels,
    Map<UUID, Float> read,
    @Nullable String model) {

  Turn turn() {
    return Turn.ofDegrees(table.turn() == null ? 0 : table.turn());
  }

  List<Label> digits() {
    return labels.stream().filter(label -> label.kind() == LabelKind.DIGIT).toList();
  }

  /** Boxes that hold none, unsure ones, and regions without digits. */
  List<Label> others() {
    return labels.stream().filter(label -> label.kind() != LabelKind.DIGIT).toList();
  }

  /** The confidence of a digit that was read and that nobody has labelled; null: a label. */
  @Nullable Float confidence(Label label) {
    return read.get(label.id());
  }

  /** Between 0 and 1, as the formats want it: 1 for what people say. */
  double certainty(Label label) {
    Float confidence = confidence(label);
    return confidence == null ? 1 : Math.max(0, Math.min(1, confidence));
  }

  static String digit(Label label) {
    return Objects.requireNonNull(label.digit()).toString();
  }
}
