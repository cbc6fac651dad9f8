package org.tabularium.app.lens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.network.lrp.Layer;
import org.tabularium.network.lrp.Layer.Padding;
import org.tabularium.network.lrp.Net;
import org.tabularium.network.onnx.NetWriter;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;

/** What a lens sees, as a figure: blocks, colours and caption say what the explanation says. */
@TabulariumTest
class LensFigureTest {

  private static final int BLOCK = 8;
  private static final int SIDE = 92;
  private static final int COLUMNS = 12;

  @Autowired RestTestClient http;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  /**
   * The network takes squares of 92 pixels: tables are squeezed into them, and of the twelfth block
   * of a row or column half is there. The second table lies on its side.
   */
  @Test
  void laysEachBlockWhereItIsInTheTable() throws Exception {
    String a = read(TestScans.drawn(321, 12, 6), "Sines <of> \"R\" & other");
    String b = read(onItsSide(TestScans.drawn(322, 9, 5)), "Declinations");
    String lens = bring(SIDE, "A <small> & \"square\" net");
    String pair = "?a=" + a + "&b=" + b;
    String address = "/api/v1/lenses/" + lens + "/figure" + pair;

    Rest.Answer notYet = rest.get(address);
    assertThat(notYet.status()).isEqualTo(202);
    assertThat(notYet.headers().getLocation())
        .hasToString("/api/v1/jobs/" + notYet.json().get("job").asString());
    JsonNode seen = ready("/api/v1/lenses/" + lens + "/explanations" + pair);
    assertThat(seen.get("width").asInt()).isEqualTo(SIDE);
    assertThat(seen.at("/b/turn").asInt()).isNotZero();

    Rest.Answer svg = rest.get(address);
    assertThat(svg.headers().getContentType()).hasToString("image/svg+xml;charset=UTF-8");
    assertThat(svg.headers().getContentDisposition().getFilename())
        .isEqualTo("tabularium-" + a + "-" + b + "-lens.svg");
    Document document = parsed(svg);
    NodeList images = document.getElementsByTagName("image");
    assertThat(images.getLength()).isEqualTo(4);
    assertThat(document.getElementsByTagName("path").getLength()).as("no arcs").isZero();
    for (int side = 0; side < 2; side++) {
      JsonNode table = seen.get(side == 0 ? "a" : "b");
      Element scan = (Element) images.item(2 * side);
      Element heat = (Element) images.item(2 * side + 1);
      assertThat(heat.getAttribute("class")).isEqualTo("heat");
      for (String at : List.of("x", "y", "width", "height")) {
        assertThat(number(heat, at))
            .as("over all that was read, which is all that is shown")
            .isEqualTo(number(scan, at), within(0.011));
      }
      boolean sideways = table.get("turn").asInt() % 180 != 0;
      double across = table.at("/region/" + (sideways ? 3 : 2)).asDouble();
      double down = table.at("/region/" + (sideways ? 2 : 3)).asDouble();
      assertThat(number(scan, "width") / number(scan, "height"))
          .as("the whole region that was read, upright")
          .isCloseTo(across / down, within(1e-3));

      BufferedImage picture = picture(heat);
      int times = picture.getWidth() / SIDE;
      assertThat(picture.getWidth()).isEqualTo(times * SIDE);
      assertThat(picture.getHeight()).isEqualTo(times * SIDE);
      double[] relevance = numbers(table.get("heat"));
      assertThat(relevance).hasSize(COLUMNS * COLUMNS);
      double full = full(relevance);
      assertThat(Arrays.stream(relevance).min().orElseThrow()).as("of both signs").isNegative();
      for (int y = 0; y < times * SIDE; y += 3) {
        for (int x = 0; x < times * SIDE; x += 3) {
          double r = relevance[y / times / BLOCK * COLUMNS + x / times / BLOCK];
          int argb = picture.getRGB(x, y);
          assertThat((argb >>> 24) / 255.0)
              .as("block over %d %d", x, y)
              .isCloseTo(0.85 * Math.min(1, Math.abs(r) / full), within(0.007));
          if (argb >>> 24 > 0) {
            assertThat(argb & 0xffffff).isEqualTo(r > 0 ? 0xa8281e : 0x24478f);
          }
        }
      }
    }
    assertThat(text(document))
        .contains("Sines <of> \"R\" & other", "Declinations", "A <small> & \"square\" net");
    assertThat(rest.get(address).body()).as("the same again").isEqualTo(svg.body());
    assertThat(rest.delete("/api/v1/lenses/{id}", lens).status()).isEqualTo(204);
    assertThat(rest.get(address).status()).isEqualTo(404);
  }

