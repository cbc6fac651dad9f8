package org.tabularium.training.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Occurrence;
import org.tabularium.network.reading.Reading;

/**
 * The numbers of a table as volunteers typed them, without places: lines of quoted cells, the first
 * of them a head of hours that some pages print and some do not ("Midnight" for its last).
 *
 * @param head the numbers of the first line
 * @param body the numbers of the others; a decimal point parts two numbers, since the model's
 *     window of shifts does not reach over it
 */
record Transcription(List<String> head, List<String> body) {

  /** Digits of a page of which a line of the body has at least so many to both sides (6 em). */
  private static final int DENSE = 11;

  /** The head is printed where at least so many digits stand above the body. */
  private static final int HEAD = 15;

  static Transcription read(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    List<String> head = numbers(lines.get(0));
    List<String> body = new ArrayList<>();
    lines.subList(1, lines.size()).forEach(line -> body.addAll(numbers(line)));
    return new Transcription(head.isEmpty() ? head : head.subList(0, head.size() - 1), body);
  }

  private static List<String> numbers(String line) {
    return Arrays.stream(line.split("[^0-9]+")).filter(n -> !n.isEmpty()).toList();
  }

  /**
   * A reading against the transcription.
   *
   * @param headPrinted whether the page was found to print the head
   * @param there true digits
   * @param read digits of the table
   * @param digitsOff summed absolute error of the ten digit counts
   * @param cosine of the feature vector with the true bigram counts
   * @param counting the same for counted occurrences
   * @param features agreement of counted occurrences
   */
  record Match(
      boolean headPrinted,
      int there,
      int read,
      double digitsOff,
      double cosine,
      double counting,
      FeatureCounts features) {}

  /** What stands above the head and above the body, headings and page numbers, is left out. */
  Match match(Reading reading, double em) {
    List<Digit> digits = reading.digits();
    double[] top = new double[digits.size()];
    for (int i = 0; i < top.length; i++) {
      Digit d = digits.get(i);
      long beside =
          digits.stream()
              .filter(o -> Math.abs(o.row() - d.row()) <= 0.4 * em)
              .filter(o -> Math.abs(o.column() - d.column()) <= 6 * em)
              .count();
      top[i] = beside > DENSE ? d.row() : Double.MAX_VALUE;
    }
    // The lines may slope: the body's first line is looked for near each digit's own column.
    double[] above = new double[top.length];
    for (int i = 0; i < top.length; i++) {
      double first = Double.MAX_VALUE;
      for (int j = 0; j < top.length; j++) {
        if (Math.abs(digits.get(j).column() - digits.get(i).column()) <= 6 * em) {
          first = Math.min(first, top[j]);
        }
      }
      above[i] = (first - digits.get(i).row()) / em;
    }
    long inHead = IntStream.range(0, top.length).filter(i -> above[i] > 2 && above[i] <= 5).count();
    boolean headPrinted = inHead >= HEAD;
    double reach = headPrinted ? 5 : 2;
    boolean[] kept = new boolean[top.length];
    double[] read = new double[10];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = above[i] <= reach;
      if (kept[i]) {
        read[digits.get(i).digit()]++;
      }
    }
    double[] phi = new double[Reading.FEATURES];
    double[] counted = new double[Reading.FEATURES];
    for (Occurrence o : reading.occurrences()) {
      if (kept[o.first()] && kept[o.second()]) {
        phi[o.bigram()] += o.mass();
        counted[o.bigram()]++;
      }
    }
    double[] there = digits(headPrinted);
    double off = 0;
    int sum = 0;
    int seen = 0;
    for (int d = 0; d < 10; d++) {
      off += Math.abs(there[d] - read[d]);
      sum += (int) there[d];
      seen += (int) read[d];
    }
    double[] bigrams = bigrams(headPrinted);
    return new Match(
        headPrinted,
        sum,
        seen,
        off / sum,
        cosine(bigrams, phi),
        cosine(bigrams, counted),
        FeatureCounts.of(bigrams, counted));
  }

  /** How often each bigram stands in the numbers. */
  double[] bigrams(boolean withHead) {
    double[] counts = new double[Reading.FEATURES];
    for (List<String> part : withHead ? List.of(head, body) : List.of(body)) {
      for (String digits : part) {
        for (int i = 1; i < digits.length(); i++) {
          counts[10 * (digits.charAt(i - 1) - '0') + digits.charAt(i) - '0']++;
        }
      }
    }
    return counts;
  }

  /** How often each digit stands in them. */
  double[] digits(boolean withHead) {
    double[] counts = new double[10];
    for (List<String> part : withHead ? List.of(head, body) : List.of(body)) {
      part.forEach(number -> number.chars().forEach(c -> counts[c - '0']++));
    }
    return counts;
  }

  static double cosine(double[] a, double[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }
}
