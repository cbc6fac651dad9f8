package org.tabularium.network.reading;

/**
 * One place in a table where a bigram was found: one cell of {@code a_jk}, the map of bigram jk
 * after min and max (paper, section 6.2.1).
 *
 * @param bigram {@code 10 j + k}, 0 to 99
 * @param first index of the left digit (class j) in the reading's digits
 * @param second index of the right digit (class k) in the reading's digits
 * @param mass {@code max_tau min(a_j, tau a_k)} at the left digit's cell; the masses of one bigram
 *     add up to its entry of the feature vector
 */
public record Occurrence(int bigram, int first, int second, float mass) {

  /** The bigram as people write it, "00" to "99". */
  public String name() {
    return bigramName(bigram);
  }

  /** A bigram's index as people write it, "00" to "99". */
  public static String bigramName(int bigram) {
    return "" + (char) ('0' + bigram / 10) + (char) ('0' + bigram % 10);
  }
}
