package org.tabularium.training.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.reading.Digit;

/**
 * How a reading agrees with labels. A digit read belongs to the label nearest to it whose box,
 * widened by a quarter, holds its centre; one to one, nearest first. What was read where nothing is
 * labelled is neither right nor wrong.
 *
 * @param there labelled digits
 * @param right those read as what they are
 * @param misread those read as another digit
 * @param invented digits read where somebody says that there is none
 * @param confusion row the label, column what was read; in the last row what is not there, in the
 *     last column what was not found
 * @param verdicts one for each place that can be right or wrong
 */
public record LabelScore(
    int there, int right, int misread, int invented, int[][] confusion, List<Verdict> verdicts) {

  /** No page. */
  public static final LabelScore NONE =
      new LabelScore(0, 0, 0, 0, new int[ModelSpec.DIGITS + 1][ModelSpec.DIGITS + 1], List.of());

  /**
   * One place and what was read there.
   *
   * @param page the labelled page's id
   * @param place a digit, or what is none
   * @param read 0 to 9; null for nothing
   */
  public record Verdict(String page, Place place, @Nullable Integer read) {
    public boolean right() {
      return place.kind() == Place.Kind.DIGIT
          ? read != null && read == place.digit()
          : read == null;
    }
  }

  private record Pair(int place, int seen, double distance) {}

  public LabelScore {
    verdicts = List.copyOf(verdicts);
  }

  /**
   * Scores one page.
   *
   * @param seen its digits, scan pixels
   */
  public static LabelScore of(LabelledPage page, List<Digit> seen) {
    List<Place> places = page.places();
    List<Pair> pairs = new ArrayList<>();
    for (int p = 0; p < places.size(); p++) {
      Place place = places.get(p);
      if (place.kind() == Place.Kind.CONTRAST) {
        continue;
      }
      for (int s = 0; s < seen.size(); s++) {
        double dx = Math.abs(seen.get(s).box().centreX() - place.box().centreX());
        double dy = Math.abs(seen.get(s).box().centreY() - place.box().centreY());
        // A 1 is a narrow box; its neighbours' centres are half an em away.
        double least = 0.3 * Math.max(place.box().w(), place.box().h());
        if (dx <= Math.max(least, 0.625 * place.box().w())
            && dy <= Math.max(least, 0.625 * place.box().h())) {
          pairs.add(new Pair(p, s, Math.hypot(dx, dy)));
        }
      }
    }
    pairs.sort(
        Comparator.comparingDouble(Pair::distance)
            .thenComparingInt(Pair::place)
            .thenComparingInt(Pair::seen));
    @Nullable Digit[] at = new Digit[places.size()];
    boolean[] used = new boolean[seen.size()];
    for (Pair pair : pairs) {
      if (at[pair.place()] == null && !used[pair.seen()]) {
        at[pair.place()] = seen.get(pair.seen());
        used[pair.seen()] = true;
      }
    }
    int there = 0;
    int right = 0;
    int misread = 0;
    int invented = 0;
    int[][] confusion = new int[ModelSpec.DIGITS + 1][ModelSpec.DIGITS + 1];
    List<Verdict> verdicts = new ArrayList<>();
    for (int p = 0; p < places.size(); p++) {
      Place place = places.get(p);
      Digit digit = at[p];
      if (place.kind() == Place.Kind.DIGIT) {
        there++;
        right += digit != null && digit.digit() == place.digit() ? 1 : 0;
        misread += digit != null && digit.digit() != place.digit() ? 1 : 0;
        confusion[place.digit()][digit == null ? ModelSpec.DIGITS : digit.digit()]++;
      } else if (place.kind() == Place.Kind.NONE) {
        invented += digit == null ? 0 : 1;
        if (digit != null) {
          confusion[ModelSpec.DIGITS][digit.digit()]++;
        }
      } else {
        continue;
      }
      verdicts.add(new Verdict(page.id(), place, digit == null ? null : digit.digit()));
    }
    for (int s = 0; s < seen.size(); s++) {
      Digit digit = seen.get(s);
      double x = digit.box().centreX();
      double y = digit.box().centreY();
      boolean denied =
          !used[s]
              && places.stream().anyMatch(p -> p.kind() == Place.Kind.CONTRAST && p.holds(x, y))
              && places.stream().noneMatch(p -> p.kind() != Place.Kind.CONTRAST && p.holds(x, y));
      if (denied) {
        invented++;
        confusion[ModelSpec.DIGITS][digit.digit()]++;
        verdicts.add(new Verdict(page.id(), Place.of(Place.Kind.NONE, digit.box()), digit.digit()));
      }
    }
    return new LabelScore(there, right, misread, invented, confusion, verdicts);
  }

  /** Two pages taken together. */
  public LabelScore plus(LabelScore other) {
    int[][] sum = new int[ModelSpec.DIGITS + 1][ModelSpec.DIGITS + 1];
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum.length; j++) {
        sum[i][j] = confusion[i][j] + other.confusion[i][j];
      }
    }
    List<Verdict> both = new ArrayList<>(verdicts);
    both.addAll(other.verdicts);
    return new LabelScore(
        there + other.there,
        right + other.right,
        misread + other.misread,
        invented + other.invented,
        sum,
        both);
  }

  /** Labelled digits that nothing was read for. */
  public int missed() {
    return there - right - misread;
  }

  /** Share of the labelled digits that are read right. */
  public double recall() {
    return there == 0 ? 1 : (double) right / there;
  }

  /** Share of the digits read at labels and in contrast regions that are right. */
  public double precision() {
    int read = right + misread + invented;
    return read == 0 ? 1 : (double) right / read;
  }

  /** Share of the labelled digits that are missed or misread. */
  public double error() {
    return 1 - recall();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d of %d right (%.1f %%), %d misread, %d missed, %d invented",
        right,
        there,
        100 * recall(),
        misread,
        missed(),
        invented);
  }
}
