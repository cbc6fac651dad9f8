package org.tabularium.training.corpus.typeset;

import java.awt.image.BufferedImage;
import java.util.List;
import org.tabularium.network.image.Turn;

/**
 * A photographed page and the truth about it.
 *
 * @param image as a camera saw it, RGB
 * @param digits every digit on it, numbers in reading order
 * @param turn the quarter turns clockwise that bring it upright
 * @param em size of the table's type, pixels
 */
public record Page(BufferedImage image, List<PrintedDigit> digits, Turn turn, double em) {

  public Page {
    digits = List.copyOf(digits);
  }

  /** How often each bigram stands in a number, entry {@code 10 j + k} for the digits jk. */
  public double[] bigrams() {
    double[] counts = new double[100];
    for (int i = 1; i < digits.size(); i++) {
      if (digits.get(i).number().equals(digits.get(i - 1).number())) {
        counts[10 * digits.get(i - 1).digit() + digits.get(i).digit()]++;
      }
    }
    return counts;
  }
}
