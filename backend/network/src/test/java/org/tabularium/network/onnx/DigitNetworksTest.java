package org.tabularium.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.model.Convolution;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.model.Gate;
import org.tabularium.network.model.ModelSpec;
import org.tabularium.network.onnx.DigitNetworks.Maps;
import org.tabularium.network.onnx.RefusedNetwork.Reason;

/** Digit networks from elsewhere: what is understood, and each way to be refused, where it is. */
class DigitNetworksTest {
  private static final ModelSpec SETTINGS = ModelSpec.current();

  /** Of strides 2 and 1, as a specification can have them. */
  private static final List<Convolution> LAYERS =
      List.of(
          new Convolution(1, 4, 5, 2, 1),
          new Convolution(4, 6, 3, 1, 2),
          new Convolution(6, 10, 1, 1, 1));

  // ---- what is understood ----

  @Test
  void aChainOfConvolutionsIsAModelWithTheSettingsInUse() {
    DigitModel model = DigitNetworks.read(bytes(g -> {}), SETTINGS, Maps.USUAL);
    assertThat(model.spec()).isEqualTo(SETTINGS.withLayers(LAYERS));
    for (int i = 0; i < LAYERS.size(); i++) {
      assertThat(model.weights(i)).isEqualTo(network().weights(i));
    }
    assertThat(model.version()).isEqualTo(network().version());
  }

  @Test
  void openSizesFixedSizesAndBatchesAreAllTheSame() {
    byte[] open =
        bytes(
            g -> {
              TensorShapeProto.Builder shape = input(g);
              for (int d : new int[] {0, 2, 3}) {
                shape.setDim(d, TensorShapeProto.Dimension.newBuilder().setDimParam("d" + d));
              }
            });
    assertThat(read(open).version()).isEqualTo(network().version());
  }

  @Test
  void zeroBiasesAMissingLastRectifierPadsAndNamesWithoutEffectAreUnderstood() {
    byte[] other =
        bytes(
            g -> {
              g.addInitializer(tensor("zeros", new double[4], 4));
              g.getNodeBuilder(0).addInput("zeros");
              g.removeNode(g.getNodeCount() - 1);
              g.getOutputBuilder(0).setName("conv2");
              g.addNode(1, node("same", "Identity", "conv0"));
              g.getNodeBuilder(2).setInput(0, "same");
              padOutside(g);
            });
    assertThat(read(other).version()).isEqualTo(network().version());
  }

  @Test
  void normalisationWithoutAShiftIsFolded() {
    byte[] normalised = bytes(g -> normalise(g, 0));
    DigitModel model = read(normalised);
    float[] plain = network().weights(0);
    float[] folded = model.weights(0);
    for (int i = 0; i < plain.length; i++) {
      assertThat(folded[i] / plain[i]).isBetween(1.99f, 2.01f);
    }
    assertThat(refused(() -> read(bytes(g -> normalise(g, 0.5))), Reason.BIAS))
        .contains("node conv0 with norm (Conv with BatchNormalization, gives 4 x 256 x 256)")
        .contains("4 biases up to 0.5");
  }

  @Test
  void mapsInAnotherOrderAndOfAnotherHeightAreBroughtToOurs() {
    DigitModel usual = read(bytes(g -> {}));
    Maps maps = new Maps(4, "1234567890");
    DigitModel other = DigitNetworks.read(bytes(g -> {}), SETTINGS, maps);
    int each = LAYERS.get(2).in();
    for (int map = 0; map < 10; map++) {
      int digit = (map + 1) % 10;
      for (int i = 0; i < each; i++) {
        assertThat(other.weights(2)[digit * each + i])
            .isEqualTo(usual.weights(2)[map * each + i] / 4);
      }
    }
    assertThat(other.version()).isNotEqualTo(usual.version());
    refused(() -> new Maps(0, "0123456789"), Reason.SETTINGS);
    refused(() -> new Maps(Double.NaN, "0123456789"), Reason.SETTINGS);
    assertThat(refused(() -> new Maps(1, "0123456788"), Reason.SETTINGS)).contains("each digit");
  }

