package org.tabularium.app.annotate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;

/**
 * What is said of one place: a plain value, before and after every change.
 *
 * @param kind what it says
 * @param x left edge, pixels of the scan with its EXIF orientation applied, origin top left
 * @param y top edge
 * @param w width, positive
 * @param h height, positive
 * @param digit 0 to 9; of a flag, what was read there; null unless kind is digit or flag
 * @param first whether it is the first digit of a number
 * @param last whether it is the last digit of a number
 * @param number shared by the digits of one number; null: told by their marks alone
 * @param model the version whose reading was taken over; null: the person's own word
 * @param source the line of a file that it came from, cell by cell; null: from no file
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Mark(
    @JsonInclude LabelKind kind,
    @JsonInclude double x,
    @JsonInclude double y,
    @JsonInclude double w,
    @JsonInclude double h,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer digit,
    @JsonInclude boolean first,
    @JsonInclude boolean last,
    @Nullable UUID number,
    @Nullable String model,
    @Nullable Map<String, String> source) {

  /** A digit, with nothing further known. */
  public static Mark digit(Box box, int digit) {
    return new Mark(
        LabelKind.DIGIT, box.x(), box.y(), box.w(), box.h(), digit, false, false, null, null, null);
  }

  /** What holds for no digit: not a digit, unsure, contrast. */
  public static Mark of(LabelKind kind, Box box) {
    return new Mark(kind, box.x(), box.y(), box.w(), box.h(), null, false, false, null, null, null);
  }

  /** The same with these marks of a number. */
  Mark in(@Nullable UUID of, boolean isFirst, boolean isLast) {
    return new Mark(kind, x, y, w, h, digit, isFirst, isLast, of, model, source);
  }

  /** The same, taken over from a model's reading. */
  Mark readBy(String version) {
    return new Mark(kind, x, y, w, h, digit, first, last, number, version, source);
  }

  /** The same, from this line of a file. */
  Mark from(Map<String, String> line) {
    return new Mark(kind, x, y, w, h, digit, first, last, number, model, line);
  }

  @JsonIgnore
  public Box box() {
    return new Box(x, y, w, h);
  }

  /** Whether the other is the same but for the file it came from. */
  boolean saysTheSame(Mark other) {
    return equals(
        new Mark(
            other.kind,
            other.x,
            other.y,
            other.w,
            other.h,
            other.digit,
            other.first,
            other.last,
            other.number,
            other.model,
            source));
  }

  /** Whether the middle of the other lies in this. */
  boolean covers(Mark other) {
    double cx = other.box().centreX();
    double cy = other.box().centreY();
    return cx >= x && cx <= x + w && cy >= y && cy <= y + h;
  }

  /** Why it cannot be said of a scan of this size; null when it can. */
  @Nullable String wrong(int width, int height) {
    for (double v : new double[] {x, y, w, h}) {
      if (!Double.isFinite(v)) {
        return "xywh";
      }
    }
    double cx = x + w / 2;
    double cy = y + h / 2;
    if (w <= 0 || h <= 0 || cx < 0 || cy < 0 || cx > width || cy > height) {
      return "xywh";
    }
    if (kind == LabelKind.DIGIT && digit == null) {
      return "digit";
    }
    if (digit != null && (digit < 0 || digit > 9)) {
      return "digit";
    }
    if (digit != null && kind != LabelKind.DIGIT && kind != LabelKind.FLAG) {
      return "digit";
    }
    return null;
  }
}
