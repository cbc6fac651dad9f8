package org.tabularium.app.corpus;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Region;

/**
 * A region of a scan, with what is known of it: the unit that is indexed, ranked and explained.
 * Coordinates are pixels of the scan with its EXIF orientation applied, origin top left.
 *
 * @param id its number
 * @param fileName as the file was called when it was uploaded; for people only
 * @param page the page's number or name in its book, or empty
 * @param corpus where it belongs
 * @param edition the book it was printed in, if known
 * @param scan the image file
 * @param region the part of the scan, {@code [x, y, w, h]}
 * @param whole whether that is the whole scan
 * @param status how far its reading has come: queued, indexing, indexed or failed
 * @param problem why it failed; null unless failed
 * @param why the same in one sentence
 * @param job the number of the job that reads it; null unless queued or indexing
 * @param askedTurn the turn that a person asked for, degrees clockwise; null: by evidence
 * @param askedScale the scale that a person asked for; null: by evidence
 * @param model the version of the model that read it
 * @param turn the turn it was read at, degrees clockwise
 * @param scale network cells per scan pixel it was read at
 * @param otherSizes parts of it whose type has another size, read at scales of their own; null
 *     until it has been read
 * @param confidence mean confidence of its digits at that scale, the evidence for it
 * @param looksLikeTable whether it holds enough digits to be called a numeric table
 * @param digitCount how many digits were found
 * @param bigramCount how many occurrences of bigrams were found
 * @param labelState how far people have come with labelling it: untouched, in_progress, done,
 *     reviewed or reviewed_empty
 * @param image the address of its scan's IIIF image service
 * @param thumbnail the address of a small upright picture of it
 * @param created when it was uploaded
 * @param by who uploaded it
 * @param changed when what is said about it was last changed; null: never
 * @param changedBy who did that
 * @param readKey names everything but the model that decides what is read
 * @param etag changes whenever anything of this does
 */
public record Table(
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
    String fileName,
    String page,
    CorpusName corpus,
    @Nullable Edition edition,
    Scan scan,
    int[] region,
    boolean whole,
    String status,
    @Nullable Failure problem,
    @Nullable String why,
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Long job,
    @Nullable Integer askedTurn,
    @Nullable Double askedScale,
    @Nullable String model,
    @Nullable Integer turn,
    @Nullable Double scale,
    @Nullable List<OtherSize> otherSizes,
    @Nullable Float confidence,
    @Nullable Boolean looksLikeTable,
    @Nullable Integer digitCount,
    @Nullable Integer bigramCount,
    String labelState,
    String image,
    String thumbnail,
    Instant created,
    String by,
    @Nullable Instant changed,
    @Nullable String changedBy,
    @JsonIgnore String readKey,
    @JsonIgnore String etag) {

  /**
   * A part of the page in another size of type.
   *
   * @param region {@code [x, y, w, h]} of the scan
   * @param scale network cells per scan pixel that it was read at
   * @param size of its type, as a share of the table's
   */
  public record OtherSize(int[] region, double scale, double size) {}

  /** The corpus of a table, as far as a list needs it. */
  public record CorpusName(
      @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
      String name,
      boolean generated) {}

  /**
   * Why a table could not be read, in the reader's language.
   *
   * @param type as in the problem documents: {@code /problems/scan-truncated}
   * @param title in a few words
   * @param detail in a sentence
   */
  public record Failure(String type, String title, String detail) {}

  /** Whether its status is this one. */
  public boolean is(TableStatus wanted) {
    return status.equals(wanted.lower());
  }

  /** The part of the scan to read; null for the whole of it. */
  @JsonIgnore
  public @Nullable Region part() {
    return whole ? null : new Region(region[0], region[1], region[2], region[3]);
  }

  /** The same table as another version of the model read it. */
  public Table readAs(TableProgress.Outcome outcome) {
    return new Table(
        id,
        fileName,
        page,
        corpus,
        edition,
        scan,
        region,
        whole,
        TableStatus.INDEXED.lower(),
        null,
        null,
        null,
        askedTurn,
        askedScale,
        outcome.model(),
        outcome.turn(),
        outcome.scale(),
        TableViews.otherSizes(outcome.otherSizes(), outcome.scale()),
        outcome.confidence(),
        outcome.looksLikeTable(),
        outcome.digits(),
        outcome.occurrences(),
        labelState,
        image,
        TableViews.thumbnail(scan.sha256(), whole ? null : region, outcome.turn()),
        created,
        by,
        changed,
        changedBy,
        readKey,
        etag);
  }
}
