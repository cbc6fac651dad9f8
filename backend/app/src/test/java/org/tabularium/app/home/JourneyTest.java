package org.tabularium.app.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** From a scan to a ranked, explained match; by REST and on every page on the way. */
@TabulariumTest
class JourneyTest {

  @Autowired RestTestClient http;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void aPairKnowsItsPlaceInTheListThatOneCameFrom() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(
          rest.upload(
                  TestScans.table(30 + i),
                  "place" + i + ".png",
                  "corpus",
                  "Places-in-order",
                  "title",
                  i < 3 ? "One book" : "Another book",
                  "year",
                  i < 3 ? "1550" : "1551")
              .id());
    }
    ids.forEach(rest::read);
    String a = ids.get(0);
    String list = "?kind=sqrt&corpus=Places-in-order&group=false";
    List<String> ranked =
        rest
            .get("/api/v1/tables/{a}/similar?kind=sqrt&corpus={c}", a, "Places-in-order")
            .json()
            .values()
            .stream()
            .map(one -> one.get("id").asString())
            .toList();
    assertThat(ranked).hasSize(3);
    String html = list.replace("&", "&amp;");
    assertThat(page("/tables/" + a + "/similar" + list))
        .contains("href=\"/pairs/" + a + "/" + ranked.get(1) + html + "\"");
    String pair = page("/pairs/" + a + "/" + ranked.get(1) + list);
    assertThat(pair)
        .contains("Rank 2 of 3")
        .contains("rel=\"prev\" href=\"/pairs/" + a + "/" + ranked.get(0) + html)
        .contains("rel=\"next\" href=\"/pairs/" + a + "/" + ranked.get(2) + html)
        .contains("href=\"/tables/" + a + "/similar" + html)
        .contains("href=\"/pairs/" + a + "/" + ranked.get(1) + html.replace("sqrt", "dot"));
    assertThat(page("/pairs/" + a + "/" + ranked.get(0) + list)).doesNotContain("rel=\"prev\"");
    assertThat(page("/pairs/" + a + "/" + ranked.get(2) + list)).doesNotContain("rel=\"next\"");

    // Gathered by edition, the list is another: the two of one book follow one another.
    String other = ids.get(3);
    List<String> oneBook = ranked.stream().filter(id -> !id.equals(other)).toList();
    assertThat(page("/pairs/" + a + "/" + oneBook.get(0) + list.replace("false", "true")))
        .contains("rel=\"next\" href=\"/pairs/" + a + "/" + oneBook.get(1));

    // Its own edition left out, one table is ranked; those left out are only compared with.
    String apart = list + "&apart=true";
    assertThat(page("/pairs/" + a + "/" + other + apart)).contains("Rank 1 of 1");
    assertThat(page("/pairs/" + a + "/" + oneBook.get(0) + apart)).contains("(not in it)");
  }

  private String page(String address) {
    Rest.Answer answer = rest.page(address);
    assertThat(answer.status()).as(address).isEqualTo(200);
    return answer.text();
  }

  @Test
  void theScoreInTheRankingIsTheOneThatIsExplained() {
    String corpus = "Journey";
    List<String> ids = new ArrayList<>();
    for (long seed = 10; seed < 13; seed++) {
      ids.add(
          rest.upload(
                  TestScans.table(seed),
                  "t" + seed + "_p" + seed + ".png",
                  "corpus",
                  corpus,
                  "title",
                  "Tabulae " + seed,
                  "year",
                  "15" + seed)
              .id());
    }
    ids.forEach(id -> assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed"));
    String a = ids.get(0);

    for (String kind : List.of("cosine", "dot", "sqrt")) {
      JsonNode ranking =
          rest.get("/api/v1/tables/{a}/similar?kind={kind}&corpus={c}", a, kind, corpus).json();
      assertThat(ranking.size()).isEqualTo(2);
      JsonNode best = ranking.get(0);
      JsonNode explanation =
          rest.get(
                  "/api/v1/explanations?a={a}&b={b}&kind={kind}",
                  a,
                  best.get("id").asString(),
                  kind)
              .json();
      double score = best.get("score").asDouble();
      assertThat(score).isPositive();
      assertThat(explanation.get("score").asDouble()).isEqualTo(score);
      double features = 0;
      for (JsonNode feature : explanation.get("features")) {
        features += feature.get("contribution").asDouble();
      }
      assertThat(features).isCloseTo(score, within(1e-9 * Math.max(1, score)));
      double pairs = explanation.get("rest").asDouble();
      for (JsonNode pair : explanation.get("pairs")) {
        pairs += pair.get("relevance").asDouble();
      }
      double explained = explanation.get("explained").asDouble();
      assertThat(pairs).isCloseTo(explained, within(1e-9 * Math.max(1, score)));
      assertThat(explained).isCloseTo(score, within(1e-4 * Math.max(1, score)));
      if (kind.equals("cosine")) {
        assertThat(best.get("cosine").asDouble()).isEqualTo(score);
      }
    }

    JsonNode typed =
        rest.post("/api/v1/search", "{\"numbers\":\"12 15, 13 30\",\"corpus\":\"" + corpus + "\"}")
            .json();
    assertThat(typed.size()).isEqualTo(3);
    assertThat(typed.get(0).get("score").asDouble())
        .isGreaterThanOrEqualTo(typed.get(1).get("score").asDouble());
    JsonNode shown =
        rest.multipart(
                "/api/v1/search", TestScans.table(11), "asked.png", "corpus", corpus, "limit", "1")
            .json();
    assertThat(shown.size()).isEqualTo(1);
    assertThat(shown.get(0).get("id").asString()).isEqualTo(ids.get(1));
    assertThat(shown.get(0).get("score").asDouble()).isCloseTo(1, within(1e-6));
    assertThat(rest.get("/api/v1/tables?corpus=" + corpus).json().get("total").asInt())
        .isEqualTo(3);
    JsonNode gathered =
        rest.get("/api/v1/tables/{a}/similar?group=true&corpus={c}", a, corpus).json();
    assertThat(gathered.get(0).get("more").isArray()).isTrue();

    JsonNode digits = rest.get("/api/v1/tables/{a}/digits", a).json();
    assertThat(digits.size()).isPositive();
    assertThat(digits.get(0).get("w").asDouble()).isPositive();
    JsonNode features = rest.get("/api/v1/tables/{a}/features", a).json().get("features");
    assertThat(features.size()).isEqualTo(100);
    double[] phi = new double[100];
    for (JsonNode o : rest.get("/api/v1/tables/{a}/occurrences", a).json()) {
      phi[Integer.parseInt(o.get("bigram").asString())] += o.get("mass").asDouble();
    }
    for (int k = 0; k < 100; k++) {
      String name = String.format("%02d", k);
      assertThat(phi[k]).isCloseTo(features.get(name).asDouble(), within(1e-3));
    }

    String numbers = "{\"numbers\":\"12 15, 13 30, 14 45, 20 36 78 91\"";
    String search = "/api/v1/search?corpus=" + corpus;
    assertThat(rest.post(search, numbers + "}").json().size()).isEqualTo(3);
    assertThat(rest.post(search + "&limit=1", numbers + "}").json().size()).isEqualTo(1);
    assertThat(rest.post(search + "&limit=1", numbers + ",\"limit\":2}").json().size())
        .as("what the body says goes first")
        .isEqualTo(2);
    assertThat(rest.post(search + "&limit=-1", numbers + "}").status()).isEqualTo(400);

    for (String page :
        List.of(
            "/",
            "/jobs",
            "/about",
            "/upload",
            "/search",
            "/search?numbers=12+15,+13+30",
            "/search?numbers=7",
            "/search?computed=longest-days&obliquity=23;30",
            "/tables/" + a + "/part",
            "/tables/" + a + "/similar?box=0,0,300,400&verdict=none&turn=0&bigramsFrom=1",
            "/corpora/" + rest.get("/api/v1/tables/{a}", a).json().at("/corpus/id").asString(),
            "/corpora/"
                + rest.get("/api/v1/tables/{a}", a).json().at("/corpus/id").asString()
                + "/delete",
            "/tables/" + a,
            "/tables/" + a + "/digits",
            "/tables/" + a + "/delete",
            "/tables/" + a + "/similar",
            "/tables/" + a + "/similar?kind=dot&group=false&apart=true&yearFrom=1500&q=tabulae",
            "/pairs/" + a + "/" + ids.get(1),
            "/pairs/" + a + "/" + ids.get(1) + "?kind=dot")) {
      var answer =
          http.get().uri(page).accept(MediaType.TEXT_HTML).exchange().expectBody().returnResult();
      int status = answer.getStatus().value();
      String text = new String(answer.getResponseBodyContent());
      assertThat(status).as(page + "\n" + text).isEqualTo(page.endsWith("=7") ? 422 : 200);
      assertThat(text).as(page).contains("</html>").doesNotContain("??");
    }
  }
}
