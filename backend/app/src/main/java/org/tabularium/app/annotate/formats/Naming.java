package org.tabularium.app.annotate.formats;

import java.util.regex.Pattern;

/** Names of files in archives and documents: never used as a path. */
final class Naming {

  private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,5}$");

  private Naming() {}

  /** The last part of a name or address. */
  static String last(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  /** The last part of a name without its ending. */
  static String stem(String name) {
    return ENDING.matcher(last(name)).replaceFirst("");
  }
}
