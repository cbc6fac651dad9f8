package org.tabularium.app.search;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tabularium.network.reading.Reading;

/**
 * Numbers that somebody typed or pasted, as a feature vector: every two digits side by side within
 * a number are one bigram of mass 1, as if a clean print of them had been read. Whatever is no
 * digit parts two numbers: blanks, commas, semicolons, the signs of degrees and minutes, the
 * quotation marks and line ends of a CSV file. A {@code ?} stands for a digit that is not known:
 * the bigram's mass is shared out evenly among the ten that it may be.
 *
 * @param text as it was typed
 * @param digits how many digits it holds
 * @param bigrams how many bigrams, with those of which one digit is not known
 * @param unknown of how many of these one digit is not known
 * @param phi length 100
 */
record Numbers(String text, int digits, int bigrams, int unknown, float[] phi) {

  private static final Pattern NUMBER = Pattern.compile("[0-9?]+");
  private static final int ANY = '?' - '0';

  static Numbers parse(String text) {
    float[] phi = new float[Reading.FEATURES];
    int digits = 0;
    int bigrams = 0;
    int unknown = 0;
    Matcher numbers = NUMBER.matcher(text);
    while (numbers.find()) {
      String number = numbers.group();
      for (int i = 0; i < number.length(); i++) {
        digits += number.charAt(i) == '?' ? 0 : 1;
        if (i > 0 && count(number.charAt(i - 1) - '0', number.charAt(i) - '0', phi)) {
          bigrams++;
          unknown += number.charAt(i - 1) == '?' || number.charAt(i) == '?' ? 1 : 0;
        }
      }
    }
    return new Numbers(text, digits, bigrams, unknown, phi);
  }

  /** The same numbers with one blank between two of them, and nothing else. */
  static String plain(String text) {
    return text.replaceAll("[^0-9?]+", " ").strip();
  }

  /** The numbers of a table that was computed. */
  static Numbers of(Stream<String> numbers) {
    return parse(String.join(" ", numbers.toList()));
  }

  /** Of two digits that are both not known nothing is said. */
  private static boolean count(int first, int second, float[] phi) {
    if (first == ANY && second == ANY) {
      return false;
    }
    if (first == ANY || second == ANY) {
      for (int digit = 0; digit < 10; digit++) {
        phi[first == ANY ? 10 * digit + second : 10 * first + digit] += 0.1f;
      }
    } else {
      phi[10 * first + second]++;
    }
    return true;
  }
}
