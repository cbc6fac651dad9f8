package org.tabularium.network.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tabularium.network.lrp.MinShare;

/**
 * One table's branch of BiLRP, down to the cells of its ink map, in factored form (paper, section
 * 3.3). A feature's relevance is a weighted sum of the maps of the digits that it was made of:
 * {@code LRP(phi_m)(i) = sum_d w_md U_d(i)}. It does not depend on the partner.
 *
 * <p>The gate that found the digits counts as a constant: its decision gets no relevance.
 *
 * @param modelVersion the version that read the table
 * @param gamma of the rule at each convolution
 * @param share how the smaller digit of a bigram and the larger share its relevance
 * @param width of the upright ink map, cells
 * @param height of the upright ink map, cells
 * @param side of a digit's receptive field, cells
 * @param digits the digits that were found, in the reading's order
 * @param phi the feature vector, of the reading
 * @param weights for each feature its digits
 */
public record PixelBranch(
    String modelVersion,
    double gamma,
    MinShare share,
    int width,
    int height,
    int side,
    List<Field> digits,
    float[] phi,
    List<List<Weight>> weights) {

  /**
   * What in the ink made one digit.
   *
   * @param left column of its receptive field's first cell on the ink map; may lie outside
   * @param top row of the same
   * @param unit {@code U_d}: relevance of its activation taken as 1, {@code side * side} cells, row
   *     by row
   * @param lost what the stabilisers took of that 1
   * @param raw all ten classes at the digit's place, before rectification
   * @param total {@code sum_i U_d(i)}; with what was lost it makes up 1
   */
  public record Field(int left, int top, float[] unit, float lost, float[] raw, double total) {

    public Field(int left, int top, float[] unit, float lost, float[] raw) {
      this(left, top, unit, lost, raw, sum(unit));
    }

    /** {@code U_d} at a cell of the ink map; 0 outside the receptive field. */
    public double at(int x, int y, int side) {
      int column = x - left;
      int row = y - top;
      boolean inside = column >= 0 && row >= 0 && column < side && row < side;
      return inside ? unit[row * side + column] : 0;
    }

    private static double sum(float[] unit) {
      double sum = 0;
      for (float u : unit) {
        sum += u;
      }
      return sum;
    }
  }

  /**
   * A digit's part in a feature.
   *
   * @param digit index in the digits
   * @param relevance {@code w_md}, in units of the feature
   */
  public record Weight(int digit, double relevance) {}

  /**
   * A feature's relevance where there is any.
   *
   * @param cells {@code y * width + x} of the ink map, each once, in no order
   * @param relevance as many
   */
  public record Sparse(int[] cells, double[] relevance) {}

  public PixelBranch {
    digits = List.copyOf(digits);
    weights = List.copyOf(weights);
  }

  /**
   * The branch of a reading whose digits' maps are known.
   *
   * @param digits in the reading's order
   * @throws IllegalArgumentException when these are not the reading's digits
   */
  public static PixelBranch of(
      Reading reading,
      double gamma,
      MinShare share,
      int width,
      int height,
      int side,
      List<Field> digits) {
    if (digits.size() != reading.digits().size()) {
      throw new IllegalArgumentException(
          digits.size() + " maps for " + reading.digits().size() + " digits");
    }
    return new PixelBranch(
        reading.modelVersion(),
        gamma,
        share,
        width,
        height,
        side,
        digits,
        reading.phi(),
        weights(reading, share));
  }

  /**
   * How the relevance of the features starts at the digits: each occurrence's mass goes to the
   * smaller of its two digits (paper, equation 6), or as {@code share} says.
   */
  private static List<List<Weight>> weights(Reading reading, MinShare share) {
    List<SortedMap<Integer, Double>> sums = new ArrayList<>();
    for (int m = 0; m < Reading.FEATURES; m++) {
      sums.add(new TreeMap<>());
    }
    for (Occurrence o : reading.occurrences()) {
      double first = reading.digits().get(o.first()).confidence();
      double second = reading.digits().get(o.second()).confidence();
      double part = share.ofFirst(first, second);
      sums.get(o.bigram()).merge(o.first(), part * o.mass(), Double::sum);
      sums.get(o.bigram()).merge(o.second(), (1 - part) * o.mass(), Double::sum);
    }
    List<List<Weight>> weights = new ArrayList<>();
    for (SortedMap<Integer, Double> sum : sums) {
      List<Weight> some = new ArrayList<>();
      sum.forEach(
          (digit, relevance) -> {
            if (relevance != 0) {
              some.add(new Weight(digit, relevance));
            }
          });
      weights.add(List.copyOf(some));
    }
    return weights;
  }

  /** {@code LRP(phi_m)} at a cell of the ink map. */
  public double at(int feature, int x, int y) {
    double sum = 0;
    for (Weight w : weights.get(feature)) {
      sum += w.relevance() * digits.get(w.digit()).at(x, y, side);
    }
    return sum;
  }

  /** {@code LRP(phi_m)} at one cell, for all m. */
  public double[] at(int x, int y) {
    double[] all = new double[weights.size()];
    for (int m = 0; m < all.length; m++) {
      all[m] = at(m, x, y);
    }
    return all;
  }

  /** {@code sum_i LRP(phi_m)(i)}. */
  public double total(int feature) {
    return weights.get(feature).stream()
        .mapToDouble(w -> w.relevance() * digits.get(w.digit()).total())
        .sum();
  }

  /** What the stabilisers took of the feature, counted layer by layer. */
  public double lost(int feature) {
    return weights.get(feature).stream()
        .mapToDouble(w -> w.relevance() * digits.get(w.digit()).lost())
        .sum();
  }

  /** {@code LRP(phi_m)} for all m, written out cell by cell. */
  public List<Sparse> features() {
    double[] page = new double[width * height];
    List<Sparse> all = new ArrayList<>();
    for (int m = 0; m < weights.size(); m++) {
      all.add(written(m, page));
    }
    return all;
  }

  /** One feature's cells; leaves the page as it was, all zeros. */
  private Sparse written(int feature, double[] page) {
    List<Weight> some = weights.get(feature);
    int most = 0;
    for (Weight w : some) {
      add(page, w.digit(), w.relevance());
      most += side * side;
    }
    int[] cells = new int[most];
    double[] relevance = new double[most];
    int n = 0;
    for (Weight w : some) {
      Field field = digits.get(w.digit());
      int last = Math.min(width, field.left() + side);
      for (int y = Math.max(0, field.top()); y < Math.min(height, field.top() + side); y++) {
        for (int x = Math.max(0, field.left()); x < last; x++) {
          int cell = y * width + x;
          if (page[cell] != 0) { // and not yet taken, where fields lap
            cells[n] = cell;
            relevance[n++] = page[cell];
            page[cell] = 0;
          }
        }
      }
    }
    return new Sparse(java.util.Arrays.copyOf(cells, n), java.util.Arrays.copyOf(relevance, n));
  }

  /** Adds a digit's map, times a factor, to a map of the whole ink map, row by row. */
  public void add(double[] page, int digit, double factor) {
    Field field = digits.get(digit);
    for (int r = Math.max(0, -field.top()); r < side && field.top() + r < height; r++) {
      int to = (field.top() + r) * width + field.left();
      int last = Math.min(side, width - field.left());
      for (int c = Math.max(0, -field.left()); c < last; c++) {
        page[to + c] += factor * field.unit()[r * side + c];
      }
    }
  }
}
