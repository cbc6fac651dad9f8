package org.tabularium.network.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Rule;
import org.tabularium.network.onnx.Graph.Attribute;
import org.tabularium.network.onnx.Graph.Attribute.Number;
import org.tabularium.network.onnx.Graph.Attribute.Numbers;
import org.tabularium.network.onnx.Graph.Attribute.Text;
import org.tabularium.network.onnx.Graph.Value;

/**
 * Builds LRP of any network under any composite as one ONNX graph: the activations of one input,
 * then a number of backward passes side by side, which share them.
 *
 * <p>Input {@code x} [1, input's shape] and {@code above} [passes, output's shape], relevance of
 * the output. Outputs {@code features} [1, output's shape], {@code relevance} [passes, input's
 * shape] and {@code lost} [passes, 1].
 */
final class LrpGraph {
  static final String X = "x";
  static final String ABOVE = "above";
  static final String FEATURES = "features";
  static final String RELEVANCE = "relevance";
  static final String LOST = "lost";

  private final Graph g = new Graph("lrp");
  private final Net net;
  private final Composite composite;
  private final int passes;
  private final List<int[]> shapes;
  private final List<Value> activations = new ArrayList<>();

  /** For a max pool, where in its input each of its results came from. */
  private final @Nullable Value[] winners;

  private @Nullable Value lost;

  private LrpGraph(Net net, Composite composite, int passes) {
    this.net = net;
    this.composite = composite.checked(net);
    this.passes = passes;
    this.shapes = net.shapes();
    this.winners = new Value[shapes.size()];
  }

  /** The network alone: from {@code x} to {@code features}. */
  static byte[] forward(Net net) {
    List<Rule> none = new ArrayList<>();
    net.nodes().stream()
        .filter(n -> n.layer() instanceof Layer.Affine)
        .forEach(n -> none.add(new Rule.Epsilon(0)));
    LrpGraph graph = new LrpGraph(net, new Composite(none, 0), 1);
    graph.activations(graph.g.input(X, batch(1, net.inputShape())));
    return graph.finished();
  }

  /**
   * @throws IllegalArgumentException when a linear layer has no rule
   */
  static byte[] build(Net net, Composite composite, int passes) {
    LrpGraph graph = new LrpGraph(net, composite, passes);
    Value x = graph.g.input(X, batch(1, net.inputShape()));
    graph.activations(x);
    graph.relevance(x, graph.g.input(ABOVE, batch(passes, graph.outputShape())));
    return graph.finished();
  }

  private int[] outputShape() {
    return shapes.get(shapes.size() - 1);
  }

  private byte[] finished() {
    Value features = activations.get(activations.size() - 1);
    g.output(features, FEATURES, DataType.FLOAT, batch(1, outputShape()));
    return g.bytes(Map.of());
  }

  private void activations(Value x) {
    for (int n = 0; n < net.nodes().size(); n++) {
      activations.add(net.nodes().get(n).layer().handled(new Forward(n, x)));
    }
  }

  private void relevance(Value x, Value above) {
    Value[] at = new Value[shapes.size()];
    at[at.length - 1] = above;
    Value input = null;
    int rule = composite.rules().size();
    for (int n = at.length - 1; n >= 0; n--) {
      Net.Node node = net.nodes().get(n);
      rule -= node.layer() instanceof Layer.Affine ? 1 : 0;
      if (at[n] == null) {
        continue; // nothing of the output comes from here
      }
      List<Value> below = node.layer().handled(new Backward(n, x, at[n], rule));
      for (int i = 0; i < below.size(); i++) {
        int from = node.inputs().get(i);
        if (from == Net.INPUT) {
          input = input == null ? below.get(i) : g.add("Add", input, below.get(i));
        } else {
          at[from] = at[from] == null ? below.get(i) : g.add("Add", at[from], below.get(i));
        }
      }
    }
    if (input == null) {
      throw new IllegalArgumentException("nothing of the output comes from the input");
    }
    g.output(input, RELEVANCE, DataType.FLOAT, batch(passes, net.inputShape()));
    Value total = lost != null ? lost : g.floats("nothing", new float[passes], passes, 1);
    g.output(total, LOST, DataType.FLOAT, passes, 1);
  }

  /** Counts relevance [passes, ...] that goes to nobody. */
  private void lose(Value relevance) {
    Value sum =
        g.add(
            "ReduceSum",
            g.add("Reshape", relevance, g.longs(passes, -1)),
            g.longs(1),
            new Number("keepdims", 1));
    lost = lost == null ? sum : g.add("Add", lost, sum);
  }

