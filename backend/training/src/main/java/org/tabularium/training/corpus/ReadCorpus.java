package org.tabularium.training.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.corpus.Retrieval.Item;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.evaluation.DigitScore;
import org.tabularium.training.evaluation.TrueDigit;

/**
 * The command that reads a generated corpus and says how well: {@code ReadCorpus MODEL FOLDER}.
 *
 * <p>MODEL is a file or {@code shipped}. Scale and turn are chosen by evidence, as the application
 * does. One line a page that was read less than well, then digits, turns and retrieval, with the
 * truth's own bigram counts and ten-digit histogram beside it.
 */
public final class ReadCorpus {

  private ReadCorpus() {}

  public static void main(String[] args) throws IOException, UnreadableScan {
    DigitModel model =
        args[0].equals("shipped")
            ? ModelFiles.shipped().model()
            : ModelFiles.read(Files.readAllBytes(Path.of(args[0]))).model();
    Path folder = Path.of(args[1]);
    List<PageTruth> truth = Truth.read(folder.resolve("truth"));
    List<Item> read = new ArrayList<>();
    DigitScore total = new DigitScore(0, 0, 0, 0, List.of(), List.of(), List.of());
    int turned = 0;
    int tables = 0;
    long nanos = 0;
    try (TableReader reader = new TableReader(model, 2)) {
      for (PageTruth page : truth) {
        long start = System.nanoTime();
        Reading reading =
            reader.read(
                folder.resolve("pages").resolve(page.pageId()), null, null, null, part -> {});
        nanos += System.nanoTime() - start;
        DigitScore score = DigitScore.of(upright(page), reading.digits());
        total = total.plus(score);
        double[] phi = IntStream.range(0, 100).mapToDouble(i -> reading.phi()[i]).toArray();
        read.add(new Item(page.pageId(), page.table(), phi));
        double cosine = Retrieval.cosine(phi, page.bigrams());
        turned += reading.turn() == page.turn() ? 1 : 0;
        tables += reading.looksLikeTable() ? 1 : 0;
        if (cosine < 0.98 || reading.turn() != page.turn() || !reading.looksLikeTable()) {
          System.out.printf(
              Locale.ROOT,
              "%s (%s): cosine with the truth %.3f, turn %s (is %s), scale %.2f, %s: %s%n",
              page.pageId(),
              page.table(),
              cosine,
              reading.turn(),
              page.turn(),
              reading.scale(),
              reading.looksLikeTable() ? "a table" : "no table",
              score);
        }
      }
    }
    System.out.println("digits of the tables: " + total);
    System.out.printf(
        Locale.ROOT,
        "turn right on %d of %d pages, taken for a table %d; %.0f ms a page%n",
        turned,
        truth.size(),
        tables,
        nanos / 1e6 / truth.size());
    Retrieval found = Retrieval.byCosine(read);
    say("reading", found);
    say("truth, bigrams", truth(truth, PageTruth::bigrams));
    say("truth, ten digits", truth(truth, PageTruth::histogram));
    found.misses().forEach(miss -> System.out.println("  " + miss));
  }

  private static Retrieval truth(
      List<PageTruth> pages, java.util.function.Function<PageTruth, double[]> vector) {
    return Retrieval.byCosine(
        pages.stream().map(p -> new Item(p.pageId(), p.table(), vector.apply(p))).toList());
  }

  private static void say(String what, Retrieval retrieval) {
    System.out.printf(
        Locale.ROOT,
        "%s: recall@1 %.4f, mAP %.4f, least margin %.4f%n",
        what,
        retrieval.recallAt1(),
        retrieval.meanAveragePrecision(),
        retrieval.margin());
  }

  /** The digits in the scorer's form, which asks a box for its digit's height. */
  private static List<TrueDigit> upright(PageTruth page) {
    List<TrueDigit> digits = new ArrayList<>();
    for (PrintedDigit digit : page.digits()) {
      Box box = digit.box();
      if (page.turn().sideways()) {
        box = new Box(box.centreX() - box.h() / 2, box.centreY() - box.w() / 2, box.h(), box.w());
      }
      digits.add(new TrueDigit(box, digit.digit(), digit.row() >= 0, true));
    }
    return digits;
  }
}
