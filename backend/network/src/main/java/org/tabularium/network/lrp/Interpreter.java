package org.tabularium.network.lrp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
      done.add(node.layer().handled(new Forward(inputs(node, x, done))));
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
    return new At(x, activations).relevance(above);
  }

  /** Everything at one input that does not depend on the relevance that will be asked for. */
  public At at(Tensor x) {
    return new At(x, activations(x));
  }

  /** An input, ready for many backward passes. */
  public final class At {
    private final Tensor x;
    private final List<Tensor> activations;

    /** For each node that was asked for, what its inputs make up of its denominators. */
    private final Tensor[] sums = new Tensor[net.nodes().size()];

    private At(Tensor x, List<Tensor> activations) {
      this.x = x;
      this.activations = activations;
    }

    public List<Tensor> activations() {
      return activations;
    }

    /** Sends relevance of the output down to the input. */
    public Relevance relevance(Tensor above) {
      return Interpreter.this.relevance(x, activations, above, sums);
    }
  }

  private Relevance relevance(
      Tensor x, List<Tensor> activations, Tensor above, @Nullable Tensor[] sums) {
    Tensor[] at = new Tensor[net.nodes().size()];
    at[at.length - 1] = above;
    Tensor input = Tensor.zeros(x.shape());
    Lost lost = new Lost();
    int rule = composite.rules().size();
    for (int n = at.length - 1; n >= 0; n--) {
      Net.Node node = net.nodes().get(n);
      rule -= node.layer() instanceof Layer.Affine ? 1 : 0;
      if (at[n] == null) {
        continue; // nothing of the output comes from here
      }
      List<Tensor> below =
          node.layer()
              .handled(new Backward(inputs(node, x, activations), at[n], rule, lost, n, sums));
      for (int i = 0; i < below.size(); i++) {
        int from = node.inputs().get(i);
        if (from == Net.INPUT) {
          input = input.plus(below.get(i));
        } else {
          at[from] = at[from] == null ? below.get(i) : at[from].plus(below.get(i));
        }
      }
    }
    return new Relevance(input, lost.sum);
  }

  /** Relevance that arrives nowhere, counted where it goes missing. */
  private static final class Lost {
    private double sum;

    /**
     * {@code s_k = R_k / z_k}. What the terms of the inputs do not make up of {@code z_k}, the bias
     * and the stabiliser take.
     *
     * @param inputs {@code z_k} without bias
     * @param whole with it
     */
    private Tensor ratio(Tensor r, Tensor inputs, Tensor whole, double stabiliser) {
      double[] s = new double[r.values().length];
      for (int i = 0; i < s.length; i++) {
        double relevance = r.values()[i];
        if (relevance == 0) {
          continue;
        }
        double z = whole.values()[i];
        z += z >= 0 ? stabiliser : -stabiliser;
        if (z == 0) {
          sum += relevance;
        } else {
          s[i] = relevance / z;
          sum += s[i] * (z - inputs.values()[i]);
        }
      }
      return new Tensor(r.shape(), s);
    }
  }

  /** What a layer makes of its inputs. */
  private record Forward(List<Tensor> inputs) implements Layer.Cases<Tensor> {
    private Tensor a() {
      return inputs.get(0);
    }

    @Override
    public Tensor affine(Layer.Affine layer) {
      return withBias(layer.forward(a(), layer.weights()), layer.bias());
    }

    @Override
    public Tensor rectify(Layer.Rectify layer) {
      return a().map(v -> Math.max(0, v));
    }

    @Override
    public Tensor flatten(Layer.Flatten layer) {
      return new Tensor(layer.output(a().shape()), a().values());
    }

    @Override
    public Tensor maxPool(Layer.MaxPool layer) {
      double[] values =
          Arrays.stream(winners(layer, a()))
              .mapToDouble(i -> i < 0 ? 0 : a().values()[i])
              .toArray();
      return new Tensor(layer.output(a().shape()), values);
    }

    @Override
    public Tensor averagePool(Layer.AveragePool layer) {
      return Window.of(layer).forward(a());
    }

    @Override
    public Tensor sumPool(Layer.SumPool layer) {
      return Window.of(layer).forward(a());
    }

    @Override
    public Tensor globalAveragePool(Layer.GlobalAveragePool layer) {
      return Window.global(a().shape()).forward(a());
    }

    @Override
    public Tensor add(Layer.Add layer) {
      return a().plus(inputs.get(1));
    }

    @Override
    public Tensor min(Layer.Min layer) {
      double[] values = a().values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.min(values[i], inputs.get(1).values()[i]);
      }
      return new Tensor(a().shape(), values);
    }
  }

  /** What a layer hands down of the relevance r at its result, one tensor an input. */
  private final class Backward implements Layer.Cases<List<Tensor>> {
    private final List<Tensor> inputs;
    private final Tensor a;
    private final Tensor r;
    private final int rule;
    private final Lost lost;
    private final int node;
    private final @Nullable Tensor[] sums;

    Backward(
        List<Tensor> inputs, Tensor r, int rule, Lost lost, int node, @Nullable Tensor[] sums) {
      this.node = node;
      this.sums = sums;
      this.inputs = inputs;
      this.a = inputs.get(0);
      this.r = r;
      this.rule = rule;
      this.lost = lost;
    }

    /** {@code R_j = sum_k z_jk / z_k R_k}, with {@code z_jk} as the rule says (equation 5). */
    @Override
    public List<Tensor> affine(Layer.Affine layer) {
      Rule says = composite.rules().get(rule);
      Tensor inputs = sums[node];
      if (inputs == null) {
        inputs = Tensor.zeros(r.shape());
        for (Rule.Term term : says.terms()) {
          inputs = inputs.plus(layer.forward(seen(term), view(layer.weights(), term)));
        }
        sums[node] = inputs;
      }
      double[] bias = Arrays.stream(layer.bias()).map(says.bias()).toArray();
      Tensor s = lost.ratio(r, inputs, withBias(inputs, bias), says.stabiliser());
      Tensor to = Tensor.zeros(a.shape());
      for (Rule.Term term : says.terms()) {
        Tensor share = layer.backward(s, view(layer.weights(), term), a.shape());
        to = to.plus(seen(term).times(share));
      }
      return List.of(to);
    }

    private Tensor seen(Rule.Term term) {
      if (term.input() instanceof Rule.Input.Level level) {
        Tensor levels = Tensor.zeros(a.shape());
        Arrays.setAll(levels.values(), i -> level.at(i, levels.values().length));
        return levels;
      }
      return a;
    }

    @Override
    public List<Tensor> rectify(Layer.Rectify layer) {
      return List.of(r);
    }

    @Override
    public List<Tensor> flatten(Layer.Flatten layer) {
      return List.of(new Tensor(a.shape(), r.values()));
    }

    @Override
    public List<Tensor> maxPool(Layer.MaxPool layer) {
      Tensor to = Tensor.zeros(a.shape());
      int[] winners = winners(layer, a);
      for (int i = 0; i < winners.length; i++) {
        if (winners[i] >= 0) {
          to.values()[winners[i]] += r.values()[i];
        } else {
          lost.sum += r.values()[i];
        }
      }
      return List.of(to);
    }

    @Override
    public List<Tensor> averagePool(Layer.AveragePool layer) {
      return byActivation(Window.of(layer));
    }

    @Override
    public List<Tensor> sumPool(Layer.SumPool layer) {
      return byActivation(Window.of(layer));
    }

    @Override
    public List<Tensor> globalAveragePool(Layer.GlobalAveragePool layer) {
      return byActivation(Window.global(a.shape()));
    }

    /** Equation 6 for a sum: shares in proportion to the activations. */
    private List<Tensor> byActivation(Window window) {
      Tensor z = window.forward(a);
      Tensor s = lost.ratio(r, z, z, composite.stabiliser());
      return List.of(a.times(window.backward(s, a.shape())));
    }

    @Override
    public List<Tensor> add(Layer.Add layer) {
      Tensor z = a.plus(inputs.get(1));
      Tensor s = lost.ratio(r, z, z, composite.stabiliser());
      return List.of(a.times(s), inputs.get(1).times(s));
    }

    @Override
    public List<Tensor> min(Layer.Min layer) {
      double[] first = new double[r.values().length];
      double[] second = new double[first.length];
      for (int i = 0; i < first.length; i++) {
        double share = composite.min().ofFirst(a.values()[i], inputs.get(1).values()[i]);
        first[i] = share * r.values()[i];
        second[i] = (1 - share) * r.values()[i];
      }
      return List.of(new Tensor(a.shape(), first), new Tensor(a.shape(), second));
    }
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

  private static List<Tensor> inputs(Net.Node node, Tensor x, List<Tensor> done) {
    return node.inputs().stream().map(from -> from == Net.INPUT ? x : done.get(from)).toList();
  }

  /** A sum or mean over a window of each map. */
  private record Window(Layer.Convolve map) {
    static Window of(Layer.AveragePool pool) {
      double each = 1.0 / (pool.kernel() * pool.kernel());
      return of(pool.kernel(), pool.kernel(), pool.stride(), pool.padding(), each);
    }

    static Window of(Layer.SumPool pool) {
      return of(pool.kernel(), pool.kernel(), pool.stride(), pool.padding(), 1);
    }

    static Window global(int[] shape) {
      return of(shape[1], shape[2], 1, Layer.Padding.NONE, 1.0 / (shape[1] * shape[2]));
    }

    private static Window of(int high, int wide, int stride, Layer.Padding padding, double each) {
      double[] w = new double[high * wide];
      Arrays.fill(w, each);
      return new Window(new Layer.Convolve(1, 1, high, wide, stride, 1, padding, w, new double[0]));
    }

    Tensor forward(Tensor a) {
      List<Tensor> maps = new ArrayList<>();
      for (int c = 0; c < a.shape()[0]; c++) {
        maps.add(map.forward(channel(a, c), map.weights()));
      }
      return stacked(maps);
    }

    Tensor backward(Tensor s, int[] inputShape) {
      List<Tensor> maps = new ArrayList<>();
      int[] shape = {1, inputShape[1], inputShape[2]};
      for (int c = 0; c < s.shape()[0]; c++) {
        maps.add(map.backward(channel(s, c), map.weights(), shape));
      }
      return stacked(maps);
    }

    private static Tensor channel(Tensor a, int channel) {
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

  /** For each output of a max pool the input it came from; -1 where the window holds none. */
  private static int[] winners(Layer.MaxPool pool, Tensor a) {
    int[] shape = pool.output(a.shape());
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
}
