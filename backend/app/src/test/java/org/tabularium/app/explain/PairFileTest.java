package org.tabularium.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.util.HtmlUtils;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.platform.Csv;
import tools.jackson.databind.JsonNode;

/** A pair taken away says what it is of, and a cited one is found again. */
@TabulariumTest
class PairFileTest {

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void theLedgerAsAFileAddsUpToTheScore() {
    String a = read(741);
    String b = read(742);
    for (String kind : List.of("cosine", "dot", "sqrt")) {
      String pair = "a=" + a + "&b=" + b + "&kind=" + kind;
      double score = rest.get("/api/v1/explanations?" + pair).json().get("score").asDouble();
      Rest.Answer csv = rest.get("/api/v1/explanations/file?format=csv&" + pair);
      assertThat(csv.headers().getContentDisposition().getFilename())
          .isEqualTo("tabularium-" + a + "-" + b + "-ledger.csv");
      List<String[]> lines = lines(csv);
      assertThat(lines.get(0)[3]).isEqualTo("contribution");
      assertThat(sum(lines, 3)).as(kind).isCloseTo(score, within(1e-9 * score));
      assertThat(lines.get(1)[8]).isEqualTo(sha(a));
      assertThat(lines.get(1)[10]).isEqualTo(sha(b));
      assertThat(lines.get(1)[7])
          .isEqualTo(rest.get("/api/v1/tables/" + a).json().get("model").asString());
      List<String[]> places =
          lines(rest.get("/api/v1/explanations/file?format=csv&of=places&" + pair));
      assertThat(sum(places, 1)).as("places, %s", kind).isCloseTo(score, within(1e-4 * score));
      JsonNode all = rest.get("/api/v1/explanations/file?" + pair).json();
      assertThat(all.at("/a/scan/sha256").asString()).isEqualTo(sha(a));
      assertThat(all.at("/explanation/score").asDouble()).isEqualTo(score);
      assertThat(all.at("/numbers/shared").asInt()).isPositive();
      assertThat(all.get("chance").asDouble()).isPositive();
    }
    assertThat(rest.get("/api/v1/explanations/file?format=pdf&a=" + a + "&b=" + b).status())
        .isEqualTo(400);
  }

  @Test
  void aPartOfTheFirstTableCountsAloneOnThePageAndInTheFile() {
    String a = read(743);
    String b = read(744);
    String part = "a=" + a + "&b=" + b + "&kind=dot&box=0,0,560,300";
    double whole =
        rest.get("/api/v1/explanations?a={a}&b={b}&kind=dot", a, b).json().get("score").asDouble();
    double score = rest.get("/api/v1/explanations?" + part).json().get("score").asDouble();
    assertThat(score).isBetween(0.2 * whole, 0.8 * whole);
    assertThat(sum(lines(rest.get("/api/v1/explanations/file?format=csv&" + part)), 3))
        .isCloseTo(score, within(1e-6));
    String page = rest.page("/pairs/" + a + "/" + b + "?kind=dot&box=0,0,560,300").text();
    assertThat(found(page, "data-score=\"([^\"]+)\"")).isEqualTo(Double.toString(score));
    Matcher figures = Pattern.compile("href=\"(/api/v1/explanations/figure[^\"]+)\"").matcher(page);
    assertThat(figures.find()).isTrue();
    String figure = rest.get(HtmlUtils.htmlUnescape(figures.group(1))).text();
    assertThat(figure)
        .contains(String.format("%.1f", score), "Only a part of the first table counts");

    // Down to the ink, whole and by the address of its heat.
    String pixels = "/api/v1/explanations?depth=pixels&" + part;
    Rest.Answer queued = rest.get(pixels);
    if (queued.status() == 202) {
      queued
          .json()
          .get("jobs")
          .forEach(
              job -> rest.until("/api/v1/jobs/" + job.asString(), j -> j.path("ended").isString()));
    }
    JsonNode ink = rest.get(pixels).json();
    assertThat(ink.get("score").asDouble()).isCloseTo(score, within(1e-4 * score));
    assertThat(ink.get("explained").asDouble() + ink.get("remainder").asDouble())
        .isCloseTo(score, within(1e-3 * score));
    assertThat(ink.at("/a/heat").asString()).contains("&box=0,0,560,300");
    assertThat(rest.get(ink.at("/a/heat").asString()).body())
        .as("the ink of the part")
        .isNotEqualTo(
            rest.get(ink.at("/a/heat").asString().replace("&box=0,0,560,300", "")).body());
    JsonNode digits = rest.get("/api/v1/tables/" + a + "/digits?digits=read").json();
    for (int i = 0; i < digits.size(); i++) {
      if (digits.get(i).get("y").asDouble() > 320) {
        assertThat(ink.at("/a/digits/" + i).asDouble()).as("below the part").isZero();
      }
    }

    // Covering what does not count changes nothing; covering half of what counts is foretold.
    JsonNode outside = covered(a, b, "[[0,320,560,800]]");
    assertThat(outside.get("score").asDouble()).isCloseTo(score, within(1e-4 * score));
    assertThat(outside.get("predicted").asDouble()).isCloseTo(score, within(1e-4 * score));
    assertThat(outside.get("recomputed").asDouble()).isCloseTo(score, within(0.03 * score));
    JsonNode half = covered(a, b, "[[0,0,280,300]]");
    assertThat(half.get("predicted").asDouble()).isBetween(0.2 * score, 0.8 * score);
    assertThat(half.get("recomputed").asDouble())
        .isCloseTo(half.get("predicted").asDouble(), within(0.03 * score));
    assertThat(rest.get("/api/v1/tables/" + a + "/occurrences?box=0,0,560,300").json().size())
        .isLessThan(rest.get("/api/v1/tables/" + a + "/occurrences").json().size());
  }

