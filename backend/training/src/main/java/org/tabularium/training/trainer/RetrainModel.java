package org.tabularium.training.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.labels.LabelFile;
import org.tabularium.training.labels.LabelScore;
import org.tabularium.training.labels.LabelledPage;
import org.tabularium.training.patches.SheetPack;

/**
 * The command that trains a model on from a file of labels: {@code RetrainModel BASE LABELS.csv
 * SCANS HELDOUT SEED MODEL.onnx}. BASE is a model file or {@code shipped}; HELDOUT names editions,
 * separated by commas, or {@code none}. A checkpoint lies beside the model until it is done; the
 * same command goes on from it.
 */
public final class RetrainModel {

  private RetrainModel() {}

  public static void main(String[] args) throws IOException, UnreadableScan, TrainingUnavailable {
    DigitModel base =
        (args[0].equals("shipped")
                ? ModelFiles.shipped()
                : ModelFiles.read(Files.readAllBytes(Path.of(args[0]))))
            .model();
    Path scans = Path.of(args[2]);
    Set<String> aside = Set.of(args[3].split(","));
    Path file = Path.of(args[5]);
    Path checkpoint = Path.of(args[5] + ".checkpoint");
    List<LabelledPage> pages = new ArrayList<>();
    List<LabelledPage> heldOut = new ArrayList<>();
    LabelScore before = LabelScore.NONE;
    try (TableReader reader = new TableReader(base, 2)) {
      for (LabelFile.Page page : LabelFile.read(Path.of(args[1]))) {
        Path scan = scans.resolve(page.page());
        Reading reading = reader.read(scan, null, null, null, Progress.NONE);
        LabelledPage labelled =
            new LabelledPage(
                page.page(),
                page.edition(),
                scan,
                page.page(),
                null,
                reading.turn(),
                reading.scale(),
                page.places());
        if (aside.contains(page.edition())) {
          heldOut.add(labelled);
          before = before.plus(LabelScore.of(labelled, reading.digits()));
        } else {
          pages.add(labelled);
        }
      }
    }
    Retraining.Settings settings = Retraining.Settings.further(Long.parseLong(args[4]));
    Retraining retraining = new Retraining(settings, base, pages, heldOut, SheetPack.shipped());
    Retraining.Result result =
        retraining.run(
            Files.exists(checkpoint) ? Files.readAllBytes(checkpoint) : null,
            new Printing(checkpoint));
    Files.write(
        file,
        ModelFiles.write(
            result.model(),
            String.format(
                Locale.ROOT,
                "{\"name\": \"digits\", \"parent\": \"%s\", \"inputs\": \"%s\", \"settings\": \"%s\", \"step\": %d}",
                base.version(),
                retraining.inputHash(),
                settings,
                result.best())));
    Files.deleteIfExists(checkpoint);
    System.out.println("wrote " + file + ", version " + result.model().version());
    if (!heldOut.isEmpty()) {
      System.out.println("held out, before: " + before);
      System.out.println("held out, after: " + score(result.model(), heldOut));
    }
  }

  private static LabelScore score(DigitModel model, List<LabelledPage> pages)
      throws IOException, UnreadableScan {
    LabelScore score = LabelScore.NONE;
    try (TableReader reader = new TableReader(model, 2)) {
      for (LabelledPage page : pages) {
        Reading reading = reader.read(page.scan(), null, null, null, Progress.NONE);
        score = score.plus(LabelScore.of(page, reading.digits()));
      }
    }
    return score;
  }

  private record Printing(Path checkpoint) implements Retraining.Listener {
    @Override
    public boolean after(int step, int steps) {
      return true;
    }

    @Override
    public void reached(List<Retraining.Point> curve) {
      Retraining.Point last = curve.get(curve.size() - 1);
      System.out.printf(
          Locale.ROOT, "step %d, loss %.5f, check %.5f%n", last.step(), last.loss(), last.check());
    }

    @Override
    public void checkpoint(byte[] state) {
      try {
        Files.write(checkpoint, state);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
