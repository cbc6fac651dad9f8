package org.tabularium.training.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
 * SCANS HELDOUT SEED STEPS MODEL.onnx}. BASE is a model file, {@code shipped} or {@code nothing};
 * HELDOUT names editions, separated by commas, or {@code none}; STEPS is a number or {@code usual}.
 * A checkpoint lies beside the model until it is done; the same command goes on from it.
 *
 * <p>The frozen labels of a training in the application say themselves how each table was given and
 * what was held out. With them, and the scans as files or as the application keeps them, the
 * command has the same inputs, and tells the same hash of them.
 */
public final class RetrainModel {

  private RetrainModel() {}

  public static void main(String[] args) throws IOException, UnreadableScan, TrainingUnavailable {
    @Nullable DigitModel base = base(args[0]);
    Path scans = Path.of(args[2]);
    Set<String> aside = Set.of(args[3].split(","));
    Path file = Path.of(args[6]);
    Path checkpoint = Path.of(args[6] + ".checkpoint");
    List<LabelledPage> pages = new ArrayList<>();
    List<LabelledPage> heldOut = new ArrayList<>();
    DigitModel reading = base == null ? ModelFiles.shipped().model() : base;
    try (TableReader reader = new TableReader(reading, 2)) {
      for (LabelFile.Page page : LabelFile.read(Path.of(args[1]))) {
        LabelledPage labelled = labelled(page, scans, reader);
        boolean out = aside.contains(page.edition());
        if (page.given() != null) {
          out |= page.given().heldOut();
        }
        (out ? heldOut : pages).add(labelled);
      }
    }
    long seed = Long.parseLong(args[4]);
    Retraining.Settings settings =
        base == null ? Retraining.Settings.fromNothing(seed) : Retraining.Settings.further(seed);
    if (!args[5].equals("usual")) {
      settings = settings.withSteps(Integer.parseInt(args[5]));
    }
    Retraining retraining = new Retraining(settings, base, pages, heldOut, SheetPack.shipped());
    System.out.println("inputs " + retraining.inputHash());
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
                base == null ? "nothing" : base.version(),
                retraining.inputHash(),
                settings,
                result.best())));
    Files.deleteIfExists(checkpoint);
    System.out.println("wrote " + file + ", version " + result.model().version());
    if (!heldOut.isEmpty()) {
      if (base != null) {
        System.out.println("held out, before: " + score(base, heldOut));
      }
      System.out.println("held out, after: " + score(result.model(), heldOut));
    }
  }

  private static @Nullable DigitModel base(String named) throws IOException {
    return switch (named) {
      case "nothing" -> null;
      case "shipped" -> ModelFiles.shipped().model();
      default -> ModelFiles.read(Files.readAllBytes(Path.of(named))).model();
    };
  }

  private static LabelledPage labelled(LabelFile.Page page, Path scans, TableReader reader)
      throws IOException, UnreadableScan {
    LabelFile.Given given = page.given();
    Path scan = scans.resolve(page.page());
    if (given != null && !Files.exists(scan)) {
      // As the application keeps them.
      scan = scans.resolve(given.scan().substring(0, 2)).resolve(given.scan());
    }
    String hash = sha256(Files.readAllBytes(scan));
    if (given != null) {
      if (!hash.equals(given.scan())) {
        throw new IOException(scan + " is not the scan that was labelled");
      }
      return page.labelled(scan);
    }
    Reading reading = reader.read(scan, null, null, null, Progress.NONE);
    return new LabelledPage(
        page.page(),
        page.edition(),
        scan,
        hash,
        null,
        reading.turn(),
        reading.scale(),
        page.places());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static LabelScore score(DigitModel model, List<LabelledPage> pages)
      throws IOException, UnreadableScan {
    LabelScore score = LabelScore.NONE;
    try (TableReader reader = new TableReader(model, 2)) {
      for (LabelledPage page : pages) {
        Reading reading = reader.read(page.scan(), page.region(), null, null, Progress.NONE);
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
