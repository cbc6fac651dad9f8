package org.tabularium.training.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tabularium.network.reading.Reading;

/** The numbers of a table as volunteers typed them, without places. */
final class Transcription {

  private Transcription() {}

  /**
   * How often each bigram stands in the cells of a file of quoted strings. Its first line, the
   * hours, is not printed on the page. A decimal point parts two digits: the model's window of
   * shifts does not reach over it.
   */
  static double[] bigrams(Path csv) throws IOException {
    double[] counts = new double[Reading.FEATURES];
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
      for (String digits : line.split("[^0-9]+")) {
        for (int i = 1; i < digits.length(); i++) {
          counts[10 * (digits.charAt(i - 1) - '0') + digits.charAt(i) - '0']++;
        }
      }
    }
    return counts;
  }

  /** How often each digit stands in them. */
  static double[] digits(Path csv) throws IOException {
    double[] counts = new double[10];
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
      line.chars().filter(c -> c >= '0' && c <= '9').forEach(c -> counts[c - '0']++);
    }
    return counts;
  }

  static double cosine(double[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      aa += a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }
}
