package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** The outside contract of tables: uploading, listing, correcting, deleting. */
@TabulariumTest
class TablesApiTest {

  @Autowired RestTestClient http;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void anUploadIsStoredQueuedAndRead() {
    Rest.Answer answer =
        rest.upload(
            TestScans.table(1),
            "1594_beyer_quaestiones_1550_p101.png",
            "corpus",
            "Upload test",
            "title",
            "Quaestiones novae",
            "authors",
            "Sacrobosco, Johannes de;Beyer, Hartmann",
            "place",
            "Wittenberg",
            "year",
            "1550");

    assertThat(answer.status()).isEqualTo(202);
    String id = answer.id();
    assertThat(answer.headers().getLocation()).hasToString("/api/v1/tables/" + id);

    JsonNode table = rest.read(id);
    assertThat(table.get("status").asString()).isEqualTo("indexed");
    assertThat(table.get("why").isNull()).isTrue();
    assertThat(table.get("model").asString()).matches("[0-9a-f]{64}");
    assertThat(table.get("scale").asDouble()).isPositive();
    assertThat(table.get("turn").asInt()).isIn(0, 90, 180, 270);
    assertThat(table.at("/edition/authors/1").asString()).isEqualTo("Beyer, Hartmann");
    assertThat(table.at("/edition/year").asInt()).isEqualTo(1550);
    assertThat(table.get("page").asString()).isEqualTo("101");
    assertThat(table.at("/corpus/name").asString()).isEqualTo("Upload test");
    assertThat(table.get("by").asString()).isEqualTo("anonymous");
  }
}
