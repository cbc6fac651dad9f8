package org.tabularium.app.corpus;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named collection of editions, with how far its tables have come.
 *
 * @param id its number
 * @param name what people call it; unique, whatever the case
 * @param description in a few words, or empty
 * @param generated whether its pages were typeset by a program rather than printed by a press; must
 *     be said wherever they are shown
 * @param tables how many tables it has
 * @param indexed how many of them have been read by the active model
 * @param waiting how many are queued or being read
 * @param failed how many could not be read
 * @param editions how many editions its tables belong to
 * @param yearFrom the year of its oldest edition
 * @param yearTo the year of its youngest edition
 * @param covers up to four of its tables, to show what it is like
 * @param created when it was made
 * @param createdBy who made it
 * @param changed when it was last renamed or described; null: never
 * @param changedBy who did that
 */
public record Corpus(
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
    String name,
    String description,
    boolean generated,
    int tables,
    int indexed,
    int waiting,
    int failed,
    int editions,
    @Nullable Integer yearFrom,
    @Nullable Integer yearTo,
    List<Table> covers,
    Instant created,
    String createdBy,
    @Nullable Instant changed,
    @Nullable String changedBy) {

  Corpus with(List<Table> covers) {
    return new Corpus(
        id,
        name,
        description,
        generated,
        tables,
        indexed,
        waiting,
        failed,
        editions,
        yearFrom,
        yearTo,
        covers,
        created,
        createdBy,
        changed,
        changedBy);
  }
}
