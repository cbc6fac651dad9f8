package org.tabularium.training.corpus.typeset;

/** The languages that the generated books speak. */
public enum Language {
  LATIN("la"),
  ITALIAN("it"),
  FRENCH("fr"),
  GERMAN("de"),
  SPANISH("es");

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /** ISO 639-1. */
  public String code() {
    return code;
  }
}
