package org.tabularium.app.activation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.BigramNetwork.Peaks;
import org.tabularium.network.onnx.DigitNetworks.Maps;
import org.tabularium.network.onnx.ModelFiles.ModelFile;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import org.tabularium.training.evaluation.DigitScore;
import org.tabularium.training.evaluation.TrueDigit;

/** Tries networks on a page of the sample corpus. One at a time: a trial takes all processors. */
@Component
class Trials {

  /** A small one, in old-style figures. */
  private static final String PAGE = "s02_tavole_1541_p047.jpg";

  private static final String FOLDER = "/corpus-samples/pages/";

  /** Where a network reads poorly, these sizes of type are tried, the right one first. */
  private static final double[] SIZES = {1, 0.7, 1.4, 0.5, 2};

  /** Side of the part of the page that they are tried on, in sizes of type. */
  private static final int PART = 18;

  /** A clean digit that comes to something between is near enough to 1. */
  private static final double LOW_PEAK = 0.6;

  private static final double HIGH_PEAK = 1.6;

  private final DigitModel shipped;
  private @Nullable Known known;

  Trials(ModelFile shipped) {
    this.shipped = shipped.model();
  }

  /** The page, and what the shipped network reads on it. */
  private record Known(GreyScan scan, Reading reading) {}

  /**
   * Lets a network read the page as it would read any other; where it reads less than half of what
   * is there, looks for the reason.
   *
   * @param maps how its maps were understood, so that a hint can say it anew
   */
  synchronized Trial on(DigitModel model, Maps maps) {
    Known page = known();
    Reading seen = read(model, page.scan());
    DigitScore score = DigitScore.of(truth(page.reading().digits()), seen.digits());
    int alike = score.found() - score.misread();
    Search search = new Search(model, maps, page);
    double strongest = search.strongest();
    return new Trial(
        PAGE,
        score.there(),
        seen.digits().size(),
        alike,
        score.misread(),
        seen.digits().size() - score.found(),
        type(model, seen),
        type(shipped, page.reading()),
        strongest,
        model.spec().gate().threshold(),
        2 * alike < score.there() ? search.hint() : null);
  }

  private static double type(DigitModel model, Reading reading) {
    return model.spec().em() / reading.frame().scale();
  }

  private Known known() {
    if (known == null) {
      GreyScan scan = scan();
      known = new Known(scan, read(shipped, scan));
    }
    return known;
  }

