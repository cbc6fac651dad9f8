package org.tabularium.training.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.image.Box;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;
import org.tabularium.network.reading.Digit;
import org.tabularium.training.patches.Mark;
import org.tabularium.training.patches.Sheet;
import org.tabularium.training.patches.Sheets;

/** Reads generated sheets in typefaces that no model was trained on. */
public final class HeldOutSheets {

  /** Seed of the sheets to measure with; fixed before the first training. */
  public static final long SEED = -1;

  private HeldOutSheets() {}

  /** The first {@code count} sheets, all digits on them taken together. */
  public static DigitScore read(BigramNetwork network, Sheets sheets, int count) {
    DigitScore total = DigitScore.NONE;
    ModelSpec spec = network.model().spec();
    for (int n = 0; n < count; n++) {
      Sheet sheet = sheets.make(n);
      Peaks peaks = network.run(sheet.ink());
      List<Digit> seen = new ArrayList<>();
      for (int i = 0; i < peaks.count(); i++) {
        Box at =
            box(
                spec.stride() * peaks.column()[i] + 0.5,
                spec.stride() * peaks.row()[i] + 0.5,
                spec.em());
        if (inside(at) && sheet.spared().stream().noneMatch(m -> near(m, at))) {
          seen.add(
              new Digit(
                  at, peaks.digit()[i], peaks.activation()[i], peaks.row()[i], peaks.column()[i]));
        }
      }
      List<TrueDigit> truth = new ArrayList<>();
      for (Mark mark : sheet.digits()) {
        Box at = box(mark.x(), mark.y(), spec.em());
        if (inside(at)) {
          truth.add(new TrueDigit(at, mark.digit(), true, true));
        }
      }
      // The corners count as the table's edge, so that every false digit does.
      total = total.plus(truth.isEmpty() ? nothingThere(seen) : DigitScore.of(framed(truth), seen));
    }
    return total;
  }

  private static DigitScore nothingThere(List<Digit> seen) {
    int[][] confusion = new int[11][11];
    seen.forEach(d -> confusion[10][d.digit()]++);
    return new DigitScore(0, 0, 0, seen.size(), List.of(), List.of(), seen, confusion);
  }

  /** With illegible digits in two corners, which widen the table's box to the whole sheet. */
  private static List<TrueDigit> framed(List<TrueDigit> truth) {
    List<TrueDigit> all = new ArrayList<>(truth);
    all.add(new TrueDigit(new Box(-20, -20, 1, truth.get(0).box().h()), 0, true, false));
    all.add(
        new TrueDigit(
            new Box(Sheets.SIZE + 20, Sheets.SIZE + 20, 1, truth.get(0).box().h()),
            0,
            true,
            false));
    return all;
  }

  private static boolean inside(Box at) {
    return at.centreX() > 6
        && at.centreY() > 6
        && at.centreX() < Sheets.SIZE - 6
        && at.centreY() < Sheets.SIZE - 6;
  }

  private static boolean near(Mark mark, Box at) {
    return Math.hypot(mark.x() - at.centreX(), mark.y() - at.centreY()) < 0.6 * mark.em();
  }

  private static Box box(double x, double y, double em) {
    return new Box(x - 0.25 * em, y - 0.35 * em, 0.5 * em, 0.7 * em);
  }
}
