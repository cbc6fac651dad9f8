package org.tabularium.network.lrp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * LRP as plain as it can be told, in double precision: the oracle that faster ways must agree with.
 * Whoever doubts them can read this and believe it.
 */
public final class Interpreter {
  private final Net net;
  private final Composite composite;

  /**
   * @throws IllegalArgumentException when a linear layer has no rule
   */
  public Interpreter(Net net, Composite composite) {
    this.net = net;
    this.composite = composite.checked(net);
  }

  /**
   * Relevance at the input, and what was lost on the way to biases and stabilisers.
   *
   * @param input in the input's shape
   * @param lost relevance that went to biases and stabilisers; the input's sum and this make up
   *     what came from above
   */
  public record Relevance(Tensor input, double lost) {}

  /** The network's output and everything before it, one tensor a node. */
  public List<Tensor> activations(Tensor x) {
    List<Tensor> done = new ArrayList<>();
    for (Net.Node node : net.nodes()) {
      Tensor a = of(node, 0, x, done);
      Layer layer = node.layer();
      Tensor y;
      if (layer instanceof Layer.Affine affine) {
        y = withBias(affine.forward(a, affine.weights()), affine.bias());
      } else if (layer instanceof Layer.Rectify) {
        y = a.map(v -> Math.max(0, v));
      } else if (layer instanceof Layer.Flatten) {
        y = new Tensor(new int[] {a.values().length}, a.values());
      } else if (layer instanceof Layer.MaxPool pool) {
        int[] winners = winners(pool, a);
        int[] shape = pooled(a.shape(), pool.kernel(), pool.stride(), pool.padding());
        y = new Tensor(shape, Arrays.stream(winners).mapToDouble(i -> value(a, i)).toArray());
      } else if (layer instanceof Layer.AveragePool pool) {
        y = average(pool).forward(a);
      } else if (layer instanceof Layer.GlobalAveragePool) {
        y = globalAverage(a.shape()).forward(a);
      } else if (layer instanceof Layer.Add) {
        y = a.plus(of(node, 1, x, done));
      } else {
        throw new AssertionError("a layer that nobody handles: " + layer);
      }
      done.add(y);
    }
    return done;
  }

  /** The network's output as a vector of features. */
  public double[] features(Tensor x) {
    List<Tensor> activations = activations(x);
    return activations.get(activations.size() - 1).values();
  }

  /** LRP of one feature: relevance starts as its own activation. */
  public Relevance relevance(Tensor x, int feature) {
    return relevance(x, activations(x), feature);
  }

  /** The same with activations that were computed before. */
  public Relevance relevance(Tensor x, List<Tensor> activations, int feature) {
    Tensor output = activations.get(activations.size() - 1);
    Tensor above = Tensor.zeros(output.shape());
    above.values()[feature] = output.values()[feature];
    return relevance(x, activations, above);
  }

