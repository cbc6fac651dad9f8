package org.tabularium.training.improvement;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.corpus.Retrieval;
import org.tabularium.training.corpus.Truth;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.labels.LabelScore;
import org.tabularium.training.labels.LabelledPage;
import org.tabularium.training.labels.Place;
import org.tabularium.training.patches.Sheet;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.trainer.Retraining;
import org.tabularium.training.trainer.TrainingUnavailable;
import org.tabularium.training.type.Typefaces;

/**
 * The command {@code LabelExperiment SAMPLES WORK REPORTS}: a weak model, 300 labels of editions in
 * typefaces that it never saw, a retraining, and what editions that nobody labelled gain or lose;
 * three times. SAMPLES is the sample corpus, WORK a folder where the weak model is kept, REPORTS
 * where the figures go.
 */
public final class LabelExperiment {

  /** Digits that a person labels. */
  static final int LABELS = 300;

  /** Labelled: three editions in typefaces unknown to the weak model. */
  static final Set<String> LABELLED = Set.of("s04", "s06", "s09");

  /** Known typefaces: what could be lost. */
  static final Set<String> KNOWN = Set.of("s01", "s02");

  private static final int WEAK_STEPS = 1200;

  private LabelExperiment() {}

  public static void main(String[] args)
      throws IOException, TrainingUnavailable, InterruptedException, UnreadableScan {
    Path samples = Path.of(args[0]);
    Path work = Files.createDirectories(Path.of(args[1]));
    Path reports = Path.of(args[2]);
    Typefaces typefaces = Typefaces.load();
    DigitModel weak = weak(work.resolve("weak.onnx"), typefaces);
    List<PageTruth> pages = Truth.read(samples.resolve("truth"));
    Sheets reminding = WeakModel.sheets(8, typefaces);
    List<Sheet> sheets = LongStream.range(0, 64).mapToObj(reminding::make).toList();
    Measured before = Measured.of(weak, samples, pages);
    System.out.println("before: " + before);
    List<String> lines = new ArrayList<>();
    lines.add(before.row("before"));
    for (long seed = 1; seed <= 3; seed++) {
      List<LabelledPage> labelled = labelled(samples, pages, before, LABELS, seed);
      double cpu = cpuSeconds();
      long start = System.nanoTime();
      Retraining.Result result =
          new Retraining(Retraining.Settings.further(seed), weak, labelled, List.of(), sheets)
              .run(null, new Quiet());
      double wall = (System.nanoTime() - start) / 1e9;
      cpu = cpuSeconds() - cpu;
      Measured after = Measured.of(result.model(), samples, pages);
      System.out.printf(
          Locale.ROOT,
          "seed %d: %s; %.0f s, %.0f CPU s, best %d; %s%n",
          seed,
          after,
          wall,
          cpu,
          result.best(),
          result.curve());
      lines.add(after.row("seed " + seed) + String.format(Locale.ROOT, " %.0f s CPU |", cpu));
      for (String book : before.books().keySet()) {
        System.out.printf(
            Locale.ROOT,
            "   %s %.3f -> %.3f%n",
            book,
            before.books().get(book).recall(),
            after.books().get(book).recall());
      }
    }
    Files.createDirectories(reports);
    Files.writeString(work.resolve("rows.md"), String.join("\n", lines));
  }

  private static DigitModel weak(Path file, Typefaces typefaces)
      throws IOException, TrainingUnavailable, InterruptedException {
    if (Files.exists(file)) {
      return ModelFiles.read(Files.readAllBytes(file)).model();
    }
    DigitModel model =
        WeakModel.train(
            WEAK_STEPS,
            typefaces,
            (step, loss, now) -> {
              if (step % 100 == 0) {
                System.out.printf(Locale.ROOT, "%d %.4f, %.0f CPU s%n", step, loss, cpuSeconds());
              }
            });
    Files.write(file, ModelFiles.write(model, "{}"));
    return model;
  }

