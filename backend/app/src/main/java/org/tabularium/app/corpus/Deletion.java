package org.tabularium.app.corpus;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * A line of the record of deletions.
 *
 * @param id its number
 * @param at when
 * @param by who
 * @param kind what was deleted: table, scan or corpus
 * @param title what it was called: the edition's title or the file's name, or the corpus's name
 * @param corpora the names of the corpora it stood in
 * @param tables how many tables went
 * @param editions how many editions, none of whose tables or pages was left
 * @param readings how many readings, which no other table shared
 * @param scans how many scans, which no other table lay on
 */
public record Deletion(
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
    Instant at,
    String by,
    String kind,
    String title,
    List<String> corpora,
    int tables,
    int editions,
    int readings,
    int scans) {}
