package org.tabularium.app.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.ForeignNetworks;
import org.tabularium.app.OtherModels;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.DigitNetworks;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.reading.Digit;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;
import tools.jackson.databind.JsonNode;

/** Model versions that come as files: our own, and other people's digit networks. */
@TabulariumTest
class ModelFilesTest {

  private static final String FILES = "/api/v1/models/files";
  private static final Duration LONG = Duration.ofMinutes(5);

  @Autowired RestTestClient http;
  @TempDir Path folder;
  private Rest rest;
  private final String shipped = ModelFiles.shipped().model().version();

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  // ---- our own ----

  @Test
  void aVersionOfAnotherInstallationComesWithItsCard() {
    DigitModel model = OtherModels.of(901);
    String parent = "ab".repeat(32);
    byte[] file = ModelFiles.write(model, "{\"name\":\"From Jena\",\"parent\":\"" + parent + "\"}");
    Rest.Answer made = send(file, "jena.onnx");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.headers().getLocation()).hasToString("/api/v1/models/" + model.version());
    assertThat(made.json().get("origin").asString()).isEqualTo("tabularium");
    assertThat(made.json().get("existed").asBoolean(true)).isFalse();
    assertThat(made.json().at("/trial/alike").asInt())
        .isGreaterThan(made.json().at("/trial/there").asInt() * 9 / 10);
    JsonNode one = made.json().get("model");
    assertThat(one.get("state").asString()).isEqualTo("candidate");
    assertThat(one.at("/card/name").asString()).isEqualTo("From Jena");
    assertThat(one.get("parent").asString()).isEqualTo(parent);
    assertThat(rest.get("/api/v1/models/" + model.version() + "/file").body()).isEqualTo(file);

    // What it was trained from is not here, and nothing leads there.
    for (String page : List.of("/models", "/models/" + model.version())) {
      assertThat(rest.page(page).text())
          .contains("abababababab", "not here")
          .doesNotContain("/models/" + parent);
    }

