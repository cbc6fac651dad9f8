package org.tabularium.network.image;

/**
 * Tells negatives (microfilm, white print on black) from positives: where print is, ink covers less
 * than half, whatever the tone of paper, borders and margins.
 */
final class Negative {
  /** Of the longer side so many pixels are looked at: strokes are still strokes. */
  private static final int SIDE = 1600;

  private static final int BLOCK = 12;

  /** Difference of tone within a block that print makes. */
  private static final int PRINT = 50;

  /** Nearer to the middle than this share of the difference, a block says nothing. */
  private static final float UNDECIDED = 0.08f;

  /** So many times as many blocks must speak for a negative as against it. */
  private static final int PLAINLY = 2;

  private Negative() {}

  /** Votes for and against. */
  record Votes(int negative, int positive) {
    boolean plain() {
      return negative > PLAINLY * positive;
    }
  }

  static Votes votes(GreyScan scan) {
    int step = Math.max(1, Math.max(scan.width(), scan.height()) / SIDE);
    int side = BLOCK * step;
    int negative = 0;
    int positive = 0;
    for (int top = 0; top + side <= scan.height(); top += side) {
      for (int left = 0; left + side <= scan.width(); left += side) {
        int least = 255;
        int most = 0;
        int sum = 0;
        for (int y = top; y < top + side; y += step) {
          for (int x = left; x < left + side; x += step) {
            int value = scan.grey()[y * scan.width() + x] & 255;
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
          }
        }
        float mean = (float) sum / (BLOCK * BLOCK);
        int range = most - least;
        if (range > PRINT) {
          float away = (mean - (most + least) / 2f) / range;
          negative += away < -UNDECIDED ? 1 : 0;
          positive += away > UNDECIDED ? 1 : 0;
        }
      }
    }
    return new Votes(negative, positive);
  }

  /** The scan with dark ink on light paper. */
  static GreyScan positive(GreyScan scan) {
    if (!votes(scan).plain()) {
      return scan;
    }
    byte[] grey = new byte[scan.grey().length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (255 - (scan.grey()[i] & 255));
    }
    return new GreyScan(scan.width(), scan.height(), grey);
  }
}
