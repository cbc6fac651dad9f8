package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** A person on everything that people make, change and delete. */
@TabulariumTest
class WhoTest {

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  Rest anna;
  Rest bert;

  @BeforeEach
  void people() {
    anna = as("Anna");
    bert = as("Bert");
  }

  private Rest as(String name) {
    return new Rest(http.mutate().defaultHeader("X-Tabularium-Person", name).build());
  }

  @Test
  void standsOnWhatWasMadeAndWhoeverChangedItBesideHer() {
    JsonNode made =
        anna.upload(
                TestScans.table(300), "w_p1.png", "corpus", "Who makes", "title", "Sphaera novae")
            .json();
    assertThat(made.get("by").asString()).isEqualTo("Anna");
    assertThat(made.get("changedBy").isNull()).isTrue();
    assertThat(made.at("/edition/createdBy").asString()).isEqualTo("Anna");
    assertThat(made.at("/edition/changedBy").isNull()).isTrue();

    String id = made.get("id").asString();
    JsonNode paged = bert.patch("/api/v1/tables/" + id, "{\"page\":\"2\"}").json();
    assertThat(paged.get("by").asString()).isEqualTo("Anna");
    assertThat(paged.get("changedBy").asString()).isEqualTo("Bert");
    assertThat(paged.get("changed").isNull()).isFalse();
    assertThat(paged.at("/edition/createdBy").asString()).isEqualTo("Anna");

    String edition = made.at("/edition/id").asString();
    JsonNode described =
        bert.put("/api/v1/editions/" + edition, "{\"title\":\"Sphaera nova\"}").json();
    assertThat(described.get("createdBy").asString()).isEqualTo("Anna");
    assertThat(described.get("changedBy").asString()).isEqualTo("Bert");
    assertThat(described.get("changed").isNull()).isFalse();
    assertThat(
            anna.get("/api/v1/corpora/{id}/editions", made.at("/corpus/id").asString())
                .json()
                .at("/0/changedBy")
                .asString())
        .isEqualTo("Bert");

    String corpus = "/api/v1/corpora/" + made.at("/corpus/id").asString();
    assertThat(anna.get(corpus).json().get("createdBy").asString()).isEqualTo("Anna");
    JsonNode renamed = bert.patch(corpus, "{\"description\":\"Two hands\"}").json();
    assertThat(renamed.get("createdBy").asString()).isEqualTo("Anna");
    assertThat(renamed.get("changedBy").asString()).isEqualTo("Bert");

    anna.read(id);
    String page = page("/tables/" + id);
    assertThat(page).contains("Added by", "Anna", "Described by", "Changed by", "Bert");
    assertThat(page("/corpora/" + made.at("/corpus/id").asString()))
        .contains("Made by", "Anna", "Renamed or described by", "Bert");
  }

  @Test
  void standsOnPagesThatAMetadataFileDescribed() {
    String corpus = anna.post("/api/v1/corpora", "{\"name\":\"Who describes\"}").id();
    String table = anna.upload(TestScans.table(301), "d_p1.png", "corpus", corpus).id();
    describe(anna, corpus, "d_p1,First\nd_p2,First");
    describe(bert, corpus, "d_p1,Second");

    assertThat(
            jdbc.sql(
                    """
                    select d.page_id || ' ' || p.name from page_description d
                    join person p on p.id = d.changed_by
                    where d.corpus_id = :corpus order by d.page_id
                    """)
                .param("corpus", Long.valueOf(corpus))
                .query(String.class)
                .list())
        .containsExactly("d_p1 Bert", "d_p2 Anna");
    JsonNode described = anna.get("/api/v1/tables/{id}", table).json();
    assertThat(described.get("changedBy").asString()).isEqualTo("Bert");
    assertThat(described.at("/edition/createdBy").asString()).isEqualTo("Bert");
  }

