package org.tabularium.training.type;

/** The two ways of cutting figures. */
public enum Numerals {
  /** 0 1 2 as high as an x, 3 4 5 7 9 below the line, 6 8 above: the figures of early print. */
  OLD_STYLE,
  /** All figures as high as capitals: common from the late 18th century on. */
  LINING
}