  /**
   * {@code s = R / (inputs + taken)}, where {@code taken} is what bias and stabiliser add; what
   * they take is counted. Where nothing is left to divide by, all is lost.
   */
  private Value ratio(Value r, Value inputs, @Nullable Value bias, double stabiliser) {
    Value whole = bias == null ? inputs : g.add("Add", inputs, bias);
    Value zero = g.number(0);
    Value taken = bias;
    Value z = whole;
    if (stabiliser != 0) {
      Value away =
          g.add(
              "Where",
              List.of(
                  g.add("GreaterOrEqual", whole, zero),
                  g.number((float) stabiliser),
                  g.number((float) -stabiliser)));
      taken = bias == null ? away : g.add("Add", bias, away);
      z = g.add("Add", whole, away);
    }
    Value empty = g.add("Equal", z, zero);
    Value one = g.number(1);
    Value inverse =
        g.add(
            "Where",
            List.of(empty, zero, g.add("Div", one, g.add("Where", List.of(empty, one, z)))));
    Value s = g.add("Mul", r, inverse);
    if (taken != null) {
      lose(g.add("Mul", s, taken));
    }
    lose(g.add("Where", List.of(empty, r, zero)));
    return s;
  }

  private Value of(int node, int input, Value x) {
    int from = net.nodes().get(node).inputs().get(input);
    return from == Net.INPUT ? x : activations.get(from);
  }

  private int[] shapeOf(int node, int input) {
    int from = net.nodes().get(node).inputs().get(input);
    return from == Net.INPUT ? net.inputShape() : shapes.get(from);
  }

  private Value linear(Layer.Affine layer, Value a, double[] weights) {
    if (layer instanceof Layer.Convolve c) {
      Value w = floats(weights, c.out(), c.in(), c.kernelHeight(), c.kernelWidth());
      return g.add("Conv", a, w, window(c, 0, 0));
    }
    Layer.Dense d = (Layer.Dense) layer;
    Value flat = g.add("Reshape", a, g.longs(1, d.in()));
    return g.add("MatMul", flat, floats(transposed(weights, d.out(), d.in()), d.in(), d.out()));
  }

  private Value transposedLinear(Layer.Affine layer, Value s, double[] weights, int[] to) {
    if (layer instanceof Layer.Convolve c) {
      Value w = floats(weights, c.out(), c.in(), c.kernelHeight(), c.kernelWidth());
      return g.add(
          "ConvTranspose",
          s,
          w,
          window(
              c,
              left(to[1] + c.padding().vertical(), c.dilation(), c.kernelHeight(), c.stride()),
              left(to[2] + c.padding().horizontal(), c.dilation(), c.kernelWidth(), c.stride())));
    }
    Layer.Dense d = (Layer.Dense) layer;
    Value r = g.add("MatMul", s, floats(weights, d.out(), d.in()));
    return g.add("Reshape", r, g.longs(batch(passes, to)));
  }

  /** Cells at a map's end that no window reaches. */
  private static int left(int size, int dilation, int kernel, int stride) {
    return (size - (dilation * (kernel - 1) + 1)) % stride;
  }

  private static Attribute[] window(Layer.Convolve c, int down, int across) {
    Padding p = c.padding();
    List<Attribute> window =
        new ArrayList<>(
            List.of(
                new Numbers("kernel_shape", c.kernelHeight(), c.kernelWidth()),
                new Numbers("strides", c.stride(), c.stride()),
                new Numbers("dilations", c.dilation(), c.dilation()),
                new Numbers("pads", p.top(), p.left(), p.bottom(), p.right())));
    if (down > 0 || across > 0) {
      window.add(new Numbers("output_padding", down, across));
    }
    return window.toArray(Attribute[]::new);
  }

  private static int widest(Padding p) {
    return Math.max(Math.max(p.top(), p.bottom()), Math.max(p.left(), p.right()));
  }

  private static Attribute[] pool(int kernel, int stride, Padding p, Attribute... more) {
    List<Attribute> attributes = new ArrayList<>(List.of(more));
    attributes.add(new Numbers("kernel_shape", kernel, kernel));
    attributes.add(new Numbers("strides", stride, stride));
    attributes.add(new Numbers("pads", p.top(), p.left(), p.bottom(), p.right()));
    return attributes.toArray(Attribute[]::new);
  }

  /** What a layer makes of its inputs. */
  private final class Forward implements Layer.Cases<Value> {
    private final int node;
    private final Value x;

