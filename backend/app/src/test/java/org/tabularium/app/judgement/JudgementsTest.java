package org.tabularium.app.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** Judgements as programs give them and pages show them: the record only grows. */
@TabulariumTest
class JudgementsTest {

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void theLastWordCountsAndTheEarlierIsKept() {
    String a = read(701);
    String b = read(702);
    JsonNode first =
        judge(a, b, "same", "\"reasons\":[\"part\",\"same-numbers\"],\"note\":\" x \"");
    assertThat(first.get("verdict").asString()).isEqualTo("same");
    assertThat(first.get("note").asString()).isEqualTo("x");
    assertThat(first.get("reasons").get(0).asString()).isEqualTo("same-numbers");
    assertThat(first.get("cosine").asDouble())
        .isCloseTo(
            rest.get("/api/v1/explanations?a={a}&b={b}", a, b).json().get("score").asDouble(),
            within(1e-9));
    assertThat(first.get("aScan").asString())
        .isEqualTo(rest.get("/api/v1/tables/" + a).json().at("/scan/sha256").asString());

    judge(b, a, "variant", "\"note\":\"the other way round\"");
    assertThat(verdicts("table=" + a)).containsExactly("variant");
    assertThat(verdicts("table=" + b + "&earlier=true")).containsExactly("variant", "same");

    assertThat(rest.delete("/api/v1/judgements?a={a}&b={b}", a, b).status()).isEqualTo(204);
    assertThat(verdicts("table=" + a)).isEmpty();
    assertThat(verdicts("table=" + a + "&earlier=true")).containsExactly("null", "variant", "same");
    assertThat(rest.delete("/api/v1/judgements?a={a}&b={b}", a, b).status()).isEqualTo(204);
    assertThat(verdicts("table=" + a + "&earlier=true")).as("taken back once").hasSize(3);
  }

  @Test
  void noLineIsEverChanged() {
    String a = read(703);
    String b = read(704);
    String id = judge(a, b, "related", "\"note\":\"\"").get("id").asString();
    for (String sql :
        List.of(
            "update judgement set note = 'else' where id = " + id,
            "delete from judgement where id = " + id)) {
      assertThatThrownBy(() -> jdbc.sql(sql).update()).hasMessageContaining("not changed");
    }
  }

  @Test
  void aJudgementOutlivesItsTables() {
    String a = read(705);
    String b = read(706);
    String sha = rest.get("/api/v1/tables/" + a).json().at("/scan/sha256").asString();
    judge(a, b, "unsure", "\"note\":\"gone soon\"");
    rest.delete("/api/v1/tables/" + a);
    Rest.Answer csv = rest.get("/api/v1/judgements?format=csv&table=" + a);
    assertThat(csv.headers().getContentType()).hasToString("text/csv;charset=UTF-8");
    assertThat(csv.text().lines().toList().get(1)).contains(",unsure,", "gone soon", sha);
    assertThat(rest.page("/judgements").text()).contains("gone soon", sha.substring(0, 12));
  }

  @Test
  void theRankingOfATableShowsAndTheRestOfTheWorldRefuses() {
    String a = read(707);
    String b = read(708);
    judge(a, b, "same", "\"note\":\"\"");
    assertThat(rest.page("/tables/{a}/similar?group=false&corpus=Judged", a).text())
        .containsPattern("data-table=\"" + b + "\"[\\s\\S]*?data-verdict=\"same\"");
    assertThat(sent(a, a, "same").status()).isEqualTo(422);
    assertThat(sent(a, b, "equal").status()).isEqualTo(400);
    assertThat(sent(a, "999999", "same").status()).isEqualTo(404);
    assertThat(rest.get("/api/v1/judgements?format=xls").status()).isEqualTo(400);
  }

  /** Without scripts: the bar is a form, and so is its undoing. */
  @Test
  void aFormJudgesAndUndoes() {
    String a = read(709);
    String b = read(710);
    String address = "/pairs/" + a + "/" + b + "/judgement";
    Rest.Answer answer = rest.form(address + "?kind=dot&verdict=same&note=n");
    assertThat(answer.status()).isEqualTo(303);
    assertThat(String.valueOf(answer.headers().getLocation()))
        .startsWith("/pairs/" + a + "/" + b + "?kind=dot");
    assertThat(rest.page("/pairs/" + a + "/" + b).text())
        .containsPattern("value=\"same\"[^>]*aria-pressed=\"true\"");
    rest.form(address + "?verdict=");
    assertThat(verdicts("table=" + a)).isEmpty();
  }