  @Test
  void settingsMayBeOthersAndAreInTheVersion() {
    Map<String, String> chosen = Map.of("em", "26", "gate.threshold", "0.3", "shifts", "2,8,2");
    ModelSpec spec = DigitNetworks.settings(SETTINGS, chosen);
    assertThat(spec.em()).isEqualTo(26);
    assertThat(spec.gate()).isEqualTo(new Gate(0.3f, 1, 2));
    assertThat(spec.shifts().farthest()).isEqualTo(8);
    assertThat(spec.sizes()).isEqualTo(SETTINGS.sizes());
    DigitModel model = DigitNetworks.read(bytes(g -> {}), spec, Maps.USUAL);
    assertThat(model.version()).isNotEqualTo(read(bytes(g -> {})).version());
    assertThat(
            refused(() -> DigitNetworks.settings(SETTINGS, Map.of("em", "large")), Reason.SETTINGS))
        .contains("em")
        .contains("large");
    refused(() -> DigitNetworks.settings(SETTINGS, Map.of("company", "1,2")), Reason.SETTINGS);
    refused(
        () -> DigitNetworks.settings(SETTINGS, Map.of("layers", "1>10/k1s2d1")), Reason.SETTINGS);
    for (Map<String, String> nonsense :
        List.of(
            Map.of("em", "NaN"),
            Map.of("em", "0"),
            Map.of("gate.threshold", "0"),
            Map.of("gate.reach", "0,0"),
            Map.of("pitch", "-1"),
            Map.of("shifts", "1,900,2"),
            Map.of("sizes", "1.5,1.2,0.3,3.5,2,0.5"))) {
      ModelSpec wrong = DigitNetworks.settings(SETTINGS, nonsense);
      assertThat(
              refused(() -> DigitNetworks.read(bytes(g -> {}), wrong, Maps.USUAL), Reason.SETTINGS))
          .contains(nonsense.keySet().iterator().next());
    }
  }

  // ---- what is refused ----

  @Test
  void bytesThatAreNoNetwork() {
    byte[] good = bytes(g -> {});
    refused(() -> read(new byte[0]), Reason.DAMAGED);
    refused(() -> read("12 15 13 30".getBytes()), Reason.DAMAGED);
    refused(() -> read(Arrays.copyOf(good, good.length / 2)), Reason.DAMAGED);
  }

