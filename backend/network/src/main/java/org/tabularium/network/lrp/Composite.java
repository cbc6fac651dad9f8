package org.tabularium.network.lrp;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rule serves which linear layer, from the input to the output. Pooling, rectifiers and sums
 * have one rule each, which the interpreter knows; a linear layer without a rule is an error before
 * anything is computed.
 *
 * @param rules one for each linear layer of the network, in its order
 * @param stabiliser for the layers whose rule is fixed
 */
public record Composite(List<Rule> rules, double stabiliser) {

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

  /** Checks that every linear layer has its rule and no rule is left over. */
  Composite checked(Net net) {
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