    Forward(int node, Value x) {
      this.node = node;
      this.x = x;
    }

    private Value a() {
      return of(node, 0, x);
    }

    @Override
    public Value affine(Layer.Affine layer) {
      Value z = linear(layer, a(), layer.weights());
      Value bias = bias(layer, layer.bias());
      return bias == null ? z : g.add("Add", z, bias);
    }

    @Override
    public Value rectify(Layer.Rectify layer) {
      return g.add("Relu", a());
    }

    @Override
    public Value flatten(Layer.Flatten layer) {
      return g.add("Reshape", a(), g.longs(batch(1, shapes.get(node))));
    }

    @Override
    public Value maxPool(Layer.MaxPool layer) {
      if (widest(layer.padding()) >= layer.kernel()) {
        throw new IllegalArgumentException("a max pool with windows of nothing but padding");
      }
      List<Value> both =
          g.add("MaxPool", 2, List.of(a()), pool(layer.kernel(), layer.stride(), layer.padding()));
      winners[node] = both.get(1);
      return both.get(0);
    }

    @Override
    public Value averagePool(Layer.AveragePool layer) {
      return mean(layer.kernel(), layer.stride(), layer.padding());
    }

    private Value mean(int kernel, int stride, Padding padding) {
      if (widest(padding) < kernel) {
        Attribute all = new Number("count_include_pad", 1);
        return g.add("AveragePool", a(), pool(kernel, stride, padding, all));
      }
      // ONNX Runtime pads no pool so widely, nor a Pad before it, which it takes for the same.
      int maps = shapes.get(node)[0];
      Value w = equal(maps, kernel, 1.0 / (kernel * kernel));
      return g.add("Conv", a(), w, pool(kernel, stride, padding, new Number("group", maps)));
    }

    @Override
    public Value sumPool(Layer.SumPool layer) {
      int cells = layer.kernel() * layer.kernel();
      Value mean = mean(layer.kernel(), layer.stride(), layer.padding());
      return g.add("Mul", mean, g.number(cells));
    }

    @Override
    public Value globalAveragePool(Layer.GlobalAveragePool layer) {
      return g.add("GlobalAveragePool", a());
    }

    @Override
    public Value add(Layer.Add layer) {
      return g.add("Add", a(), of(node, 1, x));
    }

    @Override
    public Value min(Layer.Min layer) {
      return g.add("Min", a(), of(node, 1, x));
    }
  }

  /** What a layer hands down of the relevance r [passes, ...] at its result. */
  private final class Backward implements Layer.Cases<List<Value>> {
    private final int node;
    private final Value x;
    private final Value a;
    private final int[] shape;
    private final Value r;
    private final int rule;

    Backward(int node, Value x, Value r, int rule) {
      this.node = node;
      this.x = x;
      this.a = of(node, 0, x);
      this.shape = shapeOf(node, 0);
      this.r = r;
      this.rule = rule;
    }

    /** Equation 5, with the terms of the layer's rule. */
    @Override
    public List<Value> affine(Layer.Affine layer) {
      Rule says = composite.rules().get(rule);
      Value z = null;
      for (Rule.Term term : says.terms()) {
        Value part = linear(layer, seen(term), view(layer, term));
        z = z == null ? part : g.add("Add", z, part);
      }
      double[] bias = Arrays.stream(layer.bias()).map(says.bias()).toArray();
      Value s = ratio(r, java.util.Objects.requireNonNull(z), bias(layer, bias), says.stabiliser());
      Value to = null;
      for (Rule.Term term : says.terms()) {
        Value share = transposedLinear(layer, s, view(layer, term), shape);
        Value part = g.add("Mul", share, seen(term));
        to = to == null ? part : g.add("Add", to, part);
      }
      return List.of(java.util.Objects.requireNonNull(to));
    }

    private Value seen(Rule.Term term) {
      if (term.input() instanceof Rule.Input.Level level) {
        float[] constant = new float[size(shape)];
        for (int i = 0; i < constant.length; i++) {
          constant[i] = (float) level.at(i, constant.length);
        }
        return floats(constant, batch(1, shape));
      }
      return a;
    }

    @Override
    public List<Value> rectify(Layer.Rectify layer) {
      return List.of(r);
    }

    @Override
    public List<Value> flatten(Layer.Flatten layer) {
      return List.of(g.add("Reshape", r, g.longs(batch(passes, shape))));
    }

