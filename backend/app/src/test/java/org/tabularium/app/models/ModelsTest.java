package org.tabularium.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.OtherModels;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.platform.PersonId;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.ModelFiles.ModelFile;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@TabulariumTest
class ModelsTest {

  private static final byte[] LABELS =
      "page_id,xywh,number\nfiné-1542,\"1,2,3,4\",^7$\n".getBytes(StandardCharsets.UTF_8);

  @Autowired RestTestClient http;
  @Autowired Models models;
  @Autowired ModelRows rows;
  @Autowired TransactionTemplate transaction;
  @Autowired JsonMapper json;
  private Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void aRegisteredVersionIsACandidateWithItsCardParentAndLabels() {
    DigitModel other = OtherModels.of(11);
    String parent = models.active().version();
    Model model = models.register(other, card("Finé"), parent, LABELS, PersonId.ANONYMOUS);

    assertThat(model.version()).isEqualTo(other.version());
    assertThat(model.state()).isEqualTo(Model.State.CANDIDATE);
    assertThat(models.active().version()).isEqualTo(parent);
    Rest.Answer shown = rest.get("/api/v1/models/" + other.version());
    assertThat(shown.json().path("state").asString()).isEqualTo("candidate");
    assertThat(shown.json().path("active").asBoolean(true)).isFalse();
    assertThat(shown.json().path("parent").asString()).isEqualTo(parent);
    assertThat(shown.json().path("card").path("name").asString()).isEqualTo("Finé");
    assertThat(rest.get("/api/v1/models/" + other.version() + "/labels").body()).isEqualTo(LABELS);
    byte[] file = rest.get("/api/v1/models/" + other.version() + "/file").body();
    assertThat(ModelFiles.read(file).model().version()).isEqualTo(other.version());
    assertThat(json.readTree(ModelFiles.read(file).card()).path("name").asString())
        .isEqualTo("Finé");
  }

  @Test
  void registeringTwiceChangesNothing() {
    DigitModel other = OtherModels.of(12);
    models.register(other, card("first"), null, LABELS, PersonId.ANONYMOUS);
    Model again = models.register(other, card("second"), null, null, PersonId.ANONYMOUS);
    assertThat(again.name()).isEqualTo("first");
    assertThat(models.labels(other.version())).isEqualTo(LABELS);
  }

  @Test
  void whatWasTrainedWithoutLabelsHasNone() {
    assertThat(
            rest.get("/api/v1/models/" + models.active().version() + "/labels").json().toString())
        .contains("model-without-labels");
    assertThat(rest.get("/api/v1/models/0000/labels").status()).isEqualTo(404);
  }

  @Test
  void whatANewerBuildShipsIsACandidateBesideTheVersionInUse() {
    String active = models.active().version();
    DigitModel newer = OtherModels.of(13);
    Models ofNewerBuild = new Models(rows, new ModelFile(newer, "{}"), transaction);
    ofNewerBuild.afterPropertiesSet();
    assertThat(ofNewerBuild.get(newer.version()).state()).isEqualTo(Model.State.CANDIDATE);
    assertThat(ofNewerBuild.get(newer.version()).by()).isNull();
    assertThat(ofNewerBuild.active().version()).isEqualTo(active);
    assertThat(ofNewerBuild.stored()).isEqualTo(active);
    assertThat(ofNewerBuild.active().reads()).isTrue();
  }

  private ObjectNode card(String name) {
    return json.createObjectNode().put("name", name);
  }
}
