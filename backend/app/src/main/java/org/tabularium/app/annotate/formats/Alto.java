package org.tabularium.app.annotate.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.LabelCell;
import org.tabularium.app.annotate.LabelIntake.Trouble;
import org.tabularium.app.annotate.LabelKind;
import org.tabularium.app.annotate.Numbers;
import org.tabularium.network.image.Box;

/**
 * ALTO 4.4: a ComposedBlock a table, in it a TextBlock with a TextLine a row, a String a number and
 * a Glyph a digit. What ALTO has no place for stands in tags: OtherTags of the name of a glyph say
 * who says it, or which model read it; StructureTags name the column. Confidences: WC of a number
 * (its least sure digit) and GC of a digit, 1 where people say it. Boxes that hold no digit, unsure
 * ones and regions without digits are Illustrations of that type.
 */
final class Alto {

  static final String NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#";
  private static final String SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd";

  /** Before the name of the element that a tag is about. */
  private static final String OF = "of_";

  private Alto() {}

  static void write(FileScan scan, OutputStream out) throws IOException {
    XmlOut xml = new XmlOut(out, "alto", NAMESPACE, SCHEMA, "SCHEMAVERSION", "4.4");
    xml.open("Description")
        .text("MeasurementUnit", "pixel")
        .open("sourceImageInformation")
        .text("fileName", scan.fileName())
        .text("fileIdentifier", scan.scan().sha256(), "fileIdentifierLocation", "sha256")
        .close()
        .open("Processing", "ID", "written")
        .text("processingDateTime", scan.changed().toString())
        .open("processingSoftware")
        .text("softwareName", "Tabularium")
        .close()
        .close()
        .close();
    List<TableGrid> grids =
        scan.tables().stream()
            .map(t -> TableGrid.of(Numbers.of(t.digits(), t.turn()), t.turn()))
            .toList();
    tags(xml, scan, grids);
    String width = Integer.toString(scan.scan().width());
    String height = Integer.toString(scan.scan().height());
    xml.open("Layout")
        .open(
            "Page",
            "ID",
            "page",
            "PHYSICAL_IMG_NR",
            "1",
            "WIDTH",
            width,
            "HEIGHT",
            height,
            "PROCESSINGREFS",
            "written")
        .open("PrintSpace", "HPOS", "0", "VPOS", "0", "WIDTH", width, "HEIGHT", height);
    for (int i = 0; i < grids.size(); i++) {
      table(xml, scan.tables().get(i), grids.get(i));
    }
    xml.close().close().close().end();
  }

  private static void tags(XmlOut xml, FileScan scan, List<TableGrid> grids) throws IOException {
    xml.open("Tags");
    for (int i = 0; i < grids.size(); i++) {
      FileTable table = scan.tables().get(i);
      String id = id(table);
      tag(xml, id, "table", table.table().fileName(), LabelCells.of(table));
      for (int column = 0; column < grids.get(i).columns(); column++) {
        xml.empty(
            "StructureTag",
            "ID",
            id + "column" + column,
            "TYPE",
            "column",
            "LABEL",
            Integer.toString(column));
      }
      for (Label label : table.labels()) {
        tag(
            xml,
            id(table, label),
            table.confidence(label) == null ? "label" : "read",
            label.kind() == LabelKind.DIGIT ? FileTable.digit(label) : label.kind().lower(),
            LabelCells.of(table, label));
      }
    }
    xml.close();
  }

  private static void tag(
      XmlOut xml, String of, String type, String label, Map<String, String> cells)
      throws IOException {
    xml.empty(
        "OtherTag",
        "ID",
        OF + of,
        "TYPE",
        type,
        "LABEL",
        label,
        "DESCRIPTION",
        LabelCells.custom(cells));
  }

  private static String id(FileTable table) {
    return "t" + table.table().id();
  }

  private static String id(FileTable table, Label label) {
    return (label.kind() != LabelKind.DIGIT ? "u" : table.confidence(label) != null ? "r" : "g")
        + label.id();
  }

