package org.tabularium.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.network.onnx.ModelFiles;

@TabulariumTest
class ModelPagesTest {
  private static final Pattern PICTURE = Pattern.compile("<img src=\"([^\"]+)\"");

  @Autowired RestTestClient http;
  private Rest rest;
  private final String shipped = ModelFiles.shipped().model().version();

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void theShippedModelsReportIsItsOwn() {
    String page = rest.get("/models/" + shipped).text();
    // Whoever ships another model measures it first.
    assertThat(page).contains("Model <code>" + shipped + "</code>");
    assertThat(page).contains("<table class=\"figures\">", "early-modern", "ben-nevis");
    Matcher pictures = PICTURE.matcher(page);
    int count = 0;
    while (pictures.find()) {
      Rest.Answer picture = rest.get(pictures.group(1));
      assertThat(picture.status()).as(pictures.group(1)).isEqualTo(200);
      assertThat(picture.headers().getContentType()).asString().startsWith("image/");
      assertThat(picture.body()).isNotEmpty();
      count++;
    }
    assertThat(count).isPositive();
  }

  @Test
  void everyVersionIsListedAndCanBeTakenAlong() {
    assertThat(rest.get("/models").text()).contains("/models/" + shipped);
    byte[] file = rest.get("/api/v1/models/" + shipped + "/file").body();
    assertThat(ModelFiles.read(file).model().version()).isEqualTo(shipped);
  }

  @Test
  void whatIsNotThereIsSaidToBeMissing() {
    assertThat(rest.get("/models/0000").status()).isEqualTo(404);
    assertThat(rest.get("/api/v1/models/0000/file").status()).isEqualTo(404);
    assertThat(rest.get("/models/" + shipped + "/report/none.svg").status()).isEqualTo(404);
    assertThat(rest.get("/models/" + shipped + "/report/digits.onnx").status()).isEqualTo(404);
  }
}
