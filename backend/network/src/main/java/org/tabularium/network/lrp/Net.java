package org.tabularium.network.lrp;

import java.util.List;

/**
 * A network as a list of nodes, each after the ones it takes from; the last one is the output.
 *
 * @param inputShape channels, height, width
 */
public record Net(int[] inputShape, List<Node> nodes) {
  /** Stands for the network's input where a node names what it takes. */
  public static final int INPUT = -1;

  /**
   * @param layer what it does
   * @param inputs indices of earlier nodes, or {@link #INPUT}
   */
  public record Node(Layer layer, List<Integer> inputs) {

    public Node {
      inputs = List.copyOf(inputs);
      if (inputs.size() != layer.inputs()) {
        throw new IllegalArgumentException(layer + " takes " + layer.inputs() + " inputs");
      }
    }
  }

  public Net {
    nodes = List.copyOf(nodes);
    for (int i = 0; i < nodes.size(); i++) {
      for (int from : nodes.get(i).inputs()) {
        if (from < INPUT || from >= i) {
          throw new IllegalArgumentException("node " + i + " takes from node " + from);
        }
      }
    }
  }

  /**
   * The shape of each node's result.
   *
   * @throws IllegalArgumentException when two layers do not fit together
   */
  public List<int[]> shapes() {
    List<int[]> shapes = new java.util.ArrayList<>();
    for (Node node : nodes) {
      int[][] in =
          node.inputs().stream()
              .map(from -> from == INPUT ? inputShape : shapes.get(from))
              .toArray(int[][]::new);
      shapes.add(node.layer().output(in));
    }
    return shapes;
  }

  /** Layers one after the other. */
  public static Net sequence(int[] inputShape, List<Layer> layers) {
    List<Node> nodes = new java.util.ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      nodes.add(new Node(layers.get(i), List.of(i - 1)));
    }
    return new Net(inputShape, nodes);
  }
}