  private static GreyScan scan() {
    try (InputStream in = Trials.class.getResourceAsStream(FOLDER + PAGE)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks the sample page " + PAGE);
      }
      Path file = Files.createTempFile("tabularium-trial", ".jpg");
      try {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return Scans.grey(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnreadableScan e) {
      throw new IllegalStateException("the sample page cannot be read", e);
    }
  }

  private static Reading read(DigitModel model, GreyScan scan) {
    try (TableReader reader = new TableReader(model, Runtime.getRuntime().availableProcessors())) {
      return reader.read(scan, null, null, null, Progress.NONE);
    } catch (UnreadableScan e) {
      throw new IllegalStateException("the whole of a page lies on it", e);
    }
  }

  private static List<TrueDigit> truth(List<Digit> digits) {
    return digits.stream().map(d -> new TrueDigit(d.box(), d.digit(), true, true)).toList();
  }

  /**
   * Why a network reads nothing: the same part of the page at other sizes, and turned to negative.
   */
  private final class Search {
    private final DigitModel model;
    private final Maps maps;
    private final Known page;
    private final Region part;
    private final List<TrueDigit> truth;

    Search(DigitModel model, Maps maps, Known page) {
      this.model = model;
      this.maps = maps;
      this.page = page;
      this.part = part();
      this.truth =
          truth(page.reading().digits().stream().filter(d -> inside(part, d.box())).toList());
    }

    /** Around the middle of the digits. */
    private Region part() {
      List<Digit> digits = page.reading().digits();
      double side = PART * type(shipped, page.reading());
      double x = median(digits.stream().mapToDouble(d -> d.box().centreX()));
      double y = median(digits.stream().mapToDouble(d -> d.box().centreY()));
      int left = (int) Math.max(0, x - side / 2);
      int top = (int) Math.max(0, y - side / 2);
      return new Region(
          left,
          top,
          (int) Math.min(side, page.scan().width() - left),
          (int) Math.min(side, page.scan().height() - top));
    }

    double strongest() {
      try (BigramNetwork open = open()) {
        Peaks peaks = peaks(open, 1, false);
        return IntStream.range(0, peaks.count())
            .mapToDouble(i -> peaks.activation()[i])
            .max()
            .orElse(0);
      }
    }

    Trial.@Nullable Hint hint() {
      Seen best = null;
      try (BigramNetwork open = open()) {
        for (boolean inverted : new boolean[] {false, true}) {
          for (double size : SIZES) {
            Seen one = seen(open, size, inverted);
            if (best == null || one.alike() > best.alike()) {
              best = one;
            }
            if (size == 1 && !inverted && one.enough()) {
              return one.hint();
            }
          }
        }
      }
      return best != null && best.enough() ? best.hint() : null;
    }

    /** The network without a gate's threshold: each local maximum is a peak. */
    private BigramNetwork open() {
      ModelSpec spec =
          model.spec().with(Map.of("gate.threshold", Float.toString(Float.MIN_NORMAL)));
      List<float[]> weights =
          IntStream.range(0, spec.layers().size()).mapToObj(model::weights).toList();
      return new BigramNetwork(
          new DigitModel(spec, weights), Runtime.getRuntime().availableProcessors());
    }

    private PageFrame frame(double size) {
      double type = type(shipped, page.reading());
      return new PageFrame(part, page.reading().turn(), size * model.spec().em() / type);
    }

    private Peaks peaks(BigramNetwork network, double size, boolean inverted) {
      InkMap ink = frame(size).inkMap(page.scan());
      if (inverted) {
        float[] paper = ink.ink().clone();
        for (int i = 0; i < paper.length; i++) {
          paper[i] = Math.max(0, 1 - paper[i]);
        }
        ink = new InkMap(ink.width(), ink.height(), paper);
      }
      return network.run(ink);
    }

    /** The strongest peaks, as many as there are digits, held against these. */
    private Seen seen(BigramNetwork network, double size, boolean inverted) {
      Peaks peaks = peaks(network, size, inverted);
      PageFrame frame = frame(size);
      ModelSpec spec = model.spec();
      List<Digit> strongest =
          IntStream.range(0, peaks.count())
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -peaks.activation()[i]))
              .limit(truth.size())
              .map(i -> digit(peaks, i, frame, spec))
              .toList();
      DigitScore score = DigitScore.of(truth, strongest);
      int[][] told = score.confusion();
      int straight = IntStream.range(0, ModelSpec.DIGITS).map(d -> told[d][d]).sum();
      int[] classes = classes(told);
      int swapped = IntStream.range(0, ModelSpec.DIGITS).map(d -> told[d][classes[d]]).sum();
      boolean other = swapped > straight + truth.size() / 4;
      double peak =
          strongest.isEmpty() ? 0 : median(strongest.stream().mapToDouble(Digit::confidence));
      return new Seen(
          size,
          inverted,
          other ? classes : null,
          other ? swapped : straight,
          peak,
          model,
          maps,
          truth.size());
    }
  }

  /**
   * How one way to look went.
   *
   * @param classes by digit the class that it is read as; null where that is the digit itself
   */
  private record Seen(
      double size,
      boolean inverted,
      int @Nullable [] classes,
      int alike,
      double peak,
      DigitModel model,
      Maps maps,
      int there) {

    boolean enough() {
      return there > 0 && 2 * alike >= there;
    }

    Trial.Hint hint() {
      boolean far = peak < LOW_PEAK || peak > HIGH_PEAK;
      return new Trial.Hint(
          size == 1 ? null : rounded(size * model.spec().em()),
          far ? rounded(peak * maps.peak()) : null,
          classes == null ? null : order(classes),
          inverted,
          alike,
          there);
    }

    /** Class c is told by the map that was taken for digit c so far. */
    private String order(int[] classes) {
      char[] order = new char[ModelSpec.DIGITS];
      for (int digit = 0; digit < classes.length; digit++) {
        order[maps.order().indexOf('0' + classes[digit])] = (char) ('0' + digit);
      }
      return new String(order);
    }
  }

  /** For each digit the class that it is most read as, no class twice; the plainest first. */
  private static int[] classes(int[][] told) {
    int[] classes = new int[ModelSpec.DIGITS];
    Arrays.fill(classes, -1);
    boolean[] taken = new boolean[ModelSpec.DIGITS];
    for (int n = 0; n < ModelSpec.DIGITS; n++) {
      int digit = -1;
      int as = -1;
      for (int d = 0; d < ModelSpec.DIGITS; d++) {
        for (int c = 0; c < ModelSpec.DIGITS; c++) {
          boolean free = classes[d] < 0 && !taken[c];
          if (free && (digit < 0 || told[d][c] > told[digit][as])) {
            digit = d;
            as = c;
          }
        }
      }
      classes[digit] = as;
      taken[as] = true;
    }
    return classes;
  }

  private static Digit digit(Peaks peaks, int i, PageFrame frame, ModelSpec spec) {
    double x = spec.stride() * peaks.column()[i] + 0.5;
    double y = spec.stride() * peaks.row()[i] + 0.5;
    Box cells =
        new Box(x - 0.25 * spec.em(), y - 0.35 * spec.em(), 0.5 * spec.em(), 0.7 * spec.em());
    return new Digit(
        frame.toScan(cells),
        peaks.digit()[i],
        peaks.activation()[i],
        peaks.row()[i],
        peaks.column()[i]);
  }

  private static boolean inside(Region part, Box box) {
    double x = box.centreX() - part.x();
    double y = box.centreY() - part.y();
    return x > 0 && y > 0 && x < part.width() && y < part.height();
  }

  private static double median(java.util.stream.DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** To two figures: more would claim more than is known. */
  private static double rounded(double value) {
    return new java.math.BigDecimal(value).round(new java.math.MathContext(2)).doubleValue();
  }
}
