package org.tabularium.app.annotate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.corpus.Scan;
import org.tabularium.app.corpus.Table;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Turn;

/**
 * What a line of a label file says: of which page, of which place, and what stands there. Files of
 * other formats are read as lines of the layout {@link LabelLayout#ALL} with further cells.
 */
final class LabelLines {

  private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,5}$");
  private static final Pattern LABEL = Pattern.compile("(\\^?)(\\d+)(\\$?)");

  /** Pictures whose proportions differ by more than this are not the same picture. */
  private static final double SAME_SHAPE = 0.02;

  private LabelLines() {}

  /** The name of a line's page: its own column, or the end of an address; without the ending. */
  static String page(Map<String, String> line) {
    String own = line.getOrDefault("page_id_", "").strip();
    return pageId(own.isEmpty() ? line.getOrDefault("page_id", "").strip() : own);
  }

  static String pageId(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    return ENDING.matcher(last).replaceFirst("");
  }

  static Turn turn(Table table) {
    return Turn.ofDegrees(table.turn() == null ? 0 : table.turn());
  }

  /** Whether it says how far its page is, and nothing of a place. */
  static boolean isOfPage(Map<String, String> line) {
    return "page".equals(line.get(LabelCell.KIND));
  }

  /** The page's state that a line names, if it names any that somebody has set. */
  static @Nullable PageState state(Map<String, String> line) {
    try {
      PageState state = PageState.of(line.getOrDefault(LabelCell.STATE, ""));
      return state == PageState.UNTOUCHED ? null : state;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The box of a line in pixels of a scan. A line may give it on a picture of another size, in its
   * cell {@code of}: the same picture, larger or smaller.
   *
   * @return null when the cell holds no box, or the picture is another one
   */
  static @Nullable Box box(Map<String, String> line, Scan scan) {
    Box box = LabelCsv.box(line);
    String[] of = line.getOrDefault(LabelCell.OF, "").split(",");
    if (box == null || of.length != 2) {
      return box;
    }
    double width;
    double height;
    try {
      width = Double.parseDouble(of[0]);
      height = Double.parseDouble(of[1]);
    } catch (NumberFormatException e) {
      return null;
    }
    if (!(width > 0 && height > 0)) {
      return null;
    }
    if (width == scan.width() && height == scan.height()) {
      return box;
    }
    double across = scan.width() / width;
    double down = scan.height() / height;
    // Shares of a picture have no shape of their own.
    if (width != height && Math.abs(across / down - 1) > SAME_SHAPE) {
      return null;
    }
    return new Box(
        fine(box.x() * across), fine(box.y() * down), fine(box.w() * across), fine(box.h() * down));
  }

  private static double fine(double pixels) {
    return Math.round(pixels * 1000) / 1000.0;
  }

  /** What a line says of a place; nothing when it cannot be understood. */
  static List<Mark> marks(Map<String, String> line, Box box, Turn turn) {
    LabelLayout layout = Objects.requireNonNull(LabelCsv.layout(line));
    String label = LabelCsv.label(line);
    if (layout == LabelLayout.CONTRAST || "contrast".equals(line.get(LabelCell.KIND))) {
      return List.of(Mark.of(LabelKind.CONTRAST, box).from(line));
    }
    if (label.equals(".")) {
      return List.of(Mark.of(LabelKind.NONE, box).from(line));
    }
    if (label.equals("?")) {
      return List.of(Mark.of(LabelKind.UNSURE, box).from(line));
    }
    Matcher matcher = LABEL.matcher(label);
    if (!matcher.matches()) {
      return List.of();
    }
    String digits = matcher.group(2);
    if (layout != LabelLayout.NUMBERS && !"number".equals(line.get(LabelCell.KIND))) {
      if (digits.length() != 1) {
        return List.of();
      }
      String model = line.getOrDefault(LabelCell.MODEL, "");
      Mark mark =
          Mark.digit(box, digits.charAt(0) - '0')
              .in(
                  uuid(line.get(LabelCell.NUMBER_ID)),
                  !matcher.group(1).isEmpty(),
                  !matcher.group(3).isEmpty())
              .from(line);
      return List.of(model.isEmpty() ? mark : mark.readBy(model));
    }
    UUID number = UUID.randomUUID();
    List<Box> boxes = split(box, digits.length(), turn);
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < digits.length(); i++) {
      marks.add(
          Mark.digit(boxes.get(i), digits.charAt(i) - '0')
              .in(number, i == 0, i == digits.length() - 1)
              .from(line));
    }
    return marks;
  }

  static @Nullable UUID uuid(@Nullable String cell) {
    return cell != null && cell.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        ? UUID.fromString(cell)
        : null;
  }

  /**
   * A number's box in as many equal parts, along the line of writing; walls between whole pixels,
   * so that the parts make up the box again.
   */
  static List<Box> split(Box box, int n, Turn turn) {
    List<Box> parts = new ArrayList<>();
    double length = turn.sideways() ? box.h() : box.w();
    for (int i = 0; i < n; i++) {
      double from = Math.round(i * length / n);
      double to = i == n - 1 ? length : Math.round((i + 1) * length / n);
      parts.add(
          switch (turn) {
            case UPRIGHT -> new Box(box.x() + from, box.y(), to - from, box.h());
            case HALF -> new Box(box.x() + box.w() - to, box.y(), to - from, box.h());
            case CLOCKWISE -> new Box(box.x(), box.y() + box.h() - to, box.w(), to - from);
            case COUNTERCLOCKWISE -> new Box(box.x(), box.y() + from, box.w(), to - from);
          });
    }
    return parts;
  }

  /** Whether two boxes are the same to a hundredth of a pixel, as files write them. */
  static boolean same(Box box, @Nullable Box other) {
    return other != null
        && Math.abs(box.x() - other.x()) < 0.01
        && Math.abs(box.y() - other.y()) < 0.01
        && Math.abs(box.w() - other.w()) < 0.01
        && Math.abs(box.h() - other.h()) < 0.01;
  }
}
