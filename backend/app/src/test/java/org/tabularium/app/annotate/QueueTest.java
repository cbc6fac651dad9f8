package org.tabularium.app.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** What to label next, and why. */
@TabulariumTest
class QueueTest {

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  private Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  private String sent(long seed, String corpus, String title) {
    String id =
        rest.upload(TestScans.table(seed), "q" + seed + ".png", "corpus", corpus, "title", title)
            .id();
    rest.read(id);
    return id;
  }

  @Test
  void doubtIsHowNearTheSecondClassComes() {
    String id = sent(3200, "Doubt", "A book");
    JsonNode digits = rest.get("/api/v1/tables/{id}/digits", id).json();
    assertThat(digits.values())
        .as("what a network reads has runners-up")
        .anySatisfy(digit -> assertThat(digit.get("second").isNull()).isFalse());
    // A digit that was read with much confidence, and another class with nearly as much.
    int close = surest(digits);
    int digit = digits.get(close).get("digit").asInt();
    int second = (digit + 1) % 10;
    double confidence = digits.get(close).get("confidence").asDouble();
    int changed =
        jdbc.sql(
                "update reading set runner_classes[:i] = :second, runner_confidences[:i] = :near"
                    + " where read_key = (select read_key from scanned_table where id = :id)")
            .param("i", close + 1)
            .param("second", second)
            .param("near", (float) confidence - 0.04f)
            .param("id", Long.parseLong(id))
            .update();
    assertThat(changed).isEqualTo(1);

    JsonNode grid = rest.get("/api/v1/labels/crops?corpus=Doubt&digit=" + digit).json();
    assertThat(isThere(grid.get(0), digits.get(close))).isTrue();
    assertThat(grid.get(0).get("second").asInt()).isEqualTo(second);
    assertThat(grid.get(0).get("margin").asDouble()).isCloseTo(0.04, within(1e-4));
    assertThat(grid.get(0).get("confidence").asDouble()).isCloseTo(confidence, within(1e-5));
    JsonNode queue = rest.get("/api/v1/labels/queue?corpus=Doubt").json();
    assertThat(queue.values())
        .filteredOn(crop -> isThere(crop, digits.get(close)))
        .singleElement()
        .satisfies(crop -> assertThat(crop.get("why").toString()).contains("doubt"));
    String corpus = rest.get("/api/v1/tables/{id}", id).json().at("/corpus/id").asString();
    assertThat(rest.page("/annotate?corpus=" + corpus).text())
        .contains(digit + " or " + second + ", only 0.04 apart");
  }

  private static boolean isThere(JsonNode one, JsonNode other) {
    return Math.hypot(
            one.get("x").asDouble() - other.get("x").asDouble(),
            one.get("y").asDouble() - other.get("y").asDouble())
        < 0.01;
  }

  private static int surest(JsonNode digits) {
    int best = 0;
    for (int i = 0; i < digits.size(); i++) {
      if (digits.get(i).get("confidence").asDouble()
          > digits.get(best).get("confidence").asDouble()) {
        best = i;
      }
    }
    return best;
  }

  @Test
  void whatSomebodyFlaggedLeadsTheQueue() {
    String id = sent(3205, "Flagged", "A book");
    JsonNode digits = rest.get("/api/v1/tables/{id}/digits", id).json();
    // The surest of all, which nothing else would put to the front.
    JsonNode flagged = digits.get(surest(digits));
    JsonNode before = rest.get("/api/v1/labels/queue?corpus=Flagged").json();
    assertThat(isThere(before.get(0), flagged)).isFalse();
    Rest.Answer said =
        rest.post(
            "/api/v1/tables/" + id + "/flags",
            "{\"x\":%s,\"y\":%s,\"w\":%s,\"h\":%s,\"digit\":%s}"
                .formatted(
                    flagged.get("x"),
                    flagged.get("y"),
                    flagged.get("w"),
                    flagged.get("h"),
                    flagged.get("digit")));
    assertThat(said.status()).as(said.text()).isBetween(200, 201);
    JsonNode queue = rest.get("/api/v1/labels/queue?corpus=Flagged").json();
    assertThat(isThere(queue.get(0), flagged)).isTrue();
    assertThat(queue.get(0).get("table").asString()).isEqualTo(id);
    assertThat(queue.get(0).get("why").toString()).contains("flagged");
    assertThat(queue.get(1).get("why").toString()).doesNotContain("flagged");
  }

