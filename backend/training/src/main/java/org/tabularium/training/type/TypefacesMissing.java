package org.tabularium.training.type;

import java.nio.file.Path;

/** The typefaces are not where they should be; the message says how to fetch them. */
public final class TypefacesMissing extends RuntimeException {

  TypefacesMissing(Path where) {
    super(
        "no typefaces in "
            + where
            + "; run 'npm ci' in backend/training, or name their folder with -D"
            + Typefaces.PROPERTY);
  }
}
