package org.tabularium.network.reading;

/**
 * What is shown as the score of two tables. Each kind is a sum over bigrams of a weight that
 * depends on the two tables' vectors alone, so the same occurrences explain all of them.
 */
public enum ScoreKind {
  /** {@code sum_k phi_k phi'_k}, the paper's similarity. */
  DOT,
  /** The dot product over both norms: the same explanation, rescaled. */
  COSINE,
  /** Cosine of the square roots of the entries. */
  SQRT
}
