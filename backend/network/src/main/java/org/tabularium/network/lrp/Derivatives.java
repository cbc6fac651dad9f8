package org.tabularium.network.lrp;

import java.util.ArrayList;
import java.util.List;

/**
 * First and second derivatives of a network by plain differentiation: tangents forward, gradients
 * backward, and one over the other for the Hessian of {@code y(x, x') = <phi(x), phi(x')>}. Knows
 * no rule of LRP, so that the paper's proposition 2 (at gamma 0 BiLRP is Hessian x product) is a
 * check of one by the other.
 *
 * <p>Where a rectifier or a max is at its kink, the derivative is that of the side the network
 * takes: 0 at a rectifier's 0, the first of equal winners of a max, both halves of an even min.
 */
public final class Derivatives {
  private final Net net;
  private final Interpreter forward;

  public Derivatives(Net net) {
    this.net = net;
    this.forward = new Interpreter(net, Composite.gamma(net, 0, 0));
  }

  /**
   * {@code J(x) v}: how all features change when the input moves along v (forward mode).
   *
   * @param direction v, in the input's shape
   * @return in the output's shape
   */
  public Tensor tangent(Tensor x, Tensor direction) {
    return tangent(x, forward.activations(x), direction);
  }

  private Tensor tangent(Tensor x, List<Tensor> activations, Tensor direction) {
    List<Tensor> moved = new ArrayList<>();
    for (Net.Node node : net.nodes()) {
      Forward step = new Forward(inputs(node, x, activations), inputs(node, direction, moved));
      moved.add(node.layer().handled(step));
    }
    return moved.get(moved.size() - 1);
  }

  /**
   * {@code J(x)^T u}: the gradient of {@code <u, phi(x)>} (reverse mode).
   *
   * @param above u, one entry a feature
   * @return in the input's shape
   */
  public Tensor gradient(Tensor x, Tensor above) {
    return gradient(x, forward.activations(x), above);
  }

  private Tensor gradient(Tensor x, List<Tensor> activations, Tensor above) {
    Tensor[] at = new Tensor[activations.size()];
    at[at.length - 1] = above;
    Tensor input = Tensor.zeros(x.shape());
    for (int n = at.length - 1; n >= 0; n--) {
      Tensor g = at[n];
      if (g == null) {
        continue;
      }
      Net.Node node = net.nodes().get(n);
      List<Tensor> below = node.layer().handled(new Backward(inputs(node, x, activations), g));
      for (int i = 0; i < below.size(); i++) {
        int from = node.inputs().get(i);
        if (from == Net.INPUT) {
          input = input.plus(below.get(i));
        } else {
          at[from] = at[from] == null ? below.get(i) : at[from].plus(below.get(i));
        }
      }
    }
    return input;
  }

  /**
   * {@code H_ii' = d2 y / dx_i dx'_i'} for {@code y = <phi(x), phi(x')>}, forward over reverse: the
   * gradient with respect to x is {@code J(x)^T phi(x')}, and moving {@code x'_i'} changes {@code
   * phi(x')} by the tangent {@code J(x') e_i'}.
   *
   * @return rows i, columns i', each in the order of the input's values
   */
  public double[][] hessian(Tensor x, Tensor y) {
    List<Tensor> atX = forward.activations(x);
    List<Tensor> atY = forward.activations(y);
    double[][] hessian = new double[x.values().length][y.values().length];
    for (int j = 0; j < y.values().length; j++) {
      Tensor unit = Tensor.zeros(y.shape());
      unit.values()[j] = 1;
      double[] column = gradient(x, atX, tangent(y, atY, unit)).values();
      for (int i = 0; i < column.length; i++) {
        hessian[i][j] = column[i];
      }
    }
    return hessian;
  }

  private static List<Tensor> inputs(Net.Node node, Tensor x, List<Tensor> done) {
    return node.inputs().stream().map(from -> from == Net.INPUT ? x : done.get(from)).toList();
  }

  /** How a layer's result moves when its inputs move. */
  private record Forward(List<Tensor> inputs, List<Tensor> moves) implements Layer.Cases<Tensor> {
    private Tensor v() {
      return moves.get(0);
    }

    @Override
    public Tensor affine(Layer.Affine layer) {
      return layer.forward(v(), layer.weights());
    }

    @Override
    public Tensor rectify(Layer.Rectify layer) {
      return v().times(inputs.get(0).map(a -> a > 0 ? 1 : 0));
    }

    @Override
    public Tensor flatten(Layer.Flatten layer) {
      return new Tensor(layer.output(v().shape()), v().values());
    }

    @Override
    public Tensor maxPool(Layer.MaxPool layer) {
      return pooled(layer, Window.of(layer));
    }

    @Override
    public Tensor averagePool(Layer.AveragePool layer) {
      return pooled(layer, Window.of(layer));
    }

