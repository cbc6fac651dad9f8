package org.tabularium.app.explain;

import java.util.List;
import java.util.Locale;
import org.tabularium.app.corpus.Table;
import org.tabularium.network.image.Region;

/**
 * A pair as a figure to print, before it is drawn.
 *
 * @param a the table on the left
 * @param b the table on the right
 * @param parts of the first table, which alone count for the bigram network; none: all of it
 * @param explained the pair to the bigram network
 * @param depth what kind of relevance is shown
 * @param overlay what is laid over the pages
 * @param layer how the address of the pair's page says that, empty or beginning with an ampersand
 * @param told what the caption says of that; which digits, versions and scans it is of, and where
 *     the pair stands for good, follows in every figure
 */
public record Figure(
    Table a,
    Table b,
    List<Region> parts,
    Explained explained,
    Depth depth,
    Overlay overlay,
    String layer,
    List<String> told) {

  /** Whose relevance a figure shows. */
  public enum Depth {
    /** Bigrams and arcs. */
    DIGITS,
    /** The bigram network's, down to the ink map. */
    PIXELS,
    /** Another network's. */
    LENS;

    /** As names of messages end. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A file's name without what tells its format. */
  String name() {
    return "tabularium-" + a.id() + "-" + b.id() + (depth == Depth.LENS ? "-lens" : "");
  }
}