  /** However a file is damaged, it is read or refused; nothing else is thrown. */
  @Test
  void damageIsReadOrRefused() {
    byte[] good = bytes(g -> {});
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k < 1 + i % 4; k++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        read(bad);
      } catch (RefusedNetwork e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void operatorsOtherThanThoseOfAChainAreNamedWithNodeAndShape() {
    assertThat(
            refused(
                () -> read(bytes(g -> g.getNodeBuilder(1).setOpType("Sigmoid"))), Reason.OPERATOR))
        .contains("Sigmoid")
        .contains("relu0");
    byte[] pooled =
        bytes(
            g ->
                g.getNodeBuilder(1)
                    .setOpType("MaxPool")
                    .addAttribute(numbers("kernel_shape", 2, 2))
                    .addAttribute(numbers("strides", 2, 2)));
    assertThat(refused(() -> read(pooled), Reason.LAYER))
        .contains("node relu0 (MaxPool, gives 4 x 128 x 128)");
    byte[] summed =
        bytes(
            g -> {
              g.addNode(
                  g.getNodeCount(), node("sum", "Add", "relu2").toBuilder().addInput("conv2"));
              g.getOutputBuilder(0).setName("sum");
            });
    assertThat(refused(() -> read(summed), Reason.LAYER)).contains("node sum (Add, gives 10 x");
    byte[] classifier =
        bytes(
            g -> {
              g.addNode(node("flat", "Flatten", "relu2"));
              g.addInitializer(tensor("w", new double[360], 10, 36));
              g.addNode(
                  node("fc", "Gemm", "flat").toBuilder()
                      .addInput("w")
                      .addAttribute(
                          AttributeProto.newBuilder()
                              .setName("transB")
                              .setType(AttributeProto.AttributeType.INT)
                              .setI(1)));
              g.getOutputBuilder(0).setName("fc");
            });
    assertThat(refused(() -> read(classifier), Reason.LAYER)).contains("flat").contains("Flatten");
  }

  @Test
  void otherPicturesThanAnInkMap() {
    byte[] coloured =
        written(List.of(new Convolution(3, 4, 5, 2, 1), new Convolution(4, 10, 1, 1, 1)));
    assertThat(refused(() -> read(coloured), Reason.CHANNELS)).contains("3 channels");
    byte[] open =
        bytes(g -> input(g).setDim(1, TensorShapeProto.Dimension.newBuilder().setDimParam("c")));
    assertThat(refused(() -> read(open), Reason.OPEN_SHAPE)).contains("(c)");
    byte[] flat = bytes(g -> input(g).removeDim(3));
    assertThat(refused(() -> read(flat), Reason.OPEN_SHAPE)).contains("3 dimensions");
    byte[] half =
        bytes(
            g ->
                g.getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .setElemType(TensorProto.DataType.FLOAT16.getNumber()));
    assertThat(refused(() -> read(half), Reason.ELEMENT_TYPE)).contains("float16");
    byte[] two = bytes(g -> g.addInput(g.getInput(0).toBuilder().setName("second")));
    refused(() -> read(two), Reason.STRUCTURE);
  }

  @Test
  void otherResultsThanTenMaps() {
    byte[] eleven =
        written(List.of(new Convolution(1, 4, 5, 2, 1), new Convolution(4, 11, 1, 1, 1)));
    assertThat(refused(() -> read(eleven), Reason.OUTPUTS))
        .contains("relu1 (Relu, gives 11 x 256 x 256)")
        .contains("ten maps");
    byte[] whole = ModelFiles.write(network(), "{}");
    assertThat(refused(() -> read(whole), Reason.STRUCTURE)).contains("not of 1 and 5");
  }

  @Test
  void kernelsPaddingAndStridesThatASpecificationCannotSay() {
    assertThat(refused(() -> read(layer(4, 4, 1, new Padding(1, 1, 2, 2))), Reason.LAYER))
        .contains("node odd (Conv")
        .contains("4 x 4");
    assertThat(refused(() -> read(layer(3, 5, 1, new Padding(1, 2, 1, 2))), Reason.LAYER))
        .contains("3 x 5");
    assertThat(refused(() -> read(layer(3, 3, 1, Padding.NONE)), Reason.LAYER))
        .contains("node odd (Conv, gives 10 x 254 x 254)")
        .contains("padding of 0, 0, 0, 0")
        .contains("1 on each side");
    assertThat(refused(() -> read(layer(3, 3, 2, new Padding(1, 1, 1, 1))), Reason.LAYER))
        .contains("strides come to 4")
        .contains("conv0")
        .contains("odd");
    byte[] grouped =
        bytes(
            g ->
                g.getNodeBuilder(2)
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("group")
                            .setType(AttributeProto.AttributeType.INT)
                            .setI(2)));
    assertThat(refused(() -> read(grouped), Reason.OPERATOR)).contains("grouped").contains("conv1");
    byte[] linear =
        bytes(
            g -> {
              g.getNodeBuilder(2).setInput(0, "conv0");
              g.removeNode(1);
            });
    assertThat(refused(() -> read(linear), Reason.LAYER))
        .contains("node conv1")
        .contains("no Relu");
  }

  @Test
  void biases() {
    byte[] biased =
        bytes(
            g -> {
              g.addInitializer(tensor("bias", new double[] {0, 0.25, 0, -0.5, 0, 0}, 6));
              g.getNodeBuilder(2).addInput("bias");
            });
    assertThat(refused(() -> read(biased), Reason.BIAS))
        .contains("node conv1 (Conv, gives 6 x 256 x 256)")
        .contains("2 biases up to 0.5");
  }

  @Test
  void weightsOutsideTheFileAndFilesAndNetworksThatAreTooLarge() {
    byte[] outside =
        bytes(
            g ->
                g.getInitializerBuilder(0)
                    .clearRawData()
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(
                        StringStringEntryProto.newBuilder()
                            .setKey("location")
                            .setValue("/etc/passwd")));
    assertThat(refused(() -> read(outside), Reason.EXTERNAL_WEIGHTS)).contains("conv0.weight");
    assertThat(refused(() -> read(new byte[DigitNetworks.MOST_BYTES + 1]), Reason.TOO_LARGE))
        .contains("32 MB");
    byte[] dear =
        written(
            List.of(
                new Convolution(1, 128, 3, 2, 1),
                new Convolution(128, 128, 15, 1, 1),
                new Convolution(128, 10, 1, 1, 1)));
    assertThat(refused(() -> read(dear), Reason.TOO_COSTLY))
        .contains("multiply-adds")
        .contains("2,000,000");
    byte[] far =
        written(List.of(new Convolution(1, 4, 3, 2, 99), new Convolution(4, 10, 3, 1, 90)));
    assertThat(refused(() -> read(far), Reason.TOO_COSTLY)).contains("sees 279 cells");
    byte[] wide =
        written(List.of(new Convolution(1, 65, 1, 1, 1), new Convolution(65, 10, 1, 2, 1)));
    assertThat(refused(() -> read(wide), Reason.TOO_COSTLY)).contains("65 maps");
  }

