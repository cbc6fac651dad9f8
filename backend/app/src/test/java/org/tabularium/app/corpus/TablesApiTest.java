package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** The outside contract of tables: uploading, listing, correcting, deleting. */
@TabulariumTest
class TablesApiTest {

  @Autowired RestTestClient http;
  @Autowired ScanStore store;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void anUploadIsStoredQueuedAndRead() {
    Rest.Answer answer =
        rest.upload(
            TestScans.table(1),
            "1594_beyer_quaestiones_1550_p101.png",
            "corpus",
            "Upload test",
            "title",
            "Quaestiones novae",
            "authors",
            "Sacrobosco, Johannes de;Beyer, Hartmann",
            "place",
            "Wittenberg",
            "year",
            "1550");

    assertThat(answer.status()).isEqualTo(202);
    String id = answer.id();
    assertThat(answer.headers().getLocation()).hasToString("/api/v1/tables/" + id);

    JsonNode table = rest.read(id);
    assertThat(table.get("status").asString()).isEqualTo("indexed");
    assertThat(table.get("why").isNull()).isTrue();
    assertThat(table.get("model").asString()).matches("[0-9a-f]{64}");
    assertThat(table.get("scale").asDouble()).isPositive();
    assertThat(table.get("turn").asInt()).isIn(0, 90, 180, 270);
    assertThat(table.at("/edition/authors/1").asString()).isEqualTo("Beyer, Hartmann");
    assertThat(table.at("/edition/year").asInt()).isEqualTo(1550);
    assertThat(table.get("page").asString()).isEqualTo("101");
    assertThat(table.at("/corpus/name").asString()).isEqualTo("Upload test");
    assertThat(table.get("by").asString()).isEqualTo("anonymous");
  }

