package org.tabularium.training.faithfulness;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.reading.PixelReader;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.faithfulness.CleanPairs.TablePage;
import org.tabularium.training.faithfulness.CleanPairs.TablePair;
import org.tabularium.training.report.Cosines;

/**
 * One pair of tables, explained in every way.
 *
 * @param table which
 * @param typefaces of the two
 * @param digits on the two pages: there, missed, misread, read where none is
 * @param joined cosines of each way's digit-pair relevances with the set of true pairs, each once,
 *     in the order of {@link Way}
 * @param cosines the same with a truth that counts a pair once for each two bigrams that join it
 * @param body BiLRP's at the digits where folios, titles and headings are left out
 * @param ofRead BiLRP's at the digits where digits that were not read are left out
 * @param coverUp the cover-up test
 */
record PairResult(
    String table,
    String typefaces,
    String digits,
    Map<Way, Double> joined,
    Map<Way, Double> cosines,
    double body,
    double ofRead,
    CoverUp coverUp) {

  /** A way to explain. */
  enum Way {
    DIGITS_EQUAL("BiLRP at the digits, a bigram's relevance in equal parts to its two digits"),
    DIGITS_SMALLER("BiLRP at the digits, all of it to the smaller (equation 6)"),
    INK("BiLRP down to the ink, gamma 0.5, equal parts"),
    PRODUCT("Hessian x product"),
    CURVATURE("curvature"),
    SALIENCY("saliency"),
    GENERIC("BiLRP of a network that tells typefaces apart");

    private final String words;

    Way(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What explains: the tables' network at both gammas, and the generic one. */
  record Engines(
      TableReader reader, PixelReader paper, PixelReader zero, TypefaceNetwork generic) {}

  static PairResult of(TablePair pair, Engines engines, long seed) throws UnreadableScan {
    Reading a = read(engines.reader(), pair.a());
    Reading b = read(engines.reader(), pair.b());
    Methods.Side x = side(pair.a(), a);
    Methods.Side y = side(pair.b(), b);
    double[][] truth = Digits.truth(x.digits(), y.digits());
    double[][] equal = Methods.digits(x, y, MinShare.EQUAL);
    Map<Way, double[][]> relevance = new LinkedHashMap<>();
    relevance.put(Way.DIGITS_EQUAL, equal);
    relevance.put(Way.DIGITS_SMALLER, Methods.digits(x, y, MinShare.SMALLER));
    relevance.put(Way.INK, Methods.ink(x, y, engines.paper(), MinShare.EQUAL));
    relevance.put(Way.PRODUCT, Methods.ink(x, y, engines.zero(), MinShare.SMALLER));
    relevance.put(Way.CURVATURE, Methods.curvature(x, y, engines.zero()));
    relevance.put(Way.SALIENCY, Methods.saliency(x, y));
    relevance.put(Way.GENERIC, engines.generic().explained(x, y));
    return new PairResult(
        pair.table(),
        pair.a().typeface() + ", " + pair.b().typeface(),
        counts(pair.a(), a, x.digits()) + "; " + counts(pair.b(), b, y.digits()),
        cosines(relevance, Digits.whether(truth)),
        cosines(relevance, truth),
        body(pair, equal, truth),
        without(equal, truth, missed(pair.a(), x.digits()), missed(pair.b(), y.digits())),
        CoverUp.of(engines.reader(), pair.a().scan(), a, b, seed));
  }

  private static Map<Way, Double> cosines(Map<Way, double[][]> relevance, double[][] truth) {
    Map<Way, Double> cosines = new LinkedHashMap<>();
    relevance.forEach((way, pairs) -> cosines.put(way, Cosines.of(pairs, truth)));
    return cosines;
  }

  /** Leaves out what stands outside the tables' bodies; digits read where none is stay. */
  static double body(TablePair pair, double[][] relevance, double[][] truth) {
    return without(relevance, truth, d -> outside(pair.a(), d), d -> outside(pair.b(), d));
  }

  /** The digits of a page that the reading lacks. */
  private static IntPredicate missed(TablePage page, Digits digits) {
    Set<Integer> read = Arrays.stream(digits.ofRead()).boxed().collect(Collectors.toSet());
    return d -> d < page.digits().size() && !read.contains(d);
  }

  private static double without(
      double[][] relevance, double[][] truth, IntPredicate ofA, IntPredicate ofB) {
    double[][] r = new double[relevance.length][];
    double[][] t = new double[relevance.length][];
    for (int p = 0; p < r.length; p++) {
      r[p] = relevance[p].clone();
      t[p] = truth[p].clone();
      for (int q = 0; q < r[p].length; q++) {
        if (ofA.test(p) || ofB.test(q)) {
          r[p][q] = 0;
          t[p][q] = 0;
        }
      }
    }
    return Cosines.of(r, t);
  }

  private static boolean outside(TablePage page, int digit) {
    return digit < page.digits().size() && page.digits().get(digit).row() < 0;
  }

  /** What an explanation of the reading cannot make good. */
  private static String counts(TablePage page, Reading reading, Digits digits) {
    int there = page.digits().size();
    int found = 0;
    int misread = 0;
    for (int r = 0; r < digits.ofRead().length; r++) {
      int t = digits.ofRead()[r];
      if (t < there) {
        found++;
        misread += page.digits().get(t).digit() == reading.digits().get(r).digit() ? 0 : 1;
      }
    }
    int invented = digits.ofRead().length - found;
    return there + ", " + (there - found) + ", " + misread + ", " + invented;
  }

  static Reading read(TableReader reader, TablePage page) throws UnreadableScan {
    return reader.read(page.scan(), null, null, null, Progress.NONE);
  }

  static Methods.Side side(TablePage page, Reading reading) {
    return Methods.Side.of(page.scan(), reading, Digits.of(page.digits(), reading.digits()));
  }
}
