package org.tabularium.training.evaluation;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.patches.Mix;
import org.tabularium.training.patches.Sheets;
import org.tabularium.training.type.Typefaces;

/**
 * The command that measures a model: {@code EvaluateModel MODEL.onnx SCANS [PICTURES]}.
 *
 * <p>SCANS holds folders: {@code early-modern} (pages with {@code *.digits.csv}), {@code ben-nevis}
 * (printed tables with transcriptions), {@code text-pages} and {@code no-table}. Those that are not
 * there are passed over, aloud. Into PICTURES go the pages with what was found. {@code shipped}
 * instead of a file means the model that ships.
 */
public final class EvaluateModel {

  /** What other thresholds of the gate would have let through. */
  private static final float[] THRESHOLDS = {0.5f, 0.55f, 0.6f, 0.65f, 0.7f, 0.75f};

  private final TableReader reader;
  private final @Nullable Path pictures;

  private EvaluateModel(TableReader reader, @Nullable Path pictures) {
    this.reader = reader;
    this.pictures = pictures;
  }

  public static void main(String[] args) throws IOException {
    DigitModel model =
        args[0].equals("shipped")
            ? ModelFiles.shipped().model()
            : ModelFiles.read(Files.readAllBytes(Path.of(args[0]))).model();
    Path scans = Path.of(args[1]);
    System.out.println("model " + model.version().substring(0, 12));
    try (TableReader reader = new TableReader(model, 2)) {
      EvaluateModel evaluation =
          new EvaluateModel(reader, args.length > 2 ? Path.of(args[2]) : null);
      evaluation.earlyModern(scans.resolve("early-modern"));
      evaluation.transcribed(scans.resolve("ben-nevis"));
      evaluation.withoutTables(scans.resolve("text-pages"));
      evaluation.withoutTables(scans.resolve("no-table"));
    }
    try (BigramNetwork network = new BigramNetwork(model, 2)) {
      Typefaces typefaces = Typefaces.load();
      for (Mix mix : List.of(Mix.tables(), Mix.words())) {
        Sheets sheets = new Sheets(HeldOutSheets.SEED, mix, model.spec(), typefaces, true);
        System.out.println(
            "generated, held-out typefaces, "
                + (mix.equals(Mix.tables()) ? "tables" : "text")
                + ": "
                + HeldOutSheets.read(network, sheets, 150));
      }
    }
  }

  private void earlyModern(Path folder) throws IOException {
    Map<Path, Reading> seen = new HashMap<>();
    DigitScore total = new DigitScore(0, 0, 0, 0, List.of(), List.of(), List.of());
    for (Path csv : files(folder, ".digits.csv")) {
      Path scan = folder.resolve(csv.getFileName().toString().replace(".digits.csv", ".jpg"));
      Reading reading = read(scan);
      seen.put(csv, reading);
      DigitScore score = DigitScore.of(TrueDigit.read(csv), reading.digits());
      total = total.plus(score);
      System.out.println(name(scan) + at(reading) + ": " + score);
      score.missed().forEach(t -> System.out.println("  missed " + t.digit() + " at " + t.box()));
      score.wrong().forEach(d -> System.out.println("  wrong " + said(d)));
      score.invented().forEach(d -> System.out.println("  false " + said(d)));
    }
    System.out.println("early-modern: " + total);
    for (float threshold : THRESHOLDS) {
      DigitScore at = new DigitScore(0, 0, 0, 0, List.of(), List.of(), List.of());
      for (Path csv : files(folder, ".digits.csv")) {
        at = at.plus(DigitScore.of(TrueDigit.read(csv), surer(seen.get(csv), threshold)));
      }
      System.out.println("  above " + threshold + ": " + at);
    }
  }

