package org.tabularium.training.improvement;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.labels.LabelledPage;
import org.tabularium.training.labels.Place;
import org.tabularium.training.patches.Sheet;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.trainer.Retraining;
import org.tabularium.training.trainer.TrainingUnavailable;
import org.tabularium.training.type.Typefaces;

/**
 * The command {@code LabelExperiment CORPUS WEAK.onnx REPORTS SEEDS}: a weak model, 300 labels of
 * editions in type that it never saw, a retraining, and what editions that nobody labelled gain or
 * lose; SEEDS times. CORPUS is a generated corpus; a {@link Design} says which edition plays which
 * part. What reminds the model while it learns are sheets in the type that it knows: of the new
 * type it has nothing but the labels, as with a real printer's.
 */
public final class LabelExperiment {

  /** Digits that a person labels. */
  public static final int LABELS = 300;

  /** Sheets that remind, and the seed that they are made from. */
  private static final int SHEETS = 40;

  private static final long SHEETS_SEED = 8;

  private LabelExperiment() {}

  public static void main(String[] args) throws IOException, TrainingUnavailable, UnreadableScan {
    Design design = Design.of(Path.of(args[0]));
    DigitModel weak = ModelFiles.read(Files.readAllBytes(Path.of(args[1]))).model();
    Path reports = Files.createDirectories(Path.of(args[2]));
    int seeds = Integer.parseInt(args[3]);
    List<Sheet> sheets = reminders(Typefaces.load());
    Measured before = measured(design, weak);
    System.out.println("weak: " + before);
    List<Run> runs = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      runs.add(run(design, weak, sheets, Retraining.Settings.further(seed)));
      System.out.println(runs.get(runs.size() - 1));
      new LabelReport(design, weak, before, runs).write(reports);
    }
  }

  /**
   * One seed.
   *
   * @param seconds of the training, scans decoded and all, until there is a model
   * @param processor seconds of processor time, of all threads
   */
  record Run(
      Retraining.Settings settings,
      Retraining.Result result,
      Measured after,
      double seconds,
      double processor) {}

  /** Labels, trains and measures. */
  static Run run(Design design, DigitModel weak, List<Sheet> sheets, Retraining.Settings settings)
      throws IOException, UnreadableScan, TrainingUnavailable {
    List<LabelledPage> labelled = labelled(design, weak, settings.seed());
    double processor = processorSeconds();
    long start = System.nanoTime();
    Retraining.Result result =
        new Retraining(settings, weak, labelled, List.of(), sheets).run(null, new Quiet());
    double seconds = (System.nanoTime() - start) / 1e9;
    processor = processorSeconds() - processor;
    return new Run(settings, result, measured(design, result.model()), seconds, processor);
  }

  /** Sheets in the type that the weak model knows. */
  static List<Sheet> reminders(Typefaces typefaces) {
    Sheets made = WeakModel.sheets(SHEETS_SEED, typefaces);
    return LongStream.range(0, SHEETS).parallel().mapToObj(made::make).toList();
  }

  /** The labels of a seed, on tables as the weak model has read them. */
  static List<LabelledPage> labelled(Design design, DigitModel weak, long seed)
      throws IOException, UnreadableScan {
    List<LabelledPage> pages = new ArrayList<>();
    try (TableReader reader = new TableReader(weak, 2)) {
      for (Design.Stretch stretch : design.stretches(LABELS, seed)) {
        PageTruth page = stretch.page();
        Reading reading = reader.read(design.scan(page), null, null, null, Progress.NONE);
        pages.add(
            new LabelledPage(
                page.pageId(),
                design.edition(page),
                design.scan(page),
                page.pageId(),
                null,
                reading.turn(),
                reading.scale(),
                stretch.digits().stream().map(d -> Place.digit(d.box(), d.digit())).toList()));
      }
    }
    return pages;
  }

  /** What a model reads of all pages. */
  public static Measured measured(Design design, DigitModel model)
      throws IOException, UnreadableScan {
    Map<String, Measured.Seen> seen = new HashMap<>();
    try (TableReader reader = new TableReader(model, 2)) {
      for (PageTruth page : design.pages()) {
        Reading reading = reader.read(design.scan(page), null, null, null, Progress.NONE);
        double[] phi = new double[reading.phi().length];
        for (int k = 0; k < phi.length; k++) {
          phi[k] = reading.phi()[k];
        }
        seen.put(page.pageId(), new Measured.Seen(reading.digits(), phi));
      }
    }
    return Measured.of(design, seen);
  }

  private static double processorSeconds() {
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
