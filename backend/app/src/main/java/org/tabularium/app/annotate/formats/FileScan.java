package org.tabularium.app.annotate.formats;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.tabularium.app.annotate.PageState;
import org.tabularium.app.corpus.Scan;

/**
 * A scan with its tables, as it goes into a file.
 *
 * @param name of its file, without an ending, and of no other in the corpus
 * @param fileName of the scan, as it was uploaded
 * @param scan its pixels
 * @param tables those of the corpus on it, at least one
 */
record FileScan(String name, String fileName, Scan scan, List<FileTable> tables) {

  /** Whether somebody has looked at all of it. */
  boolean isReviewed() {
    return tables.stream().allMatch(table -> table.page().state().isReviewed());
  }

  /** Whether somebody has looked at all of it and found no digit. */
  boolean isReviewedEmpty() {
    return tables.stream().allMatch(table -> table.page().state() == PageState.REVIEWED_EMPTY);
  }

  /** Whether anybody has said anything of it, or looked at it. */
  boolean isTouched() {
    return tables.stream().anyMatch(table -> table.page().revision() > 0);
  }

  Instant created() {
    return tables.stream()
        .map(table -> table.table().created())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** When anything of this was last said. */
  Instant changed() {
    return tables.stream()
        .map(table -> table.page().at())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(created());
  }
}