    Rest.Answer again = send(file, "again.onnx");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("existed").asBoolean()).isTrue();
    assertThat(rest.delete("/api/v1/models/{v}", model.version()).status()).isEqualTo(200);
    assertThat(send(file, "jena.onnx").json().at("/model/state").asString()).isEqualTo("candidate");
    assertThat(rest.delete("/api/v1/models/{v}", model.version()).status()).isEqualTo(200);
  }

  @Test
  void whatIsHereAlreadyIsAnsweredWithWhatIsHere() {
    byte[] file = rest.get("/api/v1/models/" + shipped + "/file").body();
    Rest.Answer answer = send(file, "shipped.onnx");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("version").asString()).isEqualTo(shipped);
    assertThat(answer.json().at("/model/active").asBoolean()).isTrue();
    JsonNode trial = answer.json().get("trial");
    assertThat(trial.get("alike").asInt()).isEqualTo(trial.get("there").asInt()).isGreaterThan(150);
    assertThat(trial.has("hint")).isFalse();
  }

  @Test
  void aFileOfOursThatWasChangedIsRefused() {
    byte[] file = ModelFiles.write(OtherModels.of(902), "{\"recall\":\"0.91\"}");
    refused(replaced(file, "0.91", "0.99"), "network-changed", "the card has the hash");
    refused(replaced(file, "evidence-3", "evidence-4"), "network-other-build", "evidence-4");
    byte[] weights = file.clone();
    int at = text(weights).lastIndexOf("conv0.weight") + 200;
    weights[at] ^= 1;
    refused(weights, "network-changed", "the hash ");
    refused(Arrays.copyOf(file, file.length - 4000), "network-damaged", "ONNX");
    refused(file, "model-file-says", "fields", "em", "20");
    assertThat(rest.get("/api/v1/models/" + OtherModels.of(902).version()).status()).isEqualTo(404);
  }

  // ---- other people's ----

  @Test
  void aNetworkOfOtherToolsIsACandidateLikeAnyOther() throws Exception {
    DigitModel model = ForeignNetworks.deeper(903);
    byte[] file = ForeignNetworks.of(model);
    String table = rest.upload(TestScans.table(9030), "f1.png", "corpus", "Foreign").id();
    rest.read(table);

    Rest.Answer tried = send(file, "nets/paris.onnx", "preview", "true");
    assertThat(tried.status()).as(tried.text()).isEqualTo(200);
    assertThat(tried.json().has("model")).isFalse();
    assertThat(tried.json().get("version").asString()).isEqualTo(model.version());
    assertThat(rest.get("/api/v1/models/" + model.version()).status()).isEqualTo(404);

    Rest.Answer made = send(file, "nets/paris.onnx", "about", "Trained on Paris printers");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    JsonNode card = made.json().at("/model/card");
    assertThat(card.get("name").asString()).isEqualTo("paris.onnx");
    assertThat(card.get("origin").asString()).isEqualTo("elsewhere");
    assertThat(card.get("file").asString()).isEqualTo("paris.onnx");
    assertThat(card.get("about").asString()).isEqualTo("Trained on Paris printers");
    assertThat(card.get("sha256").asString()).isEqualTo(sha256(file));
    assertThat(card.get("settings_of").asString()).isEqualTo(shipped);
    assertThat(card.get("registered_at").asString()).startsWith("20");
    assertThat(card.at("/tried_on/alike").asInt())
        .isEqualTo(made.json().at("/trial/alike").asInt());
    assertThat(made.json().at("/trial/alike").asInt()).isGreaterThan(150);
    assertThat(made.json().at("/settings/layers").asString())
        .isEqualTo(model.spec().properties().get("layers"));
    assertThat(made.json().at("/model/state").asString()).isEqualTo("candidate");

    // Taken away again it is a file of our own, and reads what the network reads.
    byte[] taken = rest.get("/api/v1/models/" + model.version() + "/file").body();
    ModelFiles.ModelFile ours = ModelFiles.read(taken);
    assertThat(ours.model().version()).isEqualTo(model.version());
    assertThat(ours.card()).contains("Trained on Paris printers", sha256(file));
    Path scan = Files.write(folder.resolve("scan.png"), TestScans.table(9030));
    try (TableReader reader = new TableReader(ours.model(), 1)) {
      Reading reading = reader.read(scan, null, null, null, Progress.NONE);
      assertThat(reading.digits().stream().map(Digit::digit).count()).isGreaterThan(120);
    }
    assertThat(send(taken, "back.onnx").status()).isEqualTo(200);
    assertThat(send(file, "paris.onnx").json().get("existed").asBoolean()).isTrue();
    assertThat(rest.page("/models/" + model.version()).text())
        .contains("Trained on Paris printers", "SHA-256 of that file", "Activate it");

    // Compared, in use, and out of use again.
    String report = "/api/v1/models/" + model.version() + "/report";
    assertThat(rest.post(report, "{}").status()).isEqualTo(202);
    rest.until(report, one -> !one.has("job"), LONG);
    assertThat(rest.get(report).status()).isEqualTo(200);
    assertThat(rest.page("/models/" + model.version() + "/comparison").status()).isEqualTo(200);
    try {
      activate(model.version());
      rest.until("/api/v1/models/" + model.version(), one -> one.get("active").asBoolean(), LONG);
      JsonNode read = rest.get("/api/v1/tables/" + table).json();
      assertThat(read.get("model").asString()).isEqualTo(model.version());
      assertThat(rest.get("/api/v1/tables/" + table + "/digits").json()).hasSizeGreaterThan(120);
    } finally {
      activate(shipped);
      rest.until("/api/v1/models/" + shipped, one -> one.get("active").asBoolean(), LONG);
    }
  }

  @Test
  void theTrialSaysWhatIsAmissAndTheFormPutsItRight() {
    byte[] file = ForeignNetworks.of(ForeignNetworks.otherMaps("1234567890", 0.05));
    JsonNode trial = send(file, "one-first.onnx", "preview", "true").json().get("trial");
    assertThat(trial.get("read").asInt()).isZero();
    assertThat(trial.get("strongest").asDouble()).isBetween(0.03, 0.1);
    assertThat(trial.get("threshold").asDouble()).isEqualTo(0.44, within(1e-6));
    assertThat(trial.at("/hint/order").asString()).isEqualTo("1234567890");
    assertThat(trial.at("/hint/peak").asDouble()).isBetween(0.03, 0.08);
    assertThat(trial.at("/hint/inverted").asBoolean(true)).isFalse();
    assertThat(trial.get("hint").has("em")).isFalse();

    Rest.Answer understood =
        send(file, "one-first.onnx", "preview", "true", "peak", "0.05", "order", "1234567890");
    assertThat(understood.json().at("/trial/alike").asInt())
        .isGreaterThanOrEqualTo(understood.json().at("/trial/there").asInt() - 3);
    JsonNode half =
        send(file, "one-first.onnx", "preview", "true", "peak", "0.05", "order", "0123456789")
            .json();
    assertThat(half.get("version").asString())
        .isNotEqualTo(understood.json().get("version").asString());
    assertThat(half.at("/trial/hint/order").asString()).isEqualTo("1234567890");
    assertThat(half.get("trial").get("hint").has("peak")).isFalse();
  }

  @Test
  void aNetworkForDarkInkOnBrightPaperIsKnownAsOne() {
    JsonNode trial =
        send(ForeignNetworks.of(ForeignNetworks.negative()), "n.onnx", "preview", "true")
            .json()
            .get("trial");
    assertThat(trial.get("alike").asInt()).isLessThan(trial.get("there").asInt() / 2);
    assertThat(trial.at("/hint/inverted").asBoolean(false)).as(trial.toString()).isTrue();
  }

  @Test
  void aNetworkThatReadsNothingIsToldSo() {
    Random random = new Random(4);
    DigitModel model = OtherModels.of(904);
    List<float[]> weights = new java.util.ArrayList<>();
    for (int i = 0; i < model.spec().layers().size(); i++) {
      float[] noise = new float[model.spec().layers().get(i).weights()];
      for (int w = 0; w < noise.length; w++) {
        noise[w] = (float) random.nextGaussian() * 20;
      }
      weights.add(noise);
    }
    byte[] file = ForeignNetworks.of(new DigitModel(model.spec(), weights));
    JsonNode trial = send(file, "noise.onnx", "preview", "true").json().get("trial");
    assertThat(trial.has("hint")).as(trial.toString()).isFalse();
    assertThat(trial.get("alike").asInt()).isLessThan(trial.get("there").asInt() / 2);
    String page = rest.multipart("/models/files", file, "noise.onnx", "preview", "true").text();
    assertThat(page).contains("Nothing was registered", "Neither another size of type");
  }

  @Test
  void settingsAreThoseInUseUnlessTheFormSaysOtherwise() {
    byte[] file = ForeignNetworks.of(OtherModels.of(905));
    Rest.Answer made =
        send(
            file,
            "set.onnx",
            "threshold",
            "0.4",
            "shifts",
            "2, 7, 2",
            "name",
            "Wider",
            "like",
            shipped);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().get("version").asString()).isNotEqualTo(OtherModels.of(905).version());
    assertThat(made.json().get("settings").get("gate.threshold").asString()).isEqualTo("0.4");
    assertThat(made.json().get("settings").get("shifts").asString()).isEqualTo("2,7,2");
    assertThat(made.json().get("settings").get("em").asString()).isEqualTo("20.0");
    JsonNode card = made.json().at("/model/card");
    assertThat(card.get("name").asString()).isEqualTo("Wider");
    assertThat(card.at("/settings_chosen/shifts").asString()).isEqualTo("2,7,2");
    String version = made.json().get("version").asString();
    assertThat(rest.page("/models/" + version).text()).contains("2, 7, 2");
    assertThat(rest.delete("/api/v1/models/{v}", version).status()).isEqualTo(200);
  }

  // ---- refusals ----

  @Test
  void whatCannotBeReadWithIsRefusedWithASentence() {
    byte[] good = ForeignNetworks.of(OtherModels.of(906));
    refused("12 15 13 30".getBytes(StandardCharsets.UTF_8), "network-damaged", "ONNX");
    refused(Arrays.copyOf(good, good.length / 2), "network-damaged", "ONNX");
    refused(replaced(good, "Relu", "Tanh"), "network-operator", "the operator Tanh (node relu1)");
    refused(chain(1, 4, 10, 5, 0, 2, 2), "network-layer", "conv1 (Conv, gives 4 x 254 x 254)");
    refused(chain(1, 4, 10, 4, 1, 2, 2), "network-layer", "a kernel of 4 x 4");
    refused(chain(1, 4, 10, 3, 1, 4, 2), "network-layer", "the strides come to 4");
    refused(chain(3, 4, 10, 3, 1, 2, 2), "network-channels", "pictures of 3 channels");
    refused(chain(1, 4, 11, 3, 1, 2, 2), "network-outputs", "relu2 (Relu, gives 11 x 256 x 256)");
    refused(chain(1, 4, 10, 3, 1, 2, 0.25), "network-bias", "4 biases up to 0.25");
    refused(good, "network-settings", "em", "em", "wide");
    refused(good, "network-settings", "gate.threshold is -1.0", "threshold", "-1");
    refused(good, "network-settings", "each digit once", "order", "0123");
    refused(good, "network-settings", "cannot come to 0.0", "peak", "0");
    assertThat(send(good, "g.onnx", "peak", "high").status()).isEqualTo(400);
    assertThat(send(good, "g.onnx", "like", "0000").status()).isEqualTo(404);
    assertThat(send(new byte[0], "").status()).isEqualTo(400);
    Rest.Answer large = send(new byte[DigitNetworks.MOST_BYTES + 1], "large.onnx");
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.json().get("detail").asString()).contains("32 MB");
    assertThat(rest.get("/api/v1/models/" + OtherModels.of(906).version()).status()).isEqualTo(404);

    Rest.Answer page =
        rest.multipart(
            "/models/files", replaced(good, "Relu", "Tanh"), "odd.onnx", "name", "Odd one");
    assertThat(page.status()).isEqualTo(422);
    assertThat(page.text())
        .contains("id=\"refusal\"", "the operator Tanh (node relu1)", "model-onnx", "Odd one");
  }

  private void refused(byte[] onnx, String slug, String sentence, String... fields) {
    Rest.Answer answer = send(onnx, "refused.onnx", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.headers().getContentType()).hasToString("application/problem+json");
    assertThat(answer.json().get("type").asString()).isEqualTo("/problems/" + slug);
    assertThat(answer.json().get("detail").asString()).contains(sentence);
  }

  private Rest.Answer send(byte[] onnx, String name, String... fields) {
    return rest.multipart(FILES, onnx, name, fields);
  }

  private void activate(String version) {
    assertThat(rest.post("/api/v1/models/" + version + "/activation", "{}").status())
        .isIn(200, 202);
  }

  /** Two convolutions, the first with this kernel, padding and stride; biases where not 2. */
  private static byte[] chain(
      int in, int middle, int out, int kernel, int padding, int stride, double bias) {
    double[] biases = new double[bias == 2 ? 0 : middle];
    Arrays.fill(biases, bias);
    Padding p = new Padding(padding, padding, padding, padding);
    return ForeignNetworks.of(
        Net.sequence(
            new int[] {in, 64, 64},
            List.of(
                new Layer.Convolve(
                    in,
                    middle,
                    kernel,
                    kernel,
                    stride,
                    1,
                    p,
                    new double[in * middle * kernel * kernel],
                    biases),
                new Layer.Rectify(),
                new Layer.Convolve(
                    middle, out, 1, 1, 1, 1, Padding.NONE, new double[middle * out], new double[0]),
                new Layer.Rectify())));
  }

  private static byte[] replaced(byte[] bytes, String text, String other) {
    byte[] changed = bytes.clone();
    byte[] to = other.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(to, 0, changed, index(bytes, text), to.length);
    return changed;
  }

  private static int index(byte[] bytes, String text) {
    int at = text(bytes).indexOf(text);
    assertThat(at).as(text).isNotNegative();
    return at;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
