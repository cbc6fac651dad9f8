package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** A person overrides the evidence and takes it back; the verdict is shown and filters lists. */
@TabulariumTest
class ReadAgainTest {

  @Autowired RestTestClient http;
  private Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void aPersonOverridesTheEvidenceAndTakesItBack() {
    String id = rest.upload(TestScans.table(701), "again.png", "corpus", "Again").id();
    JsonNode first = rest.read(id);
    String page = rest.page("/tables/{id}", id).text();
    assertThat(page)
        .contains("by evidence", "/tables/" + id + "/asked")
        .doesNotContain("as a person asked", "Back to the evidence");

    assertThat(rest.form("/tables/{id}/asked?turn=180&scale=0.5", id).status()).isEqualTo(302);
    JsonNode asked = rest.read(id);
    assertThat(asked.get("askedTurn").asInt()).isEqualTo(180);
    assertThat(asked.get("turn").asInt()).isEqualTo(180);
    assertThat(asked.get("scale").asDouble()).isEqualTo(0.5);
    assertThat(asked.get("changedBy").asString()).isNotBlank();
    assertThat(asked.get("changed").isNull()).isFalse();
    assertThat(rest.page("/tables/{id}", id).text())
        .contains("as a person asked", "Back to the evidence");

    // The form of that button sends nothing; the one above it sends empty fields.
    assertThat(rest.form("/tables/{id}/asked?turn=&scale=", id).status()).isEqualTo(302);
    JsonNode back = rest.read(id);
    assertThat(back.get("askedTurn").isNull()).isTrue();
    assertThat(back.get("askedScale").isNull()).isTrue();
    assertThat(back.get("turn").asInt()).isEqualTo(first.get("turn").asInt());
    assertThat(back.get("scale").asDouble()).isEqualTo(first.get("scale").asDouble());

    assertThat(rest.form("/tables/{id}/asked?turn=7", id).status()).isEqualTo(400);
    assertThat(rest.form("/tables/{id}/asked?scale=-1", id).status()).isEqualTo(400);
    assertThat(rest.form("/tables/99999999/asked").status()).isEqualTo(404);
  }

  @Test
  void whatDoesNotLookLikeATableIsKeptAndCanBeFilteredOut() {
    String table = rest.upload(TestScans.table(702), "table.png", "corpus", "Verdicts").id();
    BufferedImage blank = new BufferedImage(300, 400, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 400; y++) {
      for (int x = 0; x < 300; x++) {
        blank.getRaster().setSample(x, y, 0, 240);
      }
    }
    String none =
        rest.upload(TestScans.encoded(blank, "png"), "blank.png", "corpus", "Verdicts").id();
    assertThat(rest.read(table).get("looksLikeTable").asBoolean()).isTrue();
    JsonNode read = rest.read(none);
    assertThat(read.get("status").asString()).isEqualTo("indexed");
    assertThat(read.get("looksLikeTable").asBoolean()).isFalse();
    assertThat(rest.get("/api/v1/tables/{id}/features", none).json().get("aside").asInt()).isZero();

    assertThat(listed("")).isEqualTo(2);
    assertThat(listed("&table=true")).isEqualTo(1);
    assertThat(listed("&table=false")).isEqualTo(1);
    assertThat(listed("&table=")).isEqualTo(2);
    assertThat(rest.get("/api/v1/tables?table=perhaps").status()).isEqualTo(400);

    String corpus = read.at("/corpus/id").asString();
    assertThat(rest.page("/corpora/{id}?table=false", corpus).text())
        .contains("/tables/" + none)
        .doesNotContain("/tables/" + table + "\"");
    assertThat(rest.page("/tables/{id}", none).text()).contains("does not look like a table");
    assertThat(rest.get("/api/v1/tables/{id}/similar?table=false", table).status()).isEqualTo(200);
  }

  private int listed(String filter) {
    return rest.get("/api/v1/tables?corpus=Verdicts" + filter).json().get("total").asInt();
  }
}
