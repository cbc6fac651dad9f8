package org.tabularium.network.reading;

import java.util.List;

/**
 * Why two tables are similar: BiLRP at the level of digits (paper, equation 1, with the factored
 * form {@code sum_k sum_p sum_q m_k(p) m'_k(q)}).
 *
 * @param kind which score is explained
 * @param score the score, from the two vectors
 * @param explained the sum of the relevances of all pairs, listed or not, from the occurrences
 * @param pairs the strongest pairs, strongest first
 * @param rest the summed relevance of the pairs that are not listed
 * @param features every bigram that both tables have, the strongest contribution first
 * @param silence why there is nothing to explain, if there is nothing
 */
public record Explanation(
    ScoreKind kind,
    double score,
    double explained,
    List<Pair> pairs,
    double rest,
    List<Feature> features,
    Silence silence) {

  /** Why an explanation is empty: a score of 0 has a reason too. */
  public enum Silence {
    /** It is not: there are shares of the score. */
    NONE,
    /** No digit was found in the first table. */
    FIRST_HAS_NO_DIGITS,
    /** No digit was found in the second table. */
    SECOND_HAS_NO_DIGITS,
    /** No digit was found in either. */
    NEITHER_HAS_DIGITS,
    /** Both have digits, but no bigram that the other has. */
    NO_BIGRAM_IN_COMMON
  }

  /**
   * One occurrence of a bigram in each table.
   *
   * @param a index in the first reading's occurrences
   * @param b index in the second reading's occurrences
   * @param bigram 0 to 99
   * @param relevance its share of the score
   */
  public record Pair(int a, int b, int bigram, double relevance) {}

  /**
   * One line of the ledger.
   *
   * @param bigram 0 to 99
   * @param inA the first table's entry of the feature vector
   * @param inB the second table's entry
   * @param contribution its share of the score; the lines add up to the score
   */
  public record Feature(int bigram, double inA, double inB, double contribution) {}
}
