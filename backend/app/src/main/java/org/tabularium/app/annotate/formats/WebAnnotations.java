package org.tabularium.app.annotate.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.LabelCell;
import org.tabularium.app.annotate.LabelIntake.Trouble;
import org.tabularium.app.annotate.LabelKind;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Web Annotation Data Model: one annotation a label. The target is the scan's IIIF image with a
 * media fragment in whole pixels; the body is the digit as a tag, or in words what else is said;
 * the creator is who said it, the generator the model whose reading a person took over.
 *
 * @param base address of the application, for the names of scans and models
 * @param json writes
 */
record WebAnnotations(String base, JsonMapper json) {

  private static final Pattern IIIF = Pattern.compile("/iiif/3/([0-9a-f]{64})(/.*)?$");
  private static final Pattern FRAGMENT =
      Pattern.compile("xywh=(?:(pixel|percent):)?(-?[\\d.]+),(-?[\\d.]+),([\\d.]+),([\\d.]+)");

  /** One digit, alone or in a word that makes plain that it is one. */
  private static final Pattern DIGIT = Pattern.compile("\\s*(\\d)\\s*");

  private static final List<Object> CONTEXT =
      List.of(
          "http://www.w3.org/ns/anno.jsonld",
          Map.of(LabelCells.NAME, Map.of("@id", "urn:tabularium:label", "@type", "@json")));

  /** A table's annotations: a page. */
  void page(FileScan scan, OutputStream out) throws IOException {
    FileTable table = scan.tables().get(0);
    String at = base + "/api/v1/tables/" + table.table().id() + "/labels/file?format=w3c";
    try (JsonGenerator g = generator(out)) {
      g.writeStartObject();
      g.writePOJOProperty("@context", CONTEXT);
      g.writeStringProperty("id", at);
      g.writeStringProperty("type", "AnnotationPage");
      g.writePOJOProperty(
          "partOf",
          Map.of(
              "id",
              base + "/api/v1/corpora/" + table.table().corpus().id() + "/labels?format=w3c",
              "type",
              "AnnotationCollection",
              "label",
              table.table().corpus().name()));
      g.writeNumberProperty("startIndex", 0);
      g.writePOJOProperty(LabelCells.NAME, Map.of("pages", pages(scan)));
      g.writeArrayPropertyStart("items");
      items(g, scan);
      g.writeEndArray();
      g.writeEndObject();
    }
  }

  /** Writes scan after scan; in between nothing is kept. */
  interface Scans {
    void each(FileScans.Taker taker) throws IOException;
  }

  /** A corpus's annotations: a collection of one page. */
  void collection(String corpus, String name, Scans scans, OutputStream out) throws IOException {
    String at = base + "/api/v1/corpora/" + corpus + "/labels?format=w3c";
    int[] total = {0};
    List<Map<String, String>> pages = new ArrayList<>();
    try (JsonGenerator g = generator(out)) {
      g.writeStartObject();
      g.writePOJOProperty("@context", CONTEXT);
      g.writeStringProperty("id", at);
      g.writeStringProperty("type", "AnnotationCollection");
      g.writeStringProperty("label", name);
      g.writeObjectPropertyStart("first");
      g.writeStringProperty("id", at + "#page");
      g.writeStringProperty("type", "AnnotationPage");
      g.writeStringProperty("partOf", at);
      g.writeNumberProperty("startIndex", 0);
      g.writeArrayPropertyStart("items");
      scans.each(
          scan -> {
            pages.addAll(pages(scan));
            total[0] += items(g, scan);
          });
      g.writeEndArray();
      g.writeEndObject();
      g.writeNumberProperty("total", total[0]);
      g.writePOJOProperty(LabelCells.NAME, Map.of("pages", pages));
      g.writeEndObject();
    }
  }

