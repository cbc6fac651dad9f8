package org.tabularium.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.OtherModels;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.DataFolder;
import org.tabularium.app.platform.PersonId;
import org.tabularium.network.model.DigitModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Explanations down to the ink, as programs get them. */
@TabulariumTest
class PixelsTest {

  @Autowired RestTestClient http;
  @Autowired DataFolder data;
  @Autowired Models models;
  @Autowired JsonMapper json;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void areComputedOnceAndAddUpToTheScore() throws Exception {
    String a = read(81);
    String b = read(82);
    String address = "/api/v1/explanations?depth=pixels&a=" + a + "&b=" + b;
    Rest.Answer notYet = rest.get(address);
    assertThat(notYet.status()).isEqualTo(202);
    assertThat(notYet.headers().getLocation()).asString().startsWith("/api/v1/jobs/");
    assertThat(notYet.json().get("jobs")).hasSize(2);

    JsonNode pixels = ready(address);
    JsonNode digits = rest.get("/api/v1/explanations?a={a}&b={b}", a, b).json();
    double score = digits.get("score").asDouble();
    assertThat(pixels.get("score").asDouble()).isCloseTo(score, within(1e-9));
    assertThat(pixels.get("model").asString()).isEqualTo(digits.get("model").asString());
    assertThat(pixels.get("gamma").asDouble()).isEqualTo(0.5);
    double explained = pixels.get("explained").asDouble();
    double remainder = pixels.get("remainder").asDouble();
    assertThat(explained + remainder).isCloseTo(score, within(1e-5 * score));
    assertThat(Math.abs(remainder)).isLessThan(1e-4 * score);
    for (String side : List.of("a", "b")) {
      double sum = 0;
      for (JsonNode one : pixels.get(side).get("digits")) {
        sum += one.asDouble();
      }
      assertThat(sum).isCloseTo(explained, within(1e-6));
      String table = side.equals("a") ? a : b;
      assertThat(pixels.get(side).get("digits"))
          .hasSize(rest.get("/api/v1/tables/{id}/digits", table).json().size());
      BufferedImage heat = picture(pixels.get(side).get("heat").asString());
      assertThat(heat.getWidth()).isEqualTo(pixels.get(side).get("columns").asInt());
      assertThat(heat.getHeight()).isEqualTo(pixels.get(side).get("rows").asInt());
      assertThat(opaque(heat)).isGreaterThan(100);
    }

    // The other way round nothing is new: a table's branch does not depend on its partner.
    Rest.Answer back = rest.get("/api/v1/explanations?depth=pixels&a={b}&b={a}", b, a);
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.json().get("explained").asDouble()).isCloseTo(explained, within(1e-9));

