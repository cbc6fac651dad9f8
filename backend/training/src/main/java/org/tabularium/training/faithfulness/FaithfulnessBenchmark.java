package org.tabularium.training.faithfulness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.PixelReader;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.faithfulness.CleanPairs.TablePage;
import org.tabularium.training.faithfulness.CleanPairs.TablePair;
import org.tabularium.training.faithfulness.PairResult.Engines;
import org.tabularium.training.type.Typefaces;

/**
 * The command that measures how faithful explanations of tables are: {@code FaithfulnessBenchmark
 * FOLDER [PAIRS] [STEPS]}, STEPS of the generic network. Writes {@code faithfulness.md}, {@code
 * .json} and {@code .svg} into the folder.
 */
public final class FaithfulnessBenchmark {
  private static final long SEED = 1515;

  /** Those that the generic network learns from, and those that are explained, are other pages. */
  private static final long OTHER_SEED = 1624;

  private static final int TYPEFACE_PAIRS = 3;
  private static final double GAMMA = 0.5;

  private FaithfulnessBenchmark() {}

  public static void main(String[] arguments) throws IOException, UnreadableScan {
    Path folder = Path.of(arguments[0]);
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
    int steps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 300;
    long start = System.nanoTime();
    Typefaces typefaces = Typefaces.load();
    DigitModel model = ModelFiles.shipped().model();
    TypefaceNetwork generic =
        typefaces(CleanPairs.print(TYPEFACE_PAIRS, OTHER_SEED, typefaces), steps, 12);
    System.out.printf(Locale.ROOT, "typefaces told: %.0f %%%n", 100 * generic.accuracy());
    List<PairResult> results = new ArrayList<>();
    try (TableReader reader = new TableReader(model, 1);
        PixelReader paper = new PixelReader(model, GAMMA, 1);
        PixelReader zero = new PixelReader(model, 0, 1)) {
      Engines engines = new Engines(reader, paper, zero, generic);
      for (TablePair pair : CleanPairs.print(count, SEED, typefaces)) {
        PairResult result = PairResult.of(pair, engines, SEED);
        results.add(result);
        System.out.println(result.table() + " " + result.digits() + ": " + result.cosines());
      }
    }
    FaithfulnessReport report =
        new FaithfulnessReport(
            results, model.version(), generic.accuracy(), (System.nanoTime() - start) / 1e9);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("faithfulness.md"), report.markdown());
    Files.writeString(folder.resolve("faithfulness.json"), report.json());
    Files.writeString(folder.resolve("faithfulness.svg"), report.chart().svg());
    System.out.println(report.markdown());
  }

  /** Learns the typefaces of some pages, each at the size that the digits' network reads. */
  static TypefaceNetwork typefaces(List<TablePair> pairs, int steps, int batch) {
    Map<String, List<InkMap>> byFace = new LinkedHashMap<>();
    for (TablePair pair : pairs) {
      for (TablePage page : List.of(pair.a(), pair.b())) {
        byFace.computeIfAbsent(page.typeface(), f -> new ArrayList<>()).add(inkMap(page));
      }
    }
    List<TypefaceNetwork.Sample> samples = new ArrayList<>();
    byFace.values().forEach(p -> samples.add(new TypefaceNetwork.Sample(samples.size(), p)));
    return TypefaceNetwork.train(samples, steps, batch, SEED);
  }

  /** The table alone, its type brought to 20 cells. */
  private static InkMap inkMap(TablePage page) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = 0;
    double bottom = 0;
    double height = 0;
    for (var digit : page.digits()) {
      if (digit.row() >= 0) {
        left = Math.min(left, digit.box().x());
        top = Math.min(top, digit.box().y());
        right = Math.max(right, digit.box().x() + digit.box().w());
        bottom = Math.max(bottom, digit.box().y() + digit.box().h());
        height = Math.max(height, digit.box().h());
      }
    }
    double scale = 14 / height;
    int margin = (int) (40 / scale);
    int x = (int) Math.max(0, left - margin);
    int y = (int) Math.max(0, top - margin);
    int w = (int) Math.min(page.scan().width() - x, right - x + margin);
    int h = (int) Math.min(page.scan().height() - y, bottom - y + margin);
    return new PageFrame(new Region(x, y, w, h), Turn.UPRIGHT, scale).inkMap(page.scan());
  }
}
