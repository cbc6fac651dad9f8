package org.tabularium.app.lens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.platform.DataFolder;
import org.tabularium.network.image.Box;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.onnx.NetWriter;
import tools.jackson.databind.JsonNode;

/** Other networks to look at a pair with: the one that ships, and those that people bring. */
@TabulariumTest
class LensTest {

  @Autowired RestTestClient http;
  @Autowired DataFolder data;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void oneShipsAndExplainsAPairAsAJobOnce() throws Exception {
    String a = read(301);
    String b = read(302);
    JsonNode shipped = rest.get("/api/v1/lenses").json().get(0);
    assertThat(shipped.get("shipped").asBoolean()).isTrue();
    assertThat(shipped.get("card").get("licence").asString()).isEqualTo("Apache-2.0");
    assertThat(shipped.get("card").get("heldOutAccuracy").asDouble())
        .as("it learnt something")
        .isGreaterThan(3 * shipped.get("card").get("guessing").asDouble());
    String address = "/api/v1/lenses/" + shipped.get("id").asString() + "/explanations?a=";

    Rest.Answer notYet = rest.get(address + a + "&b=" + b);
    assertThat(notYet.status()).isEqualTo(202);
    assertThat(notYet.headers().getLocation())
        .hasToString("/api/v1/jobs/" + notYet.json().get("job").asString());
    JsonNode seen = ready(address + a + "&b=" + b);
    double score = seen.get("score").asDouble();
    assertThat(score).isPositive();
    assertThat(seen.get("cosine").asDouble()).isBetween(0.0, 1.0);
    for (String side : List.of("a", "b")) {
      JsonNode one = seen.get(side);
      double[] heat = one.get("heat").valueStream().mapToDouble(JsonNode::asDouble).toArray();
      assertThat(heat).hasSize(one.get("rows").asInt() * one.get("columns").asInt());
      assertThat(Arrays.stream(heat).sum() + one.get("remainder").asDouble())
          .as("relevance and remainder are the score")
          .isCloseTo(score, within(1e-4 * score));
      assertThat(one.get("digits").asDouble()).isBetween(0.01, 0.6);
      assertThat(one.get("onDigits").asDouble()).isBetween(0.0, 1.0);
    }

    // The same pair from the other side, out of the cache.
    Rest.Answer back = rest.get(address + b + "&b=" + a);
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.json().get("a")).isEqualTo(seen.get("b"));
    assertThat(back.json().get("b")).isEqualTo(seen.get("a"));

    // The best of all views is never less than the straight one.
    JsonNode best = ready(address + a + "&b=" + b + "&views=all");
    assertThat(best.get("score").asDouble()).isGreaterThanOrEqualTo(score * (1 - 1e-6));
    assertThat(ready(address + a + "&b=" + a).get("cosine").asDouble()).isCloseTo(1, within(1e-5));

