package org.tabularium.app.annotate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Box;

/**
 * Labels as CSV, and frozen for a training. A line of a file comes out as it came in unless
 * somebody corrected it.
 */
@Service
public class LabelFiles {

  private static final Pattern BOOK = Pattern.compile("_p\\d+[a-z]?$");

  private final Labels labels;
  private final LabelsWaiting waiting;
  private final Corpora corpora;

  LabelFiles(Labels labels, LabelsWaiting waiting, Corpora corpora) {
    this.labels = labels;
    this.waiting = waiting;
    this.corpora = corpora;
  }

  /**
   * The labels of a corpus in a layout, with the lines that wait for their pages.
   *
   * @throws Problem 404
   */
  @Transactional(readOnly = true)
  public String csv(long corpus, LabelLayout layout) {
    corpora.get(corpus);
    List<Map<String, String>> lines = new ArrayList<>();
    for (LabelledTable table : labels.ofCorpora(List.of(corpus))) {
      lines.addAll(lines(table, layout));
    }
    waiting.lines(corpus).stream()
        .filter(line -> LabelCsv.layout(line) == layout)
        .forEach(lines::add);
    return csv(lines, layout);
  }

  /** The labels of one table in a layout. */
  @Transactional(readOnly = true)
  public String csvOfTable(long table, LabelLayout layout) {
    List<Map<String, String>> lines = new ArrayList<>();
    labels.ofTables(List.of(table)).forEach(one -> lines.addAll(lines(one, layout)));
    return csv(lines, layout);
  }

  private static String csv(List<Map<String, String>> lines, LabelLayout layout) {
    // Lines of a file in their own order, before what people added.
    lines.sort(
        Comparator.comparingLong(
            line -> line.containsKey(LabelCsv.PLACE) ? LabelCsv.lineNumber(line) : Long.MAX_VALUE));
    LinkedHashSet<String> columns = new LinkedHashSet<>();
    if (layout == LabelLayout.ALL) {
      columns.addAll(layout.columns());
    }
    lines.stream()
        .filter(line -> line.containsKey(LabelCsv.PLACE))
        .forEach(line -> columns.addAll(line.keySet()));
    columns.addAll(columns.isEmpty() ? layout.columns() : List.of());
    columns.remove(LabelCsv.PLACE);
    return LabelCsv.write(columns, lines);
  }

  /**
   * All labels of these corpora as they are now, for a training and its card. The same labels give
   * the same bytes.
   */
  @Transactional(readOnly = true)
  public FrozenLabels freeze(Collection<Long> of) {
    List<Map<String, String>> lines = new ArrayList<>();
    Map<LabelKind, Integer> kinds = new EnumMap<>(LabelKind.class);
    int[] classes = new int[10];
    Map<Long, Integer> revisions = new TreeMap<>();
    for (LabelledTable table : labels.ofCorpora(of)) {
      revisions.put(table.table().id(), table.page().revision());
      for (Label label : table.labels()) {
        kinds.merge(label.kind(), 1, Integer::sum);
        if (label.kind() == LabelKind.DIGIT) {
          classes[Objects.requireNonNull(label.digit())]++;
        }
      }
      lines.addAll(lines(table, LabelLayout.ALL));
    }
    String csv = LabelCsv.write(LabelLayout.ALL.columns(), lines);
    return new FrozenLabels(csv, sha256(csv), kinds, classes, revisions);
  }

  private static List<Map<String, String>> lines(LabelledTable of, LabelLayout layout) {
    return switch (layout) {
      case NUMBERS ->
          Numbers.of(of.labels(), LabelLines.turn(of.table())).stream()
              .map(number -> line(of.table(), number))
              .toList();
      case CONTRAST ->
          of.labels().stream()
              .filter(label -> label.kind() == LabelKind.CONTRAST)
              .map(label -> line(of.table(), label, layout))
              .toList();
      case DIGITS ->
          of.labels().stream()
              .filter(label -> label.kind().isVerdict())
              .map(label -> line(of.table(), label, layout))
              .toList();
      case ALL -> of.labels().stream().map(label -> full(of, label)).toList();
    };
  }