  private static void table(XmlOut xml, FileTable table, TableGrid grid) throws IOException {
    String id = id(table);
    int[] region = table.table().region();
    List<String> block = new ArrayList<>(List.of("ID", id, "TYPE", "table", "TAGREFS", OF + id));
    block.addAll(places(new Box(region[0], region[1], region[2], region[3])));
    block.addAll(List.of("ROTATION", Integer.toString(table.turn().degrees())));
    xml.open("ComposedBlock", block.toArray(String[]::new));
    Map<Integer, List<TableGrid.Cell>> rows = new TreeMap<>();
    grid.cells()
        .forEach(cell -> rows.computeIfAbsent(cell.row(), row -> new ArrayList<>()).add(cell));
    int strings = 0;
    for (Map.Entry<Integer, List<TableGrid.Cell>> row : rows.entrySet()) {
      List<Numbers> all = row.getValue().stream().flatMap(c -> c.numbers().stream()).toList();
      String name = id + "row" + row.getKey();
      open(xml, "TextBlock", name, around(all));
      open(xml, "TextLine", name + "line", around(all));
      boolean begun = false;
      for (TableGrid.Cell cell : row.getValue()) {
        for (Numbers number : cell.numbers()) {
          if (begun) {
            xml.empty("SP");
          }
          begun = true;
          string(xml, table, cell, number, id + "s" + strings++);
        }
      }
      xml.close().close();
    }
    for (Label label : table.others()) {
      List<String> attributes = new ArrayList<>();
      String own = id(table, label);
      attributes.addAll(List.of("ID", own, "TYPE", label.kind().lower(), "TAGREFS", OF + own));
      attributes.addAll(places(label.mark().box()));
      xml.empty("Illustration", attributes.toArray(String[]::new));
    }
    xml.close();
  }

  private static void string(
      XmlOut xml, FileTable table, TableGrid.Cell cell, Numbers number, String id)
      throws IOException {
    List<String> tags = new ArrayList<>();
    if (cell.column() >= 0) {
      tags.add(id(table) + "column" + cell.column());
    }
    number.digits().forEach(digit -> tags.add(OF + id(table, digit)));
    double sure = number.digits().stream().mapToDouble(table::certainty).min().orElse(0);
    List<String> attributes = new ArrayList<>(List.of("ID", id, "CONTENT", number.text()));
    attributes.addAll(places(number.box()));
    attributes.addAll(List.of("WC", LabelCells.plain(sure), "TAGREFS", String.join(" ", tags)));
    xml.open("String", attributes.toArray(String[]::new));
    for (Label digit : number.digits()) {
      List<String> glyph = new ArrayList<>();
      glyph.addAll(List.of("ID", id(table, digit), "CONTENT", FileTable.digit(digit)));
      glyph.addAll(places(digit.mark().box()));
      glyph.addAll(List.of("GC", LabelCells.plain(table.certainty(digit))));
      xml.empty("Glyph", glyph.toArray(String[]::new));
    }
    xml.close();
  }

  private static void open(XmlOut xml, String name, String id, Box box) throws IOException {
    List<String> attributes = new ArrayList<>(List.of("ID", id));
    attributes.addAll(places(box));
    xml.open(name, attributes.toArray(String[]::new));
  }

  private static Box around(List<Numbers> numbers) {
    double x = numbers.stream().mapToDouble(n -> n.box().x()).min().orElseThrow();
    double y = numbers.stream().mapToDouble(n -> n.box().y()).min().orElseThrow();
    double right = numbers.stream().mapToDouble(n -> n.box().x() + n.box().w()).max().orElseThrow();
    double foot = numbers.stream().mapToDouble(n -> n.box().y() + n.box().h()).max().orElseThrow();
    return new Box(x, y, right - x, foot - y);
  }

  private static List<String> places(Box box) {
    return List.of(
        "HPOS",
        LabelCells.plain(box.x()),
        "VPOS",
        LabelCells.plain(box.y()),
        "WIDTH",
        LabelCells.plain(box.w()),
        "HEIGHT",
        LabelCells.plain(box.h()));
  }

  // ---- in ----

