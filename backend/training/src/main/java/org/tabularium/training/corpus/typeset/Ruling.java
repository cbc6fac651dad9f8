package org.tabularium.training.corpus.typeset;

/** The brass rules of a table. */
public enum Ruling {
  /** White space alone. */
  NONE,
  /** Lines between the groups, put together from short pieces that do not quite meet. */
  PIECES,
  /** Whole lines between the groups, one under the heads. */
  COLUMNS,
  /** A frame, and lines between the groups and under the heads. */
  FRAME,
  /** A double frame, double lines after the first group and under the heads. */
  DOUBLE
}
