package org.tabularium.network.similarity;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;

/**
 * The paper's random projection (sections 3.3 and 5): explaining takes a pass a feature, so a layer
 * of many activations is mapped to 100 numbers first. One that has no more than that is left as it
 * is.
 *
 * @param dimensions 100 in the paper
 * @param seed of the weights: they are part of the model, and the same for both pictures
 */
public record Projection(int dimensions, long seed) {

  /**
   * {@code P phi} with independent normal weights of variance 1 / dimensions, so that {@code <P
   * phi, P phi'>} is {@code <phi, phi'>} on average.
   */
  Net after(Net net) {
    List<int[]> shapes = net.shapes();
    int[] top = shapes.get(shapes.size() - 1);
    int size = Tensor.zeros(top).values().length;
    int rows = Math.min(dimensions, size);
    double[] weights = new double[Math.multiplyExact(rows, size)];
    if (rows == size) {
      for (int i = 0; i < size; i++) {
        weights[i * size + i] = 1;
      }
    } else {
      SplittableRandom random = new SplittableRandom(seed);
      double sigma = 1 / Math.sqrt(dimensions);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = sigma * random.nextGaussian();
      }
    }
    List<Net.Node> nodes = new ArrayList<>(net.nodes());
    nodes.add(new Net.Node(new Layer.Flatten(), List.of(nodes.size() - 1)));
    nodes.add(
        new Net.Node(
            new Layer.Dense(size, rows, weights, new double[0]), List.of(nodes.size() - 1)));
    return new Net(net.inputShape(), nodes);
  }
}
