package org.tabularium.app.annotate.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.LabelCell;
import org.tabularium.app.annotate.LabelIntake.Trouble;
import org.tabularium.app.annotate.Numbers;
import org.tabularium.network.image.Box;

/**
 * PAGE-XML, the schema of 2019-07-15: a TableRegion a table, in it a TextRegion a cell, with the
 * row and the column it stands in; TextLine, Word (a number) and Glyph (a digit). What people say
 * and what was only read are told apart by {@code custom} and by {@code conf}, which only readings
 * have. Boxes that hold no digit, unsure ones and regions without digits are UnknownRegions.
 */
final class PageXml {

  static final String NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15";

  private PageXml() {}

  static void write(FileScan scan, OutputStream out) throws IOException {
    XmlOut xml = new XmlOut(out, "PcGts", NAMESPACE, NAMESPACE + "/pagecontent.xsd");
    xml.open("Metadata")
        .text("Creator", "Tabularium")
        .text("Created", scan.created().toString())
        .text("LastChange", scan.changed().toString())
        .close();
    xml.open(
        "Page",
        "imageFilename",
        scan.fileName(),
        "imageWidth",
        Integer.toString(scan.scan().width()),
        "imageHeight",
        Integer.toString(scan.scan().height()),
        "custom",
        LabelCells.custom(Map.of(LabelCell.SCAN, scan.scan().sha256())));
    int words = 0;
    for (FileTable table : scan.tables()) {
      words = table(xml, scan, table, words);
    }
    xml.close().end();
  }

  private static int table(XmlOut xml, FileScan scan, FileTable table, int wordsBefore)
      throws IOException {
    TableGrid grid = TableGrid.of(Numbers.of(table.digits(), table.turn()), table.turn());
    int[] region = table.table().region();
    Pixels outline = pixels(new Box(region[0], region[1], region[2], region[3]), scan);
    for (Label label : table.labels()) {
      outline = outline.around(pixels(label.mark().box(), scan));
    }
    int turn = table.turn().degrees();
    String id = "t" + table.table().id();
    xml.open(
        "TableRegion",
        "id",
        id,
        "custom",
        LabelCells.custom(LabelCells.of(table)),
        "orientation",
        Integer.toString(turn > 180 ? turn - 360 : turn),
        "rows",
        Integer.toString(grid.rows()),
        "columns",
        Integer.toString(grid.columns()));
    coords(xml, outline);
    int words = wordsBefore;
    int cells = 0;
    for (TableGrid.Cell cell : grid.cells()) {
      words = cell(xml, scan, table, cell, id + "c" + cells++, words);
    }
    for (Label label : table.others()) {
      Pixels pixels = pixels(label.mark().box(), scan);
      xml.open("UnknownRegion", "id", "u" + label.id(), "custom", custom(table, label, pixels));
      coords(xml, pixels);
      xml.close();
    }
    xml.close();
    return words;
  }

  private static int cell(
      XmlOut xml, FileScan scan, FileTable table, TableGrid.Cell cell, String id, int wordsBefore)
      throws IOException {
    Pixels outline =
        cell.numbers().stream()
            .map(number -> outline(number, scan))
            .reduce(Pixels::around)
            .orElseThrow();
    String text = cell.numbers().stream().map(Numbers::text).collect(Collectors.joining(" "));
    xml.open("TextRegion", "id", id);
    coords(xml, outline);
    if (cell.column() >= 0) {
      xml.open("Roles")
          .empty(
              "TableCellRole",
              "rowIndex",
              Integer.toString(cell.row()),
              "columnIndex",
              Integer.toString(cell.column()))
          .close();
    }
    xml.open("TextLine", "id", id + "l");
    coords(xml, outline);
    int words = wordsBefore;
    for (Numbers number : cell.numbers()) {
      xml.open("Word", "id", "w" + words++);
      coords(xml, outline(number, scan));
      for (Label digit : number.digits()) {
        glyph(xml, scan, table, digit);
      }
      equivalent(xml, number.text(), null);
      xml.close();
    }
    equivalent(xml, text, null);
    xml.close();
    equivalent(xml, text, null);
    xml.close();
    return words;
  }

  private static void glyph(XmlOut xml, FileScan scan, FileTable table, Label digit)
      throws IOException {
    Pixels pixels = pixels(digit.mark().box(), scan);
    boolean read = table.confidence(digit) != null;
    xml.open(
        "Glyph", "id", (read ? "r" : "g") + digit.id(), "custom", custom(table, digit, pixels));
    coords(xml, pixels);
    equivalent(xml, FileTable.digit(digit), read ? table.certainty(digit) : null);
    xml.close();
  }

  private static String custom(FileTable table, Label label, Pixels pixels) {
    Map<String, String> cells = LabelCells.of(table, label);
    Pixels.remember(cells, label.mark().box(), pixels);
    return LabelCells.custom(cells);
  }

  private static Pixels pixels(Box box, FileScan scan) {
    return Pixels.of(box, scan.scan().width(), scan.scan().height());
  }

  /** Around the digits, which rounding may have moved past the number's own box. */
  private static Pixels outline(Numbers number, FileScan scan) {
    return number.digits().stream()
        .map(digit -> pixels(digit.mark().box(), scan))
        .reduce(Pixels::around)
        .orElseThrow();
  }

  private static void coords(XmlOut xml, Pixels p) throws IOException {
    xml.empty(
        "Coords",
        "points",
        "%d,%d %d,%d %d,%d %d,%d"
            .formatted(
                p.left(),
                p.top(),
                p.right(),
                p.top(),
                p.right(),
                p.bottom(),
                p.left(),
                p.bottom()));
  }

