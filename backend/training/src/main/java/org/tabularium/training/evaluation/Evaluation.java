package org.tabularium.training.evaluation;

import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.corpus.Retrieval;
import org.tabularium.training.corpus.Truth;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.corpus.typeset.PrintedDigit;
import org.tabularium.training.report.Json;
import org.tabularium.training.report.LineChart;
import org.tabularium.training.report.Machine;
import org.tabularium.training.type.Typeface;
import org.tabularium.training.type.Typefaces;

/** What is measured of one model, gathered for {@code report.json} and {@code report.md}. */
final class Evaluation {
  private static final double[] THRESHOLDS = {
    0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9
  };
  private static final double[] OTHER_SCALES = {1 / 1.12, 1 / 1.06, 1.06, 1.12};
  private static final int WORST = 12;

  /** So many upright pages of a generated corpus are searched for by half of their table. */
  private static final int HALVES = 100;

  private static final String HALF = "#half";

  private static final List<String> DENSITIES = List.of("sparse", "dense", "very dense");

  /** What the successor of the paper's system reports on its own eleven annotated pages. */
  private static final String SUCCESSOR =
      "Pearson 0.84, 0.88, 0.93 (sparse, dense, very dense pages), precision 0.87, recall 0.68";

  private final DigitModel model;
  private final Path folder;
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  /**
   * @param folder where pictures go
   */
  Evaluation(DigitModel model, Path folder) {
    this.model = model;
    this.folder = folder;
    json.put("model", model.version());
    json.put("machine", Machine.here());
    json.put("multiply_adds_per_cell", model.spec().cost());
    say("# What the digit network was measured to do%n%n");
    say(
        "Written by `mvn -Pevaluate -pl backend/training -am process-test-classes` (see"
            + " `backend/training/README.md`); do not edit.%n%n");
    say("Model `%s`. Scale and turn are chosen by the reader.%n%n", model.version());
    double cells = 1200.0 * 800 / (model.spec().stride() * model.spec().stride());
    say(
        "%,d multiply-adds per cell of the digit maps: %.1f x 10^9 for a page of 1200 x 800 cells of ink (the published"
            + " network: 40 x 10^12).%n%n",
        model.spec().cost(), model.spec().cost() * cells / 1e9);
  }

  /** What was measured so far, by the names of the report. */
  Map<String, Object> figures() {
    return Collections.unmodifiableMap(json);
  }

  String json() {
    return Json.of(json);
  }

  String markdown() {
    return text.toString();
  }

  // ---- scans ----

  /** Measures a folder by what lies beside its scans. */
  void scans(TableReader reader, Path scans) throws IOException {
    List<Path> boxed = files(scans, ".digits.csv");
    List<Path> typed = files(scans, ".csv").stream().filter(f -> !boxed.contains(f)).toList();
    String name = scans.getFileName().toString();
    if (!boxed.isEmpty()) {
      boxed(name, reader, boxed);
    } else if (!typed.isEmpty()) {
      transcribed(name, reader, typed);
    } else {
      withoutTables(name, reader, files(scans, ".jpg"));
    }
  }

  private void boxed(String name, TableReader reader, List<Path> truths) throws IOException {
    Measured measured = new Measured(name);
    for (Path csv : truths) {
      Path scan = beside(csv, ".digits.csv");
      List<TrueDigit> truth = TrueDigit.read(csv);
      GreyScan grey = grey(scan);
      Reading reading = read(reader, grey, null);
      measured.page(scan, truth, reading);
      double best = reading.scale();
      int most = right(truth, reading);
      for (double factor : OTHER_SCALES) {
        Reading other = read(reader, grey, reading.scale() * factor, reading);
        if (right(truth, other) > most) {
          most = right(truth, other);
          best = other.scale();
        }
      }
      measured.scaleErrors.add(reading.scale() / best - 1);
      double[] bigrams = TrueDigit.bigrams(csv);
      measured.features.add(FeatureCounts.of(bigrams, counts(reading)));
    }
    measured.report();
  }

  private static int right(List<TrueDigit> truth, Reading reading) {
    DigitScore score = DigitScore.of(truth, reading.digits());
    return score.found() - score.misread() - score.falseInTable();
  }

