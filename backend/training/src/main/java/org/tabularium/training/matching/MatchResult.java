package org.tabularium.training.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tabularium.network.lrp.Baselines;
import org.tabularium.network.lrp.Derivatives;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.training.report.Cosines;

/**
 * How well each way of explaining finds the matches in one trained network: average cosine
 * similarities of the 6 x 6 explanations with the truth (paper, figures 4 and 5).
 *
 * @param correlation mean cosine of two different digits' vectors
 * @param seed of the vectors, the network and its training
 * @param squaredError of the trained similarity, on fresh pairs
 * @param saliency of {@code (x_i x'_i')^2}
 * @param curvature of {@code (H_ii')^2}
 * @param product of Hessian x product
 * @param curve BiLRP's, one entry a gamma of {@link #GAMMAS}
 * @param best index of the gamma that was best on pairs that nothing else is measured on
 * @param layerGammas gammas a layer, the input's first, found on the same pairs
 * @param layered BiLRP's with these
 * @param negative the spurious negative part of Hessian x product, then of BiLRP, each as a share
 *     of all magnitudes
 */
record MatchResult(
    double correlation,
    long seed,
    double squaredError,
    double saliency,
    double curvature,
    double product,
    double[] curve,
    int best,
    double[] layerGammas,
    double layered,
    double[] negative) {

  /** The paper's figure 5 runs over gamma; 0.09 is the value it settles on. */
  static final double[] GAMMAS = {
    0, 0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.09, 0.15, 0.25, 0.5, 1, 3
  };

  private static final int LAYERS = 3;
  private static final int FRESH = 2000;

  double bilrp() {
    return curve[best];
  }

  /**
   * Trains a network and explains it.
   *
   * @param pairs how many are explained; a quarter as many others serve to choose gammas
   */
  static MatchResult of(MatchTrainer trainer, double correlation, int pairs) {
    DigitCodes codes = DigitCodes.correlated(correlation, trainer.seed());
    MatchNetwork network = trainer.train(codes);
    List<Pair> shown = Pair.withMatches(pairs, 7_000_003 * trainer.seed() + 1);
    List<Pair> choice = Pair.withMatches(pairs / 4, 7_000_003 * trainer.seed() + 2);

    double[] onChoice = new double[GAMMAS.length];
    double[] curve = new double[GAMMAS.length];
    int best = 0;
    for (int g = 0; g < GAMMAS.length; g++) {
      onChoice[g] = bilrp(network, codes, choice, uniform(GAMMAS[g]));
      curve[g] = bilrp(network, codes, shown, uniform(GAMMAS[g]));
      best = onChoice[g] > onChoice[best] ? g : best;
    }
    double[] layers = byLayer(network, codes, choice, uniform(GAMMAS[best]), onChoice[best]);

    Derivatives derivatives = new Derivatives(network.net());
    double saliency = 0;
    double curvature = 0;
    double product = 0;
    double[] negative = new double[2];
    for (Pair pair : shown) {
      Tensor x = codes.encode(pair.a());
      Tensor y = codes.encode(pair.b());
      double[][] h = derivatives.hessian(x, y);
      double[][] byProduct = pooled(Baselines.hessianTimesProduct(x, y, h));
      saliency += Cosines.of(pooled(Baselines.saliency(x, y)), pair.truth());
      curvature += Cosines.of(pooled(Baselines.curvature(h)), pair.truth());
      product += Cosines.of(byProduct, pair.truth());
      negative[0] += negativeShare(byProduct) / shown.size();
      negative[1] +=
          negativeShare(explanation(network, codes, pair, uniform(GAMMAS[best]))) / shown.size();
    }
    return new MatchResult(
        codes.meanCosine(),
        trainer.seed(),
        squaredError(network, codes, trainer.seed()),
        saliency / shown.size(),
        curvature / shown.size(),
        product / shown.size(),
        curve,
        best,
        layers,
        bilrp(network, codes, shown, layers),
        negative);
  }

  /** On pairs as they were drawn for training, but others; those without a match included. */
  private static double squaredError(MatchNetwork network, DigitCodes codes, long seed) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(~seed);
    double sum = 0;
    for (int i = 0; i < FRESH; i++) {
      Pair pair = Pair.drawn(random);
      double error = network.score(codes.encode(pair.a()), codes.encode(pair.b())) - pair.matches();
      sum += error * error;
    }
    return sum / FRESH;
  }

  /** One layer after the other takes the gamma that serves best, twice around. */
  private static double[] byLayer(
      MatchNetwork network, DigitCodes codes, List<Pair> choice, double[] start, double reached) {
    double[] gammas = start;
    double best = reached;
    for (int turn = 0; turn < 2; turn++) {
      for (int layer = 0; layer < LAYERS; layer++) {
        for (double gamma : GAMMAS) {
          double[] candidate = gammas.clone();
          candidate[layer] = gamma;
          double found = bilrp(network, codes, choice, candidate);
          if (found > best) {
            best = found;
            gammas = candidate;
          }
        }
      }
    }
    return gammas;
  }

  private static double bilrp(
      MatchNetwork network, DigitCodes codes, List<Pair> pairs, double[] gammas) {
    double sum = 0;
    for (Pair pair : pairs) {
      sum += Cosines.of(explanation(network, codes, pair, gammas), pair.truth());
    }
    return sum / pairs.size();
  }

  /** {@code sum_m LRP(phi_m, x) (x) LRP(phi_m, x')}, a row and a column a digit. */
  static double[][] explanation(
      MatchNetwork network, DigitCodes codes, Pair pair, double[] gammas) {
    double[][] a = network.branch(codes.encode(pair.a()), gammas);
    double[][] b = network.branch(codes.encode(pair.b()), gammas);
    double[][] r = new double[DigitCodes.LENGTH][DigitCodes.LENGTH];
    for (int m = 0; m < a.length; m++) {
      for (int p = 0; p < r.length; p++) {
        for (int q = 0; q < r.length; q++) {
          r[p][q] += a[m][p] * b[m][q];
        }
      }
    }
    return r;
  }

  static double[] uniform(double gamma) {
    double[] gammas = new double[LAYERS];
    Arrays.fill(gammas, gamma);
    return gammas;
  }

  private static double[][] pooled(double[][] relevance) {
    return Baselines.overChannels(relevance, DigitCodes.LENGTH, DigitCodes.LENGTH);
  }

  private static double negativeShare(double[][] relevance) {
    double negative = 0;
    double all = 0;
    for (double[] row : relevance) {
      for (double r : row) {
        negative += Math.max(0, -r);
        all += Math.abs(r);
      }
    }
    return all == 0 ? 0 : negative / all;
  }

  /** Every combination, one after the other, told as it comes. */
  static List<MatchResult> all(
      List<Double> correlations,
      List<MatchTrainer> trainers,
      int pairs,
      java.util.function.Consumer<MatchResult> told) {
    List<MatchResult> results = new ArrayList<>();
    for (double correlation : correlations) {
      for (MatchTrainer trainer : trainers) {
        MatchResult result = of(trainer, correlation, pairs);
        told.accept(result);
        results.add(result);
      }
    }
    return results;
  }
}
