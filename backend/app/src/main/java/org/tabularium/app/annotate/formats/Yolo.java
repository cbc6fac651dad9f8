package org.tabularium.app.annotate.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.springframework.http.HttpStatus;
import org.tabularium.app.annotate.Label;
import org.tabularium.app.annotate.LabelCell;
import org.tabularium.app.annotate.LabelIntake.Trouble;
import org.tabularium.app.platform.Csv;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Box;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * YOLO detection. In {@code labels} a text file for each scan that was reviewed, empty where there
 * is no digit; labels of scans that nobody has reviewed lie apart, in {@code unreviewed}, since
 * what is not labelled there may be a digit all the same. {@code pages.csv} lists all scans. Boxes
 * are shares of the scan; marks, numbers and regions without digits have no place here.
 */
final class Yolo {

  private static final String LIST = "pages.csv";
  private static final int PLACES = 10;

  private Yolo() {}

  static void write(WebAnnotations.Scans scans, OutputStream out) throws IOException {
    // Ends the archive, and leaves the stream to the one who opened it.
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    text(zip, "classes.txt", digits("\n") + "\n");
    text(
        zip,
        "data.yaml",
        "# labels: reviewed scans, empty files for those without digits\n"
            + "# unreviewed: what has been labelled so far of the others; see pages.csv\n"
            + "path: .\ntrain: images\nval: images\nnc: 10\nnames: ['"
            + digits("', '")
            + "']\n");
    Csv list =
        new Csv("file", "scan_file", "scan", "width", "height", "state", "reviewed", "labels");
    scans.each(
        scan -> {
          List<Label> digits = scan.tables().stream().flatMap(t -> t.digits().stream()).toList();
          String file =
              scan.isReviewed()
                  ? "labels/" + scan.name() + ".txt"
                  : digits.isEmpty() ? "" : "unreviewed/" + scan.name() + ".txt";
          if (!file.isEmpty()) {
            text(
                zip,
                file,
                digits.stream().map(label -> line(label, scan)).collect(Collectors.joining()));
          }
          list.line(
              file,
              scan.fileName(),
              scan.scan().sha256(),
              scan.scan().width(),
              scan.scan().height(),
              scan.tables().stream()
                  .map(table -> table.page().state().lower())
                  .distinct()
                  .collect(Collectors.joining(" ")),
              scan.isReviewed() ? "yes" : "no",
              digits.size());
        });
    text(zip, LIST, list.toString());
    zip.finish();
  }

  private static String digits(String between) {
    return String.join(between, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  private static void text(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static String line(Label label, FileScan scan) {
    Box box = label.mark().box();
    double width = scan.scan().width();
    double height = scan.scan().height();
    return FileTable.digit(label)
        + " "
        + share(box.centreX() / width)
        + " "
        + share(box.centreY() / height)
        + " "
        + share(box.w() / width)
        + " "
        + share(box.h() / height)
        + "\n";
  }

  private static String share(double value) {
    return BigDecimal.valueOf(value)
        .setScale(PLACES, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  // ---- in ----

  /** Whether the files of an archive are such. */
  static boolean isOne(Map<String, byte[]> files) {
    return files.keySet().stream().anyMatch(Yolo::isLabels);
  }

  private static boolean isLabels(String name) {
    String last = Naming.last(name).toLowerCase(java.util.Locale.ROOT);
    return last.endsWith(".txt") && !last.equals("classes.txt") && !last.startsWith("readme");
  }

  static void read(Map<String, byte[]> files, FileLines lines) {
    List<String> classes = classes(files);
    Map<String, Map<String, String>> pages = pages(files);
    files.forEach(
        (file, bytes) -> {
          if (!isLabels(file)) {
            return;
          }
          Map<String, String> page = new LinkedHashMap<>();
          page.put(LabelCell.PAGE, Naming.stem(file));
          Map<String, String> listed = pages.getOrDefault(file, Map.of());
          if (listed.containsKey(LabelCell.SCAN)) {
            page.put(LabelCell.PAGE, listed.getOrDefault("scan_file", Naming.stem(file)));
            page.put(LabelCell.SCAN, listed.get(LabelCell.SCAN));
          }
          if (listed.getOrDefault(LabelCell.STATE, " ").indexOf(' ') < 0) {
            lines.line(LabelCells.page(1, file, page, listed));
          }
          page.put(LabelCell.OF, "1,1");
          int number = 0;
          for (String text : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            if (!text.isBlank()) {
              line(file, number, text.strip(), page, classes, lines);
            }
          }
        });
  }

  private static void line(
      String file,
      int number,
      String text,
      Map<String, String> page,
      List<String> classes,
      FileLines lines) {
    String at = FileLines.at(file, Integer.toString(number));
    String[] cells = text.split("\\s+");
    // Class, middle, size; a sixth is a confidence. More would be an outline.
    if (cells.length < 5 || cells.length > 6) {
      lines.problem(new Trouble(number, at, "no-place", text));
      return;
    }
    double[] shares = new double[4];
    int named;
    try {
      named = Integer.parseInt(cells[0]);
      for (int i = 0; i < 4; i++) {
        shares[i] = Double.parseDouble(cells[i + 1]);
      }
    } catch (NumberFormatException e) {
      lines.problem(new Trouble(number, at, "no-place", text));
      return;
    }
    String said = named >= 0 && named < classes.size() ? classes.get(named) : cells[0];
    if (!said.matches("\\d") || named >= classes.size()) {
      lines.problem(new Trouble(number, at, "not-a-digit", said));
      return;
    }
    Box box = new Box(shares[0] - shares[2] / 2, shares[1] - shares[3] / 2, shares[2], shares[3]);
    lines.line(LabelCells.line(number, at, page, LabelCells.cell(box), said, Map.of()));
  }

  /** What the classes are called: from the list of names, from the description, or 0 to 9. */
  private static List<String> classes(Map<String, byte[]> files) {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (Naming.last(file.getKey()).equals("classes.txt")) {
        return new String(file.getValue(), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().matches("(.*/)?[^/]+\\.ya?ml")) {
        List<String> names = names(file.getKey(), file.getValue());
        if (!names.isEmpty()) {
          return names;
        }
      }
    }
    return List.of(digits(" ").split(" "));
  }

  private static List<String> names(String file, byte[] yaml) {
    try {
      Object read =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(new String(yaml, StandardCharsets.UTF_8));
      Object names = read instanceof Map<?, ?> map ? map.get("names") : null;
      List<String> found = new ArrayList<>();
      if (names instanceof List<?> list) {
        list.forEach(name -> found.add(String.valueOf(name)));
      } else if (names instanceof Map<?, ?> map) {
        for (int i = 0; map.containsKey(i); i++) {
          found.add(String.valueOf(map.get(i)));
        }
      }
      return found;
    } catch (YAMLException e) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "labels-malformed", file, "1")
          .causedBy(e);
    }
  }

  /** What our own list says of the text files, by their names. */
  private static Map<String, Map<String, String>> pages(Map<String, byte[]> files) {
    byte[] list = files.get(LIST);
    Map<String, Map<String, String>> pages = new LinkedHashMap<>();
    if (list == null) {
      return pages;
    }
    String text = new String(list, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    try (CSVParser parser =
        CSVParser.parse(
            text, CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
      for (CSVRecord record : parser) {
        pages.put(record.isMapped("file") ? record.get("file") : "", record.toMap());
      }
    } catch (IllegalArgumentException | IOException | java.io.UncheckedIOException e) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "labels-malformed", LIST, "1")
          .causedBy(e);
    }
    return pages;
  }
}
