package org.tabularium.app.corpus;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** File names as people's computers send them: shown and searched, never used as a path. */
public final class FileNames {

  static final int LONGEST = 255;
  private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,5}$");
  private static final Pattern PAGE = Pattern.compile("_p(\\d+[a-z]?)$");

  private FileNames() {}

  /**
   * The last part of a name that may hold slashes of either kind, without control characters, at
   * most {@value #LONGEST} characters long; the ending survives the cut. Empty when nothing is
   * left.
   */
  public static String shown(@Nullable String sent) {
    if (sent == null) {
      return "";
    }
    String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    name = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "").strip();
    if (name.length() <= LONGEST) {
      return name;
    }
    String ending =
        Optional.of(ENDING.matcher(name)).filter(Matcher::find).map(Matcher::group).orElse("");
    int end = LONGEST - ending.length();
    return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end)
        + ending;
  }

  /** The page's id in a corpus's metadata: the name without its ending. */
  static String pageId(String shown) {
    return ENDING.matcher(shown).replaceFirst("");
  }

  /** The page number that names of the Sphaera corpus end with ("..._1550_p101.jpg"), or empty. */
  static String page(String shown) {
    Matcher matcher = PAGE.matcher(pageId(shown));
    return matcher.find() ? matcher.group(1) : "";
  }
}