  private static void equivalent(XmlOut xml, String text, @Nullable Double confidence)
      throws IOException {
    xml.open("TextEquiv", "conf", confidence == null ? "" : LabelCells.plain(confidence))
        .text("Unicode", text)
        .close();
  }

  // ---- in ----

  /**
   * Reads a file of any version: glyphs, and words without glyphs, whose text is digits; and what
   * our own files say further.
   *
   * @param file its name in an archive; empty when it came alone
   */
  static void read(String file, XmlNode root, FileLines lines) {
    for (XmlNode page : root.children("Page")) {
      Map<String, String> of = new LinkedHashMap<>();
      of.put(LabelCell.PAGE, page.get("imageFilename"));
      String scan = LabelCells.custom(page.get("custom")).getOrDefault(LabelCell.SCAN, "");
      if (!scan.isEmpty()) {
        of.put(LabelCell.SCAN, scan);
      }
      Integer width = whole(page.get("imageWidth"));
      Integer height = whole(page.get("imageHeight"));
      if (width != null && height != null) {
        of.put(LabelCell.OF, width + "," + height);
      }
      regions(new Reading(file, of, width, height, lines), page, of);
    }
  }

  private record Reading(
      String file,
      Map<String, String> page,
      @Nullable Integer width,
      @Nullable Integer height,
      FileLines lines) {

    String at(XmlNode node) {
      return FileLines.at(
          file, node.name() + (node.get("id").isEmpty() ? "" : " " + node.get("id")));
    }

    void place(XmlNode node, String said, Map<String, String> cells, Map<String, String> page) {
      Optional<Pixels> pixels = node.child("Coords").flatMap(PageXml::pixels);
      if (pixels.isEmpty()) {
        lines.problem(new Trouble(node.line(), at(node), "no-place", said));
      } else {
        lines.line(
            LabelCells.line(
                node.line(), at(node), page, pixels.get().cell(cells, width, height), said, cells));
      }
    }
  }

  private static void regions(Reading reading, XmlNode parent, Map<String, String> page) {
    for (XmlNode node : parent.children()) {
      Map<String, String> cells = LabelCells.custom(node.get("custom"));
      Map<String, String> within = page;
      switch (node.name()) {
        case "TableRegion" -> {
          if (cells.containsKey(LabelCell.REGION)) {
            within = new LinkedHashMap<>(page);
            within.put(LabelCell.REGION, cells.get(LabelCell.REGION));
          }
          if (cells.containsKey(LabelCell.STATE)) {
            reading.lines().line(LabelCells.page(node.line(), reading.at(node), within, cells));
          }
          regions(reading, node, within);
        }
        case "UnknownRegion" -> {
          if (cells.containsKey(LabelCell.KIND)) {
            reading.place(node, ".", cells, page);
          }
        }
        case "Word" -> word(reading, node, page);
        default -> regions(reading, node, within);
      }
    }
  }

  private static void word(Reading reading, XmlNode word, Map<String, String> page) {
    List<XmlNode> glyphs = word.children("Glyph");
    String text = text(word);
    if (glyphs.isEmpty()) {
      if (text.matches("\\d{1,40}")) {
        reading.place(word, text, Map.of(LabelCell.KIND, "number"), page);
      } else {
        reading.lines().problem(new Trouble(word.line(), reading.at(word), "not-a-digit", text));
      }
      return;
    }
    boolean number = glyphs.stream().allMatch(glyph -> text(glyph).matches("\\d"));
    for (int i = 0; i < glyphs.size(); i++) {
      XmlNode glyph = glyphs.get(i);
      String digit = text(glyph);
      Map<String, String> cells = LabelCells.custom(glyph.get("custom"));
      if (!digit.matches("\\d")) {
        reading.lines().problem(new Trouble(glyph.line(), reading.at(glyph), "not-a-digit", digit));
      } else if ("read".equals(cells.get(LabelCells.SAID))) {
        reading.lines().problem(new Trouble(glyph.line(), reading.at(glyph), "read", digit));
      } else {
        reading.place(
            glyph,
            digit,
            cells.isEmpty() && number ? LabelCells.ends(i, glyphs.size()) : cells,
            page);
      }
    }
  }

  /** The text with the lowest index: the main one. */
  private static String text(XmlNode node) {
    return node.children("TextEquiv").stream()
        .min(
            Comparator.comparingInt(
                one ->
                    one.get("index").matches("\\d{1,6}") ? Integer.parseInt(one.get("index")) : 0))
        .flatMap(one -> one.child("Unicode"))
        .map(one -> one.text().strip())
        .orElse("");
  }

  /** The smallest box around a polygon; older versions list their points as elements. */
  private static Optional<Pixels> pixels(XmlNode coords) {
    List<int[]> points = new ArrayList<>();
    for (String point : coords.get("points").strip().split("\\s+")) {
      String[] xy = point.split(",");
      if (xy.length == 2 && whole(xy[0]) != null && whole(xy[1]) != null) {
        points.add(new int[] {Integer.parseInt(xy[0]), Integer.parseInt(xy[1])});
      }
    }
    for (XmlNode point : coords.children("Point")) {
      if (whole(point.get("x")) != null && whole(point.get("y")) != null) {
        points.add(new int[] {Integer.parseInt(point.get("x")), Integer.parseInt(point.get("y"))});
      }
    }
    int[] x = points.stream().mapToInt(point -> point[0]).sorted().toArray();
    int[] y = points.stream().mapToInt(point -> point[1]).sorted().toArray();
    return points.isEmpty() || x[0] == x[x.length - 1] || y[0] == y[y.length - 1]
        ? Optional.empty()
        : Optional.of(new Pixels(x[0], y[0], x[x.length - 1], y[y.length - 1]));
  }

  private static @Nullable Integer whole(String text) {
    return text.matches("\\d{1,7}") ? Integer.valueOf(text) : null;
  }
}
