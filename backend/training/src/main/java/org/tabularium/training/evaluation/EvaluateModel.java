package org.tabularium.training.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.corpus.SampleCorpusGenerator;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.type.Typefaces;

/**
 * The command that measures a model: {@code EvaluateModel MODEL REPORT SCANS BENCHMARK [PAGES]}.
 *
 * <p>MODEL is a file, or {@code shipped}. Into the folder REPORT go {@code report.json}, {@code
 * report.md}, curves and cuttings of the worst mistakes. SCANS is a folder of folders, each
 * measured by what lies in it: scans beside {@code NAME.digits.csv} (columns x, y, w, h, digit,
 * number_id, row, column, legible), scans beside {@code NAME.csv} (transcribed cells), or scans
 * alone, which are taken for pages without a table. BENCHMARK is a generated corpus; where the
 * folder does not exist, PAGES pages of the seed of the benchmark are generated into it. {@code
 * none} instead of SCANS or BENCHMARK leaves them out.
 */
public final class EvaluateModel {
  /** Fixed before the last training. */
  static final long BENCHMARK_SEED = 1604;

  private static final int SHEETS = 100;

  private static final int ORDEALS = 6;

  private static final int TWO_SIZES = 12;

  private EvaluateModel() {}

  public static void main(String[] args) throws IOException {
    DigitModel model =
        args[0].equals("shipped")
            ? ModelFiles.shipped().model()
            : ModelFiles.read(Files.readAllBytes(Path.of(args[0]))).model();
    Path to = Path.of(args[1]);
    Files.createDirectories(to);
    Evaluation evaluation = new Evaluation(model, to);
    try (TableReader reader = new TableReader(model, 2);
        BigramNetwork network = new BigramNetwork(model, 2)) {
      if (!args[2].equals("none")) {
        for (Path folder : folders(Path.of(args[2]))) {
          evaluation.scans(reader, folder);
        }
      }
      if (!args[3].equals("none")) {
        Path benchmark = Path.of(args[3]);
        Typefaces typefaces = Typefaces.load();
        for (Mix mix : List.of(Mix.tables(), Mix.words())) {
          evaluation.sheets(
              mix.equals(Mix.tables()) ? "tables" : "text",
              HeldOutSheets.read(
                  network,
                  new Sheets(HeldOutSheets.SEED, mix, model.spec(), typefaces, true),
                  SHEETS),
              SHEETS);
        }
        evaluation.twoSizes(reader, TwoSizes.print(TWO_SIZES, TwoSizes.SEED, typefaces));
        if (!Files.isDirectory(benchmark)) {
          String pages = args.length > 4 ? args[4] : "1000";
          SampleCorpusGenerator.main(
              new String[] {benchmark.toString(), Long.toString(BENCHMARK_SEED), pages});
        }
        evaluation.benchmark(reader, benchmark);
        evaluation.ordeals(reader, benchmark, ORDEALS);
      }
    }
    Files.writeString(to.resolve("report.json"), evaluation.json(), StandardCharsets.UTF_8);
    Files.writeString(to.resolve("report.md"), evaluation.markdown(), StandardCharsets.UTF_8);
    System.out.println(to.resolve("report.md"));
  }

  private static List<Path> folders(Path scans) throws IOException {
    try (Stream<Path> all = Files.list(scans)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }
}