    @Override
    public List<Value> maxPool(Layer.MaxPool layer) {
      int results = size(shapes.get(node));
      Value places = java.util.Objects.requireNonNull(winners[node]);
      Value each =
          g.add("Expand", g.add("Reshape", places, g.longs(1, results)), g.longs(passes, results));
      Value nothing = g.add("Expand", g.number(0), g.longs(passes, size(shape)));
      Value to =
          g.add(
              "ScatterElements",
              List.of(nothing, each, g.add("Reshape", r, g.longs(passes, results))),
              new Number("axis", 1),
              new Text("reduction", "add"));
      return List.of(g.add("Reshape", to, g.longs(batch(passes, shape))));
    }

    @Override
    public List<Value> averagePool(Layer.AveragePool layer) {
      double each = 1.0 / (layer.kernel() * layer.kernel());
      return byActivation(layer.kernel(), layer.stride(), layer.padding(), each);
    }

    @Override
    public List<Value> sumPool(Layer.SumPool layer) {
      return byActivation(layer.kernel(), layer.stride(), layer.padding(), 1);
    }

    /** Equation 6 for a sum: shares in proportion to the activations. */
    private List<Value> byActivation(int kernel, int stride, Padding padding, double each) {
      Value s = ratio(r, activations.get(node), null, composite.stabiliser());
      List<Attribute> attributes =
          new ArrayList<>(List.of(pool(kernel, stride, padding, new Number("group", shape[0]))));
      int down = left(shape[1] + padding.vertical(), 1, kernel, stride);
      int across = left(shape[2] + padding.horizontal(), 1, kernel, stride);
      if (down > 0 || across > 0) {
        attributes.add(new Numbers("output_padding", down, across));
      }
      Value share =
          g.add(
              "ConvTranspose",
              s,
              equal(shape[0], kernel, each),
              attributes.toArray(Attribute[]::new));
      return List.of(g.add("Mul", share, a));
    }

    @Override
    public List<Value> globalAveragePool(Layer.GlobalAveragePool layer) {
      Value s = ratio(r, activations.get(node), null, composite.stabiliser());
      Value each = g.add("Mul", s, g.number(1f / (shape[1] * shape[2])));
      return List.of(g.add("Mul", each, a));
    }

    @Override
    public List<Value> add(Layer.Add layer) {
      Value s = ratio(r, activations.get(node), null, composite.stabiliser());
      return List.of(g.add("Mul", s, a), g.add("Mul", s, of(node, 1, x)));
    }

    @Override
    public List<Value> min(Layer.Min layer) {
      Value half = g.number(0.5f);
      if (composite.min() == MinShare.EQUAL) {
        Value each = g.add("Mul", r, half);
        return List.of(each, each);
      }
      Value b = of(node, 1, x);
      Value larger = g.add("Max", g.add("Abs", a), g.add("Abs", b));
      Value tie =
          g.add(
              "LessOrEqual",
              g.add("Abs", g.add("Sub", a, b)),
              g.add("Mul", larger, g.number((float) MinShare.TIE)));
      Value smaller = g.add("Where", List.of(g.add("Less", a, b), g.number(1), g.number(0)));
      Value first = g.add("Mul", r, g.add("Where", List.of(tie, half, smaller)));
      return List.of(first, g.add("Sub", r, first));
    }
  }

  private static double[] view(Layer.Affine layer, Rule.Term term) {
    return Arrays.stream(layer.weights()).map(term.weight()).toArray();
  }

  private @Nullable Value bias(Layer.Affine layer, double[] bias) {
    if (bias.length == 0) {
      return null;
    }
    return layer instanceof Layer.Convolve
        ? floats(bias, 1, bias.length, 1, 1)
        : floats(bias, 1, bias.length);
  }

  private Value floats(double[] values, long... shape) {
    float[] to = new float[values.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) values[i];
    }
    return floats(to, shape);
  }

  private Value floats(float[] values, long... shape) {
    return g.floats(g.fresh("w"), values, shape);
  }

  /** A window for each map, with the same weight everywhere. */
  private Value equal(int maps, int kernel, double each) {
    float[] w = new float[maps * kernel * kernel];
    Arrays.fill(w, (float) each);
    return floats(w, maps, 1, kernel, kernel);
  }

  private static double[] transposed(double[] w, int rows, int columns) {
    double[] to = new double[w.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        to[c * rows + r] = w[r * columns + c];
      }
    }
    return to;
  }

  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static long[] batch(int passes, int[] shape) {
    long[] to = new long[shape.length + 1];
    to[0] = passes;
    for (int i = 0; i < shape.length; i++) {
      to[i + 1] = shape[i];
    }
    return to;
  }
}
