package org.tabularium.app.annotate.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.LabelCell;
import org.tabularium.app.annotate.LabelIntake.Trouble;
import org.tabularium.network.image.Box;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * COCO object detection. All scans are listed: those reviewed and found empty, too, and those that
 * nobody has reviewed are marked, so that nobody learns from a page that it has no digits because
 * nobody has looked. Category numbers count from 1, as many programs take 0 for the background; the
 * names are the digits. What is no digit stands with its picture.
 */
final class Coco {

  private static final String REGIONS = "without_digits";

  private Coco() {}

  static void write(String name, JsonMapper json, WebAnnotations.Scans scans, OutputStream out)
      throws IOException {
    try (JsonGenerator g =
        json.writerWithDefaultPrettyPrinter()
            .without(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
            .createGenerator(out)) {
      g.writeStartObject();
      List<Integer> empty = new ArrayList<>();
      List<Integer> unreviewed = new ArrayList<>();
      int[] image = {0};
      g.writeArrayPropertyStart("images");
      scans.each(
          scan -> {
            int id = ++image[0];
            if (scan.isReviewedEmpty()) {
              empty.add(id);
            }
            if (!scan.isReviewed()) {
              unreviewed.add(id);
            }
            g.writePOJO(image(id, scan));
          });
      g.writeEndArray();
      g.writeArrayPropertyStart("categories");
      for (int digit = 0; digit < 10; digit++) {
        Map<String, Object> category = new LinkedHashMap<>();
        category.put("id", digit + 1);
        category.put("name", Integer.toString(digit));
        category.put("supercategory", "digit");
        g.writePOJO(category);
      }
      g.writeEndArray();
      image[0] = 0;
      int[] annotation = {0};
      g.writeArrayPropertyStart("annotations");
      scans.each(
          scan -> {
            image[0]++;
            for (FileTable table : scan.tables()) {
              for (Label label : table.digits()) {
                g.writePOJO(annotation(++annotation[0], image[0], table, label));
              }
            }
          });
      g.writeEndArray();
      Map<String, Object> info = new LinkedHashMap<>();
      info.put("description", name);
      info.put("version", "1");
      info.put("contributor", "Tabularium");
      info.put("reviewed_empty", empty);
      info.put("unreviewed", unreviewed);
      g.writePOJOProperty("info", info);
      g.writePOJOProperty("licenses", List.of());
      g.writeEndObject();
    }
  }

  private static Map<String, Object> image(int id, FileScan scan) {
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("id", id);
    image.put("file_name", scan.fileName());
    image.put("width", scan.scan().width());
    image.put("height", scan.scan().height());
    image.put("reviewed", scan.isReviewed());
    image.put("reviewed_empty", scan.isReviewedEmpty());
    image.put(LabelCell.SCAN, scan.scan().sha256());
    List<Map<String, String>> tables = new ArrayList<>();
    List<Map<String, Object>> regions = new ArrayList<>();
    for (FileTable table : scan.tables()) {
      tables.add(LabelCells.of(table));
      for (Label label : table.others()) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("bbox", bbox(label));
        region.putAll(cells(table, label));
        regions.add(region);
      }
    }
    image.put("tables", tables);
    image.put(REGIONS, regions);
    return image;
  }

  private static Map<String, Object> annotation(int id, int image, FileTable table, Label label) {
    Map<String, Object> annotation = new LinkedHashMap<>();
    annotation.put("id", id);
    annotation.put("image_id", image);
    annotation.put("category_id", Integer.parseInt(FileTable.digit(label)) + 1);
    annotation.put("bbox", bbox(label));
    annotation.put("area", label.mark().w() * label.mark().h());
    annotation.put("segmentation", List.of());
    annotation.put("iscrowd", 0);
    annotation.put(LabelCells.NAME, cells(table, label));
    return annotation;
  }

