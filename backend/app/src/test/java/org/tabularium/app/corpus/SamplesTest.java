package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import tools.jackson.databind.JsonNode;

/** The sample corpus: on the shelf once, said to be generated wherever it is shown. */
@TabulariumTest
class SamplesTest {

  @Autowired RestTestClient http;
  @Autowired Samples samples;
  @Autowired JdbcClient jdbc;

  @Test
  void theSamplesAreLoadedOnceAndLabelled() {
    Rest rest = new Rest(http);
    samples.load();
    samples.load();

    List<JsonNode> corpora =
        rest.get("/api/v1/corpora").json().values().stream()
            .filter(corpus -> corpus.get("generated").asBoolean())
            .toList();
    assertThat(corpora).hasSize(1);
    JsonNode corpus = corpora.get(0);
    assertThat(corpus.get("tables").asInt()).isGreaterThanOrEqualTo(60);
    assertThat(corpus.get("failed").asInt()).isZero();
    assertThat(corpus.get("name").asString()).contains("generated");
    JsonNode page =
        rest.get("/api/v1/tables?size=100&corpus={id}", corpus.get("id").asString()).json();
    assertThat(page.get("total").asInt()).isEqualTo(corpus.get("tables").asInt());
    for (JsonNode table : page.get("items")) {
      assertThat(table.at("/corpus/generated").asBoolean()).isTrue();
      assertThat(table.get("edition").isNull()).as(table.get("fileName").asString()).isFalse();
      assertThat(table.at("/edition/year").asInt()).isBetween(1400, 1700);
    }

    // Deleted by somebody: the next start does not bring it back.
    assertThat(rest.delete("/api/v1/corpora/{id}", corpus.get("id").asString()).status())
        .isEqualTo(204);
    assertThat(
            jdbc.sql("select count(*) from done_once where what = 'samples'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(
            jdbc.sql(
                    "select count(*) from scan s where not exists"
                        + " (select 1 from scanned_table t where t.scan_sha256 = s.sha256)")
                .query(Integer.class)
                .single())
        .isZero();
  }
}
