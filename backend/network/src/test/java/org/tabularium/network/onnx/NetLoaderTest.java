package org.tabularium.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tabularium.network.lrp.Composite;
import org.tabularium.network.lrp.Interpreter;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.lrp.Tensor;
import org.tabularium.network.onnx.NetLoader.Part;
import org.tabularium.network.onnx.RefusedNetwork.Reason;

/** What is read, and every way to be refused: with a reason, and a sentence that says where. */
class NetLoaderTest {
  private static final List<String> NAMES =
      List.of("conv1", "relu1", "conv2", "relu2", "sum", "pool", "mean", "flat", "dense");

  @TempDir Path folder;

  // ---- what is read ----

  @Test
  void whatWasWrittenIsReadAgain() {
    Net net = network();
    Net read = NetLoader.read(NetWriter.write(net, NAMES));
    assertThat(features(read)).containsExactly(features(net), within(1e-6));
  }

  @Test
  void aLayerIsChosenByNameAndNothingAboveItMatters() throws IOException {
    Path file =
        file(g -> g.addNode(node("odd", "Softmax", "dense")).getOutputBuilder(0).setName("odd"));
    assertThat(NetLoader.layers(file))
        .startsWith(new NetLoader.Named("conv1", "Conv"), new NetLoader.Named("relu1", "Relu"))
        .extracting(NetLoader.Named::name)
        .endsWith("dense", "odd");
    Net lower = NetLoader.read(file, new Part("relu2", null, null));
    assertThat(lower.nodes()).hasSize(4);
    assertThat(lower.shapes().get(3)).containsExactly(4, 8, 8);
    assertThat(refused(() -> NetLoader.read(file, new Part("relu7", null, null)), Reason.STRUCTURE))
        .contains("relu7")
        .contains("relu2");
  }

  @Test
  void theSizeOfThePictureMayBeChosenWhereTheFileLeavesItOpen() throws IOException {
    Path file = file(NetLoaderTest::openSize);
    assertThat(
            refused(() -> NetLoader.read(file, new Part("relu2", null, null)), Reason.OPEN_SHAPE))
        .contains("height");
    Net read = NetLoader.read(file, new Part("relu2", 6, 12));
    assertThat(read.shapes().get(3)).containsExactly(4, 6, 12);
  }

  /** The normalisation as its own operator, and by hand in the weights. */
  @Test
  void batchNormalisationGoesIntoTheLayerBefore() throws IOException {
    Net net = network();
    double[] scale = {1.5, -0.5, 2, 1};
    double[] shift = {0.1, 0.2, -0.3, 0};
    double[] mean = {0.3, 0.1, -0.2, 0.5};
    double[] variance = {2, 0.5, 1, 3};
    Path file =
        file(
            g -> {
              String[] names = {"scale", "shift", "mu", "variance"};
              double[][] values = {scale, shift, mean, variance};
              NodeProto.Builder norm = node("norm", "BatchNormalization", "conv1").toBuilder();
              for (int i = 0; i < 4; i++) {
                g.addInitializer(tensor(names[i], values[i], 4));
                norm.addInput(names[i]);
              }
              norm.addAttribute(
                  AttributeProto.newBuilder()
                      .setName("epsilon")
                      .setType(AttributeProto.AttributeType.FLOAT)
                      .setF(0.01f));
              g.addNode(norm);
              NodeProto.Builder relu = g.getNodeBuilder(1);
              relu.setInput(0, "norm");
            });
    Net read = NetLoader.read(file, new Part("relu1", null, null));
    assertThat(read.nodes()).hasSize(2);
    double[] ours = features(read);
    double[] raw = features(new Net(net.inputShape(), net.nodes().subList(0, 1)));
    int cells = raw.length / 4;
    for (int i = 0; i < raw.length; i++) {
      int c = i / cells;
      double y = (raw[i] - mean[c]) / Math.sqrt(variance[c] + 0.01) * scale[c] + shift[c];
      assertThat(ours[i]).isCloseTo(Math.max(0, y), within(1e-5));
    }
  }

  @Test
  void normalisationOfWhatAnotherAlsoTakesIsRefused() throws IOException {
    Path file =
        file(
            g -> {
              NodeProto.Builder norm = node("norm", "BatchNormalization", "conv1").toBuilder();
              for (String name : List.of("a", "b", "c", "d")) {
                g.addInitializer(tensor(name, new double[] {1, 1, 1, 1}, 4));
                norm.addInput(name);
              }
              g.addNode(norm);
              g.getNodeBuilder(4).setInput(0, "norm").setInput(1, "conv1");
            });
    assertThat(refused(() -> whole(file), Reason.OPERATOR)).contains("norm");
  }

  @Test
  void weightsMayLieBesideTheFile() throws IOException {
    Path file = file(g -> moveOut(g, "weights.bin"));
    assertThat(features(NetLoader.read(file, Part.WHOLE)))
        .containsExactly(features(network()), within(1e-6));
  }

