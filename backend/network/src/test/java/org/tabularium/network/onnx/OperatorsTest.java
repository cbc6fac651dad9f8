package org.tabularium.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;

/**
 * Each operator, and each of its settings, as ONNX Runtime understands the file: it runs the very
 * bytes that the loader reads, so that no mistake can be made on both sides. What the loader does
 * not understand, though ONNX Runtime does, is refused with operator and node.
 */
class OperatorsTest {
  private static final double STABILISER = 1e-6;

  // ---- what is read ----

  static Stream<Arguments> graphs() {
    Map<String, Consumer<Onnx>> all = new LinkedHashMap<>();
    convolutions(all);
    pools(all);
    denseLayers(all);
    normalisations(all);
    branches(all);
    paddings(all);
    names(all);
    return all.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  private static void convolutions(Map<String, Consumer<Onnx>> all) {
    all.put(
        "Conv, a pad of its own on each side",
        g ->
            g.node("conv", "Conv", "x", g.weights("w", 3, 2, 3, 4), g.weights("b", 3))
                .ints("kernel_shape", 3, 4)
                .ints("pads", 1, 0, 2, 3));
    all.put(
        "Conv, no settings at all", g -> g.node("conv", "Conv", "x", g.weights("w", 3, 2, 3, 2)));
    all.put(
        "Conv, a stride that leaves a rest",
        g ->
            g.node("conv", "Conv", "x", g.weights("w", 3, 2, 3, 3), g.weights("b", 3))
                .ints("strides", 3, 3)
                .ints("pads", 0, 1, 0, 0));
    all.put(
        "Conv, gaps in the kernel",
        g ->
            g.node("conv", "Conv", "x", g.weights("w", 3, 2, 3, 2))
                .ints("dilations", 2, 2)
                .ints("pads", 2, 0, 1, 1));
    all.put(
        "Conv, strides and gaps",
        g ->
            g.node("conv", "Conv", "x", g.weights("w", 3, 2, 2, 3), g.weights("b", 3))
                .ints("strides", 2, 2)
                .ints("dilations", 3, 3)
                .ints("pads", 3, 2, 1, 0)
                .text("auto_pad", "NOTSET"));
  }

  private static void pools(Map<String, Consumer<Onnx>> all) {
    all.put(
        "MaxPool, a pad of its own on each side",
        g -> {
          signed(g);
          g.node("pool", "MaxPool", "signed")
              .ints("kernel_shape", 3, 3)
              .ints("strides", 2, 2)
              .ints("pads", 1, 0, 2, 1);
        });
    all.put(
        "MaxPool, stride 1 where none is said",
        g -> g.node("pool", "MaxPool", "x").ints("kernel_shape", 2, 2));
    all.put(
        "AveragePool, a pad of its own on each side",
        g ->
            g.node("pool", "AveragePool", "x")
                .ints("kernel_shape", 3, 3)
                .ints("strides", 2, 2)
                .ints("pads", 1, 0, 2, 1)
                .number("count_include_pad", 1));
    all.put(
        "AveragePool, no pads, so that nobody need ask whether they count",
        g -> {
          signed(g);
          g.node("pool", "AveragePool", "signed")
              .ints("kernel_shape", 2, 2)
              .ints("strides", 3, 3)
              .ints("pads", 0, 0, 0, 0);
        });
    all.put(
        "GlobalAveragePool, Flatten, Gemm",
        g -> {
          signed(g);
          g.node("mean", "GlobalAveragePool", "signed");
          g.node("flat", "Flatten", "mean");
          g.node("dense", "Gemm", "flat", g.weights("v", 3, 4), g.weights("c", 4));
        });
  }

  private static void denseLayers(Map<String, Consumer<Onnx>> all) {
    for (int transposed = 0; transposed < 2; transposed++) {
      long b = transposed;
      all.put(
          "Gemm, transB " + b,
          g -> {
            g.node("flat", "Flatten", "x").number("axis", 1);
            String w = b == 1 ? g.weights("w", 5, 126) : g.weights("w", 126, 5);
            g.node("dense", "Gemm", "flat", w, g.weights("b", 5)).number("transB", b);
          });
      all.put(
          "Gemm, transB " + b + ", alpha and beta",
          g -> {
            g.node("flat", "Flatten", "x");
            String w = b == 1 ? g.weights("w", 5, 126) : g.weights("w", 126, 5);
            g.node("dense", "Gemm", "flat", w, g.weights("b", 1, 5))
                .number("transB", b)
                .real("alpha", 0.25f)
                .real("beta", -3);
          });
    }
    all.put(
        "Gemm, alpha and no bias, then another",
        g -> {
          g.node("flat", "Flatten", "x");
          g.node("dense", "Gemm", "flat", g.weights("w", 126, 6)).real("alpha", 0.5f);
          g.node("relu", "Relu", "dense");
          g.node("second", "Gemm", "relu", g.weights("v", 6, 3), "").real("beta", 7);
        });
  }

  private static void normalisations(Map<String, Consumer<Onnx>> all) {
    all.put(
        "BatchNormalization after Conv with a bias",
        g -> {
          g.node("conv", "Conv", "x", g.weights("w", 3, 2, 3, 3), g.weights("b", 3));
          g.norm("norm", "conv", 3).real("epsilon", 0.05f);
        });
    all.put(
        "BatchNormalization after Conv without one, twice",
        g -> {
          signed(g);
          g.norm("norm", "signed", 3);
          g.norm("again", "norm", 3);
          g.node("relu", "Relu", "again");
        });
    all.put(
        "BatchNormalization after Gemm",
        g -> {
          g.node("flat", "Flatten", "x");
          g.node("dense", "Gemm", "flat", g.weights("w", 126, 4), g.weights("b", 4))
              .real("alpha", 0.5f);
          g.norm("norm", "dense", 4).real("epsilon", 0.01f);
        });
  }

  private static void branches(Map<String, Consumer<Onnx>> all) {
    all.put(
        "Add of two branches",
        g -> {
          signed(g);
          g.node("relu", "Relu", "signed");
          g.node("left", "Conv", "relu", g.weights("u", 4, 3, 3, 3)).ints("pads", 1, 1, 1, 1);
          g.node("right", "Conv", "relu", g.weights("v", 4, 3, 1, 1), g.weights("c", 4));
          g.norm("norm", "right", 4);
          g.node("sum", "Add", "left", "norm");
          g.node("end", "Relu", "sum");
        });
    all.put("Add of a picture to itself", g -> g.node("sum", "Add", "x", "x"));
    all.put(
        "Add of what was named only later in the file",
        g -> {
          g.node("sum", "Add", "conv", "x");
          g.node("conv", "Conv", "x", g.weights("w", 2, 2, 3, 3)).ints("pads", 1, 1, 1, 1);
          g.output("sum");
        });
  }

  private static void paddings(Map<String, Consumer<Onnx>> all) {
    all.put(
        "Pad before Conv that pads, too",
        g -> {
          g.node("pad", "Pad", "x", g.longs("p", 0, 0, 1, 2, 0, 0, 3, 0));
          g.node("conv", "Conv", "pad", g.weights("w", 3, 2, 3, 3), g.weights("b", 3))
              .ints("pads", 0, 1, 0, 2);
        });
    all.put(
        "Pad before AveragePool",
        g -> {
          signed(g);
          g.node("pad", "Pad", "signed", g.longs("p", 0, 0, 1, 0, 0, 0, 1, 2));
          g.node("pool", "AveragePool", "pad").ints("kernel_shape", 3, 3).ints("strides", 2, 2);
        });
    all.put(
        "Pad before AveragePool, as wide as its window",
        g -> {
          g.node("pad", "Pad", "x", g.longs("p", 0, 0, 2, 3, 0, 0, 0, 1), g.scalar("none", 0));
          g.node("pool", "AveragePool", "pad").ints("kernel_shape", 2, 2);
        });
    all.put(
        "Pad after Pad",
        g -> {
          g.node("pad", "Pad", "x", g.longs("p", 0, 0, 1, 0, 0, 0, 0, 2));
          g.node("more", "Pad", "pad", g.longs("q", 0, 0, 0, 3, 0, 0, 1, 1));
          g.node("conv", "Conv", "more", g.weights("w", 3, 2, 3, 3));
        });
    all.put(
        "Pad of one branch alone",
        g -> {
          g.node("pad", "Pad", "x", g.longs("p", 0, 0, 1, 1, 0, 0, 1, 1));
          g.node("left", "Conv", "pad", g.weights("w", 3, 2, 3, 3));
          g.node("right", "Conv", "x", g.weights("v", 3, 2, 1, 1));
          g.node("sum", "Add", "left", "right");
        });
    all.put(
        "Pad whose numbers are its own, as in old files",
        g -> {
          g.opset(10);
          g.node("pad", "Pad", "x").ints("pads", 0, 0, 1, 2, 0, 0, 3, 0);
          g.node("conv", "Conv", "pad", g.weights("w", 3, 2, 3, 3));
        });
  }

  private static void names(Map<String, Consumer<Onnx>> all) {
    all.put(
        "Dropout and Identity change nothing",
        g -> {
          g.node("same", "Identity", "x");
          g.node("conv", "Conv", "same", g.weights("w", 3, 2, 3, 3));
          g.node("drop", "Dropout", "conv");
          g.node("relu", "Relu", "drop");
          g.node("flat", "Flatten", "relu");
          g.node("rest", "Dropout", "flat", g.scalar("ratio", 0.5f), g.flag("training", false));
          g.node("dense", "Gemm", "rest", g.weights("v", 105, 3));
          g.node("end", "Identity", "dense");
        });
    all.put(
        "Constants of some numbers",
        g -> {
          g.opset(17);
          g.node("p", "Constant").ints("value_ints", 0, 0, 1, 0, 0, 0, 0, 2);
          g.node("value", "Constant").real("value_float", 0);
          g.node("b", "Constant").reals("value_floats", 1, -2, 3);
          g.node("pad", "Pad", "x", "p", "value");
          g.node("conv", "Conv", "pad", g.weights("w", 3, 2, 3, 3), "b");
        });
    all.put(
        "weights that a Constant or an Identity gives",
        g -> {
          g.constant("w", 3, 2, 3, 3);
          g.constant("b", 3);
          g.node("v", "Identity", "w");
          g.node("conv", "Conv", "x", "v", "b").ints("pads", 1, 1, 1, 1);
        });
  }

  /** A convolution whose results have both signs, 3 maps of the picture's size. */
  private static void signed(Onnx g) {
    g.node("signed", "Conv", "x", g.weights("w", 3, 2, 3, 3)).ints("pads", 1, 1, 1, 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void theFileMeansToTheLoaderWhatItMeansToOnnxRuntime(String what, Consumer<Onnx> graph)
      throws OrtException {
    Onnx onnx = new Onnx(2, 7, 9);
    graph.accept(onnx);
    byte[] bytes = onnx.bytes();
    Net net = NetLoader.read(bytes);
    Composite composite = Composite.gamma(net, 0.25, STABILISER);
    Interpreter interpreter = new Interpreter(net, composite);
    Tensor x = picture(net.inputShape(), 5);
    double[] expected = Onnx.run(bytes, x);
    double largest = java.util.Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(largest).isGreaterThan(0.1);
    assertThat(interpreter.features(x)).containsExactly(expected, within(1e-5 * largest));
    try (LrpNetwork fast = new LrpNetwork(net, composite, 16, 1)) {
      assertThat(fast.features(x)).containsExactly(expected, within(1e-5 * largest));
      Tensor above = picture(outputShape(net), 6);
      Interpreter.Relevance slow = interpreter.at(x).relevance(above);
      Interpreter.Relevance quick = fast.relevance(x, List.of(above)).get(0);
      double most = java.util.Arrays.stream(slow.input().values()).map(Math::abs).max().orElse(0);
      assertThat(quick.input().values())
          .containsExactly(slow.input().values(), within(1e-4 * most));
      assertThat(quick.lost()).isCloseTo(slow.lost(), within(1e-4 * most));
    }
  }

  private static int[] outputShape(Net net) {
    List<int[]> shapes = net.shapes();
    return shapes.get(shapes.size() - 1);
  }

  // ---- what is refused ----

  static Stream<Arguments> limits() {
    Map<String, Consumer<Onnx>> all = new LinkedHashMap<>();
    all.put(
        "Conv, auto_pad",
        g -> g.node("odd", "Conv", "x", g.weights("w", 3, 2, 3, 3)).text("auto_pad", "SAME_UPPER"));
    all.put("MaxPool, auto_pad", g -> window(g, "MaxPool").text("auto_pad", "SAME_LOWER"));
    all.put("AveragePool, auto_pad", g -> window(g, "AveragePool").text("auto_pad", "SAME_UPPER"));
    all.put("MaxPool, ceil_mode", g -> window(g, "MaxPool").number("ceil_mode", 1));
    all.put("AveragePool, ceil_mode", g -> window(g, "AveragePool").number("ceil_mode", 1));
    all.put(
        "AveragePool, count_include_pad", g -> window(g, "AveragePool").ints("pads", 0, 1, 0, 0));
    all.put(
        "AveragePool, count_include_pad said",
        g -> window(g, "AveragePool").ints("pads", 0, 0, 1, 0).number("count_include_pad", 0));
    all.put("MaxPool, dilations", g -> window(g, "MaxPool").ints("dilations", 2, 2));
    all.put(
        "Flatten, axis 2",
        g -> {
          g.node("odd", "Flatten", "x").number("axis", 2);
        });
    all.put(
        "Flatten, axis 0",
        g -> {
          g.node("odd", "Flatten", "x").number("axis", 0);
        });
    all.put(
        "Flatten, axis -1",
        g -> {
          g.node("odd", "Flatten", "x").number("axis", -1);
        });
    all.put(
        "Conv, different strides",
        g -> g.node("odd", "Conv", "x", g.weights("w", 3, 2, 3, 3)).ints("strides", 1, 2));
    all.put(
        "Conv, group",
        g -> g.node("odd", "Conv", "x", g.weights("w", 2, 1, 3, 3)).number("group", 2));
    all.put(
        "Add of weights",
        g -> {
          g.node("odd", "Add", g.weights("w", 3, 2, 3, 3), "w");
          g.node("conv", "Conv", "x", "odd");
        });
    all.put(
        "MaxPool, other kernel down than across",
        g -> g.node("odd", "MaxPool", "x").ints("kernel_shape", 2, 3));
    all.put(
        "Gemm, transA",
        g -> {
          g.node("mean", "GlobalAveragePool", "x");
          g.node("flat", "Flatten", "mean");
          g.node("odd", "Gemm", "flat", g.weights("w", 1, 3)).number("transA", 1);
        });
    all.put("BatchNormalization of the picture", g -> g.norm("odd", "x", 2));
    all.put(
        "BatchNormalization of what is padded",
        g -> {
          signed(g);
          g.node("pad", "Pad", "signed", g.longs("p", 0, 0, 1, 1, 0, 0, 1, 1));
          g.norm("odd", "pad", 3);
          g.node("relu", "Relu", "odd");
        });
    all.put(
        "BatchNormalization of what another takes by another name",
        g -> {
          signed(g);
          g.node("same", "Identity", "signed");
          g.norm("odd", "same", 3);
          g.node("sum", "Add", "odd", "signed");
        });
    all.put("Add of a constant", g -> g.node("odd", "Add", "x", g.weights("w", 1, 2, 1, 1)));
    all.put(
        "Add of one number a map",
        g -> {
          g.node("mean", "GlobalAveragePool", "x");
          g.node("odd", "Add", "x", "mean");
        });
    all.put(
        "Pad before MaxPool",
        g -> {
          g.node("pad", "Pad", "x", g.longs("p", 0, 0, 1, 1, 0, 0, 1, 1));
          g.node("odd", "MaxPool", "pad").ints("kernel_shape", 2, 2);
        });
    all.put(
        "Pad before Relu",
        g -> {
          g.node("pad", "Pad", "x", g.longs("p", 0, 0, 1, 1, 0, 0, 1, 1));
          g.node("odd", "Relu", "pad");
        });
    all.put(
        "Pad with ones",
        g -> {
          g.node("odd", "Pad", "x", g.longs("p", 0, 0, 1, 1, 0, 0, 1, 1), g.scalar("one", 1));
          g.node("conv", "Conv", "odd", g.weights("w", 3, 2, 3, 3));
        });
    all.put(
        "Pad by mirrors",
        g -> {
          g.node("odd", "Pad", "x", g.longs("p", 0, 0, 1, 1, 0, 0, 1, 1)).text("mode", "reflect");
          g.node("conv", "Conv", "odd", g.weights("w", 3, 2, 3, 3));
        });
    all.put(
        "Pad of the channels",
        g -> {
          g.node("odd", "Pad", "x", g.longs("p", 0, 1, 0, 0, 0, 0, 0, 0));
          g.node("conv", "Conv", "odd", g.weights("w", 3, 3, 3, 3));
        });
    all.put(
        "Pad inward",
        g -> {
          g.node("odd", "Pad", "x", g.longs("p", 0, 0, -1, 0, 0, 0, 0, 0));
          g.node("conv", "Conv", "odd", g.weights("w", 3, 2, 3, 3));
        });
    all.put(
        "Pad along axes of its own",
        g -> {
          g.opset(18);
          g.node(
              "odd",
              "Pad",
              "x",
              g.longs("p", 0, 0, 1, 0, 0, 0, 2, 0),
              "",
              g.longs("axes", 0, 1, 3, 2));
          g.node("conv", "Conv", "odd", g.weights("w", 3, 2, 3, 3));
        });
    all.put(
        "Pad of weights",
        g -> {
          g.node("odd", "Pad", g.weights("w", 3, 2, 2, 2), g.longs("p", 0, 0, 1, 1, 0, 0, 0, 0));
          g.node("conv", "Conv", "x", "odd");
        });
    all.put(
        "Dropout in training",
        g -> {
          g.node("odd", "Dropout", "x", g.scalar("ratio", 0.5f), g.flag("training", true));
          g.node("conv", "Conv", "odd", g.weights("w", 3, 2, 3, 3));
        });
    all.put("Sigmoid", g -> g.node("odd", "Sigmoid", "x"));
    all.put("Concat", g -> g.node("odd", "Concat", "x", "x").number("axis", 1));
    all.put(
        "MatMul",
        g -> {
          g.node("flat", "Flatten", "x");
          g.node("odd", "MatMul", "flat", g.weights("w", 126, 3));
        });
    all.put("Reshape", g -> g.node("odd", "Reshape", "x", g.longs("to", 1, -1)));
    all.put("Clip", g -> g.node("odd", "Clip", "x", g.scalar("low", 0), g.scalar("high", 6)));
    return all.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  private static Onnx window(Onnx g, String op) {
    return g.node("odd", op, "x").ints("kernel_shape", 2, 2).ints("strides", 2, 2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("limits")
  void whatTheLoaderCannotDoIsRefusedWithOperatorAndNode(String what, Consumer<Onnx> graph)
      throws OrtException {
    Onnx onnx = new Onnx(2, 7, 9);
    graph.accept(onnx);
    byte[] bytes = onnx.bytes();
    // A limit of the loader's and no broken file: others run it.
    assertThat(Onnx.run(bytes, picture(new int[] {2, 7, 9}, 5))).isNotEmpty();
    RefusedNetwork refused =
        catchThrowableOfType(RefusedNetwork.class, () -> NetLoader.read(bytes));
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.getMessage()).contains("node odd").contains(what.split("[ ,]")[0]);
  }

  private static Tensor picture(int[] shape, long seed) {
    int size = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return new Tensor(shape, new Random(seed).doubles(size).map(v -> (float) v).toArray());
  }
}