  private void transcribed(Path folder) throws IOException {
    double sum = 0;
    List<Path> all = files(folder, ".csv");
    for (Path csv : all) {
      Path scan = folder.resolve(csv.getFileName().toString().replace(".csv", ".jpg"));
      Reading reading = read(scan);
      double[] counts = Transcription.bigrams(csv);
      double cosine = Transcription.cosine(counts, reading.phi());
      float[] found = new float[Reading.FEATURES];
      reading.occurrences().forEach(o -> found[o.bigram()]++);
      double[] digits = Transcription.digits(csv);
      double off = 0;
      double there = 0;
      for (int d = 0; d < 10; d++) {
        int digit = d;
        off +=
            Math.abs(digits[d] - reading.digits().stream().filter(s -> s.digit() == digit).count());
        there += digits[d];
      }
      System.out.printf(
          Locale.ROOT,
          "%s%s: cosine %.4f (counting: %.4f), %d digits found, %.0f transcribed, counts off by %.2f %%%n",
          name(scan),
          at(reading),
          cosine,
          Transcription.cosine(counts, found),
          reading.digits().size(),
          there,
          100 * off / there);
      sum += cosine;
    }
    System.out.printf(Locale.ROOT, "ben-nevis: mean cosine %.4f%n", sum / Math.max(1, all.size()));
  }

  private void withoutTables(Path folder) throws IOException {
    int sum = 0;
    List<Path> all = files(folder, ".jpg");
    int[] above = new int[THRESHOLDS.length];
    for (Path scan : all) {
      Reading reading = read(scan);
      StringBuilder classes = new StringBuilder();
      int[] counts = new int[10];
      reading.digits().forEach(d -> counts[d.digit()]++);
      for (int i = 0; i < 10; i++) {
        classes.append(' ').append(i).append(':').append(counts[i]);
      }
      System.out.println(
          name(scan)
              + at(reading)
              + ": "
              + reading.digits().size()
              + " digits"
              + (reading.looksLikeTable() ? ", looks like a table," : "")
              + classes);
      sum += reading.digits().size();
      for (int i = 0; i < above.length; i++) {
        above[i] += surer(reading, THRESHOLDS[i]).size();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f digits a page%n",
        folder.getFileName(),
        (double) sum / Math.max(1, all.size()));
    for (int i = 0; i < above.length; i++) {
      System.out.printf(
          Locale.ROOT,
          "  above %s: %.1f%n",
          THRESHOLDS[i],
          (double) above[i] / Math.max(1, all.size()));
    }
  }

  private static List<Digit> surer(Reading reading, float threshold) {
    return reading.digits().stream().filter(d -> d.confidence() > threshold).toList();
  }

  private Reading read(Path scan) throws IOException {
    try {
      Reading reading = reader.read(scan, null, null, null, part -> {});
      if (pictures != null) {
        draw(scan, reading, pictures);
      }
      return reading;
    } catch (UnreadableScan e) {
      throw new IOException(scan + " cannot be read", e);
    }
  }

  private static void draw(Path scan, Reading reading, Path folder) throws IOException {
    Files.createDirectories(folder);
    BufferedImage image = ImageIO.read(scan.toFile());
    double em = 20 / reading.scale();
    double zoom = Math.max(1, 30 / em);
    BufferedImage out =
        new BufferedImage(
            (int) (image.getWidth() * zoom),
            (int) (image.getHeight() * zoom),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = out.createGraphics();
    g.drawImage(image, 0, 0, out.getWidth(), out.getHeight(), null);
    g.scale(zoom, zoom);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont((float) (0.6 * em)));
    g.setStroke(new java.awt.BasicStroke((float) (em / 20)));
    for (Digit d : reading.digits()) {
      g.setColor(d.confidence() > 0.75 ? Color.RED : Color.BLUE);
      g.draw(new Rectangle2D.Double(d.box().x(), d.box().y(), d.box().w(), d.box().h()));
      g.drawString("" + d.digit(), (float) d.box().x(), (float) d.box().y());
    }
    g.dispose();
    ImageIO.write(out, "jpg", folder.resolve(name(scan) + ".jpg").toFile());
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    if (!Files.isDirectory(folder)) {
      System.out.println("no " + folder + ": not measured");
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return new ArrayList<>(all.filter(p -> p.toString().endsWith(end)).sorted().toList());
    }
  }

  private static String name(Path scan) {
    return scan.getFileName().toString().replace(".jpg", "");
  }

  private static String at(Reading reading) {
    return String.format(
        Locale.ROOT,
        " (scale %.2f, %s)",
        reading.scale(),
        reading.turn().name().toLowerCase(Locale.ROOT));
  }

  private static String said(Digit d) {
    return String.format(
        Locale.ROOT,
        "%d (%.2f) at %.0f, %.0f",
        d.digit(),
        d.confidence(),
        d.box().centreX(),
        d.box().centreY());
  }
}