  // ---- what is refused ----

  @Test
  void bytesThatAreNoNetwork() throws IOException {
    byte[] good = NetWriter.write(network(), NAMES);
    assertThat(refused(() -> NetLoader.read(new byte[0]), Reason.DAMAGED)).contains("ONNX");
    assertThat(refused(() -> NetLoader.read("not a network".getBytes()), Reason.DAMAGED))
        .contains("ONNX");
    refused(() -> NetLoader.read(Arrays.copyOf(good, good.length / 2)), Reason.DAMAGED);
  }

  /** However a file is damaged, it is read or refused; nothing else is thrown. */
  @Test
  void damageIsReadOrRefused() {
    byte[] good = NetWriter.write(network(), NAMES);
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k < 1 + i % 4; k++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        NetLoader.read(bad);
      } catch (RefusedNetwork e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void anOperatorWithoutARuleIsNamedWithItsNode() throws IOException {
    Path file = file(g -> g.getNodeBuilder(1).setOpType("Sigmoid"));
    assertThat(refused(() -> whole(file), Reason.OPERATOR)).contains("Sigmoid").contains("relu1");
    Path domain = file(g -> g.getNodeBuilder(1).setDomain("com.example"));
    assertThat(refused(() -> whole(domain), Reason.OPERATOR)).contains("com.example.Relu");
    Path grouped =
        file(
            g ->
                g.getNodeBuilder(2)
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("group")
                            .setType(AttributeProto.AttributeType.INT)
                            .setI(2)));
    assertThat(refused(() -> whole(grouped), Reason.OPERATOR))
        .contains("grouped")
        .contains("conv2");
  }

  @Test
  void weightsOutsideTheFoldersAreNotOpened() throws IOException {
    Path secret = Files.write(folder.resolve("secret.bin"), new byte[4096]);
    Path inside = Files.createDirectories(folder.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("link.bin"), secret);
    for (String location : List.of("../secret.bin", secret.toString(), "link.bin")) {
      Path file = inside.resolve("network.onnx");
      Files.write(file, bytes(g -> point(g, location)));
      assertThat(refused(() -> whole(file), Reason.EXTERNAL_WEIGHTS)).contains("outside");
    }
    Path gone = Files.write(inside.resolve("gone.onnx"), bytes(g -> point(g, "none.bin")));
    assertThat(refused(() -> whole(gone), Reason.EXTERNAL_WEIGHTS)).contains("none.bin");
    byte[] homeless = bytes(g -> point(g, "weights.bin"));
    refused(() -> NetLoader.read(homeless), Reason.EXTERNAL_WEIGHTS);
  }

  @Test
  void weightsBesideTheFileThatAreTooShort() throws IOException {
    Path file = Files.write(folder.resolve("network.onnx"), bytes(g -> point(g, "short.bin")));
    Files.write(folder.resolve("short.bin"), new byte[8]);
    assertThat(refused(() -> whole(file), Reason.DAMAGED)).contains("conv1.weight");
  }

  @Test
  void aFileOfOverTwoGigabytes() throws IOException {
    Path file = folder.resolve("large.onnx");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    assertThat(refused(() -> whole(file), Reason.TOO_LARGE)).contains("2 GB");
  }

  @Test
  void channelsThatDoNotFit() throws IOException {
    Path file =
        file(
            g ->
                g.getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilder(1)
                    .setDimValue(3));
    assertThat(refused(() -> whole(file), Reason.CHANNELS)).contains("conv1").contains("2 maps");
    Path bias = file(g -> g.setInitializer(1, tensor("conv1.bias", new double[3], 3)));
    assertThat(refused(() -> whole(bias), Reason.CHANNELS)).contains("conv1.bias");
  }

  @Test
  void otherNumbersThanFloats() throws IOException {
    Path weights =
        file(g -> g.getInitializerBuilder(0).setDataType(TensorProto.DataType.FLOAT16.getNumber()));
    assertThat(refused(() -> whole(weights), Reason.ELEMENT_TYPE))
        .contains("conv1.weight")
        .contains("float16");
    Path input =
        file(
            g ->
                g.getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .setElemType(TensorProto.DataType.UINT8.getNumber()));
    assertThat(refused(() -> whole(input), Reason.ELEMENT_TYPE)).contains("uint8");
  }

  @Test
  void weightsThatAreNotAllThere() throws IOException {
    Path few = file(g -> g.getInitializerBuilder(0).setDims(0, 7));
    assertThat(refused(() -> whole(few), Reason.DAMAGED)).contains("conv1.weight");
    Path none =
        file(g -> g.setInitializer(1, tensor("conv1.bias", new double[] {Double.NaN, 0, 0, 0}, 4)));
    assertThat(refused(() -> whole(none), Reason.DAMAGED)).contains("conv1.bias");
    Path vast = file(g -> g.getInitializerBuilder(0).setDims(0, 1L << 40));
    assertThat(refused(() -> whole(vast), Reason.TOO_LARGE)).contains("conv1.weight");
  }