  private void transcribed(String name, TableReader reader, List<Path> truths) throws IOException {
    List<Map<String, Object>> pages = new ArrayList<>();
    List<Transcription.Match> matches = new ArrayList<>();
    List<Double> scaleErrors = new ArrayList<>();
    say("## %s: %d transcribed tables%n%n", name, truths.size());
    say(
        "Headings above the table are left out; the head of hours counts where the page prints it. A decimal"
            + " point parts two digits.%n%n");
    say(
        "| page | scale | off the best of five | digits | read | counts off by | cosine of phi | of counts |%n"
            + "| --- | --- | --- | --- | --- | --- | --- | --- |%n");
    double em = model.spec().em() / model.spec().stride();
    for (Path csv : truths) {
      Path scan = beside(csv, ".csv");
      Transcription truth = Transcription.read(csv);
      GreyScan grey = grey(scan);
      Reading reading = read(reader, grey, null);
      Transcription.Match match = truth.match(reading, em);
      double best = reading.scale();
      double most = match.cosine();
      for (double factor : OTHER_SCALES) {
        Reading other = read(reader, grey, reading.scale() * factor, reading);
        double cosine = truth.match(other, em).cosine();
        if (cosine > most) {
          most = cosine;
          best = other.scale();
        }
      }
      double off = reading.scale() / best - 1;
      scaleErrors.add(off);
      matches.add(match);
      Map<String, Object> page = new LinkedHashMap<>();
      page.put("page", scan.getFileName().toString());
      page.put("scale", reading.scale());
      page.put("scale_error", off);
      page.put("digits", match.there());
      page.put("read", match.read());
      page.put("digit_counts_off", match.digitsOff());
      page.put("cosine", match.cosine());
      page.put("cosine_of_counts", match.counting());
      page.put("looks_like_table", reading.looksLikeTable());
      pages.add(page);
      say(
          "| %s | %.3f | %+.0f %% | %d | %d | %.2f %% | %.4f | %.4f |%n",
          scan.getFileName(),
          reading.scale(),
          100 * off,
          match.there(),
          match.read(),
          100 * match.digitsOff(),
          match.cosine(),
          match.counting());
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", "transcribed");
    all.put("pages", truths.size());
    all.put("mean_cosine", mean(matches, Transcription.Match::cosine));
    all.put("mean_cosine_of_counts", mean(matches, Transcription.Match::counting));
    all.put("digit_counts_off", mean(matches, Transcription.Match::digitsOff));
    all.put(
        "feature_counts", features(matches.stream().map(Transcription.Match::features).toList()));
    all.put("scale_errors", scaleErrors);
    all.put("each", pages);
    json.put(name, all);
    say(
        "%nMean cosine %.4f (of counts %.4f), digit counts off by %.2f %%.%n%n",
        mean(matches, Transcription.Match::cosine),
        mean(matches, Transcription.Match::counting),
        100 * mean(matches, Transcription.Match::digitsOff));
    sayFeatures(matches.stream().map(Transcription.Match::features).toList());
  }

  private void withoutTables(String name, TableReader reader, List<Path> scans) throws IOException {
    List<Map<String, Object>> pages = new ArrayList<>();
    Mistakes mistakes = new Mistakes();
    say("## %s: %d pages without a table%n%n", name, scans.size());
    say("| page | digits read | set aside | verdict |%n| --- | --- | --- | --- |%n");
    int sum = 0;
    int tables = 0;
    for (Path scan : scans) {
      Reading reading = read(reader, grey(scan), null);
      sum += reading.digits().size();
      tables += reading.looksLikeTable() ? 1 : 0;
      reading
          .digits()
          .forEach(d -> mistakes.add(scan, "read as " + d.digit(), d.box(), d.confidence()));
      Map<String, Object> page = new LinkedHashMap<>();
      page.put("page", scan.getFileName().toString());
      page.put("digits", reading.digits().size());
      page.put("aside", reading.aside());
      page.put("looks_like_table", reading.looksLikeTable());
      pages.add(page);
      say(
          "| %s | %d | %d | %s |%n",
          scan.getFileName(),
          reading.digits().size(),
          reading.aside(),
          reading.looksLikeTable() ? "a table" : "no table");
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", "without tables");
    all.put("pages", scans.size());
    all.put("digits_a_page", (double) sum / Math.max(1, scans.size()));
    all.put("taken_for_tables", tables);
    all.put("each", pages);
    json.put(name, all);
    say(
        "%n%.1f digits a page (those that are really there included), %d pages taken for tables.%n%n",
        (double) sum / Math.max(1, scans.size()), tables);
    show(mistakes.worst(WORST, name, folder));
  }

  // ---- generated ----

  void sheets(String name, DigitScore score, int count) {
    Map<String, Object> all = digits(score);
    all.put("sheets", count);
    json.put("held_out_" + name, all);
    say("## Held-out typefaces, %s: %d sheets%n%n%s.%n%n", name, count, score);
    confusion(score);
  }

  /** A generated corpus: digits, scales, turns, and what a search finds. */
  void benchmark(TableReader reader, Path corpus) throws IOException {
    List<PageTruth> truth = Truth.read(corpus.resolve("truth"));
    Map<String, Map<String, String>> facts = Truth.facts(corpus.resolve("truth"));
    Measured measured = new Measured("benchmark");
    List<Retrieval.Item> phi = new ArrayList<>();
    List<Retrieval.Item> halves = new ArrayList<>();
    List<Retrieval.Item> histogram = new ArrayList<>();
    List<Retrieval.Item> chance = new ArrayList<>();
    Random random = new Random(1);
    int turned = 0;
    int tables = 0;
    Set<String> heldOut =
        Typefaces.load().heldOut().stream().map(Typeface::id).collect(Collectors.toSet());
    Set<String> unseen = new HashSet<>();
    DigitScore unseenDigits = DigitScore.NONE;
    List<Double> cosines = new ArrayList<>();
    for (PageTruth page : truth) {
      Path scan = corpus.resolve("pages").resolve(page.pageId());
      Reading reading = read(reader, grey(scan), null);
      measured.page(scan, upright(page), reading);
      if (heldOut.contains(facts.get(page.pageId()).get("figures"))) {
        unseen.add(page.pageId());
        unseenDigits = unseenDigits.plus(DigitScore.of(upright(page), reading.digits()));
      }
      measured.features.add(FeatureCounts.of(page.bigrams(), counts(reading)));
      double em = Double.parseDouble(facts.get(page.pageId()).get("em"));
      measured.scaleErrors.add(reading.scale() * em / model.spec().em() - 1);
      turned += reading.turn() == page.turn() ? 1 : 0;
      tables += reading.looksLikeTable() ? 1 : 0;
      double[] wide = widened(reading);
      cosines.add(Transcription.cosine(page.bigrams(), wide));
      double[] ten = new double[10];
      reading.digits().forEach(d -> ten[d.digit()] += d.confidence());
      phi.add(new Retrieval.Item(page.pageId(), page.table(), wide));
      if (page.turn() == Turn.UPRIGHT && halves.size() < HALVES) {
        double[] half = upperHalf(reader, page, scan);
        halves.add(new Retrieval.Item(page.pageId() + HALF, page.table(), half));
      }
      histogram.add(new Retrieval.Item(page.pageId(), page.table(), ten));
      chance.add(new Retrieval.Item(page.pageId(), page.table(), random.doubles(100).toArray()));
    }
    measured.report();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("pages", truth.size());
    all.put("turns_right", turned);
    all.put("taken_for_tables", tables);
    all.put("mean_cosine", mean(cosines, c -> c));
    say(
        "Turn right on %d of %d pages, taken for a table %d; mean cosine of phi with the true bigram counts %.4f.%n%n",
        turned, truth.size(), tables, mean(cosines, c -> c));
    if (!unseen.isEmpty()) {
      Retrieval amongUnseen =
          Retrieval.byCosine(phi, (query, other) -> unseen.contains(query.page()));
      Map<String, Object> figures = digits(unseenDigits);
      figures.put("pages", unseen.size());
      figures.put("recall_at_1", amongUnseen.recallAt1());
      figures.put("map", amongUnseen.meanAveragePrecision());
      json.put("benchmark_unseen_figures", figures);
      say(
          "%d of these pages are printed with figures of families that no training saw: %s; as queries recall@1 %.4f, mAP %.4f.%n%n",
          unseen.size(), unseenDigits, amongUnseen.recallAt1(), amongUnseen.meanAveragePrecision());
    }
    say("### What a search finds%n%n| ranking by | recall@1 | mAP |%n| --- | --- | --- |%n");
    Map<String, List<Retrieval.Item>> rankings = new LinkedHashMap<>();
    rankings.put("bigrams read", phi);
    rankings.put("ten-digit histogram", histogram);
    rankings.put("chance", chance);
    rankings.forEach(
        (how, items) -> {
          Retrieval found = Retrieval.byCosine(items);
          all.put(
              how.replace(' ', '_').replace('-', '_'),
              Map.of("recall_at_1", found.recallAt1(), "map", found.meanAveragePrecision()));
          say("| %s | %.4f | %.4f |%n", how, found.recallAt1(), found.meanAveragePrecision());
        });
    say("%n| bigrams, what has changed | pairs | recall@1 | mAP |%n| --- | --- | --- | --- |%n");
    Map<String, Object> kinds = new TreeMap<>();
    for (Change change : Change.values()) {
      Retrieval found =
          Retrieval.byCosine(
              phi, (query, other) -> change.is(facts.get(query.page()), facts.get(other.page())));
      if (found.queries() > 0) {
        kinds.put(
            change.label(),
            Map.of(
                "queries", found.queries(),
                "recall_at_1", found.recallAt1(),
                "map", found.meanAveragePrecision()));
        say(
            "| %s | %d | %.4f | %.4f |%n",
            change.label(), found.queries(), found.recallAt1(), found.meanAveragePrecision());
      }
    }
    List<Retrieval.Item> withHalves = new ArrayList<>(phi);
    withHalves.addAll(halves);
    Retrieval half =
        Retrieval.byCosine(
            withHalves,
            (query, other) ->
                query.page().endsWith(HALF)
                    && !other.page().endsWith(HALF)
                    && !query.page().startsWith(other.page()));
    if (half.queries() > 0) {
      kinds.put(
          "cropped to the upper half",
          Map.of(
              "queries", half.queries(),
              "recall_at_1", half.recallAt1(),
              "map", half.meanAveragePrecision()));
      say(
          "| cropped to the upper half (its own page left out) | %d | %.4f | %.4f |%n",
          half.queries(), half.recallAt1(), half.meanAveragePrecision());
    }
    all.put("by_change", kinds);
    say("%n");
    json.put("retrieval", all);
  }

  /**
   * Some pages of a generated corpus, each as it would look after every {@link Ordeal} and in every
   * {@link Pose}.
   *
   * @param count pages that stand upright
   */
  void ordeals(TableReader reader, Path corpus, int count) throws IOException {
    List<PageTruth> pages =
        Truth.read(corpus.resolve("truth")).stream()
            .filter(p -> p.turn() == Turn.UPRIGHT)
            .limit(count)
            .toList();
    Map<String, Object> all = new LinkedHashMap<>();
    say("## The same %d pages after this and that%n%n", pages.size());
    say(
        "| | found | misread | false | cosine of phi with the true counts |%n"
            + "| --- | --- | --- | --- | --- |%n");
    for (Ordeal ordeal : Ordeal.values()) {
      trial(all, ordeal.label(), reader, corpus, pages, ordeal, null);
    }
    for (Pose pose : Pose.ALL) {
      trial(all, pose.label(), reader, corpus, pages, Ordeal.NONE, pose);
    }
    say("%n");
    json.put("ordeals", all);
  }

  /** Pages of two tables in two sizes of type, each table for itself. */
  void twoSizes(TableReader reader, List<TwoSizes.TwoTables> pages) throws IOException {
    DigitScore[] scores = {DigitScore.NONE, DigitScore.NONE};
    List<Map<String, Object>> each = new ArrayList<>();
    say("## Two sizes of type: %d generated pages of one table over another%n%n", pages.size());
    say(
        "| upper type over lower | read apart | larger: found, misread, false | smaller: found, misread, false |%n"
            + "| --- | --- | --- | --- |%n");
    for (TwoSizes.TwoTables page : pages) {
      Reading reading = read(reader, page.scan(), null);
      boolean upper = page.ratio() > 1;
      DigitScore larger = score(upper ? page.upper() : page.lower(), reading);
      DigitScore smaller = score(upper ? page.lower() : page.upper(), reading);
      scores[0] = scores[0].plus(larger);
      scores[1] = scores[1].plus(smaller);
      List<Double> apart =
          reading.frame().insets().stream().map(i -> i.scale() / reading.scale()).toList();
      each.add(
          Map.of(
              "ratio",
              page.ratio(),
              "apart",
              apart,
              "larger",
              digits(larger),
              "smaller",
              digits(smaller)));
      say("| %.2f | %d | %s | %s |%n", page.ratio(), apart.size(), brief(larger), brief(smaller));
    }
    say("%nLarger type: %s. Smaller type: %s.%n%n", scores[0], scores[1]);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("larger", digits(scores[0]));
    all.put("smaller", digits(scores[1]));
    all.put("pages", each);
    json.put("two_sizes", all);
  }

  private static DigitScore score(List<PrintedDigit> truth, Reading reading) {
    return DigitScore.of(
        truth.stream().map(d -> new TrueDigit(d.box(), d.digit(), d.row() >= 0, true)).toList(),
        reading.digits());
  }

  private static String brief(DigitScore score) {
    return String.format(
        Locale.ROOT,
        "%.1f, %.1f, %.1f %% of %d",
        100 * score.recall(),
        100 * score.misreadShare(),
        100 * score.falseShare(),
        score.there());
  }

  private void trial(
      Map<String, Object> all,
      String label,
      TableReader reader,
      Path corpus,
      List<PageTruth> pages,
      Ordeal ordeal,
      @Nullable Pose pose)
      throws IOException {
    DigitScore score = DigitScore.NONE;
    List<Double> cosines = new ArrayList<>();
    Path after = Files.createTempFile("ordeal", ".png");
    try {
      for (PageTruth page : pages) {
        BufferedImage picture =
            ordeal.of(ImageIO.read(corpus.resolve("pages").resolve(page.pageId()).toFile()));
        List<TrueDigit> truth = upright(page);
        if (pose != null) {
          double[] heights = truth.stream().mapToDouble(d -> d.box().h()).sorted().toArray();
          AffineTransform to = pose.transform(picture, heights[heights.length / 2]);
          truth = truth.stream().map(d -> Pose.moved(d, to)).toList();
          picture = Pose.shot(picture, to);
        }
        ImageIO.write(picture, "png", after.toFile());
        Reading reading = read(reader, grey(after), null);
        score = score.plus(DigitScore.of(truth, reading.digits()));
        double[] wide = widened(reading);
        cosines.add(Transcription.cosine(page.bigrams(), wide));
      }
    } finally {
      Files.delete(after);
    }
    Map<String, Object> figures = digits(score);
    figures.remove("confusion");
    figures.put("mean_cosine", mean(cosines, c -> c));
    all.put(label, figures);
    say(
        "| %s | %.1f %% | %.2f %% | %.2f %% | %.4f |%n",
        label,
        100 * score.recall(),
        100 * score.misreadShare(),
        100 * score.falseShare(),
        mean(cosines, c -> c));
  }

  private static double[] widened(Reading reading) {
    return IntStream.range(0, Reading.FEATURES).mapToDouble(k -> reading.phi()[k]).toArray();
  }

  /** What is read of the page down to the middle row of its table. */
  private static double[] upperHalf(TableReader reader, PageTruth page, Path scan)
      throws IOException {
    double[] rows =
        page.digits().stream()
            .filter(d -> d.row() >= 0)
            .mapToDouble(d -> d.box().y() + d.box().h())
            .sorted()
            .toArray();
    GreyScan grey = grey(scan);
    int height = (int) Math.min(grey.height(), Math.ceil(rows[rows.length / 2]) + 3);
    try {
      return widened(
          reader.read(grey, new Region(0, 0, grey.width(), height), null, null, Progress.NONE));
    } catch (UnreadableScan e) {
      throw new IOException(e);
    }
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

  // ---- pages whose digits are known by place ----

  private final class Measured {
    private final String name;
    private final Mistakes mistakes = new Mistakes();
    private final DigitScore[] above = new DigitScore[THRESHOLDS.length];
    private final List<Double> scaleErrors = new ArrayList<>();
    private final List<FeatureCounts> features = new ArrayList<>();
    private DigitScore total = DigitScore.NONE;
    private int pages;

    Measured(String name) {
      this.name = name;
      Arrays.fill(above, DigitScore.NONE);
    }

    void page(Path scan, List<TrueDigit> truth, Reading reading) {
      pages++;
      DigitScore score = DigitScore.of(truth, reading.digits());
      total = total.plus(score);
      for (int i = 0; i < above.length; i++) {
        double threshold = THRESHOLDS[i];
        above[i] =
            above[i].plus(
                DigitScore.of(
                    truth,
                    reading.digits().stream().filter(d -> d.confidence() > threshold).toList()));
      }
      score.missed().forEach(t -> mistakes.add(scan, "missed " + t.digit(), t.box(), 1));
      score
          .wrong()
          .forEach(d -> mistakes.add(scan, "misread as " + d.digit(), d.box(), d.confidence()));
      score
          .invented()
          .forEach(d -> mistakes.add(scan, "false " + d.digit(), d.box(), d.confidence()));
    }

    void report() throws IOException {
      Map<String, Object> all = digits(total);
      all.put("pages", pages);
      all.put("feature_counts", features(features));
      all.put("scale_errors", scaleErrors);
      List<Map<String, Object>> curve = new ArrayList<>();
      for (int i = 0; i < above.length; i++) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("above", THRESHOLDS[i]);
        point.put("recall", above[i].recall());
        point.put("precision", above[i].precision());
        curve.add(point);
      }
      all.put("precision_recall", curve);
      json.put(name, all);
      say("## %s: %d pages whose digits are known by place%n%n%s.%n%n", name, pages, total);
      sayFeatures(features);
      double[] sorted = scaleErrors.stream().mapToDouble(Math::abs).sorted().toArray();
      say(
          "Scale off by %.1f %% in the median, %.1f %% on nine of ten pages, %.1f %% at most (%s).%n%n",
          100 * sorted[sorted.length / 2],
          100 * sorted[(int) (0.9 * (sorted.length - 1))],
          100 * sorted[sorted.length - 1],
          name.equals("benchmark") ? "against the size of the type" : "against the best of five");
      String svg = name + "-curve.svg";
      Files.writeString(folder.resolve(svg), curve(name), StandardCharsets.UTF_8);
      say("![Precision and recall](%s)%n%n", svg);
      confusion(total);
      show(mistakes.worst(WORST, name, folder));
    }

    private String curve(String title) {
      return new LineChart(
              title,
              "digits read more surely than",
              "share",
              Arrays.stream(THRESHOLDS).mapToObj(t -> "" + t).toList(),
              0.5,
              1,
              List.of(
                  new LineChart.Curve(
                      "recall",
                      "#2b4c8c",
                      Stream.of(above).mapToDouble(DigitScore::recall).toArray()),
                  new LineChart.Curve(
                      "precision",
                      "#9c2f2f",
                      Stream.of(above).mapToDouble(DigitScore::precision).toArray())))
          .svg();
    }
  }

  private static Map<String, Object> digits(DigitScore score) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("digits", score.there());
    all.put("recall", score.recall());
    all.put("misread", score.misreadShare());
    all.put("false", score.falseShare());
    all.put(
        "confusion",
        Stream.of(score.confusion()).map(row -> IntStream.of(row).boxed().toList()).toList());
    return all;
  }

  private void confusion(DigitScore score) {
    say("| is \\ read as | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | missed |%n");
    say("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |%n");
    for (int i = 0; i < 11; i++) {
      say("| %s |", i < 10 ? "" + i : "nothing");
      for (int n : score.confusion()[i]) {
        say(" %s |", n == 0 ? "" : "" + n);
      }
      say("%n");
    }
    say("%n");
  }

  private void show(List<Mistakes.Mistake> mistakes) {
    if (mistakes.isEmpty()) {
      return;
    }
    say("The worst mistakes:%n%n| | page | |%n| --- | --- | --- |%n");
    for (Mistakes.Mistake m : mistakes) {
      say("| ![](%s) | %s | %s (%.2f) |%n", m.picture(), m.page(), m.what(), m.weight());
    }
    say("%n");
  }

  private static Map<String, Object> features(List<FeatureCounts> each) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("pearson", mean(each, FeatureCounts::pearson));
    all.put("precision", mean(each, FeatureCounts::precision));
    all.put("recall", mean(each, FeatureCounts::recall));
    all.put("by_density", FeatureCounts.byDensity(each).stream().map(Evaluation::density).toList());
    return all;
  }

