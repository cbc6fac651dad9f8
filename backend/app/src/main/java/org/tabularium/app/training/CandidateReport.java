package org.tabularium.app.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.judgement.Agreement;
import org.tabularium.training.labels.LabelScore;

/**
 * A candidate held against the version that was active then.
 *
 * @param version the candidate
 * @param against the other
 * @param heldOut on labelled editions that were not learnt from; null where there are none
 * @param learnt on what was learnt from, which says less
 * @param editions the same by edition
 * @param worse places read right by the other and wrong by the candidate
 * @param better the other way round
 * @param searches what changed in rankings
 * @param agreement of either version with what people judged, by the pairs that both have read
 */
public record CandidateReport(
    String version,
    String against,
    @Nullable Both heldOut,
    @Nullable Both learnt,
    List<OfEdition> editions,
    Places worse,
    Places better,
    Searches searches,
    List<Agreement> agreement) {

  /** Figures of the candidate and of the other. */
  public record Both(Figures candidate, Figures active) {}

  /**
   * How a version reads labelled places.
   *
   * @param confusion row the label, column what was read; the last row is what is not there, the
   *     last column what was not found
   */
  public record Figures(
      int labels,
      int right,
      int misread,
      int missed,
      int invented,
      double recall,
      double precision,
      int[][] confusion) {

    static Figures of(LabelScore score) {
      return new Figures(
          score.there(),
          score.right(),
          score.misread(),
          score.missed(),
          score.invented(),
          score.recall(),
          score.precision(),
          score.confusion());
    }

    /** The same for each digit, 0 to 9. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public List<OfDigit> digits() {
      return IntStream.range(0, 10).mapToObj(this::digit).toList();
    }

    private OfDigit digit(int digit) {
      int there = IntStream.of(confusion[digit]).sum();
      int read = Stream.of(confusion).mapToInt(row -> row[digit]).sum();
      int good = confusion[digit][digit];
      return new OfDigit(
          digit,
          there,
          there == 0 ? null : (double) good / there,
          read == 0 ? null : (double) good / read);
    }
  }

  /**
   * How a version reads one digit.
   *
   * @param labels places that people call this digit
   * @param recall share of them that is read as it; null where there is none
   * @param precision share of what is read as it that is it; null where nothing is read so
   */
  public record OfDigit(
      int digit, int labels, @Nullable Double recall, @Nullable Double precision) {}

  /**
   * @param edition its title, or a file's name
   * @param heldOut whether it was not learnt from
   */
  public record OfEdition(String edition, boolean heldOut, Both figures) {}

  /**
   * @param all how many
   * @param shown the first of them
   */
  public record Places(int all, List<Place> shown) {}

  /**
   * A place that is read otherwise now.
   *
   * @param x left edge, pixels of the scan
   * @param digit what people say; null: no digit
   * @param before what the active version reads; null: nothing
   * @param after what the candidate reads
   */
  public record Place(
      String table,
      String scan,
      int turn,
      double x,
      double y,
      double w,
      double h,
      @Nullable Integer digit,
      @Nullable Integer before,
      @Nullable Integer after) {

    /** Its picture, with some paper around, as an IIIF address. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String image() {
      double pad = 0.5 * Math.max(w, h);
      long left = Math.max(0, Math.round(x - pad));
      long top = Math.max(0, Math.round(y - pad));
      return "/iiif/3/%s/%d,%d,%d,%d/!96,96/%d/default.jpg"
          .formatted(
              scan, left, top, Math.round(x + w + pad) - left, Math.round(y + h + pad) - top, turn);
    }
  }

  /**
   * @param pinned whether people pinned them; otherwise they were drawn by a fixed seed
   * @param among how many tables both versions have read for it
   * @param changed how many have other tables among their first ten
   */
  public record Searches(boolean pinned, int among, int changed, List<SearchChange> each) {}

  /**
   * @param table whose ranking it is
   * @param left tables that are no longer among the first ten
   * @param came tables that are now
   * @param moved how many of the others stand in another place
   */
  public record SearchChange(Named table, List<Named> left, List<Named> came, int moved) {}

  /** A table and what people call it. */
  public record Named(String id, String title) {}
}