  @Test
  void holdsTheLensAgainstTheBigramNetworkInItsCaption() throws Exception {
    String a = read(TestScans.drawn(323, 12, 6), "Left");
    String b = read(TestScans.drawn(324, 12, 6), "Right");
    JsonNode lens = rest.get("/api/v1/lenses").json().get(0);
    String lensId = lens.get("id").asString();
    String pair = "?a=" + a + "&b=" + b;
    String address = "/api/v1/lenses/" + lensId + "/figure" + pair;
    JsonNode seen = ready("/api/v1/lenses/" + lensId + "/explanations" + pair);
    JsonNode bigrams = rest.get("/api/v1/explanations" + pair).json();
    Document document = parsed(rest.get(address));
    String said = text(document);
    assertThat(said)
        .contains(
            lens.get("name").asString(),
            lensId,
            lens.get("layer").asString(),
            "red speaks for the similarity, blue against it",
            String.format("cosine of %.4f", seen.get("cosine").asDouble()),
            String.format("dot product %.6g", seen.get("score").asDouble()),
            String.format("left %.1e", seen.at("/a/remainder").asDouble()),
            String.format("right %.1e", seen.at("/b/remainder").asDouble()),
            String.format("Score (cosine): %.4f", bigrams.get("score").asDouble()),
            "Digits read by model " + bigrams.get("model").asString().substring(0, 12));
    assertThat(said).doesNotContain("best of all views");

    Element link = (Element) document.getElementsByTagName("a").item(0);
    assertThat(link.getAttribute("href"))
        .contains("/pair?", "model=" + bigrams.get("model").asString());
    assertThat(link.getTextContent().replace("\n", "")).endsWith(link.getAttribute("href"));
    URI lasting = URI.create(link.getAttribute("href"));
    Rest.Answer cited = rest.page(lasting.getPath() + "?" + lasting.getQuery());
    assertThat(cited.status()).isEqualTo(302);
    assertThat(cited.headers().getFirst("Location"))
        .startsWith("/pairs/" + a + "/" + b + "?")
        .endsWith("&lens=" + lensId);

    ready("/api/v1/lenses/" + lensId + "/explanations" + pair + "&views=all");
    assertThat(text(parsed(rest.get(address + "&views=all")))).contains("The best of all views");

    JsonNode part = rest.get("/api/v1/explanations" + pair + "&kind=dot&box=0,0,560,300").json();
    assertThat(text(parsed(rest.get(address + "&kind=dot&box=0,0,560,300"))))
        .contains(
            String.format("Score (dot product): %.1f", part.get("score").asDouble()),
            "Only a part of the first table counts for the bigram network");

    byte[] german =
        http.get()
            .uri(address)
            .header("Accept-Language", "de")
            .exchange()
            .expectBody()
            .returnResult()
            .getResponseBodyContent();
    assertThat(new String(german, UTF_8))
        .contains(
            "Rot spricht für die Ähnlichkeit",
            String.format(Locale.GERMAN, "Kosinus von %.4f", seen.get("cosine").asDouble()));
  }

  @Test
  void isAPictureToo() throws Exception {
    String a = read(TestScans.drawn(325, 12, 6), "Left");
    String lens = rest.get("/api/v1/lenses").json().get(0).get("id").asString();
    String pair = "?a=" + a + "&b=" + a;
    ready("/api/v1/lenses/" + lens + "/explanations" + pair);
    String address = "/api/v1/lenses/" + lens + "/figure" + pair + "&format=png";
    Rest.Answer png = rest.get(address);
    assertThat(png.headers().getContentType()).hasToString("image/png");
    BufferedImage red = ImageIO.read(new ByteArrayInputStream(png.body()));
    double height =
        number(parsed(rest.get(address.replace("png", "svg"))).getDocumentElement(), "height");
    assertThat(red.getWidth()).isEqualTo(3200);
    assertThat(red.getHeight()).isEqualTo((int) Math.round(2 * height));
    BufferedImage safe =
        ImageIO.read(new ByteArrayInputStream(rest.get(address + "&palette=safe").body()));
    assertThat(orange(safe)).isGreaterThan(10_000);
    assertThat(orange(red)).isLessThan(orange(safe) / 5);
  }

