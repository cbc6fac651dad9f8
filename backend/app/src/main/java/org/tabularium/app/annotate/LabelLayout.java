package org.tabularium.app.annotate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** The columns of label files. The first three are those of the published Sphaera corpus. */
public enum LabelLayout {
  /** One line a digit, {@code ^} before the first of a number and {@code $} behind the last. */
  DIGITS(
      "page_id",
      "region",
      "xywh",
      "element_label",
      "page_url",
      "number",
      "num_page_id",
      "num_book_page_id",
      "num_patch_id",
      "book",
      "page_id_"),
  /** One line a number. */
  NUMBERS("xywh", "element_label", "page_id", "book", "num_page_id", "num_patch_id", "number"),
  /** One line a region without digits. */
  CONTRAST("page_id", "xywh"),
  /** Everything that is said, with who said it of which scan: what a training is given. */
  ALL(
      "page_id",
      "xywh",
      "number",
      "element_label",
      "kind",
      "number_id",
      "model",
      "corpus",
      "edition",
      "table",
      "revision",
      "state",
      "scan",
      "by",
      "at");

  private final List<String> columns;

  LabelLayout(String... columns) {
    this.columns = List.of(columns);
  }

  List<String> columns() {
    return columns;
  }

  @JsonValue
  public String lower() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LabelLayout of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The layout of a file with these columns. */
  static LabelLayout ofColumns(List<String> columns) {
    if (columns.contains("kind")) {
      return ALL;
    }
    if (columns.contains("page_id_") || columns.contains("region")) {
      return DIGITS;
    }
    return columns.contains("number") || columns.contains("element_label") ? NUMBERS : CONTRAST;
  }
}
