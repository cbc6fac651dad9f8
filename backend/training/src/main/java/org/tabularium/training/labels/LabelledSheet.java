package org.tabularium.training.labels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;
import org.tabularium.training.patches.Mark;

/**
 * The part of a labelled page that its labels lie in, at about reading size. Only its marks and its
 * contrast regions say anything: whatever else is printed on it is not known.
 *
 * @param ink what the network sees
 * @param digits what it should find, on the common line of all digits
 * @param none what it should not take for digits; their digit is -1
 * @param unsure what it is not asked about; their digit is -1
 * @param contrast boxes of ink-map cells in which there is nothing but those digits
 */
public record LabelledSheet(
    InkMap ink, List<Mark> digits, List<Mark> none, List<Mark> unsure, List<Box> contrast) {

  /** Cells of ink around the outermost label, so that the network sees what surrounds it. */
  private static final int MARGIN = 64;

  /** Heights of figures in em, without the press's swell: lining; old-style short and tall. */
  private static final double LINING = 0.68;

  private static final double SHORT = 0.46;

  /** Old-style figures: which stand on the line no higher than an x, and which hang below it. */
  private static final Set<Integer> SHORT_ONES = Set.of(0, 1, 2);

  private static final Set<Integer> HANGING = Set.of(3, 4, 5, 7, 9);

  public LabelledSheet {
    digits = List.copyOf(digits);
    none = List.copyOf(none);
    unsure = List.copyOf(unsure);
    contrast = List.copyOf(contrast);
  }

  /**
   * A page's sheets, one for each size. Pages without any statement give none.
   *
   * @param base the network that training begins with: where it sees a digit at a label, its own
   *     line is kept to; null when training begins from nothing
   * @param zooms sizes, as multiples of the one the page is read at
   */
  public static List<LabelledSheet> of(
      LabelledPage page, ModelSpec spec, @Nullable BigramNetwork base, double[] zooms)
      throws UnreadableScan, IOException {
    if (page.places().isEmpty()) {
      return List.of();
    }
    GreyScan scan = Scans.grey(page.scan());
    Region region =
        page.region() == null ? Region.whole(scan.width(), scan.height()) : page.region();
    double scale = scale(page, spec);
    List<LabelledSheet> sheets = new ArrayList<>();
    for (double zoom : zooms) {
      PageFrame frame = new PageFrame(region, page.turn(), scale * zoom);
      sheets.add(sheet(page, frame, frame.inkMap(scan), spec, base));
    }
    return sheets;
  }

  private static LabelledSheet sheet(
      LabelledPage page,
      PageFrame frame,
      InkMap whole,
      ModelSpec spec,
      @Nullable BigramNetwork base) {
    List<Box> boxes = page.places().stream().map(place -> frame.toCells(place.box())).toList();
    int left = (int) low(boxes.stream().mapToDouble(Box::x).min().orElse(0));
    int top = (int) low(boxes.stream().mapToDouble(Box::y).min().orElse(0));
    double right = boxes.stream().mapToDouble(b -> b.x() + b.w()).max().orElse(0);
    double bottom = boxes.stream().mapToDouble(b -> b.y() + b.h()).max().orElse(0);
    int w = (int) Math.min(whole.width(), Math.ceil(right) + MARGIN) - left;
    int h = (int) Math.min(whole.height(), Math.ceil(bottom) + MARGIN) - top;
    InkMap ink = whole.crop(left, top, Math.max(1, w), Math.max(1, h));
    Peaks seen = base == null ? null : base.run(ink);
    boolean oldStyle = oldStyle(page);
    List<Mark> digits = new ArrayList<>();
    List<Mark> none = new ArrayList<>();
    List<Mark> unsure = new ArrayList<>();
    List<Box> contrast = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      Place place = page.places().get(i);
      Box box =
          new Box(
              boxes.get(i).x() - left, boxes.get(i).y() - top, boxes.get(i).w(), boxes.get(i).h());
      switch (place.kind()) {
        case DIGIT -> digits.add(mark(place.digit(), box, oldStyle, seen, spec));
        case NONE -> none.add(new Mark(box.centreX(), box.centreY(), spec.em(), -1));
        case UNSURE -> unsure.add(new Mark(box.centreX(), box.centreY(), spec.em(), -1));
        case CONTRAST -> contrast.add(box);
      }
    }
    return new LabelledSheet(ink, digits, none, unsure, contrast);
  }

  private static double low(double outermost) {
    return Math.max(0, Math.floor(outermost) - MARGIN);
  }

  /**
   * Where a digit's blob belongs. The box tells its column; its row is the line that the network
   * already keeps to, or else what the figure's shape says.
   */
  private static Mark mark(
      int digit, Box box, boolean oldStyle, @Nullable Peaks seen, ModelSpec spec) {
    double em = box.h() / height(digit, oldStyle);
    double up =
        !oldStyle ? 0 : HANGING.contains(digit) ? 0.22 : SHORT_ONES.contains(digit) ? 0.1 : 0;
    double x = box.centreX();
    double y = box.centreY() - up * em;
    if (seen != null) {
      double nearest = Double.MAX_VALUE;
      double row = y;
      for (int i = 0; i < seen.count(); i++) {
        double dx = Math.abs(spec.stride() * seen.column()[i] + 0.5 - x);
        double at = spec.stride() * seen.row()[i] + 0.5;
        double dy = Math.abs(at - y);
        if (dx <= 0.22 * spec.em() && dy <= 0.35 * spec.em() && dx + dy < nearest) {
          nearest = dx + dy;
          row = at;
        }
      }
      y = row;
    }
    return new Mark(x, y, em, digit);
  }

  private static double height(int digit, boolean oldStyle) {
    return oldStyle && SHORT_ONES.contains(digit) ? SHORT : LINING;
  }

  /**
   * The scale that the page was read at, unless the labels say that its type would be far from the
   * size the network knows.
   */
  private static double scale(LabelledPage page, ModelSpec spec) {
    boolean oldStyle = oldStyle(page);
    boolean sideways = page.turn().sideways();
    double[] ems =
        page.places().stream()
            .filter(place -> place.kind() == Place.Kind.DIGIT)
            .mapToDouble(
                place ->
                    (sideways ? place.box().w() : place.box().h())
                        / height(place.digit(), oldStyle))
            .sorted()
            .toArray();
    Double read = page.scale();
    if (ems.length < 5) {
      return read == null ? 1 : read;
    }
    double told = spec.em() / ems[ems.length / 2];
    return read == null || read / told < 0.66 || read / told > 1.5 ? told : read;
  }

  /** Whether the page's figures are of unlike heights, as far as its labels show them. */
  private static boolean oldStyle(LabelledPage page) {
    boolean sideways = page.turn().sideways();
    double[] low = heights(page, sideways, true);
    double[] tall = heights(page, sideways, false);
    return low.length >= 3
        && tall.length >= 3
        && tall[tall.length / 2] > 1.22 * low[low.length / 2];
  }

  private static double[] heights(LabelledPage page, boolean sideways, boolean low) {
    return page.places().stream()
        .filter(place -> place.kind() == Place.Kind.DIGIT)
        .filter(place -> SHORT_ONES.contains(place.digit()) == low)
        .mapToDouble(place -> sideways ? place.box().w() : place.box().h())
        .sorted()
        .toArray();
  }

  /** How often each digit is labelled here. */
  public int[] classes() {
    int[] counts = new int[ModelSpec.DIGITS];
    digits.forEach(mark -> counts[mark.digit()]++);
    return counts;
  }
}