  @Test
  void refusesWhatItCannotDraw() {
    String a = read(TestScans.drawn(326, 12, 6), "One");
    String lens = rest.get("/api/v1/lenses").json().get(0).get("id").asString();
    String address = "/api/v1/lenses/" + lens + "/figure?a=" + a + "&b=" + a;
    for (String wrong : List.of("format=bmp", "palette=grey", "views=two", "kind=odd", "box=1,2")) {
      Rest.Answer answer = rest.get(address + "&" + wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(400);
      assertThat(answer.headers().getContentType()).hasToString("application/problem+json");
    }
    assertThat(rest.get(address.replace(lens, "none")).status()).isEqualTo(404);
    assertThat(rest.get("/api/v1/lenses/" + lens + "/figure?a=" + a + "&b=999999").status())
        .isEqualTo(404);
    assertThat(rest.get("/api/v1/lenses/" + lens + "/figure?a=" + a).status()).isEqualTo(400);
    byte[] blank =
        TestScans.encoded(new BufferedImage(300, 200, BufferedImage.TYPE_BYTE_GRAY), "png");
    String none = rest.upload(blank, "blank.png", "corpus", "Lens figures").id();
    rest.read(none);
    ready("/api/v1/lenses/" + lens + "/explanations?a=" + a + "&b=" + none);
    assertThat(rest.get("/api/v1/lenses/" + lens + "/figure?a=" + a + "&b=" + none).text())
        .as("the bigram network's silence is told")
        .contains("No digit was found in the second table");
  }

  /** As the pair's page does: blocks stronger than all but one in a hundred are fully opaque. */
  private static double full(double[] relevance) {
    double[] sorted = Arrays.stream(relevance).map(Math::abs).filter(r -> r > 0).sorted().toArray();
    return sorted[(int) Math.floor(0.99 * (sorted.length - 1))];
  }

  private static double[] numbers(JsonNode list) {
    return list.valueStream().mapToDouble(JsonNode::asDouble).toArray();
  }

  private static double number(Element element, String name) {
    return Double.parseDouble(element.getAttribute(name));
  }

  private static String text(Document document) {
    return document.getDocumentElement().getTextContent();
  }

  private static BufferedImage picture(Element image) throws Exception {
    String data = image.getAttribute("href");
    assertThat(data).startsWith("data:image/png;base64,");
    byte[] bytes = Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  /** Points nearer to orange than ink, paper and rubric are. */
  private static int orange(BufferedImage image) {
    int n = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int green = rgb >> 8 & 255;
        n += (rgb >> 16 & 255) - green > 60 && green - (rgb & 255) > 45 ? 1 : 0;
      }
    }
    return n;
  }

  /** Valid XML that needs nothing from elsewhere. */
  private static Document parsed(Rest.Answer svg) throws Exception {
    assertThat(svg.status()).as(svg.text()).isEqualTo(200);
    DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
    parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    assertThat(new String(svg.body(), UTF_8)).doesNotContain(" th:", "xmlns:th");
    Document document = parsers.newDocumentBuilder().parse(new ByteArrayInputStream(svg.body()));
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      for (String link : List.of("href", "xlink:href", "src")) {
        if (!element.getTagName().equals("a") && element.hasAttribute(link)) {
          assertThat(element.getAttribute(link)).startsWith("data:image/");
        }
      }
    }
    return document;
  }

  private String read(BufferedImage drawn, String title) {
    byte[] png = TestScans.encoded(drawn, "png");
    String id = rest.upload(png, "lf.png", "corpus", "Lens figures", "title", title).id();
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
    return id;
  }

  private static BufferedImage onItsSide(BufferedImage upright) {
    AffineTransform to = AffineTransform.getTranslateInstance(0, upright.getWidth());
    to.quadrantRotate(-1);
    BufferedImage lying =
        new BufferedImage(upright.getHeight(), upright.getWidth(), BufferedImage.TYPE_BYTE_GRAY);
    return new AffineTransformOp(to, AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
        .filter(upright, lying);
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

  /**
   * Small and seeded. Filters that add up to 0 see edges, and edges of two tables that do not meet
   * speak against their similarity.
   */
  private String bring(int side, String name) {
    Random random = new Random(side);
    double[] w = new double[9 * 6];
    Arrays.setAll(w, i -> random.nextGaussian() / 3);
    for (int out = 0; out < 6; out++) {
      double mean = Arrays.stream(w, 9 * out, 9 * out + 9).average().orElseThrow();
      for (int i = 9 * out; i < 9 * out + 9; i++) {
        w[i] -= mean;
      }
    }
    Layer edges = new Layer.Convolve(1, 6, 3, 3, 1, 1, new Padding(1, 1, 1, 1), w, new double[6]);
    byte[] onnx =
        NetWriter.write(Net.sequence(new int[] {1, side, side}, List.of(edges)), List.of("edges"));
    Rest.Answer made =
        rest.multipart("/api/v1/lenses", onnx, "square.onnx", "name", name, "gamma", "0");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.id();
  }
}
