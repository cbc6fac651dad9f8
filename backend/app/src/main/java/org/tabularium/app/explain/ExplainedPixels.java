package org.tabularium.app.explain;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.corpus.Table;
import org.tabularium.network.image.Box;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.PixelBranch;
import org.tabularium.network.reading.PixelExplanation;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/**
 * An explanation down to the cells of the ink maps. {@code explained} and {@code remainder} make up
 * the score.
 *
 * @param depth pixels
 * @param says read: it speaks of the digits as they were read and of no correction, for it tells
 *     what the network saw
 * @param kind cosine, dot or sqrt
 * @param model the version that read both tables
 * @param gamma of the rule at each convolution
 * @param share smaller or equal: who of a bigram's two digits has its relevance
 * @param score the same number as in the ranking by digits as they were read
 * @param explained the sum over all pairs of cells
 * @param remainder what stabilisers took, counted layer by layer
 * @param a the first table
 * @param b the second table
 * @param digit the digit that was asked for
 * @param silence why there is nothing to explain, as at the level of digits; left out where there
 *     is something
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExplainedPixels(
    String depth,
    String says,
    String kind,
    String model,
    double gamma,
    String share,
    double score,
    double explained,
    double remainder,
    Side a,
    Side b,
    @Nullable OneDigit digit,
    @Nullable String silence) {

  /**
   * One of the two tables.
   *
   * @param table its number
   * @param region {@code [x, y, w, h]} of the scan that the picture of its heat lies over
   * @param turn degrees clockwise that bring it upright
   * @param columns of the upright ink map of the table; what was read at another scale is laid over
   *     it
   * @param rows likewise
   * @param digits relevance of each digit, in the order of the table's digits; they add up to
   *     {@code explained}
   * @param heat where the picture of its heat is
   * @param corrected how many of its digits people corrected, which do not count here
   */
  public record Side(
      @Schema(type = "string") @JsonFormat(shape = JsonFormat.Shape.STRING) long table,
      double[] region,
      int turn,
      int columns,
      int rows,
      double[] digits,
      String heat,
      int corrected) {}

  /**
   * What in the ink made a digit.
   *
   * @param of a or b: the table it stands in
   * @param index in the list of the table's digits
   * @param digit its class
   * @param confidence its activation
   * @param second the class that came second
   * @param secondRaw how near it came: its activation before rectification
   * @param raw all ten classes before rectification
   * @param box {@code [x, y, w, h]}, the digit on the scan
   * @param sees {@code [x, y, w, h]}, what the network sees of the scan where it reads the digit
   * @param side cells of the ink map across and down of that
   * @param ink relevance of the digit's activation at these cells, upright, row by row; with {@code
   *     lost} it makes up {@code confidence}
   * @param lost what stabilisers took of the activation
   * @param relevance the digit's share of the score
   * @param partners the digits of the other table that it has its relevance with, strongest first
   * @param heat where the picture of its own ink is
   * @param heatOfPartners where the picture of the other table's ink is
   */
  public record OneDigit(
      String of,
      int index,
      int digit,
      float confidence,
      int second,
      float secondRaw,
      float[] raw,
      double[] box,
      double[] sees,
      int side,
      float[] ink,
      double lost,
      double relevance,
      List<Partner> partners,
      String heat,
      String heatOfPartners) {}

  /**
   * A digit of the other table.
   *
   * @param index in the list of that table's digits
   * @param relevance the pair's share of the score
   */
  public record Partner(int index, double relevance) {}

  /**
   * One table and what is known of it.
   *
   * @param corrected how many of its digits people corrected
   */
  record Branch(Table table, Reading reading, PixelBranch pixels, int corrected) {}

  /**
   * @param of whether the digit asked for is the first table's; null when none is
   * @param index of that digit
   * @param query what the address of a picture says besides
   */
  static ExplainedPixels of(
      Branch a, Branch b, ScoreKind kind, @Nullable Boolean of, int index, String query) {
    PixelExplanation there = new PixelExplanation(a.pixels(), b.pixels(), kind);
    PixelExplanation back = new PixelExplanation(b.pixels(), a.pixels(), kind);
    return new ExplainedPixels(
        "pixels",
        "read",
        name(kind),
        a.reading().modelVersion(),
        a.pixels().gamma(),
        name(a.pixels().share()),
        there.score(),
        there.explained(),
        there.remainder(),
        side(a, there.digits(), query + "&side=a"),
        side(b, back.digits(), query + "&side=b"),
        of == null ? null : digit(of ? a : b, of ? there : back, of, index, query),
        Explained.name(Explainer.silence(a.reading(), b.reading())));
  }

  private static Side side(Branch branch, double[] digits, String heat) {
    var region = branch.reading().region();
    for (int d = 0; d < digits.length; d++) {
      digits[d] *= branch.pixels().digits().get(d).total();
    }
    return new Side(
        branch.table().id(),
        new double[] {region.x(), region.y(), region.width(), region.height()},
        branch.reading().turn().degrees(),
        branch.reading().frame().main().width(),
        branch.reading().frame().main().height(),
        digits,
        heat,
        branch.corrected());
  }

  private static OneDigit digit(
      Branch branch, PixelExplanation pair, boolean first, int index, String query) {
    Digit digit = branch.reading().digits().get(index);
    PixelBranch.Field field = branch.pixels().digits().get(index);
    int second = digit.digit() == 0 ? 1 : 0;
    for (int k = 0; k < field.raw().length; k++) {
      if (k != digit.digit() && field.raw()[k] > field.raw()[second]) {
        second = k;
      }
    }
    float[] ink = field.unit().clone();
    for (int i = 0; i < ink.length; i++) {
      ink[i] *= digit.confidence();
    }
    double[] with = pair.partners(index);
    List<Partner> partners = new ArrayList<>();
    double relevance = 0;
    for (int d = 0; d < with.length; d++) {
      if (with[d] != 0) {
        partners.add(new Partner(d, with[d]));
        relevance += with[d];
      }
    }
    partners.sort(Comparator.comparingDouble(p -> -p.relevance()));
    int side = branch.pixels().side();
    Box sees = branch.reading().frame().toScan(new Box(field.left(), field.top(), side, side));
    String asked = query + "&of=" + (first ? "a" : "b") + "&digit=" + index;
    return new OneDigit(
        first ? "a" : "b",
        index,
        digit.digit(),
        digit.confidence(),
        second,
        field.raw()[second],
        field.raw(),
        corners(digit.box()),
        corners(sees),
        side,
        ink,
        digit.confidence() * field.lost(),
        relevance,
        partners,
        asked + "&side=" + (first ? "a" : "b"),
        asked + "&side=" + (first ? "b" : "a"));
  }

  private static double[] corners(Box box) {
    return new double[] {box.x(), box.y(), box.w(), box.h()};
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
