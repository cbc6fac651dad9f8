package org.tabularium.training.corpus;

import org.tabularium.training.corpus.typeset.Style;

/**
 * An edition that never was. Its metadata say so: titles begin with "[generated]", the places are
 * those of literature.
 *
 * @param id short and stable, the beginning of its pages' ids
 * @param slug a word or two of the title, for the pages' ids
 * @param title what follows "[generated] "
 * @param place where it was never printed
 * @param year when it was never printed
 * @param width of its photographed pages, pixels
 * @param height of its photographed pages, pixels
 * @param em the size that its tables' type should have, pixels
 * @param quality of its JPEG files, 0 to 1
 * @param style its looks
 */
public record Book(
    String id,
    String slug,
    String title,
    String place,
    int year,
    int width,
    int height,
    double em,
    double quality,
    Style style) {

  /** The printer of all of them. */
  public static final String PRINTER = "Officina Tabularii [generated]";

  /** Stands for the authors, so that nobody is credited with what he did not write. */
  public static final String AUTHOR = "[generated]";

  /** The title as the metadata give it. */
  public String shortTitle() {
    return "[generated] " + title;
  }

  /** A name that no resolver knows. */
  public String handle() {
    return "urn:tabularium:sample:" + id;
  }
}
