package org.tabularium.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.BigramNetwork;
import org.tabularium.network.onnx.LrpNetwork;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.PixelNetwork;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.PixelBranch;
import org.tabularium.network.reading.PixelExplanation;
import org.tabularium.network.reading.PixelReader;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.ScoreKind;

/**
 * What BiLRP of a pair down to the ink costs beside one forward pass of both pages. Forward pass
 * and explanation take turns in one process, so that whatever else the machine does slows both;
 * printed are medians, and the median of the ratios. The full form is both branches with every
 * feature's map written out as a sparse list of cells, and the pair's remainder.
 */
public final class PixelCost {
  private static final int WARM = 3;
  private static final double GAMMA = 0.5;

  private PixelCost() {}

  /**
   * Arguments: two scans; optionally the number of runs (15), and {@code colours} to measure the
   * other way too: passes over the whole page, each for digits whose receptive fields do not meet.
   */
  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
    DigitModel model = ModelFiles.shipped().model();
    ReadPage a = ReadPage.of(model, Path.of(arguments[0]));
    ReadPage b = ReadPage.of(model, Path.of(arguments[1]));
    int threads = Runtime.getRuntime().availableProcessors();
    try (BigramNetwork network = new BigramNetwork(model, threads);
        PixelReader reader = new PixelReader(model, GAMMA, threads)) {
      int side = reader.side();
      for (ReadPage page : List.of(a, b)) {
        say(
            "%s: %d x %d cells, %d digits, receptive field %d x %d, coverage %.2f",
            page.name(),
            page.ink().width(),
            page.ink().height(),
            page.reading().digits().size(),
            side,
            side,
            page.coverage(side));
      }
      double coverage =
          (double) (a.reading().digits().size() + b.reading().digits().size())
              * side
              * side
              / (a.cells() + b.cells());
      double allowed = coverage <= 1 ? 3 : 2 + coverage;
      double[] forward = new double[runs];
      double[] full = new double[runs];
      double[] ratio = new double[runs];
      double[] single = new double[runs];
      double[] digits = new double[runs];
      for (int run = -WARM; run < runs; run++) {
        int at = Math.max(0, run);
        forward[at] =
            milliseconds(
                () -> {
                  network.run(a.ink());
                  network.run(b.ink());
                });
        PixelBranch[] branches = new PixelBranch[2];
        full[at] =
            milliseconds(
                () -> {
                  branches[0] = branch(reader, a);
                  branches[1] = branch(reader, b);
                  new PixelExplanation(branches[0], branches[1], ScoreKind.COSINE).remainder();
                  branches[0].features();
                  branches[1].features();
                });
        ratio[at] = full[at] / forward[at];
        digits[at] =
            milliseconds(() -> Explainer.explain(a.reading(), b.reading(), ScoreKind.COSINE, 1000));
        int digit = at % a.reading().digits().size();
        single[at] = milliseconds(() -> reader.digit(a.ink(), a.reading(), digit));
      }
      say("medians of %d runs, %d threads, gamma %.2f:", runs, threads, GAMMA);
      say("  forward pass of both pages        %8.1f ms", median(forward));
      say("  full BiLRP of the pair            %8.1f ms", median(full));
      say("  ratio                             %8.2f    (allowed %.2f)", median(ratio), allowed);
      say("  worst ratio                       %8.2f", Arrays.stream(ratio).max().orElse(0));
      say("  one digit's pixels                %8.1f ms", median(single));
      say("  the pair at the level of digits   %8.1f ms", median(digits));
      PixelExplanation pair =
          new PixelExplanation(branch(reader, a), branch(reader, b), ScoreKind.COSINE);
      say(
          "cosine %.4f, explained %.6f, remainder %.1e of the score",
          pair.score(), pair.explained(), pair.remainder() / pair.score());
      if (median(ratio) > allowed) {
        throw new IllegalStateException("more than is allowed");
      }
    }
    if (arguments.length > 3 && arguments[3].equals("colours")) {
      colours(model, a);
      colours(model, b);
    }
  }

  private static PixelBranch branch(PixelReader reader, ReadPage page) {
    return reader.branch(page.ink(), page.reading(), MinShare.SMALLER, Progress.NONE);
  }

  /** How many passes over a page would do for all digits, and what one costs. */
  private static void colours(DigitModel model, ReadPage page) {
    int colours = coloured(page, 2 * model.spec().reach() + 1, model.spec().stride());
    Net net = model.net(page.ink().height(), page.ink().width());
    int[] out = net.shapes().get(net.nodes().size() - 1);
    Tensor above = Tensor.zeros(out);
    for (Digit d : page.reading().digits()) {
      above.values()[(d.digit() * out[1] + d.row()) * out[2] + d.column()] = d.confidence();
    }
    Composite composite = Composite.gamma(net, GAMMA, PixelNetwork.STABILISER);
    Tensor x = new Tensor(net.inputShape(), doubles(page.ink()));
    double[] one = new double[5];
    double[] three = new double[one.length];
    int threads = Runtime.getRuntime().availableProcessors();
    try (LrpNetwork single = new LrpNetwork(net, composite, 1, threads);
        LrpNetwork triple = new LrpNetwork(net, composite, 3, threads)) {
      for (int run = -1; run < one.length; run++) {
        int at = Math.max(0, run);
        one[at] = milliseconds(() -> single.relevance(x, List.of(above)));
        three[at] = milliseconds(() -> triple.relevance(x, List.of(above, above, above)));
      }
    }
    double pass = (median(three) - median(one)) / 2;
    say(
        "%s by passes over the page: %.0f ms for the first, %.0f ms for each other, %d colours: %.0f ms",
        page.name(), median(one), pass, colours, median(one) + (colours - 1) * pass);
  }

  /** Greedy colours for the digits of a page, none of a colour nearer than a receptive field. */
  private static int coloured(ReadPage page, int side, int stride) {
    List<List<Digit>> colours = new ArrayList<>();
    for (Digit d : page.reading().digits()) {
      List<Digit> free =
          colours.stream()
              .filter(
                  c ->
                      c.stream()
                          .noneMatch(
                              o ->
                                  Math.abs(o.row() - d.row()) * stride < side
                                      && Math.abs(o.column() - d.column()) * stride < side))
              .findFirst()
              .orElseGet(
                  () -> {
                    colours.add(new ArrayList<>());
                    return colours.get(colours.size() - 1);
                  });
      free.add(d);
    }
    return colours.size();
  }

  private static double[] doubles(InkMap ink) {
    double[] to = new double[ink.ink().length];
    for (int i = 0; i < to.length; i++) {
      to[i] = ink.ink()[i];
    }
    return to;
  }

  private static double milliseconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
