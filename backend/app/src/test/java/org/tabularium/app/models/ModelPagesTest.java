package org.tabularium.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.OtherModels;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.platform.PersonId;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import tools.jackson.databind.json.JsonMapper;

@TabulariumTest
class ModelPagesTest {
  private static final Pattern PICTURE = Pattern.compile("<img src=\"([^\"]+)\"");

  @Autowired RestTestClient http;
  @Autowired Models models;
  @Autowired JsonMapper json;
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
  void aCandidateIsActivatedGoneBackFromAndDiscardedOnItsPage() {
    String other = candidate(61);
    assertThat(rest.page("/models").text()).contains("/models/" + other, "candidate");
    assertThat(rest.page("/models/" + other).text())
        .contains("Activate it", "Discard it", "Trained from", "value=\"" + shipped + "\"");
    Rest.Answer stale = rest.form("/models/" + other + "/activation?expected=" + other);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.text()).contains("Another model is active", "Activate it");

    assertThat(rest.form("/models/" + other + "/activation?expected=" + shipped).status())
        .isEqualTo(302);
    rest.until("/api/v1/models/" + other, one -> one.get("active").asBoolean());
    assertThat(rest.page("/models/" + other).text())
        .contains("reads and ranks", "Go back to version " + shipped.substring(0, 12))
        .doesNotContain("Discard it", "Activate it");
    assertThat(rest.page("/models/" + shipped).text())
        .contains("Go back to version " + shipped.substring(0, 12));
    assertThat(rest.form("/models/" + shipped + "/activation").status()).isEqualTo(302);
    assertThat(rest.get("/api/v1/models/" + shipped).json().get("active").asBoolean()).isTrue();
    assertThat(rest.page("/models").text()).contains("Which version ranked since when");
    assertThat(rest.form("/models/" + other + "/discard").status()).isEqualTo(409);

    String third = candidate(62);
    assertThat(rest.form("/models/" + third + "/discard").status()).isEqualTo(302);
    assertThat(rest.page("/models/" + third).text())
        .contains("discarded")
        .doesNotContain("Activate it");
  }

  private String candidate(long seed) {
    DigitModel model = OtherModels.of(seed);
    models.register(model, json.createObjectNode(), shipped, null, PersonId.ANONYMOUS);
    return model.version();
  }

  @Test
  void whatIsNotThereIsSaidToBeMissing() {
    assertThat(rest.get("/models/0000").status()).isEqualTo(404);
    assertThat(rest.get("/api/v1/models/0000/file").status()).isEqualTo(404);
    assertThat(rest.get("/models/" + shipped + "/report/none.svg").status()).isEqualTo(404);
    assertThat(rest.get("/models/" + shipped + "/report/digits.onnx").status()).isEqualTo(404);
  }
}
