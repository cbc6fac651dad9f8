package org.tabularium.app.annotate.formats;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.tabularium.app.annotate.LabelCsv;
import org.tabularium.app.annotate.LabelIntake;
import org.tabularium.app.platform.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a file of labels, whichever of the formats it is in: what it is, it says itself. */
@Component
class LabelFileReader {

  private final JsonMapper json;

  LabelFileReader(JsonMapper json) {
    this.json = json;
  }

  /**
   * @param name the file's
   * @throws Problem 422 when it cannot be understood; says in which line
   */
  LabelIntake.Lines read(String name, byte[] bytes) {
    if (!LabelArchive.isOne(bytes)) {
      return one(name, bytes);
    }
    Map<String, byte[]> files = LabelArchive.files(bytes);
    FileLines lines = new FileLines();
    if (Yolo.isOne(files)) {
      Yolo.read(files, lines);
      return lines.of(LabelFormat.YOLO);
    }
    LabelFormat format = null;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().endsWith(".csv")) {
        if (files.size() == 1) {
          return LabelCsv.read(file.getValue());
        }
        continue;
      }
      LabelFormat of = read(file.getKey(), file.getKey(), file.getValue(), lines);
      format = format == null ? of : format;
    }
    if (format == null) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "labels-unknown", name);
    }
    return lines.of(format);
  }

  private LabelIntake.Lines one(String name, byte[] bytes) {
    if (bytes.length > LabelArchive.LARGEST_FILE) {
      throw LabelArchive.large(name);
    }
    char first = first(bytes);
    if (first != '<' && first != '{' && first != '[') {
      return LabelCsv.read(bytes);
    }
    FileLines lines = new FileLines();
    return lines.of(read(name, "", bytes, lines));
  }

  private LabelFormat read(String name, String at, byte[] bytes, FileLines lines) {
    if (first(bytes) == '<') {
      XmlNode root = XmlNode.read(name, bytes);
      switch (root.name()) {
        case "PcGts" -> {
          PageXml.read(at, root, lines);
          return LabelFormat.PAGE;
        }
        case "alto" -> {
          Alto.read(at, root, lines);
          return LabelFormat.ALTO;
        }
        default -> throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "labels-unknown", name);
      }
    }
    JsonNode root;
    try {
      root = json.readTree(bytes);
    } catch (JacksonException e) {
      throw new Problem(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "labels-malformed",
              name,
              Integer.toString(e.getLocation() == null ? 1 : e.getLocation().getLineNr()))
          .causedBy(e);
    }
    if (Coco.isOne(root)) {
      Coco.read(at, root, lines);
      return LabelFormat.COCO;
    }
    if (WebAnnotations.isOne(root)) {
      WebAnnotations.read(at, root, lines);
      return LabelFormat.W3C;
    }
    throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "labels-unknown", name);
  }

  /** The first character that is no blank; UTF-16 is left to the readers of XML and JSON. */
  private static char first(byte[] bytes) {
    String head =
        new String(bytes, 0, Math.min(bytes.length, 256), StandardCharsets.UTF_8)
            .replaceAll("[\\p{Cntrl}\uFEFF\uFFFD]", "")
            .strip();
    return head.isEmpty() ? ' ' : head.charAt(0);
  }
}
