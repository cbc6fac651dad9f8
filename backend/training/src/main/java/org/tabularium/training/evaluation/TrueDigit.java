package org.tabularium.training.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.image.Box;

/**
 * A digit that stands on a scan, as an annotator saw it.
 *
 * @param box scan pixels
 * @param digit 0 to 9
 * @param inTable whether it belongs to the table's body, not to a page number or a heading
 * @param legible whether a careful reader would bet on it
 */
public record TrueDigit(Box box, int digit, boolean inTable, boolean legible) {

  /**
   * Reads a file with the columns x, y, w, h, digit, number_id, row, column, legible; a row below 0
   * is outside the table.
   */
  public static List<TrueDigit> read(Path csv) throws IOException {
    List<TrueDigit> digits = new ArrayList<>();
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
      if (line.isBlank()) {
        continue;
      }
      String[] f = line.split(",", -1);
      Box box =
          new Box(
              Double.parseDouble(f[0]),
              Double.parseDouble(f[1]),
              Double.parseDouble(f[2]),
              Double.parseDouble(f[3]));
      digits.add(
          new TrueDigit(
              box, Integer.parseInt(f[4]), Integer.parseInt(f[6]) >= 0, f[8].equals("1")));
    }
    return digits;
  }

  /** How often each bigram stands in the numbers of such a file, entry {@code 10 j + k} for jk. */
  public static double[] bigrams(Path csv) throws IOException {
    double[] counts = new double[100];
    String number = "";
    int last = -1;
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
      String[] f = line.split(",", -1);
      if (f.length < 9) {
        continue;
      }
      int digit = Integer.parseInt(f[4]);
      if (f[5].equals(number) && last >= 0) {
        counts[10 * last + digit]++;
      }
      number = f[5];
      last = digit;
    }
    return counts;
  }
}
