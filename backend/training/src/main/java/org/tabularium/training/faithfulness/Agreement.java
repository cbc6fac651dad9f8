package org.tabularium.training.faithfulness;

import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.faithfulness.CleanPairs.TablePair;
import org.tabularium.training.report.Cosines;

/**
 * How well BiLRP at the digits, a bigram's relevance in equal parts to its two, agrees with the
 * truth of one pair of tables. Needs their two readings and nothing else.
 *
 * @param joined cosine with the set of true pairs of digits, each once
 * @param stricter the same with a truth that counts a pair once for each two bigrams that join it
 */
record Agreement(double joined, double stricter) {

  static Agreement of(TablePair pair, TableReader reader) throws UnreadableScan {
    Reading a = PairResult.read(reader, pair.a());
    Reading b = PairResult.read(reader, pair.b());
    Methods.Side x = PairResult.side(pair.a(), a);
    Methods.Side y = PairResult.side(pair.b(), b);
    double[][] truth = Digits.truth(x.digits(), y.digits());
    double[][] relevance = Methods.digits(x, y, MinShare.EQUAL);
    return new Agreement(
        Cosines.of(relevance, Digits.whether(truth)), Cosines.of(relevance, truth));
  }
}
