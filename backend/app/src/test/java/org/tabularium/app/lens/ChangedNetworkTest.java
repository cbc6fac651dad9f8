package org.tabularium.app.lens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.platform.DataFolder;
import tools.jackson.databind.JsonNode;

/** One lens never shows the numbers of another network, whoever exchanges what in its folder. */
@TabulariumTest
class ChangedNetworkTest {

  private static final String WEIGHTS = "conv2.weight";

  @Autowired RestTestClient http;
  @Autowired DataFolder data;
  Rest rest;
  Path folder;

  @BeforeEach
  void client() throws IOException {
    rest = new Rest(http);
    folder = Files.createDirectories(data.path().resolve("networks"));
  }

  @Test
  void weightsBesideTheFileAreExchanged() throws Exception {
    byte[] whole = LensTest.network(1, 40);
    Files.write(folder.resolve("beside.onnx"), pointing(whole, "beside.bin"));
    Path beside = Files.write(folder.resolve("beside.bin"), weights(whole));
    JsonNode lens = bring("beside.onnx", 201);
    assertThat(bring("beside.onnx", 200)).isEqualTo(lens);
    String a = read(331);
    String b = read(332);
    JsonNode seen = ready(lens, a, b);

    Files.write(beside, weights(LensTest.network(1, 40, 77)));
    isRefused(lens, a, a);
    assertThat(ready(lens, a, b)).as("what the network saw remains what it saw").isEqualTo(seen);
    JsonNode other = bring("beside.onnx", 201);
    assertThat(other.get("id")).isNotEqualTo(lens.get("id"));
    assertThat(ready(other, a, b).get("score").asDouble())
        .isNotEqualTo(seen.get("score").asDouble());

    // The same numbers, the last now the first.
    byte[] moved = weights(whole);
    ByteBuffer first = ByteBuffer.wrap(moved).order(ByteOrder.LITTLE_ENDIAN);
    float kept = first.getFloat(0);
    first.putFloat(0, first.getFloat(moved.length - 4)).putFloat(moved.length - 4, kept);
    Files.write(beside, moved);
    isRefused(lens, b, b);
    assertThat(bring("beside.onnx", 201).get("id")).isNotIn(lens.get("id"), other.get("id"));

    // Put back, it is the same network again.
    Files.delete(beside);
    assertThat(rest.get(address(lens, a, b)).status()).isEqualTo(200);
    Files.write(beside, weights(whole));
    assertThat(bring("beside.onnx", 200)).isEqualTo(lens);
    assertThat(rest.get(address(lens, a, a)).status()).as("as it failed").isEqualTo(409);
    Rest.Answer anew = rest.post(address(lens, a, a), "");
    assertThat(anew.status()).isEqualTo(202);
    assertThat(ended(anew).get("state").asString()).isEqualTo("done");
    assertThat(ready(lens, a, a).get("cosine").asDouble()).isCloseTo(1, within(1e-5));
    assertThat(rest.post(address(lens, a, a), "").status()).as("there already").isEqualTo(200);
  }

  @Test
  void theFileItselfIsExchangedOrGone() throws Exception {
    byte[] onnx = LensTest.network(1, 48);
    Path placed = Files.write(folder.resolve("exchanged.onnx"), onnx);
    JsonNode lens = bring("exchanged.onnx", 201);
    assertThat(lens.get("id").asString())
        .as("as it was hashed before weights beside a file counted")
        .isEqualTo(
            sha256(
                (sha256(onnx) + "\npool\nink\n48x48\n224\nvgg16")
                    .getBytes(StandardCharsets.UTF_8)));
    String a = read(333);
    String b = read(334);
    JsonNode seen = ready(lens, a, b);

    Files.write(placed, LensTest.network(1, 48, 78));
    isRefused(lens, a, a);
    JsonNode other = bring("exchanged.onnx", 201);
    assertThat(ready(other, a, b).get("score").asDouble())
        .isNotEqualTo(seen.get("score").asDouble());
    Files.delete(placed);
    isRefused(lens, b, b);
    assertThat(ready(lens, a, b)).isEqualTo(seen);
  }

  /** The job says what is wrong, and so does whoever asks once more. */
  private void isRefused(JsonNode lens, String a, String b) {
    Rest.Answer queued = rest.get(address(lens, a, b));
    assertThat(queued.status()).isEqualTo(202);
    JsonNode job = ended(queued);
    assertThat(job.get("state").asString()).isEqualTo("failed");
    assertThat(job.get("problem").asString()).contains("no longer what was brought");
    Rest.Answer answer = rest.get(address(lens, a, b));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("detail").asString()).contains("no longer what was brought");
  }

  private JsonNode bring(String placed, int status) {
    Rest.Answer answer = rest.multipart("/api/v1/lenses", new byte[0], "", "placed", placed);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  private JsonNode ready(JsonNode lens, String a, String b) {
    Rest.Answer answer = rest.get(address(lens, a, b));
    if (answer.status() == 202) {
      JsonNode job = ended(answer);
      assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("done");
      answer = rest.get(address(lens, a, b));
    }
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode ended(Rest.Answer queued) {
    return rest.until(
        "/api/v1/jobs/" + queued.json().get("job").asString(), j -> j.path("ended").isString());
  }

  private static String address(JsonNode lens, String a, String b) {
    return "/api/v1/lenses/" + lens.get("id").asString() + "/explanations?a=" + a + "&b=" + b;
  }

  private String read(long seed) {
    String id = rest.upload(TestScans.table(seed), "c" + seed + ".png", "corpus", "Changed").id();
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
    return id;
  }

  /** The network with the weights of its second convolution in another file. */
  static byte[] pointing(byte[] onnx, String location) throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
    model.getGraphBuilder().getInitializerBuilderList().stream()
        .filter(t -> t.getName().equals(WEIGHTS))
        .forEach(
            t ->
                t.clearRawData()
                    .clearFloatData()
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location)));
    return model.build().toByteArray();
  }

  /** What is to stand in that file. */
  static byte[] weights(byte[] onnx) throws IOException {
    TensorProto weights =
        ModelProto.parseFrom(onnx).getGraph().getInitializerList().stream()
            .filter(t -> t.getName().equals(WEIGHTS))
            .findAny()
            .orElseThrow();
    assertThat(weights.getRawData().isEmpty()).isFalse();
    return weights.getRawData().toByteArray();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
