package org.tabularium.network.lrp;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * How a linear layer hands relevance down: {@code R_j = sum_k z_jk / sum_j z_jk R_k}, where a rule
 * says what {@code z_jk} is. Each is a sum of terms, a view of the input times a view of the
 * weights, so one small interpreter serves all of them.
 */
public sealed interface Rule {

  /** {@code z_jk} as a sum of these. */
  List<Term> terms();

  /** What a bias contributes to the denominator: its share is lost and counted. */
  DoubleUnaryOperator bias();

  /** Added to the denominator, away from 0; its share is lost and counted. */
  double stabiliser();

  /** A view of the input times a view of the weights. */
  record Term(Input input, DoubleUnaryOperator weight) {}

  /** How a term sees the layer's input. */
  sealed interface Input {
    Input ITSELF = new Itself();

    /** The activations as they are. */
    record Itself() implements Input {}

    /** The same number in place of every activation. */
    record Level(double value) implements Input {}
  }

  /** {@code z_jk = a_j w_jk}. */
  record Epsilon(double stabiliser) implements Rule {
    @Override
    public List<Term> terms() {
      return List.of(new Term(Input.ITSELF, w -> w));
    }

    @Override
    public DoubleUnaryOperator bias() {
      return b -> b;
    }
  }

  /** {@code z_jk = a_j rho(w_jk)}, {@code rho(w) = w + gamma max(0, w)} (paper, section 3.3). */
  record Gamma(double gamma, double stabiliser) implements Rule {
    @Override
    public List<Term> terms() {
      return List.of(new Term(Input.ITSELF, this::rho));
    }

    @Override
    public DoubleUnaryOperator bias() {
      return this::rho;
    }

    private double rho(double w) {
      return w + gamma * Math.max(0, w);
    }
  }

  /** {@code z_jk = a_j max(0, w_jk)}, for inputs that are not negative. */
  record ZPlus(double stabiliser) implements Rule {
    @Override
    public List<Term> terms() {
      return List.of(new Term(Input.ITSELF, w -> Math.max(0, w)));
    }

    @Override
    public DoubleUnaryOperator bias() {
      return b -> Math.max(0, b);
    }
  }

  /**
   * {@code z_jk = a_j w_jk - l max(0, w_jk) - h min(0, w_jk)}, for pixels between l and h (z^B).
   *
   * @param low l, at most 0
   * @param high h, at least 0
   */
  record ZB(double low, double high, double stabiliser) implements Rule {
    @Override
    public List<Term> terms() {
      return List.of(
          new Term(Input.ITSELF, w -> w),
          new Term(new Input.Level(-low), w -> Math.max(0, w)),
          new Term(new Input.Level(-high), w -> Math.min(0, w)));
    }

    @Override
    public DoubleUnaryOperator bias() {
      return b -> 0; // b - max(0, b) - min(0, b): the terms' own biases cancel
    }
  }
}
