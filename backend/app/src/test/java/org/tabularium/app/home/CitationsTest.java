package org.tabularium.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** A table and a corpus under addresses that hold for years, and as BibTeX. */
@TabulariumTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CitationsTest {

  private static final String SHELF = "Cited, and kept";

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  private Rest rest;
  private String first;
  private String second;
  private String corpus;

  @BeforeAll
  void twoTables() {
    rest = new Rest(http);
    first =
        rest.upload(
                TestScans.table(910),
                "cited-1.png",
                "corpus",
                SHELF,
                "title",
                "Tabulae & canones",
                "authors",
                "Peuerbach, Georg",
                "place",
                "Basel",
                "year",
                "1551",
                "page",
                "18")
            .id();
    second = rest.upload(TestScans.table(911), "cited_2.png", "corpus", SHELF).id();
    rest.read(first);
    rest.read(second);
    corpus = rest.get("/api/v1/tables/{id}", first).json().at("/corpus/id").asString();
  }

  @Test
  void aTableIsNamedByItsScanAndTheModelThatReadIt() {
    JsonNode table = rest.get("/api/v1/tables/{id}", first).json();
    String sha = table.at("/scan/sha256").asString();
    String version = table.get("model").asString();
    JsonNode cited = rest.get("/api/v1/tables/{id}/citation", first).json();
    String link = cited.get("link").asString();
    assertThat(link).contains("/table?scan=" + sha, "model=" + version);
    assertThat(cited.get("scan").asString()).isEqualTo(sha);
    assertThat(rest.page("/tables/{id}", first).text())
        .contains(link.replace("&", "&amp;"), "Cite this table");
    assertThat(to(rest.page(path(link)))).isEqualTo("/tables/" + first);

    // Another version, which found one digit less: the link to it shows what that one read.
    String older = "7".repeat(64);
    jdbc.sql(
            "insert into model_version (version, card, weights)"
                + " select :v, card, weights from model_version where version = :m")
        .param("v", older)
        .param("m", version)
        .update();
    JsonNode digits = rest.get("/api/v1/tables/{id}/digits", first).json();
    copyReading(table, version, older);
    String then = path(link.replace(version, older));
    assertThat(to(rest.page(then))).isEqualTo("/tables/" + first + "?model=" + older);
    String page = rest.page("/tables/{id}?model={v}", first, older).text();
    assertThat(page)
        .contains(
            "read by model 777777777777",
            digits.size() - 1 + " digits were read",
            "/api/v1/tables/" + first + "/digits?&amp;model=" + older);
    assertThat(rest.get("/api/v1/tables/{id}/digits?model={v}", first, older).json().size())
        .isEqualTo(digits.size() - 1);
    assertThat(
            rest.get("/api/v1/tables/{id}/citation?model={v}", first, older)
                .json()
                .get("link")
                .asString())
        .contains("model=" + older);
    assertThat(rest.page("/tables/{id}?model={v}", second, older).status())
        .as("a version that never read it")
        .isEqualTo(409);

    for (String gone :
        new String[] {path(link.replace(version, "ab")), "/tables/" + first + "?model=ab"}) {
      Rest.Answer answer = rest.page(gone);
      assertThat(answer.status()).isEqualTo(410);
      assertThat(answer.text()).contains("The model version is not here any more");
    }
    assertThat(rest.page(path(link.replace(sha, "0".repeat(64)))).status()).isEqualTo(404);
  }

  /** The link holds the state of the labels, so what people correct later does not change it. */
  @Test
  void aLinkShowsTheDigitsOfItsDay() {
    String id = rest.upload(TestScans.table(914), "cited-4.png", "corpus", "Cited, corrected").id();
    rest.read(id);
    JsonNode read = rest.get("/api/v1/tables/{id}/digits", id).json().get(0);
    int seen = read.get("digit").asInt();
    UUID label = UUID.randomUUID();
    correct(id, label, read, (seen + 1) % 10);
    String link = rest.get("/api/v1/tables/{id}/citation", id).json().get("link").asString();
    String version = rest.get("/api/v1/tables/{id}", id).json().get("model").asString();
    assertThat(link).contains("model=" + version).containsPattern("&labels=\\d+");
    assertThat(rest.page("/tables/{id}", id).text()).contains(link.replace("&", "&amp;"));

    correct(id, label, read, (seen + 2) % 10);
    String then = to(rest.page(path(link)));
    assertThat(then).startsWith("/tables/" + id + "?").containsPattern("labels=\\d+");
    String labels = then.replaceFirst(".*(labels=\\d+).*", "$1");
    assertThat(rest.page(path(then)).text())
        .contains("/api/v1/tables/" + id + "/digits?&amp;" + labels);
    assertThat(first(id, labels)).isEqualTo((seen + 1) % 10);
    assertThat(first(id, "")).isEqualTo((seen + 2) % 10);
    assertThat(rest.get("/api/v1/tables/{id}/citation", id).json().get("link").asString())
        .as("the link of today is another")
        .isNotEqualTo(link);
  }

  private int first(String table, String query) {
    return rest.get("/api/v1/tables/" + table + "/digits?" + query)
        .json()
        .get(0)
        .get("digit")
        .asInt();
  }

  private void correct(String table, UUID label, JsonNode read, int digit) {
    http.patch()
        .uri("/api/v1/tables/{id}/labels", table)
        .header("If-Match", "*")
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            "{\"changes\":[{\"id\":\"%s\",\"after\":{\"x\":%s,\"y\":%s,\"w\":%s,\"h\":%s,\"digit\":%d}}]}"
                .formatted(
                    label, read.get("x"), read.get("y"), read.get("w"), read.get("h"), digit))
        .exchange()
        .expectStatus()
        .isOk();
  }

  @Test
  void aTableIsAnEntryOfABibliography() {
    JsonNode table = rest.get("/api/v1/tables/{id}", first).json();
    String sha = table.at("/scan/sha256").asString();
    Rest.Answer file = rest.get("/api/v1/tables/{id}/citation?format=bibtex", first);
    assertThat(file.headers().getContentType().toString()).startsWith("application/x-bibtex");
    assertThat(file.text())
        .startsWith("@inbook{peuerbach1551tabulae-" + sha.substring(0, 8) + ",\n")
        .contains(
            "title = {Tabulae \\& canones}",
            "pages = {18}",
            "url = {"
                + rest.get("/api/v1/tables/{id}/citation", first).json().get("link").asString(),
            "Scan (SHA-256) " + sha,
            "model " + table.get("model").asString());
    assertThat(rest.get("/api/v1/tables/{id}/citation?format=bibtex", second).text())
        .startsWith("@misc{table-")
        .contains("title = {cited\\_2.png}");
    assertThat(rest.get("/api/v1/tables/{id}/citation?format=ris", first).status()).isEqualTo(400);
  }

  /** What people said of a scan they said in one corpus: a link leads to that one. */
  @Test
  void aScanInTwoCorporaIsCitedInOneOfThem() {
    String older = rest.upload(TestScans.table(913), "twice.png", "corpus", "Cited once").id();
    String newer =
        rest.upload(TestScans.table(913), "twice.png", "corpus", "Cited, and twice").id();
    rest.read(older);
    rest.read(newer);
    String link = rest.get("/api/v1/tables/{id}/citation", newer).json().get("link").asString();
    assertThat(link).contains("&corpus=Cited%2C%20and%20twice");
    assertThat(to(follow(link))).isEqualTo("/tables/" + newer);
    String other = rest.get("/api/v1/tables/{id}/citation", older).json().get("link").asString();
    assertThat(to(follow(other))).isEqualTo("/tables/" + older);
    String unsaid = link.replaceFirst("&corpus=[^&]*", "");
    assertThat(to(follow(unsaid))).as("the oldest").isEqualTo("/tables/" + older);
    assertThat(to(follow(unsaid + "&corpus=Renamed"))).isEqualTo("/tables/" + older);

    for (String[] pair : new String[][] {{first, newer}, {newer, older}, {older, newer}}) {
      String page = rest.page("/pairs/{a}/{b}", pair[0], pair[1]).text();
      assertThat(to(follow(found("id=\"lasting\" href=\"([^\"]+)\"", page))))
          .startsWith("/pairs/" + pair[0] + "/" + pair[1] + "?");
    }

    String asked = rest.page("/search?for={a}&for={b}", newer, first).text();
    String search = found("id=\"cite-link\"[^>]* value=\"([^\"]+)\"", asked);
    assertThat(follow(search).text())
        .contains("for=" + newer + "&amp;for=" + first)
        .doesNotContain("for=" + older + "&amp;");
  }

  private Rest.Answer follow(String link) {
    return rest.page(path(link));
  }

  private static String found(String pattern, String page) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    assertThat(matcher.find()).as(page).isTrue();
    return matcher.group(1).replace("&amp;", "&");
  }

  @Test
  void aCorpusIsNamedWithAMomentAndAHashOverItsScans() {
    JsonNode cited = rest.get("/api/v1/corpora/{id}/citation", corpus).json();
    assertThat(cited.get("tables").asInt()).isEqualTo(2);
    String link = cited.get("link").asString();
    assertThat(link).contains("name=Cited%2C%20and%20kept", cited.get("scans").asString());
    String page = rest.page("/corpora/{id}/cite", corpus).text();
    assertThat(page).contains("Cite this corpus", cited.get("scans").asString());
    String at = to(rest.page(path(link)));
    assertThat(at).startsWith("/corpora/" + corpus + "?until=");
    assertThat(rest.page(path(at)).text()).contains("data-unchanged=\"true\"", "2 tables");

    // What comes later is no part of it; what goes is told.
    String later = rest.upload(TestScans.table(912), "cited-3.png", "corpus", SHELF).id();
    rest.read(later);
    assertThat(rest.page(path(at)).text())
        .contains("data-unchanged=\"true\"")
        .doesNotContain("data-table=\"" + later + "\"");
    assertThat(
            rest.get("/api/v1/corpora/{id}/citation?until={at}", corpus, cited.get("at").asString())
                .json()
                .get("scans"))
        .isEqualTo(cited.get("scans"));
    JsonNode both = rest.get("/api/v1/corpora/{id}/citation", corpus).json();
    assertThat(both.get("tables").asInt()).isEqualTo(3);
    rest.delete("/api/v1/tables/{id}", later);
    assertThat(rest.page(path(to(rest.page(path(both.get("link").asString()))))).text())
        .contains("data-unchanged=\"false\"", "Not quite as it was cited");

    String bib = rest.get("/api/v1/corpora/{id}/citation?format=bibtex", corpus).text();
    assertThat(bib)
        .contains(
            "@book{peuerbach1551tabulae,",
            "@misc{corpus-",
            "title = {Cited, and kept}",
            "/corpus?name=");
    Rest.Answer gone = rest.page(path(link.replace("Cited", "Gone")));
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.text()).contains("The corpus is not here any more");
  }

  private void copyReading(JsonNode table, String from, String to) {
    jdbc.sql(
            """
            insert into reading (read_key, model_version, region_x, region_y, region_width, region_height,
              turn, scale, confidence, looks_like_table, classes, confidences, boxes, bigrams, firsts,
              seconds, masses, phi, aside, cell_rows, cell_columns)
            select r.read_key, :to, r.region_x, r.region_y, r.region_width, r.region_height, r.turn, r.scale,
              r.confidence, r.looks_like_table, trim_array(classes, 1), trim_array(confidences, 1),
              trim_array(boxes, 4), '{}', '{}', '{}', '{}', phi, aside, trim_array(cell_rows, 1),
              trim_array(cell_columns, 1)
            from reading r join scanned_table t on t.read_key = r.read_key
            where r.model_version = :from and t.id = :id\
            """)
        .param("from", from)
        .param("to", to)
        .param("id", Long.valueOf(table.get("id").asString()))
        .update();
  }

  private static String to(Rest.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(302);
    return answer.headers().getFirst("Location");
  }

  /** Decoded, since the client encodes. */
  private static String path(String link) {
    String path = link.substring(link.indexOf('/', link.startsWith("http") ? 8 : 0));
    return URLDecoder.decode(path, StandardCharsets.UTF_8);
  }
}