  @Test
  void theSameBytesInTheSameCorpusAndRegionAreTheSameTable() {
    byte[] scan = TestScans.table(2);
    Rest.Answer first = rest.upload(scan, "a.png", "corpus", "Same");
    Rest.Answer again = rest.upload(scan, "b.png", "corpus", "same");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.id()).isEqualTo(first.id());
    // The whole scan, said at length.
    Rest.Answer whole = rest.upload(scan, "a.png", "corpus", "Same", "region", "0,0,560,608");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.id()).isEqualTo(first.id());

    Rest.Answer part = rest.upload(scan, "a.png", "corpus", "Same", "region", "0,0,560,300");
    assertThat(part.status()).isEqualTo(202);
    assertThat(part.id()).isNotEqualTo(first.id());
    assertThat(part.json().get("region").toString()).isEqualTo("[0,0,560,300]");
    Rest.Answer turned = rest.upload(scan, "a.png", "corpus", "Same", "turn", "90");
    assertThat(turned.status()).isEqualTo(202);
    assertThat(turned.id()).isNotIn(first.id(), part.id());
    assertThat(rest.upload(scan, "a.png", "corpus", "Same", "turn", "-270").id())
        .isEqualTo(turned.id());
    Rest.Answer elsewhere = rest.upload(scan, "a.png", "corpus", "Elsewhere");
    assertThat(elsewhere.status()).isEqualTo(202);
    assertThat(elsewhere.json().at("/scan/sha256")).isEqualTo(first.json().at("/scan/sha256"));

    // One reading serves both corpora, and the part has fewer digits than the whole.
    JsonNode here = rest.read(first.id());
    JsonNode there = rest.read(elsewhere.id());
    assertThat(there.get("digitCount")).isEqualTo(here.get("digitCount"));
    assertThat(rest.read(part.id()).get("digitCount").asInt())
        .isLessThan(here.get("digitCount").asInt());
    assertThat(rest.read(turned.id()).get("turn").asInt()).isEqualTo(90);
    JsonNode digits = rest.get("/api/v1/tables/{id}/digits", part.id()).json();
    for (JsonNode digit : digits) {
      assertThat(digit.get("y").asDouble()).isBetween(-3.0, 303.0);
    }
  }

  @Test
  void whatIsAskedOfTheReadingIsChecked() {
    byte[] scan = TestScans.table(3);
    for (String[] wrong :
        new String[][] {
          {"region", "0,0,0,10"},
          {"region", "0,0,-5,10"},
          {"region", "everything"},
          {"turn", "45"},
          {"scale", "-1"},
          {"scale", "NaN"},
          {"year", "MDL"},
          {"edition", "999999"}
        }) {
      Rest.Answer answer = rest.upload(scan, "a.png", wrong);
      assertThat(answer.status()).as(String.join("=", wrong)).isIn(400, 404);
      assertThat(answer.headers().getContentType()).hasToString("application/problem+json");
    }
    assertThat(rest.upload(scan, "a.png", "region", "500,0,100,100").status()).isEqualTo(422);
    assertThat(rest.upload(scan, "a.png", "corpus", "1984").status()).isEqualTo(404);
  }

  @Test
  void listsAreNarrowed() {
    for (int i = 0; i < 4; i++) {
      rest.upload(
          TestScans.table(100 + i),
          "n" + i + "_p" + i + ".png",
          "corpus",
          "Narrow, with a comma",
          "title",
          i < 2 ? "Speculum astrologiae" : "In Sphaeram commentarius",
          "authors",
          i < 2 ? "Giuntini, Francesco" : "Clavius, Christoph;Sacrobosco, Johannes de",
          "printers",
          "Tinghi, Philippe",
          "place",
          i < 2 ? "Lyon" : "Frankfurt (Main)",
          "year",
          String.valueOf(1580 + i));
    }
    String in = "/api/v1/tables?corpus=Narrow, with a comma";
    assertThat(total(in)).isEqualTo(4);
    assertThat(total(in + "&author=clavius")).isEqualTo(2);
    assertThat(total(in + "&author=100%")).isZero();
    assertThat(total(in + "&printer=tinghi")).isEqualTo(4);
    assertThat(total(in + "&place=frankfurt")).isEqualTo(2);
    assertThat(total(in + "&yearFrom=1581&yearTo=1582")).isEqualTo(2);
    assertThat(total(in + "&q=speculum 1580")).isEqualTo(1);
    assertThat(total(in + "&q=n3")).isEqualTo(1);
    assertThat(total(in + "&status=queued&status=indexing&status=indexed")).isEqualTo(4);
    assertThat(total(in + "&status=failed")).isZero();
    assertThat(total("/api/v1/tables?corpus=no such corpus")).isZero();
    JsonNode page = rest.get(in + "&size=3&page=1").json();
    assertThat(page.get("items").size()).isEqualTo(1);
    assertThat(page.get("pages").asInt()).isEqualTo(2);
    String edition = page.at("/items/0/edition/id").asString();
    assertThat(total(in + "&edition=" + edition)).isEqualTo(1);

    // The same on the gallery, whose choices are those that there are.
    String gallery = "/corpora/" + page.at("/items/0/corpus/id").asString();
    assertThat(rest.page(gallery).text())
        .contains("4 tables", "<option value=\"Lyon\">Lyon (2)</option>", "placeholder=\"1580\"");
    assertThat(rest.page(gallery + "?place=Lyon").text()).contains("2 tables");
    assertThat(rest.page(gallery + "?edition=" + edition).text()).contains("One table");
    assertThat(rest.page(gallery + "?yearFrom=1581&yearTo=1582").text()).contains("2 tables");
    assertThat(rest.page(gallery + "?status=failed").text()).contains("No tables");
  }

  private int total(String address) {
    return rest.get(address).json().get("total").asInt();
  }

  @Test
  void descriptionsAreCorrected() {
    String id =
        rest.upload(
                TestScans.table(4), "p.png", "corpus", "Correct", "title", "Sphera", "year", "1500")
            .id();
    rest.read(id);
    JsonNode changed =
        rest.patch(
                "/api/v1/tables/" + id,
                "{\"title\":\"Sphaera\",\"authors\":[\"Sacrobosco, Johannes de\"],\"page\":\"12v\"}")
            .json();
    assertThat(changed.at("/edition/title").asString()).isEqualTo("Sphaera");
    assertThat(changed.at("/edition/year").asInt()).isEqualTo(1500);
    assertThat(changed.get("page").asString()).isEqualTo("12v");
    assertThat(changed.get("status").asString()).isEqualTo("indexed");

    JsonNode moved =
        rest.patch("/api/v1/tables/" + id, "{\"corpus\":\"Correct elsewhere\"}").json();
    assertThat(moved.at("/corpus/name").asString()).isEqualTo("Correct elsewhere");
    assertThat(moved.at("/edition/title").asString()).isEqualTo("Sphaera");
    assertThat(moved.at("/edition/corpus")).isEqualTo(moved.at("/corpus/id"));

    JsonNode none = rest.patch("/api/v1/tables/" + id, "{\"edition\":null}").json();
    assertThat(none.get("edition").isNull()).isTrue();

    JsonNode asked = rest.patch("/api/v1/tables/" + id, "{\"turn\":180,\"scale\":0.5}").json();
    assertThat(asked.get("askedTurn").asInt()).isEqualTo(180);
    JsonNode read = rest.read(id);
    assertThat(read.get("turn").asInt()).isEqualTo(180);
    assertThat(read.get("scale").asDouble()).isEqualTo(0.5);
    rest.patch("/api/v1/tables/" + id, "{\"turn\":null,\"scale\":null}");
    assertThat(rest.read(id).get("turn").asInt()).isZero();

    assertThat(rest.patch("/api/v1/tables/" + id, "{\"turn\":\"left\"}").status()).isEqualTo(400);
    assertThat(rest.patch("/api/v1/tables/" + id, "[]").status()).isEqualTo(400);
  }

  @Test
  void aTableThatHasNotChangedIsNotSentAgain() {
    String id = rest.upload(TestScans.table(5), "e.png", "corpus", "Tags").id();
    rest.read(id);
    String tag = rest.get("/api/v1/tables/{id}", id).headers().getETag();
    http.get()
        .uri("/api/v1/tables/{id}", id)
        .header("If-None-Match", tag)
        .exchange()
        .expectStatus()
        .isNotModified();
    rest.patch("/api/v1/tables/" + id, "{\"page\":\"7\"}");
    assertThat(rest.get("/api/v1/tables/{id}", id).headers().getETag()).isNotEqualTo(tag);
    http.patch()
        .uri("/api/v1/tables/{id}", id)
        .header("If-Match", tag)
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"page\":\"8\"}")
        .exchange()
        .expectStatus()
        .isEqualTo(412);
  }

  @Test
  void ofTwoWhoChangeTheSameOneLearnsIt() {
    String id = rest.upload(TestScans.table(8), "f.png", "corpus", "Both").id();
    rest.read(id);
    for (int round = 0; round < 5; round++) {
      String tag = rest.get("/api/v1/tables/{id}", id).headers().getETag();
      List<CompletableFuture<Integer>> both =
          Stream.of("a" + round, "b" + round)
              .map(
                  page ->
                      CompletableFuture.supplyAsync(
                          () ->
                              http.patch()
                                  .uri("/api/v1/tables/{id}", id)
                                  .header("If-Match", tag)
                                  .contentType(MediaType.APPLICATION_JSON)
                                  .body("{\"page\":\"" + page + "\"}")
                                  .exchange()
                                  .returnResult(String.class)
                                  .getStatus()
                                  .value()))
              .toList();
      assertThat(both.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 412);
    }
  }

  @Test
  void deletingTakesAlongWhatDependsAndNoMore() throws Exception {
    byte[] scan = TestScans.table(6);
    String one = rest.upload(scan, "a.png", "corpus", "Delete one").id();
    String other = rest.upload(scan, "a.png", "corpus", "Delete other").id();
    String near = rest.upload(TestScans.table(7), "b.png", "corpus", "Delete one").id();
    JsonNode table = rest.read(one);
    rest.read(other);
    rest.read(near);
    String sha256 = table.at("/scan/sha256").asString();
    Path bytes = store.path(sha256);
    assertThat(rest.get("/api/v1/tables/{id}/dependents", one).json().get("scans").asInt())
        .isZero();
    assertThat(ranked(near)).contains(one, other);

    assertThat(rest.delete("/api/v1/tables/{id}", one).status()).isEqualTo(204);
    assertThat(rest.get("/api/v1/tables/{id}", one).status()).isEqualTo(404);
    assertThat(ranked(near)).contains(other).doesNotContain(one);
    assertThat(bytes).exists();
    assertThat(rest.get("/api/v1/tables/{id}/digits", other).status()).isEqualTo(200);
    assertThat(rest.delete("/api/v1/tables/{id}", one).status()).isEqualTo(404);

    String corpus = rest.get("/api/v1/tables/{id}", other).json().at("/corpus/id").asString();
    JsonNode dependents = rest.get("/api/v1/corpora/{id}/dependents", corpus).json();
    assertThat(dependents.get("tables").asInt()).isEqualTo(1);
    assertThat(dependents.get("scans").asInt()).isEqualTo(1);
    assertThat(rest.delete("/api/v1/corpora/{id}", corpus).status()).isEqualTo(204);
    assertThat(rest.get("/api/v1/corpora/{id}", corpus).status()).isEqualTo(404);
    await(() -> Files.notExists(bytes));
    assertThat(rest.get("/iiif/3/{sha}/info.json", sha256).status()).isEqualTo(404);
    assertThat(ranked(near)).doesNotContain(other);

    // What was deleted can come again.
    Rest.Answer again = rest.upload(scan, "a.png", "corpus", "Delete one");
    assertThat(again.status()).isEqualTo(202);
    assertThat(rest.read(again.id()).get("status").asString()).isEqualTo("indexed");
    String nearScan = rest.get("/api/v1/tables/{id}", near).json().at("/scan/sha256").asString();
    assertThat(rest.delete("/api/v1/scans/{sha}", nearScan).status()).isEqualTo(204);
    assertThat(rest.get("/api/v1/tables/{id}", near).status()).isEqualTo(404);
  }

  private List<String> ranked(String id) {
    return rest.get("/api/v1/tables/{id}/similar?limit=1000", id).json().values().stream()
        .map(one -> one.get("id").asString())
        .toList();
  }

  @Test
  void corporaAreMadeRenamedAndDescribed() {
    Rest.Answer made =
        rest.post("/api/v1/corpora", "{\"name\":\" Sphaera \",\"description\":\"359 editions\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("name").asString()).isEqualTo("Sphaera");
    assertThat(rest.post("/api/v1/corpora", "{\"name\":\"SPHAERA\"}").status()).isEqualTo(409);
    assertThat(rest.post("/api/v1/corpora", "{\"name\":\"1\"}").status()).isEqualTo(422);
    assertThat(rest.post("/api/v1/corpora", "{\"name\":\"  \"}").status()).isEqualTo(422);
    assertThat(
            rest.patch("/api/v1/corpora/" + made.id(), "{\"name\":\"De sphaera\"}")
                .json()
                .get("name")
                .asString())
        .isEqualTo("De sphaera");

    String csv =
        "\ufeffpage_id,credited_authors,short_title,printers,publishers,place_of_publication,year_of_publication,handle\n"
            + "known_p1.jpg,\"Sacrobosco, Johannes de;Beyer, Hartmann\",Quaestiones,Seitz,Seitz,Wittenberg,1550,h\n"
            + "later_p2,\"Piccol\u00f2mini, Alessandro\",La sfera,,,Sine loco,1540,\n"
            + "bad_p3.jpg,,,,,,in the year of our Lord,\n";
    String known = rest.upload(TestScans.table(8), "known_p1.png", "corpus", "De sphaera").id();
    JsonNode imported =
        rest.multipart(
                "/api/v1/corpora/" + made.id() + "/metadata",
                csv.getBytes(StandardCharsets.UTF_8),
                "metadata.csv")
            .json();
    assertThat(imported.get("rows").asInt()).isEqualTo(2);
    assertThat(imported.get("tables").asInt()).isEqualTo(1);
    assertThat(imported.at("/problems/0/line").asInt()).isEqualTo(4);
    String later = rest.upload(TestScans.table(9), "later_p2.jpg", "corpus", made.id()).id();
    assertThat(rest.get("/api/v1/tables/{id}", known).json().at("/edition/authors/1").asString())
        .isEqualTo("Beyer, Hartmann");
    assertThat(rest.get("/api/v1/tables/{id}", later).json().at("/edition/place").asString())
        .isEqualTo("Sine loco");
    assertThat(rest.get("/api/v1/corpora/{id}/editions", made.id()).json().size()).isEqualTo(2);
  }

  /** Bytes go after the answer, on a thread of their own. */
  private static void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 200 && !what.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertThat(what.getAsBoolean()).isTrue();
  }
}
