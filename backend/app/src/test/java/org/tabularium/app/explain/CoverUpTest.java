package org.tabularium.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** What is covered is really read again, and the ledger foretells what comes out. */
@TabulariumTest
class CoverUpTest {

  @Autowired RestTestClient http;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void theScoreBecomesWhatTheLedgerForetells() {
    String a = read(731);
    String b = read(732);
    for (String kind : new String[] {"cosine", "dot", "sqrt"}) {
      double score =
          rest.get("/api/v1/explanations?a={a}&b={b}&kind={kind}", a, b, kind)
              .json()
              .get("score")
              .asDouble();
      // the upper half of the first table, between two rows
      JsonNode outcome = covered(a, b, kind, "[[0,0,560,305]]", "[]");
      assertThat(outcome.get("score").asDouble()).isCloseTo(score, within(1e-9));
      assertThat(outcome.at("/a/covered").asInt()).isBetween(60, 84);
      assertThat(outcome.at("/b/covered").asInt()).isZero();
      assertThat(outcome.at("/b/changed").asInt()).isZero();
      double predicted = outcome.get("predicted").asDouble();
      double again = outcome.get("recomputed").asDouble();
      assertThat(again).as(kind).isCloseTo(predicted, within(0.03 * score));
      assertThat(again).isNotEqualTo(score);
      assertThat(outcome.get("difference").asDouble()).isCloseTo(again - predicted, within(1e-12));
      assertThat(outcome.get("evidence").asDouble()).isBetween(0.2 * score, 0.8 * score);
      if (kind.equals("dot")) {
        assertThat(predicted)
            .as("without norms the rest of the ledger is the prediction")
            .isCloseTo(score - outcome.get("evidence").asDouble(), within(1e-4 * score));
      }
    }
  }

  @Test
  void nothingCoveredChangesNothingAndAllCoveredLeavesNothing() {
    String a = read(733);
    String b = read(734);
    JsonNode nothing = covered(a, b, "cosine", "[]", "[]");
    assertThat(nothing.get("recomputed").asDouble()).isEqualTo(nothing.get("score").asDouble());
    assertThat(nothing.get("evidence").asDouble()).isCloseTo(0, within(1e-6));
    JsonNode all = covered(a, b, "cosine", "[]", "[[-10,-10,9000,9000]]");
    assertThat(all.get("predicted").asDouble()).isZero();
    assertThat(all.get("recomputed").asDouble()).isZero();
    assertThat(all.at("/b/covered").asInt()).isEqualTo(all.at("/b/digits").asInt());
  }

  @Test
  void refusesWhatIsNoBox() {
    String a = read(735);
    assertThat(sent(a, a, "cosine", "[[1,2,3]]", "[]").status()).isEqualTo(400);
    assertThat(sent(a, a, "cosine", "[[1,2,0,5]]", "[]").status()).isEqualTo(400);
    assertThat(sent(a, a, "soft", "[]", "[]").status()).isEqualTo(400);
    assertThat(sent(a, "999999", "cosine", "[]", "[]").status()).isEqualTo(404);
  }

  private String read(long seed) {
    String id = rest.upload(TestScans.table(seed), "c" + seed + ".png", "corpus", "Covered").id();
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
    return id;
  }

  private Rest.Answer sent(String a, String b, String kind, String inA, String inB) {
    return rest.post(
        "/api/v1/explanations/cover-up",
        "{\"a\":\"%s\",\"b\":\"%s\",\"kind\":\"%s\",\"coversA\":%s,\"coversB\":%s}"
            .formatted(a, b, kind, inA, inB));
  }

  private JsonNode covered(String a, String b, String kind, String inA, String inB) {
    Rest.Answer answer = sent(a, b, kind, inA, inB);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }
}
