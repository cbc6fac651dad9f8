package org.tabularium.training.type;

/** How the letters of a family were cut. */
public enum Cut {
  ROMAN,
  ITALIC,
  BOLD,
  BLACK_LETTER,
  /** Written with a pen. */
  HAND
}
