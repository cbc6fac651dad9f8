package org.tabularium.network.lrp;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rule serves which layer. Each linear layer has its {@link Rule}, from the input to the
 * output; max, sum and average pooling follow equation 6, which leaves no choice; a min leaves one.
 * A linear layer without a rule is an error before anything is computed, a sort of layer that
 * nobody handles one of the compiler ({@link Layer.Cases}).
 *
 * @param rules one for each linear layer of the network, in its order
 * @param stabiliser for sums and means
 * @param min how a min shares its relevance
 */
public record Composite(List<Rule> rules, double stabiliser, MinShare min) {

  /** With equation 6 for a min too. */
  public Composite(List<Rule> rules, double stabiliser) {
    this(rules, stabiliser, MinShare.SMALLER);
  }

  public Composite {
    rules = List.copyOf(rules);
  }

  /** The same gamma everywhere, as the paper has for the bigram network (0.5). */
  public static Composite gamma(Net net, double gamma, double stabiliser) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < affine(net); i++) {
      rules.add(new Rule.Gamma(gamma, stabiliser));
    }
    return new Composite(rules, stabiliser);
  }

  /**
   * Checks that every linear layer has its rule and no rule is left over.
   *
   * @throws IllegalArgumentException otherwise
   */
  public Composite checked(Net net) {
    int affine = affine(net);
    if (rules.size() != affine) {
      throw new IllegalArgumentException(rules.size() + " rules for " + affine + " linear layers");
    }
    return this;
  }

  private static int affine(Net net) {
    return (int) net.nodes().stream().filter(n -> n.layer() instanceof Layer.Affine).count();
  }
}