  @Test
  void aBookWhoseLabelsDifferIsReadBadly() {
    String good = sent(3210, "Books", "Read well");
    String bad = sent(3211, "Books", "Read badly");
    label(good, 0);
    label(bad, 6);
    JsonNode queue = rest.get("/api/v1/labels/queue?corpus=Books&limit=200").json();
    String page = rest.get("/api/v1/tables/{id}", good).json().at("/corpus/id").asString();
    for (JsonNode crop : queue) {
      boolean ofBad = crop.get("table").asString().equals(bad);
      assertThat(crop.get("misread").asDouble()).isCloseTo(ofBad ? 0.2 : 0, within(1e-9));
      assertThat(crop.get("why").toString().contains("misread")).isEqualTo(ofBad);
    }
    assertThat(queue.values())
        .anySatisfy(c -> assertThat(c.get("table").asString()).isEqualTo(bad));
    assertThat(rest.page("/annotate?corpus=" + page).text())
        .contains("a book read badly (20 % of its labels differ)");
  }

  /** A page that was read with less evidence than the others is read badly, whatever its type. */
  @Test
  void aPageOfLittleEvidenceIsWeak() {
    String good = sent(3220, "Evidence", "One book");
    String poor = sent(3221, "Evidence", "One book");
    jdbc.sql("update scanned_table set confidence = 0.5 where id = :id")
        .param("id", Long.parseLong(poor))
        .update();
    JsonNode queue = rest.get("/api/v1/labels/queue?corpus=Evidence&limit=200").json();
    assertThat(of(queue, good)).isNotEmpty().noneMatch(crop -> why(crop).contains("weak"));
    assertThat(of(queue, poor)).isNotEmpty().allMatch(crop -> why(crop).contains("weak"));
  }

  /** Different is what differs from all that is labelled: here, another book. */
  @Test
  void digitsOfABookWithoutLabelsAreDifferent() {
    String known = sent(3230, "Diversity", "Labelled");
    String fresh = sent(3231, "Diversity", "Not labelled");
    label(known, 0);
    JsonNode queue = rest.get("/api/v1/labels/queue?corpus=Diversity&limit=200").json();
    assertThat(why(of(queue, fresh).get(0))).contains("different");
    assertThat(of(queue, known))
        .isNotEmpty()
        .noneMatch(crop -> why(crop).contains("different"))
        .allMatch(crop -> !why(crop).isEmpty());
  }

  @Test
  void aDigitIsRareExactlyWhereItHasFewLabels() {
    String id = sent(3240, "Rarity", "A book");
    int rare = 3;
    labelIf(id, d -> d.get("digit").asInt() != rare);
    // So that others are left to be asked for, too.
    sent(3241, "Rarity", "Another book");
    JsonNode queue = rest.get("/api/v1/labels/queue?corpus=Rarity&limit=200").json();
    assertThat(queue.values()).anyMatch(crop -> crop.get("digit").asInt() == rare);
    assertThat(queue.values()).anyMatch(crop -> crop.get("digit").asInt() != rare);
    assertThat(queue.values())
        .allSatisfy(
            crop ->
                assertThat(why(crop).contains("rare"))
                    .as(crop.toString())
                    .isEqualTo(crop.get("digit").asInt() == rare));
  }

  private static List<JsonNode> of(JsonNode queue, String table) {
    return queue.values().stream()
        .filter(crop -> crop.get("table").asString().equals(table))
        .toList();
  }

  private static List<String> why(JsonNode crop) {
    return crop.get("why").values().stream().map(JsonNode::asString).toList();
  }

  /** Thirty labels, of which the first so many say otherwise than was read. */
  private void label(String table, int wrong) {
    JsonNode digits = rest.get("/api/v1/tables/{id}/digits", table).json();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      labels.add(said(digits.get(i), i < wrong ? 1 : 0));
    }
    put(table, labels);
  }

  /** Labels as they were read, of some. */
  private void labelIf(String table, Predicate<JsonNode> wanted) {
    put(
        table,
        rest.get("/api/v1/tables/{id}/digits", table).json().values().stream()
            .filter(wanted)
            .map(digit -> said(digit, 0))
            .toList());
  }

  private static String said(JsonNode read, int more) {
    return "{\"x\":%s,\"y\":%s,\"w\":%s,\"h\":%s,\"digit\":%d}"
        .formatted(
            read.get("x"),
            read.get("y"),
            read.get("w"),
            read.get("h"),
            (read.get("digit").asInt() + more) % 10);
  }

  private void put(String table, List<String> labels) {
    http.put()
        .uri("/api/v1/tables/{id}/labels", table)
        .header("If-Match", "*")
        .contentType(MediaType.APPLICATION_JSON)
        .body("[" + String.join(",", labels) + "]")
        .exchange()
        .expectStatus()
        .isOk();
  }
}