  /**
   * As a person would label: on two pages of each labelled edition she goes down a stretch of the
   * page until she has her share of the digits.
   */
  static List<LabelledPage> labelled(
      Path samples, List<PageTruth> truth, Measured before, int labels, long seed) {
    Random random = new Random(seed);
    List<LabelledPage> pages = new ArrayList<>();
    int share = labels / (2 * LABELLED.size());
    Map<String, List<PageTruth>> byBook = new TreeMap<>();
    truth.forEach(page -> byBook.computeIfAbsent(book(page), b -> new ArrayList<>()).add(page));
    for (String book : LABELLED.stream().sorted().toList()) {
      List<PageTruth> some = new ArrayList<>(byBook.get(book));
      Collections.shuffle(some, random);
      for (PageTruth page : some.subList(0, 2)) {
        int from = random.nextInt(page.digits().size() - share);
        List<Place> places =
            page.digits().subList(from, from + share).stream()
                .map(digit -> Place.digit(digit.box(), digit.digit()))
                .toList();
        pages.add(
            new LabelledPage(
                page.pageId(),
                book,
                samples.resolve("pages").resolve(page.pageId()),
                page.pageId(),
                null,
                before.readings().get(page.pageId()).turn(),
                before.readings().get(page.pageId()).scale(),
                places));
      }
    }
    return pages;
  }

  static String book(PageTruth page) {
    return page.pageId().substring(0, 3);
  }

  /**
   * What a model reads of all pages.
   *
   * @param readings by page
   * @param books score by edition
   * @param targets score of the editions in unknown typefaces that nobody labelled
   * @param map mean average precision of their pages among all
   */
  record Measured(
      Map<String, Reading> readings,
      Map<String, LabelScore> books,
      LabelScore targets,
      double map) {

    static Measured of(DigitModel model, Path samples, List<PageTruth> pages)
        throws IOException, UnreadableScan {
      Map<String, Reading> readings = new HashMap<>();
      Map<String, LabelScore> books = new TreeMap<>();
      List<Retrieval.Item> items = new ArrayList<>();
      try (TableReader reader = new TableReader(model, 1)) {
        for (PageTruth page : pages) {
          Path file = samples.resolve("pages").resolve(page.pageId());
          Reading reading = reader.read(file, null, null, null, Progress.NONE);
          readings.put(page.pageId(), reading);
          LabelledPage all =
              new LabelledPage(
                  page.pageId(),
                  book(page),
                  file,
                  "",
                  null,
                  page.turn(),
                  null,
                  page.digits().stream().map(Measured::place).toList());
          books.merge(book(page), LabelScore.of(all, reading.digits()), LabelScore::plus);
          double[] phi = new double[reading.phi().length];
          for (int k = 0; k < phi.length; k++) {
            phi[k] = reading.phi()[k];
          }
          items.add(new Retrieval.Item(page.pageId(), page.table(), phi));
        }
      }
      LabelScore targets =
          books.entrySet().stream()
              .filter(e -> !LABELLED.contains(e.getKey()) && !KNOWN.contains(e.getKey()))
              .map(Map.Entry::getValue)
              .reduce(LabelScore.NONE, LabelScore::plus);
      return new Measured(
          readings, books, targets, Retrieval.byCosine(items).meanAveragePrecision());
    }

    private static Place place(PrintedDigit digit) {
      return Place.digit(digit.box(), digit.digit());
    }

    String row(String name) {
      return String.format(
          Locale.ROOT,
          "| %s | %.1f %% | %.3f | %.3f |",
          name,
          100 * targets.error(),
          map,
          KNOWN.stream().mapToDouble(b -> books.get(b).recall()).min().orElseThrow());
    }

    @Override
    public String toString() {
      return targets + ", mAP " + map;
    }
  }

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private static final class Quiet implements Retraining.Listener {
    @Override
    public boolean after(int step, int steps) {
      return true;
    }

    @Override
    public void reached(List<Retraining.Point> curve) {}

    @Override
    public void checkpoint(byte[] state) {}
  }
}
