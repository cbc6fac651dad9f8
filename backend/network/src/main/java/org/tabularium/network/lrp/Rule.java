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

    /**
     * The same number in place of every activation of a channel.
     *
     * @param values one entry a channel, or one for all
     */
    record Level(List<Double> values) implements Input {
      public Level {
        values = List.copyOf(values);
      }

      /** What stands in place of activation i of so many, channel by channel. */
      public double at(int i, int size) {
        return values.get((int) ((long) i * values.size() / size));
      }
    }
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
   * {@code z_jk = a_j w_jk - l_j max(0, w_jk) - h_j min(0, w_jk)}, for pixels of a channel between
   * its l and h (z^B). Colour pictures that are brought to mean 0 and deviation 1 have other bounds
   * in each channel.
   *
   * @param low l, at most 0; one entry a channel of the input, or one for all
   * @param high h, at least 0; likewise
   */
  record ZB(List<Double> low, List<Double> high, double stabiliser) implements Rule {
    public ZB {
      low = List.copyOf(low);
      high = List.copyOf(high);
      if (low.isEmpty() || low.size() != high.size()) {
        throw new IllegalArgumentException(low.size() + " low bounds, " + high.size() + " high");
      }
    }

    /** With the same bounds for all channels. */
    public ZB(double low, double high, double stabiliser) {
      this(List.of(low), List.of(high), stabiliser);
    }

    @Override
    public List<Term> terms() {
      return List.of(
          new Term(Input.ITSELF, w -> w),
          new Term(negative(low), w -> Math.max(0, w)),
          new Term(negative(high), w -> Math.min(0, w)));
    }

    @Override
    public DoubleUnaryOperator bias() {
      return b -> 0; // b - max(0, b) - min(0, b): the terms' own biases cancel
    }

    private static Input negative(List<Double> bounds) {
      return new Input.Level(bounds.stream().map(bound -> -bound).toList());
    }
  }
}
