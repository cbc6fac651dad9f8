package org.tabularium.training.faithfulness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.PixelReader;
import org.tabularium.network.reading.TableReader;
import org.tabularium.network.similarity.ShippedNetwork;
import org.tabularium.training.faithfulness.CleanPairs.TablePair;
import org.tabularium.training.faithfulness.PairResult.Engines;
import org.tabularium.training.type.Typefaces;

/**
 * The command that measures how faithful explanations of tables are: {@code FaithfulnessBenchmark
 * FOLDER [PAIRS [OTHERS SEED]]}. PAIRS are explained in every way; OTHERS, of a seed of their own,
 * by BiLRP at the digits alone. Writes {@code faithfulness.md}, {@code .json} and {@code .svg} into
 * the folder.
 */
public final class FaithfulnessBenchmark {
  private static final long SEED = 1515;

  /** Of pairs that nobody looked at before the shipped version was chosen. */
  private static final long OTHER_SEED = 1700;

  private static final double GAMMA = 0.5;

  private FaithfulnessBenchmark() {}

  public static void main(String[] arguments) throws IOException, UnreadableScan {
    Path folder = Path.of(arguments[0]);
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
    int otherCount = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30;
    long otherSeed = arguments.length > 3 ? Long.parseLong(arguments[3]) : OTHER_SEED;
    long start = System.nanoTime();
    Typefaces typefaces = Typefaces.load();
    DigitModel model = ModelFiles.shipped().model();
    TypefaceNetwork generic = new TypefaceNetwork(ShippedNetwork.onnx());
    List<PairResult> results = new ArrayList<>();
    List<Agreement> others = new ArrayList<>();
    try (TableReader reader = new TableReader(model, 1);
        PixelReader paper = new PixelReader(model, GAMMA, 1);
        PixelReader zero = new PixelReader(model, 0, 1)) {
      Engines engines = new Engines(reader, paper, zero, generic);
      for (TablePair pair : CleanPairs.print(count, SEED, typefaces)) {
        PairResult result = PairResult.of(pair, engines, SEED);
        results.add(result);
        System.out.println(result.table() + " " + result.digits() + ": " + result.cosines());
      }
      for (TablePair pair : CleanPairs.print(otherCount, otherSeed, typefaces)) {
        others.add(Agreement.of(pair, reader));
      }
    }
    FaithfulnessReport report =
        new FaithfulnessReport(
            results, others, otherSeed, model.version(), (System.nanoTime() - start) / 1e9);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("faithfulness.md"), report.markdown());
    Files.writeString(folder.resolve("faithfulness.json"), report.json());
    Files.writeString(folder.resolve("faithfulness.svg"), report.chart().svg());
    System.out.println(report.markdown());
  }
}
