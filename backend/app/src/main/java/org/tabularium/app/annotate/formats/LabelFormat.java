package org.tabularium.app.annotate.formats;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.tabularium.app.platform.Problem;

/** The formats in which labels go out and come in. */
enum LabelFormat {
  /** The layouts of the published corpus, or everything. */
  CSV("text/csv;charset=UTF-8", "csv"),
  /** Web Annotation Data Model: one annotation a label. */
  W3C("application/ld+json;profile=\"http://www.w3.org/ns/anno.jsonld\"", "json"),
  /** PAGE-XML 2019-07-15: a file a scan. */
  PAGE("application/vnd.prima.page+xml", "xml"),
  /** ALTO 4.4: a file a scan. */
  ALTO("application/xml", "xml"),
  /** COCO object detection: one file. */
  COCO("application/json", "json"),
  /** YOLO detection: an archive with a text file a scan. */
  YOLO("application/zip", "zip");

  private final MediaType type;
  private final String ending;

  LabelFormat(String type, String ending) {
    this.type = MediaType.parseMediaType(type);
    this.ending = ending;
  }

  MediaType type() {
    return type;
  }

  String ending() {
    return ending;
  }

  /** Whether a corpus is one file a scan, in an archive. */
  boolean isFilePerScan() {
    return this == PAGE || this == ALTO;
  }

  @JsonValue
  String lower() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format that is asked for by name, or by the media types that a client accepts.
   *
   * @throws Problem 400 when there is none of that name
   */
  static LabelFormat of(@Nullable String name, @Nullable String accept) {
    if (name != null) {
      return Arrays.stream(values())
          .filter(one -> one.lower().equals(name))
          .findFirst()
          .orElseThrow(() -> new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "format", name));
    }
    String wanted = accept == null ? "" : accept;
    return wanted.contains("application/ld+json")
        ? W3C
        : wanted.contains("application/vnd.prima.page+xml") ? PAGE : CSV;
  }
}