    // Another gamma is another explanation of the same score.
    JsonNode zero = ready(address + "&gamma=0&share=equal&kind=dot");
    assertThat(zero.get("gamma").asDouble()).isZero();
    assertThat(zero.get("share").asString()).isEqualTo("equal");
    assertThat(zero.get("explained").asDouble() + zero.get("remainder").asDouble())
        .isCloseTo(zero.get("score").asDouble(), within(1e-5 * zero.get("score").asDouble()));
  }

  @Test
  void aDigitSaysWhatInTheInkMadeIt() throws Exception {
    String a = read(83);
    String b = read(84);
    String address = "/api/v1/explanations?depth=pixels&a=" + a + "&b=" + b;
    JsonNode digits = rest.get("/api/v1/tables/{id}/digits", b).json();
    JsonNode all = ready(address);
    int index = 5;
    while (all.get("b").get("digits").get(index).asDouble() == 0) {
      index++;
    }
    JsonNode digit = rest.get(address + "&of=b&digit=" + index).json().get("digit");
    JsonNode read = digits.get(index);
    assertThat(digit.get("of").asString()).isEqualTo("b");
    assertThat(digit.get("digit").asInt()).isEqualTo(read.get("digit").asInt());
    comesSecond(digit);
    assertThat(digit.get("secondRaw").asDouble()).isLessThan(digit.get("confidence").asDouble());
    double ink = digit.get("lost").asDouble();
    for (JsonNode cell : digit.get("ink")) {
      ink += cell.asDouble();
    }
    assertThat(ink).isCloseTo(digit.get("confidence").asDouble(), within(1e-4));
    double with = 0;
    for (JsonNode partner : digit.get("partners")) {
      with += partner.get("relevance").asDouble();
    }
    assertThat(with).isCloseTo(all.get("b").get("digits").get(index).asDouble(), within(1e-5));
    assertThat(with).isCloseTo(digit.get("relevance").asDouble(), within(1e-9));

    // Its own ink lies within what the network sees of it, its partners' on the other scan.
    BufferedImage own = picture(digit.get("heat").asString());
    assertThat(own.getWidth()).isEqualTo(all.get("b").get("columns").asInt());
    double scale =
        all.get("b").get("columns").asInt() / all.get("b").get("region").get(2).asDouble();
    JsonNode sees = digit.get("sees");
    int within = 0;
    for (int y = 0; y < own.getHeight(); y++) {
      for (int x = 0; x < own.getWidth(); x++) {
        if (own.getRGB(x, y) >>> 24 != 0) {
          within++;
          assertThat((x + 0.5) / scale)
              .isBetween(sees.get(0).asDouble(), sees.get(0).asDouble() + sees.get(2).asDouble());
          assertThat((y + 0.5) / scale)
              .isBetween(sees.get(1).asDouble(), sees.get(1).asDouble() + sees.get(3).asDouble());
        }
      }
    }
    assertThat(within).isGreaterThan(20);
    BufferedImage partners = picture(digit.get("heatOfPartners").asString());
    assertThat(partners.getWidth()).isEqualTo(all.get("a").get("columns").asInt());
    assertThat(opaque(partners)).isGreaterThan(20);
  }

  @Test
  void theClassThatCameSecondIsTheStrongestOfTheOthers() {
    String a = read(90);
    String address = "/api/v1/explanations?depth=pixels&a=" + a + "&b=" + a;
    JsonNode digits = rest.get("/api/v1/tables/{id}/digits", a).json();
    ready(address);
    Set<Integer> seconds = new HashSet<>();
    for (int index = 0; index < Math.min(40, digits.size()); index++) {
      JsonNode digit = rest.get(address + "&of=a&digit=" + index).json().get("digit");
      assertThat(digit.get("digit")).isEqualTo(digits.get(index).get("digit"));
      comesSecond(digit);
      seconds.add(digit.get("second").asInt());
    }
    assertThat(seconds).as("of several classes").hasSizeGreaterThan(3);
  }

  private static void comesSecond(JsonNode digit) {
    double[] raw = digit.get("raw").valueStream().mapToDouble(JsonNode::asDouble).toArray();
    assertThat(raw).hasSize(10);
    int own = digit.get("digit").asInt();
    assertThat(raw[own]).isCloseTo(digit.get("confidence").asDouble(), within(1e-4));
    int second = own == 0 ? 1 : 0;
    for (int other = 0; other < raw.length; other++) {
      second = other != own && raw[other] > raw[second] ? other : second;
    }
    assertThat(digit.get("second").asInt()).as(digit.get("raw").toString()).isEqualTo(second);
    assertThat(digit.get("secondRaw").asDouble()).isEqualTo(raw[second]);
  }

  /** One that reads otherwise has its own ink, beside that of the version before. */
  @Test
  void everyModelVersionHasItsOwnInk() throws Exception {
    String a = read(88);
    String b = read(89);
    String address = "/api/v1/explanations?depth=pixels&a=" + a + "&b=" + b;
    Path cache = data.path().resolve("cache").resolve("pixels");
    List<Path> before = files(cache);
    JsonNode mine = ready(address);
    String active = models.active().version();
    assertThat(mine.get("model").asString()).isEqualTo(active);
    Rest.Answer heat = rest.get(mine.at("/a/heat").asString());
    byte[] picture = heat.body();
    assertThat(since(before)).hasSize(2);
    // A browser asks each time, since another version's picture has the same address.
    assertThat(heat.headers().getCacheControl()).contains("no-cache");
    assertThat(heat.headers().getETag()).isNotNull();

    DigitModel other = OtherModels.of(81);
    models.register(other, json.createObjectNode(), active, null, PersonId.ANONYMOUS);
    try {
      activate(other.version());
      assertThat(rest.get(address).status()).as("not the other version's ink").isEqualTo(202);
      JsonNode its = ready(address);
      assertThat(its.get("model").asString()).isEqualTo(other.version());
      assertThat(since(before)).as("one a table and version").hasSize(4);
      assertThat(since(before).stream().filter(f -> named(f, other.version()))).hasSize(2);
      assertThat(since(before).stream().filter(f -> named(f, active))).hasSize(2);
      assertThat(its.at("/a/digits")).isNotEqualTo(mine.at("/a/digits"));
      Rest.Answer itsHeat = rest.get(its.at("/a/heat").asString());
      assertThat(itsHeat.body()).isNotEqualTo(picture);
      assertThat(itsHeat.headers().getETag()).isNotEqualTo(heat.headers().getETag());
      double sum = its.get("explained").asDouble() + its.get("remainder").asDouble();
      assertThat(sum).isCloseTo(its.get("score").asDouble(), within(1e-5));
    } finally {
      activate(active);
    }
    Rest.Answer back = rest.get(address);
    assertThat(back.status()).as("still there").isEqualTo(200);
    assertThat(back.json()).isEqualTo(mine);
  }

  private static boolean named(Path file, String version) {
    return file.getFileName().toString().startsWith(version.substring(0, 16));
  }

  private List<Path> since(List<Path> before) throws Exception {
    return files(data.path().resolve("cache").resolve("pixels")).stream()
        .filter(file -> !before.contains(file))
        .toList();
  }

  private void activate(String version) {
    Rest.Answer answer = rest.post("/api/v1/models/" + version + "/activation", "");
    assertThat(answer.status()).as(answer.text()).isIn(200, 202);
    rest.until(
        "/api/v1/models/" + version,
        model -> model.get("active").asBoolean(),
        Duration.ofMinutes(5));
  }

  @Test
  void noDigitsAreAnEmptyExplanation() throws Exception {
    String a = read(85);
    BufferedImage blank = new BufferedImage(300, 200, BufferedImage.TYPE_BYTE_GRAY);
    var g = blank.createGraphics();
    g.setColor(java.awt.Color.WHITE);
    g.fillRect(0, 0, 300, 200);
    g.dispose();
    String b = rest.upload(TestScans.encoded(blank, "png"), "blank.png", "corpus", "Ink").id();
    rest.read(b);
    JsonNode pixels = ready("/api/v1/explanations?depth=pixels&a=" + a + "&b=" + b);
    assertThat(pixels.get("score").asDouble()).isZero();
    assertThat(pixels.get("explained").asDouble()).isZero();
    assertThat(pixels.get("b").get("digits")).isEmpty();
    assertThat(opaque(picture(pixels.get("a").get("heat").asString()))).isZero();

    // It says why, at both depths, in either order, and on the page.
    assertThat(pixels.get("silence").asString()).isEqualTo("second-has-no-digits");
    for (String[] pair :
        new String[][] {
          {a, b, "second-has-no-digits", "second table"},
          {b, a, "first-has-no-digits", "first table"},
          {b, b, "neither-has-digits", "either table"}
        }) {
      JsonNode digits = rest.get("/api/v1/explanations?a={a}&b={b}", pair[0], pair[1]).json();
      assertThat(digits.get("silence").asString()).isEqualTo(pair[2]);
      Rest.Answer page = rest.page("/pairs/{a}/{b}", pair[0], pair[1]);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text()).contains("data-silence=\"" + pair[2] + "\"", pair[3]);
    }
    assertThat(rest.get("/api/v1/explanations?a={a}&b={a}", a, a).json().has("silence")).isFalse();
    assertThat(rest.page("/pairs/{a}/{b}", a, a).text()).doesNotContain("id=\"silence\"");
  }

  @Test
  void whatIsDamagedIsMadeAgainAndWhatIsDeletedGoes() throws Exception {
    String a = read(86);
    String address = "/api/v1/explanations?depth=pixels&a=" + a + "&b=" + a;
    Path cache = data.path().resolve("cache").resolve("pixels");
    List<Path> before = files(cache);
    JsonNode first = ready(address);
    List<Path> mine = files(cache).stream().filter(f -> !before.contains(f)).toList();
    assertThat(mine).as("one for the table, though it is its own partner").hasSize(1);
    byte[] bytes = Files.readAllBytes(mine.get(0));
    Files.write(mine.get(0), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(rest.get(address).status()).isEqualTo(202);
    assertThat(ready(address)).isEqualTo(first);
    assertThat(Files.readAllBytes(mine.get(0))).isEqualTo(bytes);

    assertThat(rest.delete("/api/v1/tables/{id}", a).status()).isEqualTo(204);
    assertThat(files(cache)).doesNotContainAnyElementsOf(mine);
  }

  @Test
  void whatCannotBeAskedIsRefused() {
    String a = read(87);
    String address = "/api/v1/explanations?a=" + a + "&b=" + a;
    for (String wrong :
        List.of(
            "&depth=atoms",
            "&depth=pixels&gamma=-1",
            "&depth=pixels&gamma=0.123",
            "&depth=pixels&gamma=NaN",
            "&depth=pixels&gamma=much",
            "&depth=pixels&share=some",
            "&depth=pixels&digit=100000",
            "&depth=pixels&digit=-1",
            "&depth=pixels&of=c&digit=1")) {
      Rest.Answer answer = rest.get(address + wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(400);
      assertThat(answer.json().get("type").asString()).as(wrong).startsWith("/problems/");
    }
    String heat = "/api/v1/explanations/heat?a=" + a + "&b=" + a;
    assertThat(rest.get(heat + "&side=c").status()).isEqualTo(400);
    assertThat(rest.get(heat + "&palette=grey").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/explanations?depth=pixels&a=" + a + "&b=999999").status())
        .isEqualTo(404);
  }

  private String read(long seed) {
    String id = rest.upload(TestScans.table(seed), seed + ".png", "corpus", "Ink").id();
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
    return id;
  }

  /** Asks, waits for the jobs that the answer names, and asks again. */
  private JsonNode ready(String address) {
    Rest.Answer answer = rest.get(address);
    if (answer.status() == 202) {
      for (JsonNode job : answer.json().get("jobs")) {
        JsonNode ended =
            rest.until("/api/v1/jobs/" + job.asString(), j -> j.path("ended").isString());
        assertThat(ended.get("state").asString()).isEqualTo("done");
      }
      answer = rest.get(address);
    }
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  private BufferedImage picture(String address) throws Exception {
    Rest.Answer answer = rest.get(address);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().getContentType()).hasToString("image/png");
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  private static int opaque(BufferedImage picture) {
    int n = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        n += picture.getRGB(x, y) >>> 24 == 0 ? 0 : 1;
      }
    }
    return n;
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
