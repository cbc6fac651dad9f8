package org.tabularium.app.search;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tabularium.network.reading.Reading;

/**
 * Numbers that somebody typed, as a feature vector: every two digits side by side within a number
 * are one bigram of mass 1, as if a clean print of them had been read.
 *
 * @param text as it was typed
 * @param digits how many digits it holds
 * @param bigrams how many bigrams
 * @param phi length 100
 */
record Numbers(String text, int digits, int bigrams, float[] phi) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  static Numbers parse(String text) {
    float[] phi = new float[Reading.FEATURES];
    int digits = 0;
    int bigrams = 0;
    Matcher numbers = NUMBER.matcher(text);
    while (numbers.find()) {
      String number = numbers.group();
      digits += number.length();
      for (int i = 0; i + 1 < number.length(); i++) {
        phi[10 * (number.charAt(i) - '0') + number.charAt(i + 1) - '0']++;
        bigrams++;
      }
    }
    return new Numbers(text, digits, bigrams, phi);
  }
}
