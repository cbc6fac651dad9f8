package org.tabularium.training.matching;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * The command that repeats the paper's section 4: {@code MatchBenchmark FOLDER}. Trains a network
 * for each seed and correlation, explains each in every way, and writes {@code section-4.md},
 * {@code .json} and {@code .svg} into the folder.
 */
public final class MatchBenchmark {
  private static final List<Double> CORRELATIONS = List.of(0.15, 0.3, 0.45);
  private static final int SEEDS = 5;
  private static final int PAIRS = 200;

  private MatchBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    long start = System.nanoTime();
    List<MatchResult> results =
        MatchResult.all(
            CORRELATIONS,
            LongStream.rangeClosed(1, SEEDS).mapToObj(MatchTrainer::paper).toList(),
            PAIRS,
            MatchBenchmark::tell);
    MatchReport report = new MatchReport(results, PAIRS, (System.nanoTime() - start) / 1e9);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("section-4.md"), report.markdown());
    Files.writeString(folder.resolve("section-4.json"), report.json());
    Files.writeString(folder.resolve("section-4.svg"), report.chart().svg());
    System.out.println(report.markdown());
  }

  private static void tell(MatchResult r) {
    System.out.printf(
        Locale.ROOT,
        "correlation %.2f, seed %d: %s at gamma %s, by layer %.3f%n",
        r.correlation(),
        r.seed(),
        Measure.each(m -> m.words() + " " + m.said(m.of(r)), ", "),
        MatchResult.GAMMAS[r.best()],
        r.layered());
  }
}
