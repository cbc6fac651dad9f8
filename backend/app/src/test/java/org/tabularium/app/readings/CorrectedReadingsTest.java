package org.tabularium.app.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.util.UriUtils;
import org.tabularium.app.OtherModels;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.PersonId;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.reading.Reading;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Corrections count in rankings, ledgers and links; what was read stays beside them. */
@TabulariumTest
class CorrectedReadingsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  @Autowired Models models;
  @Autowired Tables tables;
  @Autowired Readings readings;
  @Autowired CorrectedReadings corrected;
  private Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  private String sent(long seed, String corpus) {
    String id = rest.upload(TestScans.table(seed), "c" + seed + ".png", "corpus", corpus).id();
    rest.read(id);
    return id;
  }

  /** Says of so many digits of a table, beginning with one, that they are the next class. */
  private void correct(String table, int from, int count) {
    JsonNode digits = rest.get("/api/v1/tables/{id}/digits?digits=read", table).json();
    assertThat(digits.size()).isGreaterThan(from + count);
    List<String> changes = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      JsonNode d = digits.get(i);
      changes.add(
          "{\"id\":\"%s\",\"after\":{\"x\":%s,\"y\":%s,\"w\":%s,\"h\":%s,\"digit\":%d}}"
              .formatted(
                  UUID.randomUUID(),
                  d.get("x"),
                  d.get("y"),
                  d.get("w"),
                  d.get("h"),
                  (d.get("digit").asInt() + 1) % 10));
    }
    label(table, String.join(",", changes));
  }

  private void label(String table, String changes) {
    var result =
        http.method(HttpMethod.PATCH)
            .uri("/api/v1/tables/{id}/labels", table)
            .header("If-Match", "*")
            .contentType(MediaType.APPLICATION_JSON)
            .body("{\"changes\":[" + changes + "]}")
            .exchange()
            .expectBody()
            .returnResult();
    assertThat(result.getStatus().value()).isEqualTo(200);
  }

  private JsonNode ranked(String table, String corpus, String query) {
    return rest.get("/api/v1/tables/" + table + "/similar?limit=1000&corpus=" + corpus + query)
        .json();
  }

  private static double score(JsonNode ranking, String table) {
    for (JsonNode one : ranking) {
      if (one.get("id").asString().equals(table)) {
        return one.get("score").asDouble();
      }
    }
    throw new AssertionError(table + " is not in " + ranking);
  }

  /** In order; what random pairs say of a score changes with every corpus of every other test. */
  private static List<String> scores(JsonNode ranking) {
    List<String> scores = new ArrayList<>();
    ranking.forEach(one -> scores.add(one.get("id") + " " + one.get("score")));
    return scores;
  }

  private JsonNode explained(String a, String b, String query) {
    return rest.get("/api/v1/explanations?a=" + a + "&b=" + b + query).json();
  }

  private JsonNode numbers(String a, String b, String query) {
    return rest.get("/api/v1/explanations/numbers?a=" + a + "&b=" + b + query).json();
  }

  /** At how many places of one table's numbers people corrected a digit. */
  private static int marked(JsonNode side) {
    int marked = 0;
    for (JsonNode one : side.get("only")) {
      marked += one.get("corrected").asInt();
    }
    return marked;
  }

  private JsonNode features(String table, String query) {
    return rest.get("/api/v1/tables/" + table + "/features?" + query).json();
  }

  @Test
  void aCorrectionCountsInRankingAndLedgerAndWhatWasReadStaysBesideIt() {
    String shelf = "Corrected";
    String a = sent(3100, shelf);
    String b = sent(3101, shelf);
    String c = sent(3102, shelf);
    String tag = rest.get("/api/v1/tables/{id}/features", b).headers().getETag();
    JsonNode before = ranked(a, shelf, "");
    JsonNode numbers = numbers(a, b, "");
    JsonNode phi = features(b, "").get("features");
    assertThat(features(b, "").at("/provenance/revision").asInt()).isZero();

    correct(b, 0, 20);

    JsonNode after = ranked(a, shelf, "");
    assertThat(score(after, b)).isNotCloseTo(score(before, b), within(1e-4));
    assertThat(score(after, c)).isEqualTo(score(before, c));
    JsonNode read = ranked(a, shelf, "&digits=read");
    assertThat(scores(read)).isEqualTo(scores(before));

    // So it does in the collation, marked; what was read stands on request.
    JsonNode collated = numbers(a, b, "");
    assertThat(collated.get("b")).isNotEqualTo(numbers.get("b"));
    assertThat(marked(collated.get("b"))).isPositive();
    assertThat(marked(collated.get("a"))).isZero();
    assertThat(numbers(a, b, "&digits=read")).isEqualTo(numbers);
    assertThat(marked(numbers.get("b"))).isZero();

    // The ledger adds up to the score of the ranking, by either.
    for (String query : List.of("", "&digits=read")) {
      JsonNode ledger = explained(a, b, query);
      double sum = 0;
      int places = 0;
      for (JsonNode line : ledger.get("features")) {
        sum += line.get("contribution").asDouble();
        places += line.get("corrected").asInt();
      }
      assertThat(sum).isCloseTo(score(ranked(a, shelf, query), b), within(1e-6));
      assertThat(places > 0).isEqualTo(query.isEmpty());
      assertThat(ledger.at("/provenance/b/corrected").asInt()).isEqualTo(query.isEmpty() ? 20 : 0);
    }

    // As question, too.
    assertThat(score(ranked(b, shelf, ""), a)).isCloseTo(score(after, b), within(1e-9));
    assertThat(score(ranked(b, shelf, "&digits=read"), a))
        .isCloseTo(score(before, b), within(1e-9));

    JsonNode vector = features(b, "");
    assertThat(vector.get("features")).isNotEqualTo(phi);
    assertThat(vector.at("/provenance/model")).isEqualTo(vector.get("model"));
    assertThat(vector.at("/provenance/revision").asInt()).isEqualTo(1);
    assertThat(vector.at("/provenance/corrected").asInt()).isEqualTo(20);
    assertThat(vector.at("/provenance/digits").asString()).isEqualTo("corrected");
    assertThat(features(b, "digits=read").get("features")).isEqualTo(phi);
    assertThat(rest.get("/api/v1/tables/{id}/features", b).headers().getETag()).isNotEqualTo(tag);
    double sum = 0;
    for (JsonNode place : rest.get("/api/v1/tables/{id}/occurrences", b).json()) {
      sum += place.get("mass").asDouble();
    }
    double counts = 0;
    for (JsonNode count : vector.get("features")) {
      counts += count.asDouble();
    }
    assertThat(sum).isCloseTo(counts, within(1e-3));

    JsonNode digits = rest.get("/api/v1/tables/{id}/digits", b).json();
    assertThat(digits.get(0).get("corrected").asBoolean()).isTrue();
    assertThat(digits.get(0).get("confidence").asDouble()).isEqualTo(1);
    assertThat(digits.get(0).get("digit").asInt())
        .isEqualTo((digits.get(0).get("read").asInt() + 1) % 10);
    assertThat(digits.get(0).get("readIndex").asInt()).isZero();
    assertThat(digits.get(30).get("corrected").asBoolean()).isFalse();

    // Exports say which digits they are of.
    assertThat(rest.get("/api/v1/tables/{id}/similar?format=csv&corpus=Corrected", a).text())
        .contains(",digits,labels,")
        .contains(",corrected,");
    assertThat(rest.get("/api/v1/explanations/file?format=csv&a=" + a + "&b=" + b).text())
        .contains("corrected_places");
    assertThat(rest.get("/api/v1/explanations/figure?a=" + a + "&b=" + b).text())
        .contains("20 digits");

    assertThat(rest.get("/api/v1/tables/{id}/features?digits=some", b).status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/tables/{id}/features?labels=x", b).status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/tables/{id}/features?labels=999999999", b).status())
        .isEqualTo(404);
  }

  @Test
  void aPermanentLinkGivesTheRankingOfItsDay() {
    String shelf = "Cited";
    String a = sent(3110, shelf);
    String b = sent(3111, shelf);
    correct(b, 0, 12);
    JsonNode then = ranked(a, shelf, "");
    JsonNode ledgerThen = explained(a, b, "");
    String link = lasting(rest.page("/tables/{id}/similar?corpus=Cited", a).text(), "/search");
    String pair = lasting(rest.page("/pairs/{a}/{b}", a, b).text(), "/pair");
    assertThat(link).contains("&labels=").contains("&model=");
    String labels = "&labels=" + link.replaceAll(".*&labels=(\\d+).*", "$1");
    assertThat(pair).contains(labels);

    correct(b, 20, 15);
    correct(a, 0, 3);
    assertThat(score(ranked(a, shelf, ""), b)).isNotCloseTo(score(then, b), within(1e-5));
    assertThat(scores(ranked(a, shelf, labels))).isEqualTo(scores(then));
    JsonNode ledger = explained(a, b, labels);
    assertThat(ledger.get("features")).isEqualTo(ledgerThen.get("features"));
    assertThat(ledger.at("/provenance/a/revision").asInt()).isZero();
    assertThat(ledger.at("/provenance/b/revision").asInt()).isEqualTo(1);
    assertThat(features(b, labels.substring(1)).at("/provenance/corrected").asInt()).isEqualTo(12);
    assertThat(scores(ranked(a, shelf, "&labels=0")))
        .isEqualTo(scores(ranked(a, shelf, "&digits=read")));
    // The pages behind the links show the same scores.
    String shown = "%.4f".formatted(score(then, b));
    assertThat(rest.page(link).text()).contains(shown);
    assertThat(rest.page("/pairs/" + a + "/" + b + "?kind=cosine" + labels).text()).contains(shown);
  }

  private static String lasting(String page, String path) {
    Matcher link =
        Pattern.compile("\"http://[^\"/]+(" + path + "\\?[^\"]*labels=[^\"]*)\"").matcher(page);
    assertThat(link.find()).as("a permanent link with the labels' state").isTrue();
    // The client encodes it again.
    return UriUtils.decode(link.group(1).replace("&amp;", "&"), StandardCharsets.UTF_8);
  }

  @Test
  void inkSpeaksOfDigitsAsRead() {
    String a = sent(3120, "Ink read");
    String b = sent(3121, "Ink read");
    correct(a, 0, 5);
    String address = "/api/v1/explanations?depth=pixels&a=" + a + "&b=" + b;
    JsonNode ink = rest.until(address, json -> json.has("explained"));
    assertThat(ink.get("says").asString()).isEqualTo("read");
    assertThat(ink.at("/a/corrected").asInt()).isEqualTo(5);
    assertThat(ink.at("/b/corrected").asInt()).isZero();
    assertThat(ink.get("score").asDouble())
        .isCloseTo(explained(a, b, "&digits=read").get("score").asDouble(), within(1e-9));
    assertThat(rest.page("/pairs/{a}/{b}", a, b).text()).contains("id=\"ink-asread\"");
  }

  @Test
  void aNewVersionHasTheSameCorrectionsAndOverwritesNone() {
    String id = sent(3130, "Versions");
    correct(id, 0, 4);
    Table table = tables.get(Long.parseLong(id));
    DigitModel other = OtherModels.of(77);
    models.register(
        other, JSON.createObjectNode().put("name", "other"), null, null, new PersonId(1));
    Reading read = readings.find(table).orElseThrow();
    readings.store(
        table.readKey(),
        new Reading(
            other.version(),
            read.region(),
            read.turn(),
            read.scale(),
            read.scaleConfidence(),
            read.looksLikeTable(),
            read.aside(),
            read.digits(),
            read.occurrences(),
            read.phi()));
    assertThat(
            jdbc.sql(
                    "select label_revision, digits from corrected_reading where table_id = :id"
                        + " order by model_version")
                .param("id", table.id())
                .query((row, n) -> row.getInt(1) + " " + row.getInt(2))
                .list())
        .containsExactly("1 4", "1 4");
    TableDigits of = corrected.find(table, other.version(), Digits.CORRECTED).orElseThrow();
    assertThat(of.corrected()).isEqualTo(4);
    assertThat(rest.get("/api/v1/tables/{id}/labels", id).json()).hasSize(4);
    correct(id, 10, 2);
    assertThat(
            jdbc.sql("select distinct label_revision from corrected_reading where table_id = :id")
                .param("id", table.id())
                .query(Integer.class)
                .list())
        .containsExactly(2);
  }

  @Test
  void labelsThatWereThereBeforeAreMadeUpFor() {
    String id = sent(3140, "Before");
    correct(id, 0, 4);
    JsonNode now = features(id, "");
    jdbc.sql("delete from corrected_reading where table_id = :id")
        .param("id", Long.parseLong(id))
        .update();
    corrected.reconcile();
    assertThat(
            jdbc.sql("select digits from corrected_reading where table_id = :id")
                .param("id", Long.parseLong(id))
                .query(Integer.class)
                .single())
        .isEqualTo(4);
    assertThat(features(id, "")).isEqualTo(now);
  }

  @Test
  void whoAgreesOrIsUnsureOrAsksCorrectsNothing() {
    String id = sent(3150, "Agreed");
    JsonNode read = rest.get("/api/v1/tables/{id}/digits", id).json();
    String box =
        "\"x\":%s,\"y\":%s,\"w\":%s,\"h\":%s"
            .formatted(
                read.get(0).get("x"),
                read.get(0).get("y"),
                read.get(0).get("w"),
                read.get(0).get("h"));
    UUID label = UUID.randomUUID();
    for (String kind :
        List.of(
            "\"digit\":" + read.get(0).get("digit"),
            "\"kind\":\"unsure\"",
            "\"digit\":" + read.get(0).get("digit"))) {
      label(id, "{\"id\":\"" + label + "\",\"after\":{" + box + "," + kind + "}}");
      assertThat(features(id, "").at("/provenance/corrected").asInt()).isZero();
    }
    label(id, "{\"id\":\"" + label + "\",\"after\":{" + box + ",\"kind\":\"none\"}}");
    assertThat(rest.get("/api/v1/tables/{id}/digits", id).json()).hasSize(read.size() - 1);
    label(id, "{\"id\":\"" + label + "\",\"after\":null}");
    assertThat(rest.get("/api/v1/tables/{id}/digits", id).json()).isEqualTo(read);
  }

  /** How corrections change digits depends on settings, and those stood in the version's file. */
  @Test
  void correctedDigitsOfAVersionWhoseFileIsLostAreGoneAndThoseReadAreNot() {
    String a = sent(3190, "Lost file");
    correct(a, 0, 3);
    String lost = "1057".repeat(16);
    jdbc.sql("insert into model_version (version, card, weights) values (?, '{}', '\\x00'::bytea)")
        .param(lost)
        .update();
    jdbc.sql(
            """
            insert into reading select (jsonb_populate_record(r, jsonb_build_object(
                'id', nextval(pg_get_serial_sequence('reading', 'id')), 'model_version', :lost))).*
            from reading r join scanned_table t
              on t.read_key = r.read_key and t.model_version = r.model_version
            where t.id = :table
            """)
        .param("lost", lost)
        .param("table", Long.valueOf(a))
        .update();
    String address = "/api/v1/tables/" + a + "/digits?model=" + lost;
    Rest.Answer gone = rest.get(address);
    assertThat(gone.status()).as(gone.text()).isEqualTo(410);
    assertThat(gone.json().get("type").asString()).isEqualTo("/problems/digits-not-corrected");
    assertThat(rest.get(address + "&digits=read").json()).hasSizeGreaterThan(100);
    jdbc.sql("delete from reading where model_version = ?").param(lost).update();
    jdbc.sql("delete from model_version where version = ?").param(lost).update();
  }
}
