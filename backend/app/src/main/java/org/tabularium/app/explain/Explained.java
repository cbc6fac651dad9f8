package org.tabularium.app.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.readings.Provenance;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Explanation;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/**
 * An explanation as programs and pages get it.
 *
 * @param kind cosine, dot or sqrt
 * @param model the version that read both tables
 * @param score the same number as in the ranking
 * @param explained the sum over all pairs, listed or not
 * @param pairs the strongest pairs, the strongest first
 * @param rest the sum over those that are not listed
 * @param features every bigram that both have; the contributions add up to the score
 * @param provenance what the two vectors come from; left out where nobody asked
 * @param silence why there is nothing to explain: {@code first-has-no-digits}, {@code
 *     second-has-no-digits}, {@code neither-has-digits} or {@code no-bigram-in-common}; left out
 *     where there is something
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explained(
    String kind,
    String model,
    double score,
    double explained,
    List<Pair> pairs,
    double rest,
    List<Feature> features,
    @Nullable Provenances provenance,
    @Nullable String silence) {

  /** Of the first table and of the second. */
  public record Provenances(Provenance a, Provenance b) {}

  /**
   * An occurrence of a bigram in each table.
   *
   * @param a the box {@code [x, y, w, h]} around its two digits in the first table's scan
   * @param b the same in the second's
   * @param bigram "00" to "99"
   * @param relevance its share of the score
   * @param aDigits its two digits, counted in the list of the first table's digits
   * @param bDigits the same of the second's
   * @param corrected whether a person corrected one of the four
   */
  public record Pair(
      double[] a,
      double[] b,
      String bigram,
      double relevance,
      int[] aDigits,
      int[] bDigits,
      boolean corrected) {}

  /**
   * A line of the ledger.
   *
   * @param bigram "00" to "99"
   * @param contribution its share of the score
   * @param a its count in the first table
   * @param b its count in the second
   * @param corrected in how many of its places, of both tables, a person corrected a digit
   */
  public record Feature(String bigram, double contribution, double a, double b, int corrected) {}

  /** Why two tables are similar by the digits that are meant; runs no network. */
  public static Explained of(
      TableDigits a, TableDigits b, List<Region> parts, ScoreKind kind, int limit) {
    Explained of = of(a.reading().within(parts), b.reading(), kind, limit);
    return new Explained(
        of.kind,
        of.model,
        of.score,
        of.explained,
        of.pairs,
        of.rest,
        of.features,
        new Provenances(Provenance.of(a), Provenance.of(b)),
        of.silence);
  }

  /** Why two readings of one model version are similar; runs no network. */
  public static Explained of(Reading a, Reading b, ScoreKind kind, int limit) {
    Explanation explanation = Explainer.explain(a, b, kind, limit);
    int[] corrected = new int[Reading.FEATURES];
    for (Reading one : List.of(a, b)) {
      one.occurrences().stream()
          .filter(place -> isCorrected(one, place))
          .forEach(place -> corrected[place.bigram()]++);
    }
    List<Pair> pairs = new ArrayList<>();
    for (Explanation.Pair pair : explanation.pairs()) {
      Occurrence inA = a.occurrences().get(pair.a());
      Occurrence inB = b.occurrences().get(pair.b());
      pairs.add(
          new Pair(
              around(a, inA),
              around(b, inB),
              Occurrence.bigramName(pair.bigram()),
              pair.relevance(),
              new int[] {inA.first(), inA.second()},
              new int[] {inB.first(), inB.second()},
              isCorrected(a, inA) || isCorrected(b, inB)));
    }
    return new Explained(
        explanation.kind().name().toLowerCase(Locale.ROOT),
        a.modelVersion(),
        explanation.score(),
        explanation.explained(),
        pairs,
        explanation.rest(),
        explanation.features().stream()
            .map(
                f ->
                    new Feature(
                        Occurrence.bigramName(f.bigram()),
                        f.contribution(),
                        f.inA(),
                        f.inB(),
                        corrected[f.bigram()]))
            .toList(),
        null,
        name(explanation.silence()));
  }

  /** As programs get it; null where there is something to explain. */
  static @Nullable String name(Explanation.Silence silence) {
    return silence == Explanation.Silence.NONE
        ? null
        : silence.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isCorrected(Reading reading, Occurrence place) {
    return reading.digits().get(place.first()).byHand() != null
        || reading.digits().get(place.second()).byHand() != null;
  }

  private static double[] around(Reading reading, Occurrence occurrence) {
    Box first = reading.digits().get(occurrence.first()).box();
    Box second = reading.digits().get(occurrence.second()).box();
    double x = Math.min(first.x(), second.x());
    double y = Math.min(first.y(), second.y());
    double right = Math.max(first.x() + first.w(), second.x() + second.w());
    double bottom = Math.max(first.y() + first.h(), second.y() + second.h());
    return new double[] {x, y, right - x, bottom - y};
  }
}