  private static void describe(Rest who, String corpus, String rows) {
    Rest.Answer answer =
        who.multipart(
            "/api/v1/corpora/" + corpus + "/metadata",
            ("page_id,short_title\n" + rows).getBytes(StandardCharsets.UTF_8),
            "metadata.csv");
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void deletionsAreRecordedWithWhatWentAlong() {
    byte[] scan = TestScans.table(302);
    String first = anna.upload(scan, "x_p1.png", "corpus", "Who deletes", "title", "Gone").id();
    String part =
        anna.upload(scan, "x_p1.png", "corpus", "Who deletes", "region", "0,0,560,300").id();
    String other = anna.upload(scan, "x_p1.png", "corpus", "Who deletes too").id();
    JsonNode table = anna.read(first);
    anna.read(part);
    anna.read(other);

    assertThat(bert.delete("/api/v1/tables/{id}", first).status()).isEqualTo(204);
    JsonNode gone = latest();
    assertThat(gone.get("by").asString()).isEqualTo("Bert");
    assertThat(gone.get("kind").asString()).isEqualTo("table");
    assertThat(gone.get("title").asString()).isEqualTo("Gone (x_p1.png)");
    assertThat(gone.get("corpora").toString()).isEqualTo("[\"Who deletes\"]");
    assertThat(gone.get("tables").asInt()).isEqualTo(1);
    assertThat(gone.get("editions").asInt()).isEqualTo(1);
    assertThat(gone.get("readings").asInt()).as("another corpus's table has it").isZero();
    assertThat(gone.get("scans").asInt()).isZero();

    String sha256 = table.at("/scan/sha256").asString();
    assertThat(anna.delete("/api/v1/scans/{sha}", sha256).status()).isEqualTo(204);
    gone = latest();
    assertThat(gone.get("by").asString()).isEqualTo("Anna");
    assertThat(gone.get("kind").asString()).isEqualTo("scan");
    assertThat(gone.get("corpora").toString()).isEqualTo("[\"Who deletes\",\"Who deletes too\"]");
    assertThat(gone.get("tables").asInt()).isEqualTo(2);
    assertThat(gone.get("readings").asInt()).isEqualTo(2);
    assertThat(gone.get("scans").asInt()).isEqualTo(1);

    String corpus = table.at("/corpus/id").asString();
    bert.post("/api/v1/corpora/" + corpus + "/editions", "{\"title\":\"Without tables\"}");
    assertThat(bert.delete("/api/v1/corpora/{id}", corpus).status()).isEqualTo(204);
    gone = latest();
    assertThat(gone.get("kind").asString()).isEqualTo("corpus");
    assertThat(gone.get("title").asString()).isEqualTo("Who deletes");
    assertThat(gone.get("tables").asInt()).isZero();
    assertThat(gone.get("editions").asInt()).isEqualTo(1);

    assertThat(page("/jobs")).contains("Gone (x_p1.png)", "Who deletes; Who deletes too", "Bert");
    // What does not exist is not deleted, and not said to be.
    String before = latest().get("id").asString();
    assertThat(bert.delete("/api/v1/tables/{id}", first).status()).isEqualTo(404);
    assertThat(bert.delete("/api/v1/scans/{sha}", sha256).status()).isEqualTo(404);
    assertThat(bert.delete("/api/v1/corpora/{id}", corpus).status()).isEqualTo(404);
    assertThat(latest().get("id").asString()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"update deletion set title = 'nothing'", "delete from deletion"})
  void theRecordOnlyGrows(String tampering) {
    String id = anna.upload(TestScans.table(303), "y.png", "corpus", "Who tampers").id();
    anna.delete("/api/v1/tables/{id}", id);
    assertThatThrownBy(() -> jdbc.sql(tampering).update())
        .hasMessageContaining("the record of deletions is not changed");
  }

  private JsonNode latest() {
    return anna.get("/api/v1/deletions?limit=1").json().get(0);
  }

  private String page(String address) {
    Rest.Answer answer = anna.page(address);
    assertThat(answer.status()).isEqualTo(200);
    return answer.text();
  }
}
