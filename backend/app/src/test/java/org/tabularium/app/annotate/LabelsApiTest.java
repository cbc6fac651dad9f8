package org.tabularium.app.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.corpus.TableFilter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Labels through REST: what is kept of them, and what two people at one page do to each other. */
@TabulariumTest
class LabelsApiTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  @Autowired Labels labels;
  private Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  private record Answer(int status, String etag, JsonNode json) {}

  private Answer send(String method, String address, String person, String ifMatch, String body) {
    var request =
        http.method(org.springframework.http.HttpMethod.valueOf(method))
            .uri(address)
            .header("X-Tabularium-Person", person)
            .contentType(MediaType.APPLICATION_JSON);
    if (ifMatch != null) {
      request = request.header("If-Match", ifMatch);
    }
    var result = request.body(body).exchange().expectBody().returnResult();
    byte[] bytes = result.getResponseBodyContent();
    return new Answer(
        result.getStatus().value(),
        result.getResponseHeaders().getETag(),
        bytes == null ? null : JSON.readTree(bytes));
  }

  private static String change(UUID label, String after) {
    return "{\"changes\":[{\"id\":\"" + label + "\",\"after\":" + after + "}]}";
  }

  private String table(long seed, String corpus) {
    return rest.upload(TestScans.table(seed), "l" + seed + ".png", "corpus", corpus).id();
  }

  @Test
  void aPutIsTheListOfNow() {
    String at = "/api/v1/tables/" + table(600, "Labels put") + "/labels";
    assertThat(rest.get(at).text()).isEqualTo("[]");
    assertThat(rest.get(at).headers().getETag()).isEqualTo("\"r0\"");
    String two =
        "[{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":4},"
            + "{\"x\":80,\"y\":50,\"w\":14,\"h\":20,\"digit\":null}]";
    assertThat(send("PUT", at, "Anna", null, two).status()).isEqualTo(428);
    Answer put = send("PUT", at, "Anna", "\"r0\"", two);
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.etag()).isEqualTo("\"r1\"");
    JsonNode now = rest.get(at).json();
    assertThat(now).hasSize(2);
    assertThat(now.get(0).get("digit").asInt()).isEqualTo(4);
    assertThat(now.get(0).get("by").asString()).isEqualTo("Anna");
    assertThat(now.get(1).get("digit").isNull()).isTrue();
    assertThat(now.get(1).get("kind").asString()).isEqualTo("none");

    // The same again is no change; a list without ids means the labels with the same boxes.
    assertThat(send("PUT", at, "Bert", "\"r1\"", two).etag()).isEqualTo("\"r1\"");
    Answer one =
        send("PUT", at, "Bert", "\"r1\"", "[{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":9}]");
    assertThat(one.etag()).isEqualTo("\"r2\"");
    assertThat(one.json()).hasSize(1);
    assertThat(one.json().get(0).get("id")).isEqualTo(now.get(0).get("id"));
    assertThat(one.json().get(0).get("by").asString()).isEqualTo("Bert");

    assertThat(rest.get(at + "?revision=1").json()).hasSize(2);
    assertThat(rest.get(at + "?revision=7").status()).isEqualTo(404);
    assertThat(send("PUT", at, "Anna", "\"r1\"", two).status()).isEqualTo(412);
    for (String wrong :
        List.of(
            "[{\"x\":60,\"y\":50,\"w\":0,\"h\":20,\"digit\":4}]",
            "[{\"x\":6000,\"y\":50,\"w\":14,\"h\":20,\"digit\":4}]",
            "[{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":11}]",
            "[{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":1,\"kind\":\"contrast\"}]")) {
      assertThat(send("PUT", at, "Anna", "*", wrong).status()).as(wrong).isEqualTo(422);
    }
  }

  @Test
  void whoComesSecondLearnsWhatHappenedAndCanMerge() {
    String at = "/api/v1/tables/" + table(601, "Labels two") + "/labels";
    UUID a = UUID.randomUUID();
    UUID b = UUID.randomUUID();
    Answer anna =
        send(
            "PATCH",
            at,
            "Anna",
            "\"r0\"",
            change(a, "{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":4}"));
    assertThat(anna.status()).isEqualTo(200);
    String mine = change(b, "{\"x\":90,\"y\":50,\"w\":14,\"h\":20,\"digit\":5}");
    Answer bert = send("PATCH", at, "Bert", "\"r0\"", mine);
    assertThat(bert.status()).isEqualTo(412);
    assertThat(bert.json().get("etag").asString()).isEqualTo("\"r1\"");
    JsonNode since = bert.json().get("since");
    assertThat(since.size()).isEqualTo(2);
    assertThat(StreamSupport.stream(since.spliterator(), false))
        .anySatisfy(
            event -> {
              assertThat(event.get("label").asString()).isEqualTo(a.toString());
              assertThat(event.get("by").asString()).isEqualTo("Anna");
              assertThat(event.at("/after/digit").asInt()).isEqualTo(4);
            });
    assertThat(send("PATCH", at, "Bert", "\"r1\"", mine).status()).isEqualTo(200);
    assertThat(rest.get(at).json()).hasSize(2);
  }

  @Test
  void ofTwoAtOnceOnlyOneIsFirst() {
    String at = "/api/v1/tables/" + table(602, "Labels race") + "/labels";
    for (int round = 0; round < 5; round++) {
      String tag = rest.get(at).headers().getETag();
      List<CompletableFuture<Integer>> both =
          List.of("Anna", "Bert").stream()
              .map(
                  person ->
                      CompletableFuture.supplyAsync(
                          () ->
                              send(
                                      "PATCH",
                                      at,
                                      person,
                                      tag,
                                      change(
                                          UUID.randomUUID(),
                                          "{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":4}"))
                                  .status()))
              .toList();
      assertThat(both.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 412);
    }
    assertThat(rest.get(at).json()).hasSize(5);
  }

  @Test
  void anActionThatIsSentTwiceIsCarriedOutOnce() {
    String at = "/api/v1/tables/" + table(603, "Labels twice") + "/labels";
    String action =
        "{\"action\":\"%s\",\"changes\":[{\"id\":\"%s\",\"after\":{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":4}}]}"
            .formatted(UUID.randomUUID(), UUID.randomUUID());
    assertThat(send("PATCH", at, "Anna", "\"r0\"", action).etag()).isEqualTo("\"r1\"");
    Answer again = send("PATCH", at, "Anna", "\"r0\"", action);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.etag()).isEqualTo("\"r1\"");
  }

  @Test
  void historyBlamesAndRestores() {
    String id = table(604, "Labels history");
    String at = "/api/v1/tables/" + id + "/labels";
    UUID label = UUID.randomUUID();
    String as = "{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":%d}";
    send("PATCH", at, "Anna", "\"r0\"", change(label, as.formatted(4)));
    send(
        "PATCH",
        at,
        "Bert",
        "\"r1\"",
        change(label, as.formatted(9).replace("}", ",\"model\":\"m1\"}")));
    send("PATCH", at, "Anna", "\"r2\"", change(label, "null"));
    assertThat(rest.get(at).json()).isEmpty();

    JsonNode history = rest.get(at + "/history?label=" + label).json();
    assertThat(history).hasSize(3);
    assertThat(history.get(0).get("after").isNull()).isTrue();
    assertThat(history.get(1).get("by").asString()).isEqualTo("Bert");
    assertThat(history.get(1).get("model").asString()).isEqualTo("m1");
    assertThat(history.get(1).at("/before/digit").asInt()).isEqualTo(4);
    assertThat(history.get(1).at("/after/digit").asInt()).isEqualTo(9);
    assertThat(rest.get(at + "/history").json())
        .as("with the page's state, which the first label changed")
        .hasSize(4);

    Answer restored = send("POST", at + "/restore", "Clara", "\"r3\"", "{\"revision\":2}");
    assertThat(restored.etag()).isEqualTo("\"r4\"");
    JsonNode now = rest.get(at).json();
    assertThat(now.get(0).get("digit").asInt()).isEqualTo(9);
    assertThat(now.get(0).get("id").asString()).isEqualTo(label.toString());
    assertThat(now.get(0).get("by").asString()).isEqualTo("Clara");
    assertThat(rest.get(at + "?revision=1").json().get(0).get("digit").asInt()).isEqualTo(4);
    assertThat(rest.get(at + "?revision=3").json()).isEmpty();

    // What is said now is what the events say, on every revision.
    for (int revision = 0; revision <= 4; revision++) {
      assertThat(labels.at(Long.parseLong(id), revision).labels())
          .hasSize(List.of(0, 1, 1, 0, 1).get(revision));
    }
    assertThat(labels.at(Long.parseLong(id), 4).labels())
        .extracting(Label::mark)
        .isEqualTo(labels.of(Long.parseLong(id)).labels().stream().map(Label::mark).toList());
  }

  @Test
  void eventsAreNotRewritten() {
    String at = "/api/v1/tables/" + table(605, "Labels stay") + "/labels";
    UUID label = UUID.randomUUID();
    send(
        "PATCH",
        at,
        "Anna",
        "\"r0\"",
        change(label, "{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":4}"));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                jdbc.sql("update label_event set person_id = 1 where label = :label")
                    .param("label", label)
                    .update())
        .hasMessageContaining("is not changed");
  }

  @Test
  void pagesHaveStates() {
    String at = "/api/v1/tables/" + table(606, "Labels states") + "/labels";
    assertThat(rest.get(at + "/page").json().get("state").asString()).isEqualTo("untouched");
    Answer empty = send("PATCH", at, "Anna", "\"r0\"", "{\"state\":\"reviewed_empty\"}");
    assertThat(empty.json().get("state").asString()).isEqualTo("reviewed_empty");
    UUID label = UUID.randomUUID();
    String digit = change(label, "{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":4}");
    Answer touched = send("PATCH", at, "Anna", "\"r1\"", digit);
    assertThat(touched.json().get("state").asString()).isEqualTo("in_progress");
    assertThat(send("PATCH", at, "Anna", "\"r2\"", "{\"state\":\"reviewed_empty\"}").status())
        .isEqualTo(422);
    assertThat(
            send("PATCH", at, "Bert", "\"r2\"", "{\"state\":\"reviewed\"}")
                .json()
                .get("by")
                .asString())
        .isEqualTo("Bert");
    assertThat(
            send("PATCH", at, "Anna", "\"r3\"", change(label, "null"))
                .json()
                .get("state")
                .asString())
        .as("a review holds for what was seen")
        .isEqualTo("done");
    assertThat(send("PATCH", at, "Anna", "\"r4\"", "{\"state\":\"finished\"}").status())
        .isEqualTo(400);
  }

  @Test
  void tablesAreListedByTheirPagesState() {
    String shelf = "Labels by state";
    String fresh = table(640, shelf);
    String corpus = rest.get("/api/v1/tables/{id}", fresh).json().at("/corpus/id").asString();
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("untouched", fresh);
    long seed = 640;
    for (PageState state : PageState.values()) {
      if (state != PageState.UNTOUCHED) {
        String id = table(++seed, shelf);
        String etag = rest.get("/api/v1/tables/{id}", id).headers().getETag();
        send(
            "PATCH",
            "/api/v1/tables/" + id + "/labels",
            "Anna",
            "*",
            "{\"state\":\"" + state.lower() + "\"}");
        assertThat(rest.get("/api/v1/tables/{id}", id).headers().getETag()).isNotEqualTo(etag);
        tables.put(state.lower(), id);
      }
    }
    assertThat(TableFilter.LABEL_STATES).containsExactlyElementsOf(tables.keySet());
    tables.forEach(
        (state, id) -> {
          assertThat(rest.get("/api/v1/tables/{id}", id).json().get("labelState").asString())
              .isEqualTo(state);
          JsonNode found =
              rest.get("/api/v1/tables?corpus={c}&labelState={s}", corpus, state).json();
          assertThat(found.get("total").asInt()).as(state).isEqualTo(1);
          assertThat(found.at("/items/0/id").asString()).isEqualTo(id);
          String link = "/corpora/" + corpus + "?labelState=" + state;
          assertThat(rest.page("/annotate?corpus={c}", corpus).text())
              .contains("href=\"" + link + "\"");
          assertThat(rest.page(link).text())
              .contains("data-table=\"" + id + "\"", "value=\"" + state + "\" selected")
              .doesNotContain(
                  tables.values().stream()
                      .filter(other -> !other.equals(id))
                      .map(other -> "data-table=\"" + other + "\"")
                      .toArray(String[]::new));
        });
    assertThat(rest.get("/api/v1/tables?labelState=halfway").status()).isEqualTo(400);
  }

  @Test
  void aFlagIsAQuestionUntilThePlaceIsLabelled() {
    String id = table(607, "Labels flags");
    String at = "/api/v1/tables/" + id + "/labels";
    String read = "{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":7,\"model\":\"m1\"}";
    Answer flagged = send("POST", "/api/v1/tables/" + id + "/flags", "Anna", null, read);
    assertThat(flagged.status()).isEqualTo(200);
    assertThat(flagged.json().get("state").asString())
        .as("a question is no labelling")
        .isEqualTo("untouched");
    assertThat(send("POST", "/api/v1/tables/" + id + "/flags", "Bert", null, read).etag())
        .isEqualTo(flagged.etag());
    assertThat(rest.get(at).json()).isEmpty();
    assertThat(rest.get(at + "?flags=true").json().get(0).get("kind").asString()).isEqualTo("flag");
    send(
        "PATCH",
        at,
        "Bert",
        flagged.etag(),
        change(UUID.randomUUID(), "{\"x\":61,\"y\":51,\"w\":14,\"h\":20,\"digit\":1}"));
    assertThat(rest.get(at + "?flags=true").json()).hasSize(1);
    assertThat(rest.get(at).json().get(0).get("digit").asInt()).isEqualTo(1);
  }

  @Test
  void labelsGoWithTheirTable() {
    String id = table(608, "Labels gone");
    String at = "/api/v1/tables/" + id + "/labels";
    send(
        "PATCH",
        at,
        "Anna",
        "\"r0\"",
        change(UUID.randomUUID(), "{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":4}"));
    assertThat(rest.delete("/api/v1/tables/{id}", id).status()).isEqualTo(204);
    assertThat(rest.get(at).status()).isEqualTo(404);
  }

  @Test
  void aTrainingAsksByCorpus() {
    String id = table(609, "Labels asked");
    long corpus =
        Long.parseLong(rest.get("/api/v1/tables/" + id).json().at("/corpus/id").asString());
    String at = "/api/v1/tables/" + id + "/labels";
    send(
        "PATCH",
        at,
        "Anna",
        "\"r0\"",
        change(UUID.randomUUID(), "{\"x\":60,\"y\":50,\"w\":14,\"h\":20,\"digit\":4}"));
    send(
        "PATCH",
        at,
        "Anna",
        "\"r1\"",
        change(UUID.randomUUID(), "{\"x\":200,\"y\":50,\"w\":40,\"h\":40,\"kind\":\"contrast\"}"));
    List<LabelledTable> asked = labels.ofCorpora(List.of(corpus));
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).labels())
        .extracting(Label::kind)
        .containsExactlyInAnyOrder(LabelKind.DIGIT, LabelKind.CONTRAST);
    assertThat(asked.get(0).group()).startsWith("scan ");
    assertThat(asked.get(0).page().revision()).isEqualTo(2);
  }
}
