package org.tabularium.app.annotate;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where the model read a digit and nobody has said what stands there.
 *
 * @param table on which
 * @param scan its scan's SHA-256
 * @param turn degrees clockwise that bring it upright
 * @param edition the book's number; null: unknown
 * @param model the version that read it; null where nobody says which
 * @param title what people call the book or the file
 * @param x left edge of the digit, pixels of the scan
 * @param y top edge
 * @param w width
 * @param h height
 * @param digit what was read; null for a flag on a place where nothing was
 * @param confidence the activation of its peak
 * @param second the class that came second; null where no other saw anything, or it is not known
 * @param margin how far the first class is ahead of the second; the less, the more doubtful
 * @param misread the share of the labels in its edition that say otherwise than was read; null
 *     where too few say anything
 * @param why it was picked: flagged, doubt, rare, misread (its edition), weak (its page), different
 *     (from all that is labelled, by book, class, size and shape of its box), left (the least sure
 *     of what nothing else speaks for); empty in a grid
 */
public record Crop(
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long table,
    String scan,
    int turn,
    @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Long edition,
    @Nullable String model,
    String title,
    double x,
    double y,
    double w,
    double h,
    @Nullable Integer digit,
    float confidence,
    @Nullable Integer second,
    float margin,
    @Nullable Double misread,
    List<String> why) {

  /**
   * The same with why it was picked.
   *
   * @param inEdition the share of the labels in its edition that differ; null where not known
   */
  Crop because(List<String> reasons, @Nullable Double inEdition) {
    return new Crop(
        table,
        scan,
        turn,
        edition,
        model,
        title,
        x,
        y,
        w,
        h,
        digit,
        confidence,
        second,
        margin,
        inEdition,
        List.copyOf(reasons));
  }

  /** Its picture, with some paper around, as an IIIF address. */
  @JsonProperty
  public String image() {
    return image(scan, turn, x, y, w, h);
  }

  /** The address of a place's picture, upright, with some paper around. */
  static String image(String scan, int turn, double x, double y, double w, double h) {
    double pad = 0.35 * Math.max(w, h);
    long left = Math.max(0, Math.round(x - pad));
    long top = Math.max(0, Math.round(y - pad));
    return "/iiif/3/%s/%d,%d,%d,%d/!96,96/%d/default.jpg"
        .formatted(
            scan, left, top, Math.round(x + w + pad) - left, Math.round(y + h + pad) - top, turn);
  }
}
