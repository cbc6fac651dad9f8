package org.tabularium.network.similarity;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Rule;

/**
 * Gamma by depth. Layers are counted as the paper counts VGG-16's (section 5): convolutions,
 * rectifiers, poolings and sums from 1; what only reshapes is not counted.
 *
 * @param steps in the order of their layers
 */
public record Depths(List<Step> steps) {
  static final double STABILISER = 1e-9;

  /**
   * @param from the first layer that it holds for
   * @param gamma for its linear layers
   */
  public record Step(int from, double gamma) {}

  public Depths {
    steps = List.copyOf(steps);
  }

  /** 0.5, 0.25, 0.1 and 0 for layers 2-10, 11-17, 18-24 and 25-31 (paper, section 5). */
  public static Depths vgg16() {
    return new Depths(
        List.of(new Step(1, 0.5), new Step(11, 0.25), new Step(18, 0.1), new Step(25, 0)));
  }

  /** The same everywhere. */
  public static Depths uniform(double gamma) {
    return new Depths(List.of(new Step(1, gamma)));
  }

  /** The rules of a network: z^B where pixels come in, gamma above. */
  Composite composite(Net net, Pixels pixels) {
    List<Rule> rules = new ArrayList<>();
    int layer = 0;
    for (Net.Node node : net.nodes()) {
      if (node.layer() instanceof Layer.Flatten) {
        continue;
      }
      layer++;
      if (node.layer() instanceof Layer.Affine) {
        boolean onPixels = onPixels(net, node);
        rules.add(
            onPixels
                ? new Rule.ZB(pixels.low(), pixels.high(), STABILISER)
                : new Rule.Gamma(at(layer), STABILISER));
      }
    }
    return new Composite(rules, STABILISER);
  }

  /**
   * The same of a network with a projection on it, which has no gamma: it is part of the dot
   * product and no layer of its own.
   *
   * @param projected the network with its projection, the last linear layer
   */
  Composite projected(Net projected, Pixels pixels) {
    List<Rule> rules = new ArrayList<>(composite(projected, pixels).rules());
    rules.set(rules.size() - 1, new Rule.Epsilon(STABILISER));
    return new Composite(rules, STABILISER);
  }

  private static boolean onPixels(Net net, Net.Node node) {
    int from = node.inputs().get(0);
    while (from != Net.INPUT && net.nodes().get(from).layer() instanceof Layer.Flatten) {
      from = net.nodes().get(from).inputs().get(0);
    }
    return from == Net.INPUT;
  }

  private double at(int layer) {
    double gamma = 0;
    for (Step step : steps) {
      gamma = layer >= step.from() ? step.gamma() : gamma;
    }
    return gamma;
  }
}