  private JsonGenerator generator(OutputStream out) {
    return json.writerWithDefaultPrettyPrinter()
        .without(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
        .createGenerator(out);
  }

  /** What an annotation has no place for: how far people have come with a page. */
  private static List<Map<String, String>> pages(FileScan scan) {
    List<Map<String, String>> pages = new ArrayList<>();
    for (FileTable table : scan.tables()) {
      if (table.page().revision() > 0) {
        Map<String, String> page = LabelCells.of(scan);
        page.putAll(LabelCells.of(table));
        pages.add(page);
      }
    }
    return pages;
  }

  private int items(JsonGenerator g, FileScan scan) {
    int written = 0;
    for (FileTable table : scan.tables()) {
      for (Label label : table.labels()) {
        g.writePOJO(annotation(scan, table, label));
        written++;
      }
    }
    return written;
  }

  private Map<String, Object> annotation(FileScan scan, FileTable table, Label label) {
    Map<String, String> cells = LabelCells.of(table, label);
    cells.put(LabelCell.PAGE, scan.fileName());
    cells.put(LabelCell.REGION, LabelCells.of(table).get(LabelCell.REGION));
    Pixels pixels = Pixels.of(label.mark().box(), scan.scan().width(), scan.scan().height());
    Pixels.remember(cells, label.mark().box(), pixels);
    Map<String, Object> annotation = new LinkedHashMap<>();
    annotation.put("id", "urn:uuid:" + label.id());
    annotation.put("type", "Annotation");
    annotation.put("motivation", label.kind() == LabelKind.UNSURE ? "questioning" : "tagging");
    annotation.put("creator", Map.of("type", "Person", "name", cells.get(LabelCell.BY)));
    annotation.put("created", cells.get(LabelCell.AT));
    String model = label.mark().model();
    if (model != null) {
      Map<String, String> generator = new LinkedHashMap<>();
      generator.put("id", base + "/models/" + model);
      generator.put("type", "Software");
      generator.put("name", "Tabularium");
      annotation.put("generator", generator);
    }
    Map<String, String> body = new LinkedHashMap<>();
    body.put("type", "TextualBody");
    body.put("purpose", "tagging");
    body.put("format", "text/plain");
    body.put(
        "value",
        switch (label.kind()) {
          case DIGIT -> FileTable.digit(label);
          case NONE -> "not a digit";
          case CONTRAST -> "no digit in here";
          case UNSURE, FLAG -> "unsure";
        });
    annotation.put("body", body);
    annotation.put(
        "target",
        Map.of(
            "type",
            "SpecificResource",
            "source",
            base + "/iiif/3/" + scan.scan().sha256(),
            "selector",
            Map.of(
                "type",
                "FragmentSelector",
                "conformsTo",
                "http://www.w3.org/TR/media-frags/",
                "value",
                "xywh=pixel:" + LabelCells.cell(pixels.box()))));
    for (String said : List.of(LabelCell.ID, LabelCell.BY, LabelCell.AT, LabelCells.SAID)) {
      cells.remove(said);
    }
    annotation.put(LabelCells.NAME, cells);
    return annotation;
  }

  // ---- in ----

  /** Whether a document is one of annotations. */
  static boolean isOne(JsonNode root) {
    JsonNode first = root.isArray() ? root.path(0) : root;
    return first.path("type").asString("").startsWith("Annotation")
        || first.has("target")
        || first.path("@context").toString().contains("anno.jsonld");
  }

  /** Reads a page, a collection with its first page in it, an annotation, or a list of them. */
  static void read(String file, JsonNode root, FileLines lines) {
    int[] number = {0};
    for (JsonNode page : root.at("/" + LabelCells.NAME + "/pages")) {
      Map<String, String> cells = strings(page);
      lines.line(
          LabelCells.page(
              ++number[0],
              FileLines.at(file, "pages/" + (number[0] - 1)),
              chosen(cells, LabelCell.PAGE, LabelCell.SCAN, LabelCell.REGION),
              cells));
    }
    JsonNode items = root;
    String path = "";
    if (root.has("first")) {
      items = root.get("first").path("items");
      path = "first/items";
      if (!root.get("first").isObject()) {
        lines.problem(
            new Trouble(
                1, FileLines.at(file, "first"), "page-elsewhere", shown(root.get("first"))));
      }
    } else if (root.has("items")) {
      items = root.get("items");
      path = "items";
    }
    if (root.has("next") || root.at("/first/next").isString()) {
      JsonNode next = root.has("next") ? root.get("next") : root.at("/first/next");
      lines.problem(new Trouble(1, FileLines.at(file, "next"), "page-elsewhere", shown(next)));
    }
    if (items.isObject()) {
      annotation(1, FileLines.at(file, "annotation"), items, lines);
      return;
    }
    int index = 0;
    for (JsonNode item : items) {
      annotation(
          index + 1, FileLines.at(file, (path.isEmpty() ? "" : path + "/") + index), item, lines);
      index++;
    }
  }

  private static void annotation(long number, String at, JsonNode annotation, FileLines lines) {
    Map<String, String> cells = strings(annotation.path(LabelCells.NAME));
    String said = said(annotation, cells);
    if (said == null) {
      lines.problem(
          new Trouble(
              number,
              at,
              "not-a-digit",
              shown(
                  annotation.has("body") ? annotation.get("body") : annotation.path("bodyValue"))));
      return;
    }
    JsonNode target = annotation.path("target");
    if (target.isArray()) {
      target = target.path(0);
    }
    Matcher fragment = FRAGMENT.matcher(fragment(target));
    if (!fragment.find()) {
      lines.problem(new Trouble(number, at, "no-place", shown(annotation.path("target"))));
      return;
    }
    String source = target.isString() ? target.asString().replaceFirst("#.*", "") : source(target);
    Matcher iiif = IIIF.matcher(source);
    Map<String, String> page = new LinkedHashMap<>();
    page.put(LabelCell.PAGE, cells.getOrDefault(LabelCell.PAGE, Naming.last(source)));
    if (iiif.find()) {
      page.put(LabelCell.SCAN, iiif.group(1));
    }
    if (cells.containsKey(LabelCell.REGION)) {
      page.put(LabelCell.REGION, cells.get(LabelCell.REGION));
    }
    if ("percent".equals(fragment.group(1))) {
      page.put(LabelCell.OF, "100,100");
    }
    String id = annotation.path("id").asString("");
    if (id.startsWith("urn:uuid:")) {
      cells.put(LabelCell.ID, id.substring("urn:uuid:".length()));
    }
    JsonNode creator = annotation.path("creator");
    String by = creator.isString() ? creator.asString() : creator.path("name").asString("");
    if (!by.isEmpty()) {
      cells.put(LabelCell.BY, by);
    }
    String created = annotation.path("created").asString("");
    if (!created.isEmpty()) {
      cells.put(LabelCell.AT, created);
    }
    lines.line(LabelCells.line(number, at, page, box(fragment, cells), said, cells));
  }

  /** The remembered box, where the fragment is still the one that it was rounded to. */
  private static String box(Matcher fragment, Map<String, String> cells) {
    String box =
        String.join(
            ",", fragment.group(2), fragment.group(3), fragment.group(4), fragment.group(5));
    String exact = cells.get(LabelCell.BOX);
    if (exact == null) {
      return box;
    }
    double[] a = numbers(box);
    double[] b = numbers(exact);
    return a.length == 4
            && b.length == 4
            && Math.abs(Math.max(0, b[0]) - a[0]) <= 1
            && Math.abs(Math.max(0, b[1]) - a[1]) <= 1
            && Math.abs(b[0] + b[2] - a[0] - a[2]) <= 1
            && Math.abs(b[1] + b[3] - a[1] - a[3]) <= 1
        ? exact
        : box;
  }

  private static double[] numbers(String cell) {
    try {
      return java.util.Arrays.stream(cell.split(",")).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      return new double[0];
    }
  }

  /** The digit of an annotation, or . or ?; null when it is about none. */
  private static @Nullable String said(JsonNode annotation, Map<String, String> cells) {
    String kind = cells.getOrDefault(LabelCell.KIND, "");
    if (kind.equals("none") || kind.equals("unsure") || kind.equals("contrast")) {
      return kind.equals("unsure") ? "?" : ".";
    }
    List<JsonNode> bodies = new ArrayList<>();
    JsonNode body = annotation.path("body");
    if (body.isArray()) {
      body.forEach(bodies::add);
    } else {
      bodies.add(body);
    }
    bodies.add(annotation.path("bodyValue"));
    for (JsonNode one : bodies) {
      Matcher digit =
          DIGIT.matcher(one.isString() ? one.asString() : one.path("value").asString(""));
      if (digit.matches()) {
        return digit.group(1);
      }
    }
    return null;
  }

  private static String fragment(JsonNode target) {
    if (target.isString()) {
      return target.asString();
    }
    JsonNode selector = target.path("selector");
    if (selector.isArray()) {
      for (JsonNode one : selector) {
        if (one.path("value").asString("").contains("xywh=")) {
          return one.path("value").asString();
        }
      }
    }
    String value = selector.isString() ? selector.asString() : selector.path("value").asString("");
    return value.contains("xywh=") ? value : target.path("id").asString("");
  }

  private static String source(JsonNode target) {
    JsonNode source = target.path("source");
    String named =
        source.isString()
            ? source.asString()
            : source.path("id").asString(target.path("id").asString(""));
    return named.replaceFirst("#.*", "");
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> cells = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            one -> {
              if (one.getValue().isValueNode()) {
                cells.put(one.getKey(), one.getValue().asString());
              }
            });
    return cells;
  }

  private static Map<String, String> chosen(Map<String, String> cells, String... names) {
    Map<String, String> chosen = new LinkedHashMap<>();
    for (String name : names) {
      if (cells.containsKey(name)) {
        chosen.put(name, cells.get(name));
      }
    }
    return chosen;
  }

  private static String shown(JsonNode node) {
    String text = node.isString() ? node.asString() : node.toString();
    return text.length() > 120 ? text.substring(0, 119) + "…" : text;
  }
}