  /** Sends relevance of the output, whatever it is, down to the input. */
  public Relevance relevance(Tensor x, List<Tensor> activations, Tensor above) {
    Tensor[] at = new Tensor[net.nodes().size()];
    at[at.length - 1] = above;
    Tensor input = Tensor.zeros(x.shape());
    double lost = 0;
    int rule = composite.rules().size();
    for (int n = at.length - 1; n >= 0; n--) {
      Net.Node node = net.nodes().get(n);
      boolean affine = node.layer() instanceof Layer.Affine;
      rule -= affine ? 1 : 0;
      Tensor r = at[n];
      if (r == null) {
        continue; // nothing of the output comes from here
      }
      List<Tensor> below = new ArrayList<>();
      Tensor a = of(node, 0, x, activations);
      Layer layer = node.layer();
      if (layer instanceof Layer.Affine linear) {
        Relevance share = redistribute(linear, composite.rules().get(rule), a, r);
        below.add(share.input());
        lost += share.lost();
      } else if (layer instanceof Layer.Rectify) {
        below.add(r);
      } else if (layer instanceof Layer.Flatten) {
        below.add(new Tensor(a.shape(), r.values()));
      } else if (layer instanceof Layer.MaxPool pool) {
        Tensor to = Tensor.zeros(a.shape());
        int[] winners = winners(pool, a);
        for (int i = 0; i < winners.length; i++) {
          if (winners[i] >= 0) {
            to.values()[winners[i]] += r.values()[i];
          } else {
            lost += r.values()[i];
          }
        }
        below.add(to);
      } else if (layer instanceof Layer.AveragePool pool) {
        Relevance share = byActivation(average(pool), a, r);
        below.add(share.input());
        lost += share.lost();
      } else if (layer instanceof Layer.GlobalAveragePool) {
        Relevance share = byActivation(globalAverage(a.shape()), a, r);
        below.add(share.input());
        lost += share.lost();
      } else if (layer instanceof Layer.Add) {
        Tensor b = of(node, 1, x, activations);
        Tensor z = a.plus(b).map(this::stabilised);
        Tensor s = ratio(r, z);
        below.add(a.times(s));
        below.add(b.times(s));
        lost += r.sum() - below.get(0).sum() - below.get(1).sum();
      } else {
        throw new AssertionError("a layer that nobody handles: " + layer);
      }
      for (int i = 0; i < below.size(); i++) {
        int from = node.inputs().get(i);
        if (from == Net.INPUT) {
          input = input.plus(below.get(i));
        } else {
          at[from] = at[from] == null ? below.get(i) : at[from].plus(below.get(i));
        }
      }
    }
    return new Relevance(input, lost);
  }

  /** {@code R_j = sum_k z_jk / z_k R_k}, with {@code z_jk} as the rule says. */
  private static Relevance redistribute(Layer.Affine layer, Rule rule, Tensor a, Tensor r) {
    Tensor z = null;
    for (Rule.Term term : rule.terms()) {
      Tensor part = layer.forward(a.map(term.input()), view(layer.weights(), term));
      z = z == null ? part : z.plus(part);
    }
    Tensor inputs = java.util.Objects.requireNonNull(z);
    double[] bias = Arrays.stream(layer.bias()).map(rule.bias()).toArray();
    Tensor whole =
        withBias(inputs, bias).map(v -> v + (v >= 0 ? rule.stabiliser() : -rule.stabiliser()));
    Tensor s = ratio(r, whole);
    Tensor to = Tensor.zeros(a.shape());
    for (Rule.Term term : rule.terms()) {
      Tensor share = layer.backward(s, view(layer.weights(), term), a.shape());
      to = to.plus(a.map(term.input()).times(share));
    }
    // What the bias and the stabiliser take, layer by layer, not the difference of two sums.
    double lost = 0;
    for (int i = 0; i < s.values().length; i++) {
      lost += s.values()[i] * (whole.values()[i] - inputs.values()[i]);
    }
    return new Relevance(to, lost);
  }

  private static double[] view(double[] weights, Rule.Term term) {
    return Arrays.stream(weights).map(term.weight()).toArray();
  }

  private static Tensor withBias(Tensor y, double[] bias) {
    if (bias.length == 0) {
      return y;
    }
    int cells = y.values().length / bias.length;
    double[] to = new double[y.values().length];
    for (int i = 0; i < to.length; i++) {
      to[i] = y.values()[i] + bias[i / cells];
    }
    return new Tensor(y.shape(), to);
  }

  private static Tensor ratio(Tensor r, Tensor z) {
    double[] to = new double[r.values().length];
    for (int i = 0; i < to.length; i++) {
      to[i] = r.values()[i] == 0 ? 0 : r.values()[i] / z.values()[i];
    }
    return new Tensor(r.shape(), to);
  }

  private double stabilised(double v) {
    return v + (v >= 0 ? composite.stabiliser() : -composite.stabiliser());
  }

  private static Tensor of(Net.Node node, int input, Tensor x, List<Tensor> done) {
    int from = node.inputs().get(input);
    return from == Net.INPUT ? x : done.get(from);
  }