  // ---- files of our own ----

  @Test
  void aFileOfOurOwnIsKnownAndItsHashesAreLookedAt() throws Exception {
    byte[] ours = ModelFiles.write(network(), "{\"name\":\"Finé\"}");
    assertThat(ModelFiles.isOurs(ours)).isTrue();
    assertThat(ModelFiles.isOurs(bytes(g -> {}))).isFalse();
    assertThat(ModelFiles.isOurs("no".getBytes())).isFalse();
    assertThat(ModelFiles.read(ours).card()).contains("Finé");
    assertThat(
            refused(
                () -> ModelFiles.read(said(ours, "tabularium.spec.em", "21.0")), Reason.CHANGED))
        .contains(network().version());
    assertThat(refused(() -> ModelFiles.read(said(ours, "tabularium.card", "{}")), Reason.CHANGED))
        .contains("card");
    byte[] weights = ours.clone();
    int at = weights.length / 3;
    refused(() -> ModelFiles.read(withWeights(ours)), Reason.CHANGED);
    refused(
        () -> ModelFiles.read(said(ours, "tabularium.version", "0".repeat(64))), Reason.CHANGED);
    refused(() -> ModelFiles.read(Arrays.copyOf(ours, at)), Reason.DAMAGED);
    refused(() -> ModelFiles.read(said(ours, "tabularium.spec.layers", "1>10/k")), Reason.DAMAGED);
    refused(
        () -> ModelFiles.read(said(ours, "tabularium.spec.layers", "1>99999/k999s1d1")),
        Reason.DAMAGED);
    assertThat(
            refused(
                () -> ModelFiles.read(said(ours, "tabularium.spec.ink_map", "ink-9")),
                Reason.OTHER_BUILD))
        .contains("ink-9");
    assertThat(ModelFiles.spec(said(ours, "tabularium.spec.ink_map", "ink-9")).em()).isEqualTo(20);
  }

  @Test
  void whatNoTrainingMakesIsNotTakenFromAFileOfOurOwnEither() {
    ModelSpec mad = SETTINGS.with(Map.of("em", "-3.0")).withLayers(LAYERS);
    DigitModel model =
        new DigitModel(mad, IntStream.range(0, 3).mapToObj(network()::weights).toList());
    DigitModel read = ModelFiles.read(ModelFiles.write(model, "{}")).model();
    assertThat(refused(() -> DigitNetworks.checked(read), Reason.SETTINGS)).contains("em is -3.0");
  }

  // ---- how files come about ----

  private static DigitModel read(byte[] onnx) {
    return DigitNetworks.read(onnx, SETTINGS, Maps.USUAL);
  }

