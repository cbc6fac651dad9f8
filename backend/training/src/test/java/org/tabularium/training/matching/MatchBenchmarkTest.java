package org.tabularium.training.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tabularium.network.lrp.Baselines;
import org.tabularium.network.lrp.BiLrp;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Derivatives;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.lrp.Tensor;

/** The paper's section 4 in small: fewer steps, one correlation; the command does the whole. */
class MatchBenchmarkTest {
  private static final MatchTrainer SHORT = new MatchTrainer(2, 2500, 30, 2e-3, 0.7);

  @Test
  void theOrderOfTheMethodsIsThePapers() {
    MatchResult r = MatchResult.of(SHORT, 0.15, 20);
    assertThat(r.correlation()).isCloseTo(0.15, within(1e-6));
    assertThat(r.squaredError()).isLessThan(1);
    assertThat(r.saliency()).isLessThan(0.4);
    assertThat(r.curvature()).isLessThan(0.4);
    assertThat(r.product()).isGreaterThan(0.7).isLessThan(r.bilrp());
    assertThat(r.bilrp()).isGreaterThan(0.8);
    assertThat(MatchResult.GAMMAS[r.best()]).isBetween(1e-3, 0.1);
    assertThat(r.curve()[0])
        .as("gamma 0 is Hessian x product")
        .isCloseTo(r.product(), within(1e-6));
    assertThat(r.curve()[r.curve().length - 1]).as("too much gamma").isLessThan(0.5);

    MatchReport report = new MatchReport(List.of(r), 20, 1);
    assertThat(report.markdown()).contains("| BiLRP at least 0.89 |").contains("| 0.15 | 2 |");
    assertThat(report.json()).contains("\"seed\": 2");
    assertThat(report.chart().svg()).startsWith("<svg").contains("correlation 0.15");
  }

  /** What is claimed of the whole benchmark, against the figures that its command wrote. */
  @Test
  void theReportHoldsWhatIsAskedOfIt() throws IOException {
    String json = Files.readString(Path.of("../docs/reports/section-4.json"));
    List<Map<String, Double>> networks = new ArrayList<>();
    for (String line : json.lines().filter(l -> l.contains("\"seed\"")).toList()) {
      Map<String, Double> network = new HashMap<>();
      Matcher number = Pattern.compile("\"(\\w+)\": ([-+.e0-9]+)").matcher(line);
      while (number.find()) {
        network.put(number.group(1), Double.valueOf(number.group(2)));
      }
      networks.add(network);
    }
    assertThat(networks.stream().map(n -> n.get("correlation")).distinct()).hasSize(3);
    assertThat(networks.stream().map(n -> n.get("seed")).distinct()).hasSize(5);
    assertThat(networks)
        .hasSize(15)
        .allSatisfy(
            n -> {
              assertThat(n.get("squaredError")).isLessThanOrEqualTo(1e-3);
              assertThat(n.get("hessianTimesProduct"))
                  .isGreaterThan(n.get("saliency"))
                  .isGreaterThan(n.get("curvature"))
                  .isLessThan(n.get("bilrp"));
              assertThat(n.get("gamma")).isBetween(1e-3, 0.09);
              assertThat(n.get("bilrpByLayer")).isGreaterThanOrEqualTo(n.get("bilrp") - 1e-3);
            });
    for (double correlation : networks.stream().mapToDouble(n -> n.get("correlation")).toArray()) {
      assertThat(
              networks.stream()
                  .filter(n -> n.get("correlation") == correlation)
                  .mapToDouble(n -> n.get("bilrp"))
                  .average()
                  .orElse(0))
          .as("BiLRP at the correlation %s", correlation)
          .isGreaterThanOrEqualTo(0.89);
    }
  }

  /** The sweep over all features at once, the interpreter's passes, and the Hessian. */
  @Test
  void theExplanationIsTheEngines() {
    DigitCodes codes = DigitCodes.correlated(0.3, 5);
    MatchNetwork network = new MatchTrainer(5, 60, 20, 3e-3, 0.5).train(codes);
    Pair pair = Pair.withMatches(1, 11).get(0);
    Tensor x = codes.encode(pair.a());
    Tensor y = codes.encode(pair.b());
    for (double[] gammas : List.of(new double[] {0, 0, 0}, new double[] {0.3, 0.09, 0.01})) {
      List<Rule> rules = new ArrayList<>();
      for (double gamma : gammas) {
        rules.add(new Rule.Gamma(gamma, MatchNetwork.STABILISER));
      }
      Interpreter lrp = new Interpreter(network.net(), new Composite(rules, 0));
      BiLrp a = BiLrp.branch(lrp, x);
      BiLrp b = BiLrp.branch(lrp, y);
      double[][] r = MatchResult.explanation(network, codes, pair, gammas);
      for (int p = 0; p < DigitCodes.LENGTH; p++) {
        for (int q = 0; q < DigitCodes.LENGTH; q++) {
          assertThat(r[p][q]).isCloseTo(BiLrp.at(a, b, p, q), within(1e-9));
        }
      }
      assertThat(BiLrp.sum(a, b)).isCloseTo(network.score(x, y), within(1e-5));
    }
    double[][] product =
        Baselines.overChannels(
            Baselines.hessianTimesProduct(x, y, new Derivatives(network.net()).hessian(x, y)),
            6,
            6);
    double[][] zero = MatchResult.explanation(network, codes, pair, MatchResult.uniform(0));
    double largest = 0;
    for (int p = 0; p < DigitCodes.LENGTH; p++) {
      assertThat(product[p]).containsExactly(zero[p], within(1e-6));
      largest =
          Math.max(largest, java.util.Arrays.stream(product[p]).map(Math::abs).max().orElse(0));
    }
    assertThat(largest).isGreaterThan(0.1);
  }

  @Test
  void theSameSeedGivesTheSameNetwork() {
    DigitCodes codes = DigitCodes.correlated(0.15, 3);
    MatchTrainer trainer = new MatchTrainer(3, 20, 10, 1e-3, 0.5);
    assertThat(trainer.train(codes).weights().get(0))
        .containsExactly(trainer.train(codes).weights().get(0));
  }

  @Test
  void truthIsEveryPairOfEqualDigits() {
    Pair pair = new Pair(new int[] {1, 2, 3, 4, 5, 1}, new int[] {1, 0, 0, 0, 5, 0});
    assertThat(pair.matches()).isEqualTo(3);
    assertThat(pair.truth()[5]).containsExactly(1, 0, 0, 0, 0, 0);
    assertThat(pair.truth()[4]).containsExactly(0, 0, 0, 0, 1, 0);
  }
}