  /** A pooling layer as the mean over a window of one map. */
  private record Mean(int kernelHeight, int kernelWidth, int stride, Layer.Padding padding) {
    Layer.Convolve channel() {
      double[] w = new double[kernelHeight * kernelWidth];
      Arrays.fill(w, 1.0 / w.length);
      return new Layer.Convolve(
          1, 1, kernelHeight, kernelWidth, stride, 1, padding, w, new double[0]);
    }

    Tensor forward(Tensor a) {
      Layer.Convolve one = channel();
      List<Tensor> maps = new ArrayList<>();
      for (int c = 0; c < a.shape()[0]; c++) {
        maps.add(one.forward(map(a, c), one.weights()));
      }
      return stacked(maps);
    }

    Tensor backward(Tensor s, int[] inputShape) {
      Layer.Convolve one = channel();
      List<Tensor> maps = new ArrayList<>();
      int[] shape = {1, inputShape[1], inputShape[2]};
      for (int c = 0; c < s.shape()[0]; c++) {
        maps.add(one.backward(map(s, c), one.weights(), shape));
      }
      return stacked(maps);
    }

    private static Tensor map(Tensor a, int channel) {
      int cells = a.shape()[1] * a.shape()[2];
      return new Tensor(
          new int[] {1, a.shape()[1], a.shape()[2]},
          Arrays.copyOfRange(a.values(), channel * cells, (channel + 1) * cells));
    }

    private static Tensor stacked(List<Tensor> maps) {
      int[] one = maps.get(0).shape();
      double[] values = maps.stream().flatMapToDouble(m -> Arrays.stream(m.values())).toArray();
      return new Tensor(new int[] {maps.size(), one[1], one[2]}, values);
    }
  }

  private static Mean average(Layer.AveragePool pool) {
    return new Mean(pool.kernel(), pool.kernel(), pool.stride(), pool.padding());
  }

  private static Mean globalAverage(int[] shape) {
    return new Mean(shape[1], shape[2], 1, Layer.Padding.NONE);
  }

  /** Equation 6 with a sum in place of the min: shares in proportion to the activations. */
  private Relevance byActivation(Mean mean, Tensor a, Tensor r) {
    Tensor s = ratio(r, mean.forward(a).map(this::stabilised));
    Tensor to = a.times(mean.backward(s, a.shape()));
    return new Relevance(to, r.sum() - to.sum());
  }

  private static int[] pooled(int[] shape, int kernel, int stride, Layer.Padding padding) {
    return new int[] {
      shape[0],
      Layer.Padding.outputs(shape[1] + padding.vertical(), kernel, stride),
      Layer.Padding.outputs(shape[2] + padding.horizontal(), kernel, stride)
    };
  }

  /** For each output of a max pool the input it came from; -1 where the window holds none. */
  private static int[] winners(Layer.MaxPool pool, Tensor a) {
    int[] shape = pooled(a.shape(), pool.kernel(), pool.stride(), pool.padding());
    int[] winners = new int[Tensor.size(shape)];
    Arrays.fill(winners, -1);
    int height = a.shape()[1];
    int width = a.shape()[2];
    for (int i = 0; i < winners.length; i++) {
      int channel = i / (shape[1] * shape[2]);
      int top = i / shape[2] % shape[1] * pool.stride() - pool.padding().top();
      int left = i % shape[2] * pool.stride() - pool.padding().left();
      for (int y = Math.max(0, top); y < Math.min(height, top + pool.kernel()); y++) {
        for (int x = Math.max(0, left); x < Math.min(width, left + pool.kernel()); x++) {
          int at = (channel * height + y) * width + x;
          if (winners[i] < 0 || a.values()[at] > a.values()[winners[i]]) {
            winners[i] = at;
          }
        }
      }
    }
    return winners;
  }

  private static double value(Tensor a, int index) {
    return index < 0 ? 0 : a.values()[index];
  }
}