  @Test
  void circlesAndLooseEnds() throws IOException {
    Path circle = file(g -> g.getNodeBuilder(1).setInput(0, "relu2"));
    assertThat(refused(() -> whole(circle), Reason.STRUCTURE)).contains("circle");
    Path loose = file(g -> g.getNodeBuilder(2).setInput(0, "nowhere"));
    assertThat(refused(() -> whole(loose), Reason.STRUCTURE)).contains("conv2").contains("nowhere");
    Path twice = file(g -> g.getNodeBuilder(3).setOutput(0, "relu1"));
    assertThat(refused(() -> whole(twice), Reason.STRUCTURE)).contains("relu1");
    Path inputs = file(g -> g.addInput(g.getInput(0).toBuilder().setName("second")));
    assertThat(refused(() -> whole(inputs), Reason.STRUCTURE)).contains("one input");
  }

  // ---- how files come about ----

  private interface Attempt {
    void run() throws IOException;
  }

  /** The sentence. */
  private static String refused(Attempt attempt, Reason reason) {
    RefusedNetwork e = catchThrowableOfType(RefusedNetwork.class, attempt::run);
    assertThat(e).as("refused").isNotNull();
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
    return e.getMessage();
  }

  private static void whole(Path file) throws IOException {
    NetLoader.read(file, Part.WHOLE);
  }

  private Path file(Consumer<GraphProto.Builder> change) throws IOException {
    return Files.write(folder.resolve("network.onnx"), bytes(change));
  }

  private static byte[] bytes(Consumer<GraphProto.Builder> change) throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(NetWriter.write(network(), NAMES)).toBuilder();
    change.accept(model.getGraphBuilder());
    return model.build().toByteArray();
  }

  private static NodeProto node(String name, String op, String input) {
    return NodeProto.newBuilder()
        .setName(name)
        .setOpType(op)
        .addInput(input)
        .addOutput(name)
        .build();
  }

  private static TensorProto tensor(String name, double[] values, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    Arrays.stream(values).forEach(v -> tensor.addFloatData((float) v));
    Arrays.stream(dims).forEach(tensor::addDims);
    return tensor.build();
  }

  private static void openSize(GraphProto.Builder g) {
    TensorShapeProto.Builder shape =
        g.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    shape.setDim(0, TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    shape.setDim(2, TensorShapeProto.Dimension.newBuilder().setDimParam("height"));
    shape.setDim(3, TensorShapeProto.Dimension.newBuilder().setDimParam("width"));
  }

  /** The first layer's weights into a file of their own, 16 bytes from its start. */
  private void moveOut(GraphProto.Builder g, String location) {
    byte[] raw = g.getInitializer(0).getRawData().toByteArray();
    byte[] padded = new byte[16 + raw.length];
    System.arraycopy(raw, 0, padded, 16, raw.length);
    try {
      Files.write(folder.resolve(location), padded);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    point(g, location);
    g.getInitializerBuilder(0)
        .addExternalData(entry("offset", "16"))
        .addExternalData(entry("length", "" + raw.length));
  }

  private static void point(GraphProto.Builder g, String location) {
    g.getInitializerBuilder(0)
        .clearRawData()
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location));
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static double[] features(Net net) {
    Tensor x = new Tensor(net.inputShape(), new Random(3).doubles(2 * 8 * 8).toArray());
    return new Interpreter(net, Composite.gamma(net, 0, 0)).features(x);
  }

  private static Net network() {
    Random random = new Random(8);
    return new Net(
        new int[] {2, 8, 8},
        List.of(
            after(-1, convolution(random, 2)),
            after(0, new Layer.Rectify()),
            after(1, convolution(random, 4)),
            after(2, new Layer.Rectify()),
            new Net.Node(new Layer.Add(), List.of(1, 3)),
            after(4, new Layer.MaxPool(2, 2, Padding.NONE)),
            after(5, new Layer.AveragePool(2, 2, Padding.NONE)),
            after(6, new Layer.Flatten()),
            after(7, new Layer.Dense(16, 3, normal(random, 48), normal(random, 3)))));
  }

  private static Net.Node after(int node, Layer layer) {
    return new Net.Node(layer, List.of(node));
  }

  private static Layer convolution(Random random, int in) {
    return new Layer.Convolve(
        in, 4, 3, 3, 1, 1, new Padding(1, 1, 1, 1), normal(random, 36 * in), normal(random, 4));
  }

  private static double[] normal(Random random, int n) {
    return random.doubles(n).map(u -> random.nextGaussian() * 0.4).toArray();
  }
}
