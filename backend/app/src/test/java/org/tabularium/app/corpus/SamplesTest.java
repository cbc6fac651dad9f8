package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
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

    // The label would be a lie on anything else.
    String id = corpus.get("id").asString();
    Rest.Answer refused = rest.upload(TestScans.table(80), "mine.png", "corpus", id);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("type").asString()).isEqualTo("/problems/corpus-generated");
    assertThat(refused.json().get("detail").asString()).contains(id);
    String mine = rest.upload(TestScans.table(80), "mine.png", "corpus", "Mine").id();
    String move = "{\"corpus\":\"" + id + "\"}";
    assertThat(rest.patch("/api/v1/tables/" + mine, move).status()).isEqualTo(409);
    assertThat(rest.get("/api/v1/corpora/{id}", id).json().get("tables"))
        .isEqualTo(corpus.get("tables"));
    assertThat(rest.page("/corpora/" + id).text()).doesNotContain("/upload?corpus=");
    String shelf = rest.get("/api/v1/tables/{id}", mine).json().at("/corpus/id").asString();
    assertThat(rest.page("/corpora/" + shelf).text()).contains("/upload?corpus=" + shelf);
    assertThat(rest.page("/upload?corpus=" + id).text())
        .doesNotContain("value=\"" + corpus.get("name").asString());

    // Made by the program, not by somebody who did not say a name.
    assertThat(corpus.get("createdBy").asString()).isEqualTo("Tabularium");
    assertThat(page.at("/items/0/by").asString()).isEqualTo("Tabularium");
    assertThat(rest.get("/api/v1/jobs?limit=2").json().findValuesAsString("person"))
        .contains("Tabularium");

    // Nobody asked for them one by one: they are one line of the work, the single jobs within.
    String work = rest.page("/jobs").text();
    int single = work.indexOf("data-jobs=\"people\"");
    String gathered = work.substring(work.indexOf("gathered-" + id), single);
    assertThat(gathered).contains("<progress", "of " + corpus.get("tables").asInt() + " pages");
    assertThat(gathered.substring(gathered.indexOf("<details")).split("data-job=\""))
        .hasSize(1 + corpus.get("tables").asInt());
    assertThat(work.substring(single)).contains("mine.png").doesNotContain("s01_");

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