  private static Map<String, String> line(Table table, Numbers number) {
    Map<String, String> source = number.digits().get(0).mark().source();
    String text = number.text();
    if (LabelCsv.layout(source) == LabelLayout.NUMBERS) {
      Map<String, String> line = new LinkedHashMap<>(Objects.requireNonNull(source));
      if (!LabelLines.same(number.box(), LabelCsv.box(line))) {
        line.put("xywh", LabelCsv.cell(number.box()));
      }
      if (!text.equals(LabelCsv.label(line))) {
        line.replace("element_label", text);
        line.replace("number", text);
      }
      return line;
    }
    Map<String, String> line = blank(table);
    line.put("xywh", LabelCsv.cell(number.box()));
    line.put("element_label", text);
    line.put("number", text);
    return line;
  }

  private static Map<String, String> line(Table table, Label label, LabelLayout layout) {
    Map<String, String> source = label.mark().source();
    if (LabelCsv.layout(source) == layout) {
      Map<String, String> line = new LinkedHashMap<>(Objects.requireNonNull(source));
      if (!LabelLines.same(label.mark().box(), LabelCsv.box(line))) {
        line.put("xywh", LabelCsv.cell(label.mark().box()));
      }
      if (layout == LabelLayout.DIGITS && !element(label.mark()).equals(LabelCsv.label(line))) {
        line.replace("element_label", element(label.mark()));
        line.replace("number", decimal(label.mark()));
      }
      return line;
    }
    Map<String, String> line = blank(table);
    line.put("xywh", LabelCsv.cell(label.mark().box()));
    if (layout == LabelLayout.DIGITS) {
      line.put("element_label", element(label.mark()));
      line.put("number", decimal(label.mark()));
    }
    return line;
  }

  private static Map<String, String> full(LabelledTable of, Label label) {
    Map<String, String> line = blank(of.table());
    Mark mark = label.mark();
    line.put("xywh", LabelCsv.cell(mark.box()));
    line.put("number", mark.digit() == null ? "" : mark.digit().toString());
    line.put("element_label", element(mark));
    line.put("kind", mark.kind().lower());
    line.put("number_id", mark.number() == null ? "" : mark.number().toString());
    line.put("model", mark.model() == null ? "" : mark.model());
    line.put("corpus", of.table().corpus().name());
    line.put(
        "edition", of.table().edition() == null ? "" : Long.toString(of.table().edition().id()));
    line.put("table", Long.toString(of.table().id()));
    line.put("revision", Integer.toString(of.page().revision()));
    line.put("state", of.page().state().lower());
    line.put("scan", of.table().scan().sha256());
    Word word = word(of.table(), label);
    line.put("by", word.by());
    line.put("at", word.at());
    return line;
  }

  private static Map<String, String> blank(Table table) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("page_id", table.fileName());
    line.put("page_id_", table.fileName());
    line.put("book", BOOK.matcher(LabelLines.pageId(table.fileName())).replaceFirst(""));
    return line;
  }

  /**
   * Who said something, and when.
   *
   * @param at ISO 8601
   */
  public record Word(String by, String at) {}

  /** Whose word a label is: as the file says that it came from, until somebody here changes it. */
  public static Word word(Table table, Label label) {
    Map<String, String> line = label.mark().source();
    if (LabelCsv.layout(line) == LabelLayout.ALL) {
      String by = Objects.requireNonNull(line).getOrDefault(LabelCell.BY, "");
      String at = line.getOrDefault(LabelCell.AT, "");
      Box box = LabelLines.box(line, table.scan());
      if (!by.isEmpty() && !at.isEmpty() && box != null) {
        List<Mark> marks = LabelLines.marks(line, box, LabelLines.turn(table));
        if (marks.size() == 1 && marks.get(0).saysTheSame(label.mark())) {
          return new Word(by, at);
        }
      }
    }
    return new Word(label.by(), label.at().toString());
  }

  /** A table's region on its scan, as a cell. */
  public static String region(Table table) {
    return Arrays.stream(table.region())
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(","));
  }

  /** What a label says, as the published file writes it. */
  public static String element(Mark mark) {
    return switch (mark.kind()) {
      case DIGIT -> (mark.first() ? "^" : "") + mark.digit() + (mark.last() ? "$" : "");
      case UNSURE -> "?";
      case NONE, CONTRAST, FLAG -> ".";
    };
  }

  /** As the published file writes its column of numbers. */
  private static String decimal(Mark mark) {
    return mark.kind() == LabelKind.DIGIT ? mark.digit() + ".0" : "";
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