  /**
   * Reads a file of any version, in whatever unit: glyphs, and strings without glyphs, whose
   * content is digits; and what our own files say further.
   *
   * @param file its name in an archive; empty when it came alone
   */
  static void read(String file, XmlNode root, FileLines lines) {
    Map<String, String> page = new LinkedHashMap<>();
    Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    root.each(
        node -> {
          if (node.name().equals("fileName")) {
            page.putIfAbsent(LabelCell.PAGE, node.text().strip());
          } else if (node.name().equals("fileIdentifier")
              && node.get("fileIdentifierLocation").equals("sha256")) {
            page.put(LabelCell.SCAN, node.text().strip());
          } else if (node.name().equals("OtherTag") && node.get("ID").startsWith(OF)) {
            tags.put(
                node.get("ID").substring(OF.length()), LabelCells.custom(node.get("DESCRIPTION")));
          }
        });
    page.putIfAbsent(LabelCell.PAGE, file);
    String unit =
        root.child("Description")
            .flatMap(one -> one.child("MeasurementUnit"))
            .map(one -> one.text().strip())
            .orElse("pixel");
    for (XmlNode sheet :
        root.child("Layout").map(layout -> layout.children("Page")).orElse(List.of())) {
      Map<String, String> of = new LinkedHashMap<>(page);
      if (!sheet.get("WIDTH").isEmpty() && !sheet.get("HEIGHT").isEmpty()) {
        of.put(LabelCell.OF, sheet.get("WIDTH") + "," + sheet.get("HEIGHT"));
      } else if (!unit.equals("pixel")) {
        lines.problem(new Trouble(sheet.line(), FileLines.at(file, "Page"), "size", unit));
        continue;
      }
      blocks(new Reading(file, tags, lines), sheet, of);
    }
  }

  private record Reading(String file, Map<String, Map<String, String>> tags, FileLines lines) {

    String at(XmlNode node) {
      return FileLines.at(
          file, node.name() + (node.get("ID").isEmpty() ? "" : " " + node.get("ID")));
    }

    Map<String, String> cells(XmlNode node) {
      return tags.getOrDefault(node.get("ID"), Map.of());
    }

    void problem(XmlNode node, String why, String cell) {
      lines.problem(new Trouble(node.line(), at(node), why, cell));
    }

    void place(XmlNode node, String said, Map<String, String> cells, Map<String, String> page) {
      String box = box(node);
      if (box == null) {
        problem(node, "no-place", said);
      } else {
        lines.line(LabelCells.line(node.line(), at(node), page, box, said, cells));
      }
    }

    private static @Nullable String box(XmlNode node) {
      String box =
          String.join(
              ",", node.get("HPOS"), node.get("VPOS"), node.get("WIDTH"), node.get("HEIGHT"));
      return box.matches("(-?[\\d.]+(E-?\\d+)?,){3}[\\d.]+(E-?\\d+)?") ? box : null;
    }
  }

  private static void blocks(Reading reading, XmlNode parent, Map<String, String> page) {
    for (XmlNode node : parent.children()) {
      Map<String, String> cells = reading.cells(node);
      switch (node.name()) {
        case "ComposedBlock" -> {
          Map<String, String> within = page;
          if (cells.containsKey(LabelCell.REGION)) {
            within = new LinkedHashMap<>(page);
            within.put(LabelCell.REGION, cells.get(LabelCell.REGION));
            reading.lines().line(LabelCells.page(node.line(), reading.at(node), within, cells));
          }
          blocks(reading, node, within);
        }
        case "Illustration" -> {
          if (cells.containsKey(LabelCell.KIND)) {
            reading.place(node, ".", cells, page);
          }
        }
        case "String" -> string(reading, node, page);
        default -> blocks(reading, node, page);
      }
    }
  }

  private static void string(Reading reading, XmlNode string, Map<String, String> page) {
    List<XmlNode> glyphs = string.children("Glyph");
    String text = string.get("CONTENT").strip();
    if (glyphs.isEmpty()) {
      if (text.matches("\\d{1,40}")) {
        reading.place(string, text, Map.of(LabelCell.KIND, "number"), page);
      } else {
        reading.problem(string, "not-a-digit", text);
      }
      return;
    }
    boolean number = glyphs.stream().allMatch(glyph -> glyph.get("CONTENT").matches("\\d"));
    for (int i = 0; i < glyphs.size(); i++) {
      XmlNode glyph = glyphs.get(i);
      String digit = glyph.get("CONTENT").strip();
      Map<String, String> cells = reading.cells(glyph);
      if (!digit.matches("\\d")) {
        reading.problem(glyph, "not-a-digit", digit);
      } else if ("read".equals(cells.get(LabelCells.SAID))) {
        reading.problem(glyph, "read", digit);
      } else {
        reading.place(
            glyph,
            digit,
            cells.isEmpty() && number ? LabelCells.ends(i, glyphs.size()) : cells,
            page);
      }
    }
  }
}