    Path cache = data.path().resolve("cache").resolve("lenses");
    List<Path> kept = files(cache);
    assertThat(rest.delete("/api/v1/tables/{id}", b).status()).isEqualTo(204);
    assertThat(files(cache)).hasSize(kept.size() - 2);
  }

  @Test
  void aNetworkThatSomebodyBringsIsALensUntilItIsDeleted() {
    String a = read(303);
    String b = read(304);
    byte[] onnx = network(3, 48);
    Rest.Answer made = bring(onnx, "coloured.onnx", "name", "Coloured", "layer", "4");
    assertThat(made.status()).isEqualTo(201);
    JsonNode lens = made.json();
    assertThat(lens.get("layer").asString()).as("counted as the paper counts").isEqualTo("relu2");
    assertThat(lens.get("sees").asString()).isEqualTo("imagenet");
    assertThat(lens.get("height").asInt()).isEqualTo(48);
    String id = lens.get("id").asString();
    assertThat(made.headers().getLocation()).hasToString("/api/v1/lenses/" + id);
    assertThat(bring(onnx, "again.onnx", "layer", "relu2").status()).isEqualTo(200);
    assertThat(bring(onnx, "up.onnx").json().get("layer").asString())
        .as("the last layer of maps")
        .isEqualTo("pool");
    assertThat(rest.get("/api/v1/lenses").json()).hasSizeGreaterThanOrEqualTo(3);

    String address = "/api/v1/lenses/" + id + "/explanations?a=" + a + "&b=" + b;
    JsonNode seen = ready(address);
    assertThat(seen.get("name").asString()).isEqualTo("Coloured");
    assertThat(seen.get("height").asInt()).isEqualTo(48);
    assertThat(seen.get("a").get("heat")).hasSize(36);
    assertThat(
            seen.get("b").get("heat").valueStream().mapToDouble(JsonNode::asDouble).sum()
                + seen.get("b").get("remainder").asDouble())
        .isCloseTo(seen.get("score").asDouble(), within(1e-4 * seen.get("score").asDouble()));
    assertThat(rest.page("/networks").text()).contains("Coloured", "Ships with Tabularium");

    assertThat(rest.delete("/api/v1/lenses/{id}", id).status()).isEqualTo(204);
    assertThat(rest.get("/api/v1/lenses/" + id).status()).isEqualTo(404);
    assertThat(rest.get(address).status()).isEqualTo(404);
    String shipped = rest.get("/api/v1/lenses").json().get(0).get("id").asString();
    assertThat(rest.delete("/api/v1/lenses/{id}", shipped).status()).isEqualTo(409);
  }

  @Test
  void aFileFromTheFolderIsUsedWhereItLies() throws Exception {
    Path folder = Files.createDirectories(data.path().resolve("networks"));
    Files.write(folder.resolve("placed.onnx"), network(1, 40));
    Rest.Answer made = bring(new byte[0], "", "placed", "placed.onnx", "gamma", "0.1");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("file").asString()).isEqualTo("placed.onnx");
    assertThat(made.json().get("sees").asString()).isEqualTo("ink");
    assertThat(rest.delete("/api/v1/lenses/{id}", made.id()).status()).isEqualTo(204);
    assertThat(folder.resolve("placed.onnx")).exists();
    assertThat(bring(new byte[0], "", "placed", "../secret.onnx").status()).isEqualTo(404);
  }

  @Test
  void whatCannotBeExplainedIsRefusedWithASentence() throws Exception {
    byte[] good = network(1, 40);
    refused(Arrays.copyOf(good, good.length / 2), "damaged", "ONNX file");
    refused(replaced(good, "Relu", "Tanh"), "operator", "the operator Tanh (node relu1)");
    refused(network(2, 40), "network-channels", "2 channels");
    refused("no network at all".getBytes(StandardCharsets.UTF_8), "damaged", "ONNX file");
    Rest.Answer layer = bring(good, "g.onnx", "layer", "nowhere");
    assertThat(layer.status()).isEqualTo(422);
    assertThat(layer.json().get("detail").asString()).contains("no layer is called nowhere");
    assertThat(bring(good, "g.onnx", "sees", "imagenet").status()).isEqualTo(400);
    assertThat(bring(good, "g.onnx", "sees", "much").status()).isEqualTo(400);
    assertThat(bring(good, "g.onnx", "gamma", "-1").status()).isEqualTo(400);
    assertThat(bring(good, "g.onnx", "side", "5000").status()).isEqualTo(400);
    assertThat(bring(new byte[0], "").status()).isEqualTo(400);
    assertThat(files(data.path().resolve("networks").resolve("sent")))
        .as("nothing of what was refused is kept")
        .allSatisfy(file -> assertThat(Files.readAllBytes(file)).isNotEqualTo(good));

    // A person gets the same sentence on the page the form stands on.
    Rest.Answer page =
        rest.multipart("/networks", replaced(good, "Relu", "Tanh"), "odd.onnx", "name", "Odd");
    assertThat(page.status()).isEqualTo(422);
    assertThat(page.text())
        .contains("id=\"refusal\"", "the operator Tanh (node relu1)", "network-file");
    assertThat(rest.get("/api/v1/lenses/none").status()).isEqualTo(404);
  }

  @Test
  void weightsOutsideTheFolderAndTwoGigabytesAreRefused() throws Exception {
    Path folder = Files.createDirectories(data.path().resolve("networks"));
    byte[] good = network(1, 40);
    Path secret = Files.write(data.path().resolve("secret.bin"), ChangedNetworkTest.weights(good));
    for (String outside : List.of("../secret.bin", secret.toString())) {
      Files.write(folder.resolve("outside.onnx"), ChangedNetworkTest.pointing(good, outside));
      refused(placed("outside.onnx"), "external-weights", "conv2.weight lie outside the network");
    }
    Path link = folder.resolve("linked.bin");
    Files.createSymbolicLink(link, secret);
    Files.write(folder.resolve("outside.onnx"), ChangedNetworkTest.pointing(good, "linked.bin"));
    refused(placed("outside.onnx"), "external-weights", "conv2.weight lie outside the network");
    // Sent, it reaches no more: beside it lies nothing that it could name.
    refused(ChangedNetworkTest.pointing(good, "../../secret.bin"), "external-weights", "outside");
    Files.write(folder.resolve("outside.onnx"), ChangedNetworkTest.pointing(good, "none.bin"));
    refused(placed("outside.onnx"), "external-weights", "conv2.weight cannot be read from none");

    Path large = folder.resolve("large.onnx");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    refused(placed("large.onnx"), "too-large", "over 2 GB");
    for (Path file : List.of(large, link, secret, folder.resolve("outside.onnx"))) {
      Files.delete(file);
    }
  }

  /**
   * Open height and width are what many networks have; the lens says what it looks with. A batch
   * says how many pictures a program used to send together: each is still seen by itself.
   */
  @Test
  void ofOpenSizesOnlyChannelsAreRefused() throws Exception {
    byte[] good = network(1, 40);
    refused(input(good, 1, 0), "open-shape", "the input's size is open (any)");
    refused(input(good, 1, 4), "channels", "conv1");

    Rest.Answer open = bring(input(input(good, 2, 0), 3, 0), "open.onnx");
    assertThat(open.status()).as(open.text()).isEqualTo(201);
    assertThat(open.json().get("side").asInt()).isEqualTo(224);
    assertThat(open.json().has("height")).isFalse();
    assertThat(open.json().has("width")).isFalse();
    Rest.Answer smaller = bring(input(input(good, 2, 0), 3, 0), "open.onnx", "side", "64");
    assertThat(smaller.json().get("side").asInt()).isEqualTo(64);
    assertThat(smaller.id()).isNotEqualTo(open.id());
    String a = read(305);
    String b = read(306);
    JsonNode seen = ready("/api/v1/lenses/" + smaller.id() + "/explanations?a=" + a + "&b=" + b);
    double pixels = seen.get("height").asDouble() * seen.get("width").asDouble();
    assertThat(pixels).as("about as many as 64 x 64").isBetween(4096 * 0.8, 4096 * 2.0);

    Rest.Answer one = bring(good, "one.onnx");
    Rest.Answer eight = bring(input(good, 0, 8), "eight.onnx");
    assertThat(eight.status()).as(eight.text()).isEqualTo(201);
    String pair = "/explanations?a=" + a + "&b=" + b;
    JsonNode byOne = ready("/api/v1/lenses/" + one.id() + pair);
    JsonNode byEight = ready("/api/v1/lenses/" + eight.id() + pair);
    assertThat(eight.id()).as("another file").isNotEqualTo(one.id());
    for (String part : List.of("score", "a", "b")) {
      assertThat(byEight.get(part)).as(part).isEqualTo(byOne.get(part));
    }
    for (Rest.Answer lens : List.of(open, smaller, one, eight)) {
      assertThat(rest.delete("/api/v1/lenses/{id}", lens.id()).status()).isEqualTo(204);
    }
  }

  /** The network with another size of its input: batch, channels, height, width; 0 for any. */
  private static byte[] input(byte[] onnx, int axis, int size) throws Exception {
    ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
    TensorShapeProto.Dimension.Builder dimension =
        model
            .getGraphBuilder()
            .getInputBuilder(0)
            .getTypeBuilder()
            .getTensorTypeBuilder()
            .getShapeBuilder()
            .getDimBuilder(axis);
    if (size == 0) {
      dimension.setDimParam("any");
    } else {
      dimension.setDimValue(size);
    }
    return model.build().toByteArray();
  }

  @Test
  void thePairIsBroughtToOneSizeBetweenTheTwo() {
    Lens open = lens(null, null, 640);
    PageFrame wide = new PageFrame(new Region(0, 0, 2000, 500), Turn.UPRIGHT, 1);
    PageFrame lying = new PageFrame(new Region(0, 0, 2000, 500), Turn.CLOCKWISE, 1);
    assertThat(LensJob.size(open, wide, wide)).isEqualTo(new LensJob.Size(320, 1280));
    assertThat(LensJob.size(open, wide, lying)).isEqualTo(new LensJob.Size(640, 640));
    PageFrame small = new PageFrame(new Region(0, 0, 200, 200), Turn.UPRIGHT, 1);
    assertThat(LensJob.size(open, small, small)).isEqualTo(new LensJob.Size(200, 200));
    assertThat(LensJob.size(lens(224, 128, 640), wide, lying))
        .isEqualTo(new LensJob.Size(224, 128));
  }

  /** Against the frame's own way from cells to the scan. */
  @Test
  void aBoxOfTheScanIsFoundInTheUprightPicture() {
    Region region = new Region(100, 50, 400, 200);
    for (Turn turn : Turn.values()) {
      PageFrame frame = new PageFrame(region, turn, 1);
      Box cells = new Box(20, 30, 12, 7);
      Box part = LensView.upright(frame.toScan(cells), region, turn);
      assertThat(part.x() * frame.width()).as(turn.name()).isCloseTo(20, within(1e-9));
      assertThat(part.y() * frame.height()).isCloseTo(30, within(1e-9));
      assertThat(part.w() * frame.width()).isCloseTo(12, within(1e-9));
      assertThat(part.h() * frame.height()).isCloseTo(7, within(1e-9));
    }
  }

  private static Lens lens(Integer height, Integer width, int side) {
    return new Lens(
        "x", "x", false, "x", "x", "ink", height, width, side, "vgg16", null, null, null);
  }

  private void refused(byte[] onnx, String reason, String sentence) {
    refused(bring(onnx, "refused.onnx"), reason, sentence);
  }

  private Rest.Answer placed(String name) {
    return bring(new byte[0], "", "placed", name);
  }

  private static void refused(Rest.Answer answer, String reason, String sentence) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.headers().getContentType()).hasToString("application/problem+json");
    assertThat(answer.json().get("type").asString()).contains(reason);
    assertThat(answer.json().get("detail").asString()).contains(sentence);
  }

  private Rest.Answer bring(byte[] onnx, String name, String... fields) {
    return rest.multipart("/api/v1/lenses", onnx, name, fields);
  }

  private String read(long seed) {
    String id = rest.upload(TestScans.table(seed), "l" + seed + ".png", "corpus", "Lens").id();
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
    return id;
  }

  private JsonNode ready(String address) {
    Rest.Answer answer = rest.get(address);
    if (answer.status() == 202) {
      JsonNode ended =
          rest.until(
              "/api/v1/jobs/" + answer.json().get("job").asString(),
              j -> j.path("ended").isString());
      assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("done");
      answer = rest.get(address);
    }
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** Small and seeded: what it sees is of no interest here, only that it is told truly. */
  static byte[] network(int channels, int side) {
    return network(channels, side, channels);
  }

  static byte[] network(int channels, int side, long seed) {
    Random random = new Random(seed);
    List<Layer> layers =
        List.of(
            convolution(random, channels, 4),
            new Layer.Rectify(),
            convolution(random, 4, 6),
            new Layer.Rectify(),
            new Layer.MaxPool(2, 2, Padding.NONE),
            new Layer.GlobalAveragePool(),
            new Layer.Flatten());
    return NetWriter.write(
        Net.sequence(new int[] {channels, side, side}, layers),
        List.of("conv1", "relu1", "conv2", "relu2", "pool", "mean", "flat"));
  }

  private static Layer convolution(Random random, int in, int out) {
    double[] w = new double[9 * in * out];
    Arrays.setAll(w, i -> random.nextGaussian() / 3);
    double[] b = new double[out];
    Arrays.setAll(b, i -> 0.05 * random.nextGaussian());
    return new Layer.Convolve(in, out, 3, 3, 1, 1, new Padding(1, 1, 1, 1), w, b);
  }

  private static byte[] replaced(byte[] bytes, String what, String by) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.replace(what, by).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<Path> files(Path folder) throws Exception {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
