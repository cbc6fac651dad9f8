package org.tabularium.training.matching;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.tabularium.training.report.LineChart;
import org.tabularium.training.report.Machine;

/** What the benchmark found, for people and for programs. */
record MatchReport(List<MatchResult> results, int pairs, double seconds) {
  private static final List<String> COLOURS = List.of("#9c2f2f", "#2b4c8c", "#5b7f3b", "#7a5c99");

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # The paper's benchmark with known truth (section 4)

        Written by `mvn -Psection-4 -pl backend/training -am process-classes` (see `backend/training/README.md`); do not edit.

        Two sequences of six digits; the similarity is the number of matches, that is of pairs of places, one in each
        sequence, that hold the same digit. (Matches place by place alone would be a form of rank 60, which 50 features
        cannot have.) A digit is a vector in R^10 without negative entries, `(1 - c) e_d + c u_d` with `u_d` drawn from
        [0, 1]^10 and `c` such that different digits have the stated mean cosine. The network has 60 inputs, two hidden
        layers of 100 and 50 features, rectified, without biases, and is trained for 10,000 steps of 100 pairs (Adam from
        1e-3 along a cosine to 0, first weights 0.7 times as wide as He's).

        The figures are average cosine similarities of the 6 x 6 explanation, pooled over the vectors' entries, with the
        true matches. Pairs without any match have no cosine and are left out. Gammas are chosen on pairs of their own, a quarter as many.
        Hessian x product is computed by differentiating twice, without LRP.

        """);
    text.append(
        f("Machine: %s. %d pairs a network, %.0f s in all.%n%n", Machine.here(), pairs, seconds));
    text.append("![BiLRP over gamma](section-4.svg)\n\n");
    text.append(
        "| correlation | seed | "
            + Measure.each(Measure::words, " | ")
            + " | at gamma | gamma a layer | BiLRP with these |\n");
    text.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (MatchResult r : results) {
      text.append(
          f(
              "| %.2f | %d | %s | %s | %s | %.3f |%n",
              r.correlation(),
              r.seed(),
              Measure.each(m -> m.said(m.of(r)), " | "),
              MatchResult.GAMMAS[r.best()],
              Arrays.stream(r.layerGammas())
                  .mapToObj(g -> "" + g)
                  .collect(Collectors.joining(", ")),
              r.layered()));
    }
    text.append("\nMedians over the seeds:\n\n");
    text.append(
        "| correlation | "
            + Measure.each(Measure::words, " | ")
            + " | gain of a gamma a layer | negative part of Hessian x product | of BiLRP |\n");
    text.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (double correlation : correlations()) {
      text.append(medians(f("%.2f", correlation), at(correlation)));
    }
    text.append(medians("all", results));
    text.append("| the paper | 1.0e-03 | 0.31 | 0.30 | 0.77 | 0.89 | | | |\n\n");
    text.append(verdict());
    return text.toString();
  }

  private static String medians(String name, List<MatchResult> some) {
    return f(
        "| %s | %s | %+.3f | %.1f %% | %.1f %% |%n",
        name,
        Measure.each(m -> m.said(median(some, m::of)), " | "),
        median(some, r -> r.layered() - r.bilrp()),
        100 * median(some, r -> r.negative()[0]),
        100 * median(some, r -> r.negative()[1]));
  }

  /** What was to be reached, and in how many networks it was. */
  private String verdict() {
    return """
        | expected of every network | holds in |
        | --- | --- |
        """
        + line("squared error at most 1e-3", r -> r.squaredError() <= 1e-3)
        + line("BiLRP at least 0.89", r -> r.bilrp() >= 0.89)
        + line(
            "saliency and curvature < Hessian x product",
            r -> Math.max(r.saliency(), r.curvature()) < r.product())
        + line("Hessian x product < BiLRP", r -> r.product() < r.bilrp())
        + line(
            "the best gamma is small, not zero",
            r -> r.best() > 0 && MatchResult.GAMMAS[r.best()] <= 0.09)
        + line("a gamma a layer does no worse", r -> r.layered() >= r.bilrp() - 1e-3);
  }

  private String line(String what, java.util.function.Predicate<MatchResult> holds) {
    return f("| %s | %d of %d |%n", what, results.stream().filter(holds).count(), results.size());
  }

  LineChart chart() {
    List<Double> correlations = correlations();
    return new LineChart(
        "BiLRP's agreement with the true matches",
        "gamma (0 is Hessian x product)",
        "average cosine similarity, median of the seeds",
        Arrays.stream(MatchResult.GAMMAS).mapToObj(g -> plain(g)).toList(),
        0,
        1,
        correlations.stream()
            .map(
                c ->
                    new LineChart.Curve(
                        f("correlation %.2f", c),
                        COLOURS.get(correlations.indexOf(c) % COLOURS.size()),
                        curve(at(c))))
            .toList());
  }

  private static String plain(double gamma) {
    String text = "" + gamma;
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text.replaceFirst("^0", "");
  }

  private static double[] curve(List<MatchResult> some) {
    double[] curve = new double[MatchResult.GAMMAS.length];
    for (int g = 0; g < curve.length; g++) {
      int gamma = g;
      curve[g] = median(some, r -> r.curve()[gamma]);
    }
    return curve;
  }

  /** Numbers only: nothing needs escaping but the machine's name, which has no quotes. */
  String json() {
    String rows =
        results.stream()
            .map(
                r ->
                    f(
                        "    {\"correlation\": %.4f, \"seed\": %d, %s, \"gamma\": %s,"
                            + " \"gammaByLayer\": %s, \"bilrpByLayer\": %.4f, \"curve\": %s}",
                        r.correlation(),
                        r.seed(),
                        Measure.each(m -> m.json(r), ", "),
                        MatchResult.GAMMAS[r.best()],
                        Arrays.toString(r.layerGammas()),
                        r.layered(),
                        Arrays.stream(r.curve())
                            .mapToObj(v -> f("%.4f", v))
                            .collect(Collectors.joining(", ", "[", "]"))))
            .collect(Collectors.joining(",\n"));
    return f(
        "{%n  \"machine\": \"%s\",%n  \"pairs\": %d,%n  \"seconds\": %.0f,%n  \"gammas\": %s,%n"
            + "  \"networks\": [%n%s%n  ]%n}%n",
        Machine.here(), pairs, seconds, Arrays.toString(MatchResult.GAMMAS), rows);
  }

  private List<Double> correlations() {
    return results.stream().map(r -> rounded(r.correlation())).distinct().toList();
  }

  private List<MatchResult> at(double correlation) {
    return results.stream().filter(r -> rounded(r.correlation()) == correlation).toList();
  }

  private static double rounded(double correlation) {
    return Math.round(100 * correlation) / 100.0;
  }

  private static double median(List<MatchResult> some, ToDoubleFunction<MatchResult> of) {
    double[] sorted = some.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String f(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