  private static Map<String, String> cells(FileTable table, Label label) {
    Map<String, String> cells = LabelCells.of(table, label);
    cells.remove(LabelCells.SAID);
    cells.put(LabelCell.REGION, String.valueOf(LabelCells.of(table).get(LabelCell.REGION)));
    return cells;
  }

  private static List<Object> bbox(Label label) {
    Box box = label.mark().box();
    return List.of(number(box.x()), number(box.y()), number(box.w()), number(box.h()));
  }

  private static Object number(double value) {
    return value == Math.rint(value) ? (Object) (long) value : (Object) value;
  }

  // ---- in ----

  static boolean isOne(JsonNode root) {
    return root.has("images") && (root.has("annotations") || root.has("categories"));
  }

  /** Reads boxes of categories that are called 0 to 9; the others are named. */
  static void read(String file, JsonNode root, FileLines lines) {
    Map<Long, String> categories = new HashMap<>();
    for (JsonNode category : root.path("categories")) {
      categories.put(category.path("id").asLong(-1), category.path("name").asString("").strip());
    }
    Map<Long, Map<String, String>> images = new HashMap<>();
    int index = 0;
    for (JsonNode image : root.path("images")) {
      String at = FileLines.at(file, "images/" + index++);
      Map<String, String> page = new LinkedHashMap<>();
      page.put(LabelCell.PAGE, Naming.last(image.path("file_name").asString("")));
      if (!image.path(LabelCell.SCAN).asString("").isEmpty()) {
        page.put(LabelCell.SCAN, image.path(LabelCell.SCAN).asString());
      }
      if (image.path("width").asInt(0) > 0 && image.path("height").asInt(0) > 0) {
        page.put(LabelCell.OF, image.path("width").asInt() + "," + image.path("height").asInt());
      }
      images.put(image.path("id").asLong(-1), page);
      for (JsonNode table : image.path("tables")) {
        Map<String, String> cells = strings(table);
        lines.line(LabelCells.page(index, at, with(page, cells), cells));
      }
      for (JsonNode region : image.path(REGIONS)) {
        place(index, at + "/" + REGIONS, page, region.path("bbox"), ".", strings(region), lines);
      }
    }
    index = 0;
    for (JsonNode annotation : root.path("annotations")) {
      String at = FileLines.at(file, "annotations/" + index++);
      Map<String, String> page = images.get(annotation.path("image_id").asLong(-1));
      String said = categories.getOrDefault(annotation.path("category_id").asLong(-1), "");
      if (!said.matches("\\d")) {
        lines.problem(new Trouble(index, at, "not-a-digit", said));
      } else if (page == null) {
        lines.problem(new Trouble(index, at, "no-page", annotation.path("image_id").toString()));
      } else {
        place(
            index,
            at,
            page,
            annotation.path("bbox"),
            said,
            strings(annotation.path(LabelCells.NAME)),
            lines);
      }
    }
  }

  private static void place(
      int number,
      String at,
      Map<String, String> page,
      JsonNode bbox,
      String said,
      Map<String, String> cells,
      FileLines lines) {
    if (bbox.size() != 4) {
      lines.problem(new Trouble(number, at, "no-place", bbox.toString()));
      return;
    }
    List<String> box = new ArrayList<>();
    bbox.forEach(one -> box.add(one.isNumber() ? LabelCells.plain(one.asDouble()) : "?"));
    lines.line(LabelCells.line(number, at, with(page, cells), String.join(",", box), said, cells));
  }

  private static Map<String, String> with(Map<String, String> page, Map<String, String> cells) {
    Map<String, String> with = new LinkedHashMap<>(page);
    if (cells.containsKey(LabelCell.REGION)) {
      with.put(LabelCell.REGION, cells.get(LabelCell.REGION));
    }
    return with;
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> cells = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            one -> {
              if (one.getValue().isString()) {
                cells.put(one.getKey(), one.getValue().asString());
              }
            });
    return cells;
  }
}