  private static Map<String, Object> density(List<FeatureCounts> third) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("pages", third.size());
    one.put("bigrams_from", third.get(0).there());
    one.put("bigrams_to", third.get(third.size() - 1).there());
    one.put("pearson", mean(third, FeatureCounts::pearson));
    one.put("precision", mean(third, FeatureCounts::precision));
    one.put("recall", mean(third, FeatureCounts::recall));
    return one;
  }

  private void sayFeatures(List<FeatureCounts> each) {
    say(
        "Counts of bigrams against the true ones: Pearson %.3f, precision %.3f, recall %.3f (means of pages). The"
            + " published successor reports, on its own pages and features: %s.%n%n",
        mean(each, FeatureCounts::pearson),
        mean(each, FeatureCounts::precision),
        mean(each, FeatureCounts::recall),
        SUCCESSOR);
    List<List<FeatureCounts>> thirds = FeatureCounts.byDensity(each);
    if (thirds.isEmpty()) {
      return;
    }
    say("| third of the pages | bigrams on each | Pearson | precision | recall |%n");
    say("| --- | --- | --- | --- | --- |%n");
    for (int i = 0; i < thirds.size(); i++) {
      Map<String, Object> one = density(thirds.get(i));
      say(
          "| %s | %.0f to %.0f | %.3f | %.3f | %.3f |%n",
          DENSITIES.get(i),
          one.get("bigrams_from"),
          one.get("bigrams_to"),
          one.get("pearson"),
          one.get("precision"),
          one.get("recall"));
    }
    say("%n");
  }

  private static double[] counts(Reading reading) {
    double[] counted = new double[Reading.FEATURES];
    reading.occurrences().forEach(o -> counted[o.bigram()]++);
    return counted;
  }

  private static Reading read(TableReader reader, GreyScan grey, @Nullable Reading at)
      throws IOException {
    return read(reader, grey, null, at);
  }

  private static Reading read(
      TableReader reader, GreyScan grey, @Nullable Double scale, @Nullable Reading at)
      throws IOException {
    try {
      return reader.read(grey, null, at == null ? null : at.turn(), scale, Progress.NONE);
    } catch (UnreadableScan e) {
      throw new IOException(e);
    }
  }

  private static GreyScan grey(Path scan) throws IOException {
    try {
      return Scans.grey(scan);
    } catch (UnreadableScan e) {
      throw new IOException(scan + " cannot be read", e);
    }
  }

  private static <T> double mean(List<T> all, ToDoubleFunction<T> of) {
    return all.stream().mapToDouble(of).average().orElse(0);
  }

  private static Path beside(Path csv, String end) throws IOException {
    String name = csv.getFileName().toString();
    String stem = name.substring(0, name.length() - end.length());
    for (String format : List.of(".jpg", ".png", ".tif", ".jpeg")) {
      Path scan = csv.resolveSibling(stem + format);
      if (Files.exists(scan)) {
        return scan;
      }
    }
    throw new IOException("no scan beside " + csv);
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(p -> p.toString().endsWith(end)).sorted().toList();
    }
  }

  private void say(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).replace("\r\n", "\n"));
  }
}
