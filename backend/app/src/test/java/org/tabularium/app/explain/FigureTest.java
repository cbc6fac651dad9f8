package org.tabularium.app.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.util.HtmlUtils;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;

/** A pair as a figure: what it says is what the explanation says, in both formats. */
@TabulariumTest
class FigureTest {

  @Autowired RestTestClient http;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void isADocumentOfItsOwn() throws Exception {
    String a = read(21, "Sines <of> \"R\" & other");
    String b = read(22, "Declinations");
    String address = "/api/v1/explanations/figure?a=" + a + "&b=" + b;

    Rest.Answer svg = rest.get(address + "&limit=7");
    assertThat(svg.status()).isEqualTo(200);
    assertThat(svg.headers().getContentType()).hasToString("image/svg+xml;charset=UTF-8");
    Document document = parsed(svg.body());
    assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(7);
    assertThat(document.getElementsByTagName("image").getLength()).isEqualTo(2);
    String said = document.getDocumentElement().getTextContent();
    String score =
        String.format(
            "%.4f",
            rest.get("/api/v1/explanations?a={a}&b={b}", a, b).json().get("score").asDouble());
    assertThat(said).contains("Sines <of> \"R\" & other", score);
    assertThat(said)
        .contains(rest.get("/api/v1/tables/" + a).json().get("model").asString().substring(0, 12));

    String page = rest.page("/pairs/" + a + "/" + b).text();
    assertThat(((Element) document.getElementsByTagName("a").item(0)).getAttribute("href"))
        .as("the permanent link that the page tells")
        .contains("/pair?")
        .isEqualTo(HtmlUtils.htmlUnescape(page.split("id=\"lasting\" href=\"")[1].split("\"")[0]));

    Element picture = (Element) document.getElementsByTagName("image").item(0);
    String data = picture.getAttribute("href");
    BufferedImage scan =
        ImageIO.read(
            new ByteArrayInputStream(
                Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1))));
    assertThat(scan.getWidth() / (double) scan.getHeight())
        .as("the picture keeps its proportions")
        .isCloseTo(
            Double.parseDouble(picture.getAttribute("width"))
                / Double.parseDouble(picture.getAttribute("height")),
            org.assertj.core.api.Assertions.within(0.01));

    Rest.Answer png = rest.get(address + "&format=png");
    BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(png.body()));
    assertThat(drawn.getWidth()).isEqualTo(3200);
    assertThat(hasRubric(drawn)).as("arcs are drawn").isTrue();
    assertThat(rest.get(address + "&limit=7").body())
        .as("the same pair gives the same figure")
        .isEqualTo(svg.body());
  }

  /** With depth=pixels the ink lies over the scans, in place; the caption says whose and how. */
  @Test
  void showsTheInkThatCarriesTheScore() throws Exception {
    String a = read(25, "Left");
    String b = read(26, "Right");
    String query = "?a=" + a + "&b=" + b + "&depth=pixels&gamma=0.25&share=equal";
    String address = "/api/v1/explanations/figure" + query;
    Rest.Answer notYet = rest.get(address);
    assertThat(notYet.status()).isEqualTo(202);
    for (JsonNode job : notYet.json().get("jobs")) {
      rest.until("/api/v1/jobs/" + job.asString(), j -> j.path("ended").isString());
    }
    JsonNode pixels = rest.get("/api/v1/explanations" + query).json();
    Document document = parsed(rest.get(address).body());
    assertThat(document.getElementsByTagName("path").getLength()).as("no arcs").isZero();
    assertThat(document.getElementsByTagName("image").getLength()).isEqualTo(4);
    String said = document.getDocumentElement().getTextContent();
    assertThat(said)
        .contains(
            "red speaks for",
            "0.25",
            "both its digits",
            String.format("%.6g", pixels.get("explained").asDouble()),
            String.format("%.1e", pixels.get("remainder").asDouble()),
            String.format("%.4f", pixels.get("score").asDouble()),
            pixels.get("model").asString().substring(0, 12),
            "down to the ink",
            "&digits=read&depth=pixels&gamma=0.25&share=equal");
    for (int side = 0; side < 2; side++) {
      Element scan = (Element) document.getElementsByTagName("image").item(2 * side);
      Element ink = (Element) document.getElementsByTagName("image").item(2 * side + 1);
      JsonNode table = pixels.get(side == 0 ? "a" : "b");
      assertThat(number(ink, "x")).as("all that was read").isLessThanOrEqualTo(number(scan, "x"));
      assertThat(number(ink, "width")).isGreaterThanOrEqualTo(number(scan, "width"));
      assertThat(number(ink, "width") / number(ink, "height"))
          .isCloseTo(
              table.get("columns").asDouble() / table.get("rows").asDouble(),
              org.assertj.core.api.Assertions.within(0.02));
    }
    Rest.Answer png = rest.get(address + "&format=png&palette=safe");
    BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(png.body()));
    assertThat(orange(drawn)).as("the ink is drawn").isGreaterThan(200);
    assertThat(
            orange(
                ImageIO.read(new ByteArrayInputStream(rest.get(address + "&format=png").body()))))
        .as("red by default")
        .isLessThan(orange(drawn) / 5);
    assertThat(
            parsed(rest.get(address + "&digit=3&of=b").body())
                .getDocumentElement()
                .getTextContent())
        .contains("a digit of the right table");
    assertThat(rest.get(address + "&palette=grey").status()).isEqualTo(400);
    assertThat(rest.get(address.replace("pixels", "atoms")).status()).isEqualTo(400);
  }

  private static double number(Element element, String name) {
    return Double.parseDouble(element.getAttribute(name));
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

  @Test
  void refusesWhatItCannotDraw() {
    String a = read(23, "One");
    String address = "/api/v1/explanations/figure?a=" + a + "&b=" + a;
    assertThat(rest.get(address + "&format=bmp").status()).isEqualTo(400);
    assertThat(rest.get(address + "&limit=201").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/explanations/figure?a=" + a + "&b=999999").status())
        .isEqualTo(404);
  }

  @Test
  void saysThatTwoHaveNothingInCommon() throws Exception {
    String a = read(24, "One");
    byte[] blank =
        TestScans.encoded(new BufferedImage(300, 200, BufferedImage.TYPE_BYTE_GRAY), "png");
    String b = rest.upload(blank, "blank.png", "corpus", "Figures").id();
    rest.read(b);
    Document document = parsed(rest.get("/api/v1/explanations/figure?a=" + a + "&b=" + b).body());
    assertThat(document.getElementsByTagName("path").getLength()).isZero();
    assertThat(document.getDocumentElement().getTextContent())
        .contains("No digit was found in the second table");
  }

  private String read(long seed, String title) {
    String id =
        rest.upload(TestScans.table(seed), "f" + seed + ".png", "corpus", "Figures", "title", title)
            .id();
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
    return id;
  }

  private static Document parsed(byte[] svg) throws Exception {
    DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
    parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    assertThat(new String(svg, UTF_8)).doesNotContain("th:");
    return parsers.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
  }

  /** Whether some point is redder than ink and paper are. */
  private static boolean hasRubric(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y += 2) {
      for (int x = 0; x < image.getWidth(); x += 2) {
        int rgb = image.getRGB(x, y);
        if ((rgb >> 16 & 255) - (rgb >> 8 & 255) > 60) {
          return true;
        }
      }
    }
    return false;
  }
}