  /** The sentence. */
  private static String refused(Attempt attempt, Reason reason) {
    RefusedNetwork e = catchThrowableOfType(RefusedNetwork.class, attempt::run);
    assertThat(e).as("refused").isNotNull();
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
    return e.getMessage();
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private static DigitModel network() {
    Random random = new Random(9);
    List<float[]> weights = new ArrayList<>();
    for (Convolution c : LAYERS) {
      float[] w = new float[c.weights()];
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) random.nextGaussian();
      }
      weights.add(w);
    }
    return new DigitModel(SETTINGS.withLayers(LAYERS), weights);
  }

  /** Conv and Relu in turn, as anybody's tools write them: conv0, relu0, conv1, ... */
  private static byte[] onnx(Net net) {
    List<String> names = new ArrayList<>();
    int convolutions = 0;
    for (Net.Node node : net.nodes()) {
      names.add(
          node.layer() instanceof Layer.Convolve ? "conv" + convolutions : "relu" + convolutions++);
    }
    return NetWriter.write(net, names);
  }

  private static byte[] bytes(Consumer<GraphProto.Builder> change) {
    return changed(onnx(network().net(64, 64)), m -> change.accept(m.getGraphBuilder()));
  }

  private static byte[] changed(byte[] onnx, Consumer<ModelProto.Builder> change) {
    try {
      ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
      change.accept(model);
      return model.build().toByteArray();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Random weights for these layers, whatever they are. */
  private static byte[] written(List<Convolution> layers) {
    List<Layer> all = new ArrayList<>();
    for (Convolution c : layers) {
      int p = c.padding();
      all.add(convolve(c, new Padding(p, p, p, p), c.kernel(), c.kernel()));
      all.add(new Layer.Rectify());
    }
    return onnx(Net.sequence(new int[] {layers.get(0).in(), 512, 512}, all));
  }

  private static Layer convolve(Convolution c, Padding padding, int height, int width) {
    double[] weights = new Random(1).doubles((long) c.in() * c.out() * height * width).toArray();
    return new Layer.Convolve(
        c.in(), c.out(), height, width, c.stride(), c.dilation(), padding, weights, new double[0]);
  }

  /** A first layer that is good, and a second one, "odd", that is not. */
  private static byte[] layer(int height, int width, int stride, Padding padding) {
    Convolution first = new Convolution(1, 4, 3, 2, 1);
    Convolution odd = new Convolution(4, 10, 3, stride, 1);
    Net net =
        Net.sequence(
            new int[] {1, 64, 64},
            List.of(
                convolve(first, new Padding(1, 1, 1, 1), 3, 3),
                new Layer.Rectify(),
                convolve(odd, padding, height, width),
                new Layer.Rectify()));
    return NetWriter.write(net, List.of("conv0", "relu0", "odd", "relu1"));
  }

  private static byte[] said(byte[] onnx, String key, String value) {
    return changed(
        onnx,
        m ->
            m.getMetadataPropsBuilderList().stream()
                .filter(p -> p.getKey().equals(key))
                .forEach(p -> p.setValue(value)));
  }

  private static byte[] withWeights(byte[] onnx) {
    return changed(
        onnx,
        m -> {
          TensorProto.Builder tensor = m.getGraphBuilder().getInitializerBuilder(0);
          byte[] raw = tensor.getRawData().toByteArray();
          raw[2] ^= 1;
          tensor.setRawData(com.google.protobuf.ByteString.copyFrom(raw));
        });
  }

  private static TensorShapeProto.Builder input(GraphProto.Builder g) {
    return g.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
  }

  /** The first layer's padding as a node of its own. */
  private static void padOutside(GraphProto.Builder g) {
    g.addInitializer(
        TensorProto.newBuilder()
            .setName("pads")
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(8)
            .addAllInt64Data(List.of(0L, 0L, 2L, 2L, 0L, 0L, 2L, 2L)));
    String ink = g.getInput(0).getName();
    g.addNode(0, node("pad", "Pad", ink).toBuilder().addInput("pads"));
    NodeProto.Builder conv = g.getNodeBuilder(1);
    conv.setInput(0, "pad");
    for (AttributeProto.Builder a : conv.getAttributeBuilderList()) {
      if (a.getName().equals("pads")) {
        a.clearInts().addAllInts(List.of(0L, 0L, 0L, 0L));
      }
    }
  }

  /** Batch normalisation after the first layer that doubles it, and shifts it by this. */
  private static void normalise(GraphProto.Builder g, double shift) {
    double[][] values = {{2, 2, 2, 2}, {shift, shift, shift, shift}, new double[4], {1, 1, 1, 1}};
    NodeProto.Builder norm = node("norm", "BatchNormalization", "conv0").toBuilder();
    for (int i = 0; i < values.length; i++) {
      g.addInitializer(tensor("norm" + i, values[i], 4));
      norm.addInput("norm" + i);
    }
    g.addNode(1, norm);
    g.getNodeBuilder(2).setInput(0, "norm");
  }

  private static NodeProto node(String name, String op, String input) {
    return NodeProto.newBuilder()
        .setName(name)
        .setOpType(op)
        .addInput(input)
        .addOutput(name)
        .build();
  }

  private static AttributeProto numbers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  private static TensorProto tensor(String name, double[] values, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    Arrays.stream(values).forEach(v -> tensor.addFloatData((float) v));
    Arrays.stream(dims).forEach(tensor::addDims);
    return tensor.build();
  }
}
