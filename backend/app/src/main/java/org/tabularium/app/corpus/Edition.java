package org.tabularium.app.corpus;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One printed book, as a corpus describes it.
 *
 * @param id its number
 * @param corpus the number of its corpus
 * @param title short title; empty when unknown
 * @param authors in the order of the title page, "Last, First"
 * @param printers who printed it
 * @param publishers who published it
 * @param place where it was printed, as the corpus spells it ("Sine loco" where the book is silent)
 * @param year of publication, from the metadata
 * @param handle a URI, or empty
 * @param created when it was described first
 * @param createdBy who did that
 * @param changed when it was last described anew; null: never
 * @param changedBy who did that
 */
public record Edition(
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long corpus,
    String title,
    List<String> authors,
    List<String> printers,
    List<String> publishers,
    String place,
    @Nullable Integer year,
    String handle,
    Instant created,
    String createdBy,
    @Nullable Instant changed,
    @Nullable String changedBy) {

  /** The description alone. */
  EditionFields fields() {
    return EditionFields.ofCells(
        title,
        String.join(";", authors),
        String.join(";", printers),
        String.join(";", publishers),
        place,
        year,
        handle);
  }
}