    @Override
    public Tensor sumPool(Layer.SumPool layer) {
      return pooled(layer, Window.of(layer));
    }

    @Override
    public Tensor globalAveragePool(Layer.GlobalAveragePool layer) {
      return pooled(layer, Window.global(v().shape()));
    }

    private Tensor pooled(Layer layer, Window window) {
      Tensor to = Tensor.zeros(layer.output(v().shape()));
      window.eachTap(inputs.get(0), to.shape(), (i, k, w) -> to.values()[k] += w * v().values()[i]);
      return to;
    }

    @Override
    public Tensor add(Layer.Add layer) {
      return v().plus(moves.get(1));
    }

    @Override
    public Tensor min(Layer.Min layer) {
      Tensor first = smaller(inputs);
      return v().times(first).plus(moves.get(1).times(first.map(share -> 1 - share)));
    }
  }

  /** What each input's gradient is, given the one at the layer's result. */
  private record Backward(List<Tensor> inputs, Tensor g) implements Layer.Cases<List<Tensor>> {
    private Tensor a() {
      return inputs.get(0);
    }

    @Override
    public List<Tensor> affine(Layer.Affine layer) {
      return List.of(layer.backward(g, layer.weights(), a().shape()));
    }

    @Override
    public List<Tensor> rectify(Layer.Rectify layer) {
      return List.of(g.times(a().map(v -> v > 0 ? 1 : 0)));
    }

    @Override
    public List<Tensor> flatten(Layer.Flatten layer) {
      return List.of(new Tensor(a().shape(), g.values()));
    }

    @Override
    public List<Tensor> maxPool(Layer.MaxPool layer) {
      return pooled(Window.of(layer));
    }

    @Override
    public List<Tensor> averagePool(Layer.AveragePool layer) {
      return pooled(Window.of(layer));
    }

    @Override
    public List<Tensor> sumPool(Layer.SumPool layer) {
      return pooled(Window.of(layer));
    }

    @Override
    public List<Tensor> globalAveragePool(Layer.GlobalAveragePool layer) {
      return pooled(Window.global(a().shape()));
    }

    private List<Tensor> pooled(Window window) {
      Tensor to = Tensor.zeros(a().shape());
      window.eachTap(a(), g.shape(), (i, k, w) -> to.values()[i] += w * g.values()[k]);
      return List.of(to);
    }

    @Override
    public List<Tensor> add(Layer.Add layer) {
      return List.of(g, g);
    }

    @Override
    public List<Tensor> min(Layer.Min layer) {
      Tensor first = smaller(inputs);
      return List.of(g.times(first), g.times(first.map(share -> 1 - share)));
    }
  }

  /** 1 where the first is the smaller of the two, 0 where the second is, a half where both are. */
  private static Tensor smaller(List<Tensor> two) {
    double[] first = two.get(0).values().clone();
    for (int i = 0; i < first.length; i++) {
      first[i] = 0.5 + 0.5 * Math.signum(two.get(1).values()[i] - first[i]);
    }
    return new Tensor(two.get(0).shape(), first);
  }

  private interface Tap {
    void at(int input, int output, double weight);
  }

  /**
   * A pooling layer as the linear map that it is around some activations.
   *
   * @param each weight of a cell in the window; 0 when only the winner counts
   */
  private record Window(int height, int width, int stride, Layer.Padding padding, double each) {
    static Window of(Layer.MaxPool p) {
      return new Window(p.kernel(), p.kernel(), p.stride(), p.padding(), 0);
    }

    static Window of(Layer.AveragePool p) {
      double each = 1.0 / (p.kernel() * p.kernel());
      return new Window(p.kernel(), p.kernel(), p.stride(), p.padding(), each);
    }

    static Window of(Layer.SumPool p) {
      return new Window(p.kernel(), p.kernel(), p.stride(), p.padding(), 1);
    }

    static Window global(int[] shape) {
      double each = 1.0 / (shape[1] * shape[2]);
      return new Window(shape[1], shape[2], 1, Layer.Padding.NONE, each);
    }

    void eachTap(Tensor a, int[] out, Tap tap) {
      int[] shape = a.shape();
      for (int k = 0; k < Tensor.size(out); k++) {
        int channel = k / (out[1] * out[2]);
        int top = k / out[2] % out[1] * stride - padding.top();
        int left = k % out[2] * stride - padding.left();
        int winner = -1;
        for (int y = Math.max(0, top); y < Math.min(shape[1], top + height); y++) {
          for (int x = Math.max(0, left); x < Math.min(shape[2], left + width); x++) {
            int i = (channel * shape[1] + y) * shape[2] + x;
            if (each != 0) {
              tap.at(i, k, each);
            } else if (winner < 0 || a.values()[i] > a.values()[winner]) {
              winner = i;
            }
          }
        }
        if (winner >= 0) {
          tap.at(winner, k, 1);
        }
      }
    }
  }
}
