package org.tabularium.app.judgement;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of two tables.
 *
 * @param id its number
 * @param at when
 * @param by who
 * @param a the table with the smaller number; it may have been deleted since
 * @param b the other
 * @param aScan the SHA-256 of the first table's scan
 * @param aRegion the first table's part of it, {@code [x, y, w, h]}
 * @param bScan the same of the second
 * @param bRegion the same of the second
 * @param verdict null: what was said before was taken back
 * @param reasons why
 * @param note in her own words; may be empty
 * @param model the version of the model whose reading she saw
 * @param cosine of the two readings of that model; null where a table had not been read
 */
public record Judgement(
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
    Instant at,
    String by,
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long a,
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long b,
    String aScan,
    List<Integer> aRegion,
    String bScan,
    List<Integer> bRegion,
    @Nullable Verdict verdict,
    List<Reason> reasons,
    String note,
    String model,
    @Nullable Double cosine) {

  /** The one of the two that is not this one. */
  public long other(long table) {
    return table == a ? b : a;
  }
}
