package org.tabularium.network.reading;

import java.util.List;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;

/**
 * All that one model version saw in one table. A value: written once, never changed; ranking,
 * explaining and auditing use the same rows.
 *
 * @param modelVersion the hash that names the model version
 * @param frame the part of the scan that was read, the turn and the scale that were chosen, and the
 *     parts that were read at other scales
 * @param scaleConfidence mean confidence of the peaks at the chosen scale, the evidence for it
 * @param looksLikeTable whether enough digits stand in rows and columns to call it a numeric table
 * @param aside how many peaks were too unsure for the lonely place they stand in, and count as no
 *     digits
 * @param digits the gated peaks that count
 * @param occurrences the bigrams' places; their masses add up to {@code phi}
 * @param phi the feature vector from the graph's own sums, length 100, entry {@code 10 j + k} for
 *     bigram jk
 */
public record Reading(
    String modelVersion,
    PageFrame frame,
    float scaleConfidence,
    boolean looksLikeTable,
    int aside,
    List<Digit> digits,
    List<Occurrence> occurrences,
    float[] phi) {

  /** Entries of the feature vector, one a bigram. */
  public static final int FEATURES = 100;

  public Reading {
    digits = List.copyOf(digits);
    occurrences = List.copyOf(occurrences);
    if (phi.length != FEATURES) {
      throw new IllegalArgumentException("phi has " + phi.length + " entries, not " + FEATURES);
    }
  }

  /** One of a page that was read at one size. */
  public Reading(
      String modelVersion,
      Region region,
      Turn turn,
      double scale,
      float scaleConfidence,
      boolean looksLikeTable,
      int aside,
      List<Digit> digits,
      List<Occurrence> occurrences,
      float[] phi) {
    this(
        modelVersion,
        new PageFrame(region, turn, scale),
        scaleConfidence,
        looksLikeTable,
        aside,
        digits,
        occurrences,
        phi);
  }

  /** The part of the scan that was read. */
  public Region region() {
    return frame.region();
  }

  /** The reading orientation that was chosen. */
  public Turn turn() {
    return frame.turn();
  }

  /** Network cells at the input (ink-map cells) per scan pixel. */
  public double scale() {
    return frame.scale();
  }

  /**
   * The same as if nothing stood outside of these parts: bigrams count whose two digits have their
   * middles in one of them, and the vector is the sum of what is left.
   *
   * @param parts in pixels of the scan; none for all of it
   */
  public Reading within(List<Region> parts) {
    if (parts.isEmpty()) {
      return this;
    }
    boolean[] inside = new boolean[digits.size()];
    for (int i = 0; i < inside.length; i++) {
      Box box = digits.get(i).box();
      inside[i] = parts.stream().anyMatch(part -> part.holds(box));
    }
    List<Occurrence> left =
        occurrences.stream().filter(o -> inside[o.first()] && inside[o.second()]).toList();
    float[] sums = new float[FEATURES];
    left.forEach(o -> sums[o.bigram()] += o.mass());
    return corrected(digits, left, sums);
  }

  /** The same table at the same scale with other digits. */
  Reading corrected(List<Digit> other, List<Occurrence> places, float[] sums) {
    return new Reading(
        modelVersion, frame, scaleConfidence, looksLikeTable, aside, other, places, sums);
  }
}