  /** Twins judged same, strangers judged unrelated: the ranking could not agree better. */
  @Test
  void theAgreementOfTheActiveModelIsReckoned() {
    String a = read(711);
    String twin = rest.upload(TestScans.table(711), "twin-711.png", "corpus", "Judged again").id();
    rest.read(twin);
    judge(a, twin, "same", "\"note\":\"\"");
    judge(a, read(712), "unrelated", "\"note\":\"\"");
    judge(a, read(713), "unsure", "\"note\":\"\"");
    JsonNode active =
        StreamSupport.stream(rest.get("/api/v1/judgements/agreement").json().spliterator(), false)
            .filter(one -> one.get("active").asBoolean())
            .findFirst()
            .orElseThrow();
    assertThat(active.get("model").asString())
        .isEqualTo(rest.get("/api/v1/tables/" + a).json().get("model").asString());
    assertThat(active.get("averagePrecision").asDouble()).isBetween(0.01, 1.0);
    assertThat(active.get("byTable").asDouble()).isBetween(0.5, 1.0);
    assertThat(active.get("wanted").asInt()).isPositive();
    assertThat(active.get("pairs").asInt()).isGreaterThan(active.get("wanted").asInt());
    assertThat(rest.page("/judgements").text())
        .contains(active.get("model").asString().substring(0, 12), "Average precision");
  }

  /**
   * Of a version that has read five tables it is known which judged pairs count, and in which
   * order.
   */
  @Test
  void theAgreementIsTheAveragePrecisionOfTheJudgedPairs() {
    String a = read(721);
    String twin = rest.upload(TestScans.table(721), "twin-721.png", "corpus", "Judged again").id();
    rest.read(twin);
    List<String> others = new ArrayList<>(List.of(read(722), read(723), read(724)));
    others.sort(Comparator.comparingDouble(other -> -cosine(a, other)));
    String model = rest.get("/api/v1/tables/" + a).json().get("model").asString();
    String other = "5".repeat(64);
    jdbc.sql(
            "insert into model_version (version, card, weights)"
                + " select :v, card, weights from model_version where version = :m")
        .param("v", other)
        .param("m", model)
        .update();
    jdbc.sql(
            """
            insert into reading (read_key, model_version, region_x, region_y, region_width, region_height,
              turn, scale, confidence, looks_like_table, classes, confidences, boxes, bigrams, firsts,
              seconds, masses, phi, aside, cell_rows, cell_columns)
            select read_key, :v, region_x, region_y, region_width, region_height, turn, scale, confidence,
              looks_like_table, classes, confidences, boxes, bigrams, firsts, seconds, masses, phi, aside,
              cell_rows, cell_columns
            from reading where model_version = :m
              and read_key in (select read_key from scanned_table where id in (:ids))""")
        .param("v", other)
        .param("m", model)
        .param("ids", Stream.concat(Stream.of(a), others.stream()).map(Long::valueOf).toList())
        .update();
    judge(a, others.get(2), "unrelated", "\"note\":\"\"");
    judge(a, others.get(1), "variant", "\"note\":\"\"");
    judge(a, others.get(0), "related", "\"note\":\"\"");
    judge(a, twin, "same", "\"note\":\"\"");
    // By their scores: same, related, variant, unrelated. Wanted are the first and the third.
    JsonNode agreement =
        StreamSupport.stream(rest.get("/api/v1/judgements/agreement").json().spliterator(), false)
            .filter(one -> one.get("model").asString().equals(other))
            .findFirst()
            .orElseThrow();
    double byHand = (1.0 / 1 + 2.0 / 3) / 2;
    assertThat(agreement.get("pairs").asInt()).isEqualTo(4);
    assertThat(agreement.get("wanted").asInt()).isEqualTo(2);
    assertThat(agreement.get("averagePrecision").asDouble()).isCloseTo(byHand, within(1e-12));
    assertThat(agreement.get("atRandom").asDouble()).isEqualTo(0.5);
    assertThat(agreement.get("tables").asInt()).as("the others have one partner").isEqualTo(1);
    assertThat(agreement.get("byTable").asDouble()).isCloseTo(byHand, within(1e-12));

    // Taken back, the wrong one no longer stands before it.
    rest.delete("/api/v1/judgements?a={a}&b={b}", a, others.get(0));
    StreamSupport.stream(rest.get("/api/v1/judgements/agreement").json().spliterator(), false)
        .filter(one -> one.get("model").asString().equals(other))
        .forEach(one -> assertThat(one.get("averagePrecision").asDouble()).isEqualTo(1));
  }

  private double cosine(String a, String b) {
    return rest.get("/api/v1/explanations?a={a}&b={b}", a, b).json().get("score").asDouble();
  }

  private String read(long seed) {
    String id = rest.upload(TestScans.table(seed), "j" + seed + ".png", "corpus", "Judged").id();
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
    return id;
  }

  private Rest.Answer sent(String a, String b, String verdict) {
    return rest.post(
        "/api/v1/judgements",
        "{\"a\":\"" + a + "\",\"b\":\"" + b + "\",\"verdict\":\"" + verdict + "\"}");
  }

  private JsonNode judge(String a, String b, String verdict, String more) {
    Rest.Answer answer =
        rest.post(
            "/api/v1/judgements",
            "{\"a\":\""
                + a
                + "\",\"b\":\""
                + b
                + "\",\"verdict\":\""
                + verdict
                + "\","
                + more
                + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private List<String> verdicts(String query) {
    return StreamSupport.stream(rest.get("/api/v1/judgements?" + query).json().spliterator(), false)
        .map(one -> one.get("verdict").isNull() ? "null" : one.get("verdict").asString())
        .toList();
  }
}