  private JsonNode covered(String a, String b, String covers) {
    Rest.Answer answer =
        rest.post(
            "/api/v1/explanations/cover-up",
            "{\"a\":\"%s\",\"b\":\"%s\",\"kind\":\"dot\",\"coversA\":%s,\"box\":[[0,0,560,300]]}"
                .formatted(a, b, covers));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void aCitedPairIsFoundAgain() {
    String a = read(745);
    String b = read(746);
    String page = rest.page("/pairs/" + a + "/" + b + "?kind=sqrt").text();
    String cited = HtmlUtils.htmlUnescape(found(page, "id=\"lasting\" href=\"([^\"]+)\""));
    assertThat(cited).contains(sha(a), sha(b), "model=");
    URI address = URI.create(cited);
    Rest.Answer answer = rest.page(address.getPath() + "?" + address.getQuery());
    assertThat(answer.status()).isEqualTo(302);
    String there = String.valueOf(answer.headers().getLocation());
    assertThat(there).isEqualTo("/pairs/" + a + "/" + b + "?kind=sqrt");

    // Years later another version is active. To this one the second table said what the first does.
    String model = rest.get("/api/v1/tables/" + a).json().get("model").asString();
    String older = "74".repeat(32);
    jdbc.sql(
            "insert into model_version (version, card, weights)"
                + " select :v, card, weights from model_version where version = :m")
        .param("v", older)
        .param("m", model)
        .update();
    for (String table : List.of(a, b)) {
      jdbc.sql(
              """
              insert into reading (read_key, model_version, region_x, region_y, region_width, region_height,
                turn, scale, confidence, looks_like_table, classes, confidences, boxes, bigrams, firsts,
                seconds, masses, phi, aside, cell_rows, cell_columns)
              select (select read_key from scanned_table where id = :as), :v, region_x, region_y, region_width,
                region_height, turn, scale, confidence, looks_like_table, classes, confidences, boxes, bigrams,
                firsts, seconds, masses, phi, aside, cell_rows, cell_columns
              from reading where model_version = :m
                and read_key = (select read_key from scanned_table where id = :of)""")
          .param("v", older)
          .param("m", model)
          .param("as", Long.parseLong(table))
          .param("of", Long.parseLong(a))
          .update();
    }
    Rest.Answer byOlder =
        rest.page(address.getPath() + "?" + address.getQuery().replace(model, older));
    String then = String.valueOf(byOlder.headers().getLocation());
    assertThat(then).isEqualTo("/pairs/" + a + "/" + b + "?kind=sqrt&model=" + older);
    String read = rest.page(then).text();
    assertThat(Double.parseDouble(found(read, "data-score=\"([^\"]+)\"")))
        .as("as that version read them")
        .isCloseTo(1, within(1e-9));
    assertThat(Double.parseDouble(found(page, "data-score=\"([^\"]+)\""))).isLessThan(0.99);
    assertThat(HtmlUtils.htmlUnescape(found(read, "id=\"lasting\" href=\"([^\"]+)\"")))
        .contains("model=" + older);
    assertThat(rest.page("/pair?a=0000/full/any/any&b=" + sha(b) + "/full/any/any").status())
        .isEqualTo(404);
    assertThat(rest.page("/pairs/" + a + "/" + b + "?model=gone").status()).isEqualTo(410);
    assertThat(rest.get("/api/v1/tables/" + a + "/digits?model=gone").status()).isEqualTo(410);
  }

  @Test
  void aCellThatBeginsLikeAFormulaStaysAText() {
    assertThat(new Csv("a", "b", "c").line("=1+1", -1.5, "x, \"y\"").toString())
        .isEqualTo("\uFEFFa,b,c\r\n'=1+1,-1.5,\"x, \"\"y\"\"\"\r\n");
  }

  private String read(long seed) {
    String id = rest.upload(TestScans.table(seed), "p" + seed + ".png", "corpus", "Taken").id();
    assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed");
    return id;
  }

  private String sha(String table) {
    return rest.get("/api/v1/tables/" + table).json().at("/scan/sha256").asString();
  }

  private static List<String[]> lines(Rest.Answer csv) {
    assertThat(csv.status()).as(csv.text()).isEqualTo(200);
    return csv.text().lines().map(line -> line.split(",")).toList();
  }

  private static double sum(List<String[]> lines, int column) {
    return lines.stream().skip(1).mapToDouble(line -> Double.parseDouble(line[column])).sum();
  }

  private static String found(String page, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(page);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }
}
