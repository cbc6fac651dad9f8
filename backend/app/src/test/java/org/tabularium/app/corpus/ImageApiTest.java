package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** The IIIF Image API 3.0 as viewers meet it, in the order of the standard. */
@TabulariumTest
class ImageApiTest {

  @Autowired RestTestClient http;
  Rest rest;
  String image;

  /** 560 x 608, dark in the rectangle from 100,50 to 140,70 only. */
  @BeforeEach
  void upload() {
    rest = new Rest(http);
    BufferedImage page = new BufferedImage(560, 608, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 608; y++) {
      for (int x = 0; x < 560; x++) {
        page.setRGB(x, y, x >= 100 && x < 140 && y >= 50 && y < 70 ? 0x101010 : 0xf0f0f0);
      }
    }
    image =
        rest.upload(TestScans.encoded(page, "png"), "page.png", "corpus", "Images")
            .json()
            .get("image")
            .asString();
  }

  private BufferedImage picture(String request) throws IOException {
    Rest.Answer answer = rest.get(image + request);
    assertThat(answer.status()).as(request).isEqualTo(200);
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  /** 2: the image's own address leads to its description. */
  @Test
  void baseAddress() {
    HttpHeaders headers =
        http.get().uri(image).exchange().expectBody().returnResult().getResponseHeaders();
    assertThat(String.valueOf(headers.getLocation()) + rest.get(image).status())
        .containsAnyOf(image + "/info.json", "200");
  }

  /** 4.1 and 4.2: the right part at the right size. */
  @Test
  void regionAndSize() throws IOException {
    BufferedImage part = picture("/100,50,80,40/40,20/0/default.png");
    assertThat(part.getWidth()).isEqualTo(40);
    assertThat(part.getHeight()).isEqualTo(20);
    assertThat(part.getRGB(9, 4) & 255).isLessThan(40);
    assertThat(part.getRGB(30, 4) & 255).isGreaterThan(200);
    assertThat(part.getRGB(9, 15) & 255).isGreaterThan(200);
    BufferedImage tile = picture("/512,512,48,96/48,96/0/default.jpg");
    assertThat(tile.getWidth()).isEqualTo(48);
    assertThat(tile.getHeight()).isEqualTo(96);
    assertThat(picture("/full/^800,/0/default.jpg").getWidth()).isEqualTo(800);
  }

  /** 4.3: mirrored, then turned clockwise. */
  @Test
  void rotation() throws IOException {
    // The dark part is at the left of this region.
    BufferedImage upright = picture("/100,50,80,20/max/0/default.png");
    assertThat(upright.getRGB(10, 10) & 255).isLessThan(40);
    BufferedImage quarter = picture("/100,50,80,20/max/90/default.png");
    assertThat(quarter.getWidth()).isEqualTo(20);
    assertThat(quarter.getRGB(10, 10) & 255).isLessThan(40);
    assertThat(quarter.getRGB(10, 70) & 255).isGreaterThan(200);
    BufferedImage half = picture("/100,50,80,20/max/180/default.png");
    assertThat(half.getRGB(70, 10) & 255).isLessThan(40);
    BufferedImage three = picture("/100,50,80,20/max/270/default.png");
    assertThat(three.getRGB(10, 70) & 255).isLessThan(40);
    BufferedImage mirrored = picture("/100,50,80,20/max/!0/default.png");
    assertThat(mirrored.getRGB(70, 10) & 255).isLessThan(40);
    BufferedImage mirroredQuarter = picture("/100,50,80,20/max/!90/default.png");
    assertThat(mirroredQuarter.getRGB(10, 70) & 255).isLessThan(40);
  }

  /** 4.4 and 4.5. */
  @Test
  void qualityAndFormat() throws IOException {
    assertThat(picture("/full/100,/0/gray.png").getColorModel().getNumComponents()).isEqualTo(1);
    assertThat(picture("/full/100,/0/bitonal.png").getColorModel().getPixelSize()).isEqualTo(1);
    assertThat(picture("/full/100,/0/bitonal.jpg").getWidth()).isEqualTo(100);
    assertThat(picture("/full/100,/0/color.jpg").getWidth()).isEqualTo(100);
    assertThat(rest.get(image + "/full/100,/0/default.png").headers().getContentType())
        .hasToString("image/png");
  }

  /** 4.6 and 7: what is wrong is 400, what is not there 404, both readable from other sites. */
  @Test
  void errors() {
    for (String wrong :
        new String[] {
          "/full/600,/0/default.jpg",
          "/600,0,10,10/max/0/default.jpg",
          "/full/max/45/default.jpg",
          "/full/max/0/default.tif",
          "/full/max/0/native.jpg",
          "/full/full/0/default.jpg"
        }) {
      Rest.Answer answer = rest.get(image + wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(400);
      assertThat(answer.headers().get("Access-Control-Allow-Origin"))
          .as(wrong)
          .containsExactly("*");
    }
    assertThat(rest.get("/iiif/3/{none}/info.json", "0".repeat(64)).status()).isEqualTo(404);
    assertThat(rest.get("/iiif/3/nonsense/full/max/0/default.jpg").status()).isEqualTo(404);
    assertThat(rest.get("/iiif/3/..%2F..%2Fetc%2Fpasswd/info.json").status()).isIn(400, 404);
  }

  /** 4.7 and 6.3: the canonical address in a header; and caches may keep it for ever. */
  @Test
  void headers() {
    Rest.Answer answer = rest.get(image + "/pct:0,0,50,50/140,/0/default.jpg");
    assertThat(answer.headers().get(HttpHeaders.LINK))
        .anyMatch(
            link -> link.contains(image + "/0,0,280,304/140,152/0/default.jpg>;rel=\"canonical\""))
        .anyMatch(link -> link.contains("level2.json>;rel=\"profile\""));
    assertThat(answer.headers().get("Access-Control-Allow-Origin")).containsExactly("*");
    assertThat(answer.headers().getCacheControl()).contains("immutable");
    http.get()
        .uri(image + "/pct:0,0,50,50/140,/0/default.jpg")
        .header(HttpHeaders.IF_NONE_MATCH, answer.headers().getETag())
        .exchange()
        .expectStatus()
        .isNotModified();
  }

  /** 5: the description. */
  @Test
  void info() {
    Rest.Answer answer = rest.get(image + "/info.json");
    JsonNode info = answer.json();
    assertThat(info.get("@context").asString())
        .isEqualTo("http://iiif.io/api/image/3/context.json");
    assertThat(info.get("id").asString()).startsWith("http://").endsWith(image);
    assertThat(info.get("type").asString()).isEqualTo("ImageService3");
    assertThat(info.get("protocol").asString()).isEqualTo("http://iiif.io/api/image");
    assertThat(info.get("profile").asString()).isEqualTo("level2");
    assertThat(info.get("width").asInt()).isEqualTo(560);
    assertThat(info.get("height").asInt()).isEqualTo(608);
    assertThat(info.at("/tiles/0/width").asInt()).isEqualTo(512);
    assertThat(info.at("/tiles/0/scaleFactors").toString()).isEqualTo("[1,2]");
    assertThat(answer.headers().get("Access-Control-Allow-Origin")).containsExactly("*");
    var linked =
        http.get()
            .uri(image + "/info.json")
            .header(HttpHeaders.ACCEPT, "application/ld+json")
            .exchange()
            .expectBody()
            .returnResult();
    assertThat(linked.getResponseHeaders().getFirst(HttpHeaders.CONTENT_TYPE))
        .startsWith("application/ld+json");
  }
}
