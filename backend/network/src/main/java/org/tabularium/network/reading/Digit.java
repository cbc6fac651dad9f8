package org.tabularium.network.reading;

import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;

/**
 * One digit found in a table: a gated peak of its class's digit map.
 *
 * @param box where it stands, pixels of the scan as uploaded
 * @param digit its class, 0 to 9
 * @param confidence the peak's activation; about 1 for a clean digit
 * @param row of the digit map's cell that the gate kept, on the upright table
 * @param column of the same cell; with it an explanation starts where the reading stopped, and
 *     never has to find a peak again
 * @param runnerUp the class that came second at the same cell; null where no other class saw
 *     anything there, or where it was not kept
 * @param byHand a person's word over what was read; null: as it was read
 */
public record Digit(
    Box box,
    int digit,
    float confidence,
    int row,
    int column,
    @Nullable RunnerUp runnerUp,
    @Nullable ByHand byHand) {

  /**
   * A class that lost.
   *
   * @param digit 0 to 9
   * @param confidence its activation at the cell of the class that won, above 0
   */
  public record RunnerUp(int digit, float confidence) {}

  /**
   * A correction; its activation is 1, since a person is sure.
   *
   * @param read the class that was read here; null where no digit was
   */
  public record ByHand(@Nullable Integer read) {}

  /** A digit as a model read it. */
  public Digit(
      Box box, int digit, float confidence, int row, int column, @Nullable RunnerUp runnerUp) {
    this(box, digit, confidence, row, column, runnerUp, null);
  }

  /** A digit of which nothing is known but the class that won. */
  public Digit(Box box, int digit, float confidence, int row, int column) {
    this(box, digit, confidence, row, column, null);
  }

  /** Where it peaks on the digit map; of those that were read no two share one. */
  public record Cell(int row, int column) {}

  public Cell cell() {
    return new Cell(row, column);
  }

  /** Whether a person put it where no digit was read. */
  public boolean isAdded() {
    return byHand != null && byHand.read() == null;
  }

  /** How far the first class is ahead of the second; the less, the more doubtful. */
  public float margin() {
    return runnerUp == null ? confidence : confidence - runnerUp.confidence();
  }
}
