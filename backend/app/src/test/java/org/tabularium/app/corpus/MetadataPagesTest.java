package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** Describing pages by a file: looked at first, applied when somebody says so. */
@TabulariumTest
class MetadataPagesTest {

  private static final String CSV =
      """
      page_id;short_title;place_of_publication;year_of_publication;remarks
      m_p1.jpg;Sphaera emendata;Wittenberg;1550;
      M_P2;Sphaera emendata;Wittenberg;1550;
      later_p3;Sphaera emendata;Wittenberg;1551;
      bad_p4;Sphaera;Wittenberg;anno domini;
      """;

  @Autowired RestTestClient http;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http.mutate().defaultHeader("X-Tabularium-Person", "Hypatia").build());
  }

  private Rest.Answer send(String address, String csv) {
    return rest.multipart(address, csv.getBytes(StandardCharsets.UTF_8), "books.csv");
  }

  @Test
  void nothingChangesUntilTheFileIsApplied() {
    JsonNode first =
        rest.upload(TestScans.table(320), "m_p1.png", "corpus", "By a file", "title", "Sphera")
            .json();
    String one = first.get("id").asString();
    String two = rest.upload(TestScans.table(321), "m_p2.png", "corpus", "By a file").id();
    String corpus = first.at("/corpus/id").asString();
    String form = "/corpora/" + corpus + "/metadata";
    assertThat(rest.page("/corpora/" + corpus).text()).contains("href=\"" + form + "\"");
    assertThat(rest.page(form).text()).contains("enctype=\"multipart/form-data\"", "page_id");

    Rest.Answer sent = send(form, CSV);
    assertThat(sent.status()).isEqualTo(302);
    String file = sent.headers().getLocation().getPath();
    String look = rest.page(file).text();
    assertThat(look)
        .contains("It describes 3 pages in 2 editions, 2 of them new")
        .contains("One table here is meant; one would change")
        .contains("m_p1.png", "Sphera", "Sphaera emendata, Wittenberg 1550")
        .contains("a scan here is called m_p2: the capitals differ", "later_p3")
        .contains("“anno domini” is not a year")
        .contains("semicolons", "remarks")
        .contains("action=\"" + file + "/apply\"");
    assertThat(title(one)).isEqualTo("Sphera");
    assertThat(rest.page(form).text()).doesNotContain("books.csv");

    assertThat(rest.form(file + "/apply").status()).isEqualTo(302);
    assertThat(title(one)).isEqualTo("Sphaera emendata");
    assertThat(rest.get("/api/v1/tables/{id}", two).json().get("edition").isNull()).isTrue();
    assertThat(rest.get("/api/v1/corpora/{id}/editions", corpus).json().findValuesAsString("title"))
        .as("the edition that nothing belongs to any more is gone")
        .containsExactly("Sphaera emendata", "Sphaera emendata");
    String later = rest.upload(TestScans.table(322), "later_p3.png", "corpus", corpus).id();
    assertThat(title(later)).isEqualTo("Sphaera emendata");

    // It stands there who did it, and it is done once.
    assertThat(rest.page(file).text()).contains("Applied by", "Hypatia").doesNotContain("/apply");
    assertThat(rest.page(form).text()).contains("books.csv", "Hypatia");
    assertThat(rest.form(file + "/apply").status()).isEqualTo(409);
  }

  private String title(String table) {
    return rest.get("/api/v1/tables/{id}", table).json().at("/edition/title").asString();
  }

  @Test
  void aFileThatIsNoTableStaysOnThePageWithASentenceThatHelps() {
    String corpus = rest.post("/api/v1/corpora", "{\"name\":\"No table\"}").id();
    String form = "/corpora/" + corpus + "/metadata";
    Rest.Answer wrong = page(form, "page_id:title\na:b");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("Only one column", "page_id:title", "<form");
    assertThat(page(form, "title,year\na,1550").text()).contains("Here it names: title · year");
    assertThat(page("/corpora/999999/metadata", CSV).status()).isEqualTo(404);
    assertThat(rest.page(form + "/999999").status()).isEqualTo(404);
  }

  private Rest.Answer page(String address, String csv) {
    return new Rest(http.mutate().defaultHeader("Accept", "text/html").build())
        .multipart(address, csv.getBytes(StandardCharsets.UTF_8), "books.csv");
  }

  @Test
  void aFileIsSetAsideForAnotherOne() {
    String corpus = rest.post("/api/v1/corpora", "{\"name\":\"Set aside\"}").id();
    String form = "/corpora/" + corpus + "/metadata";
    String first = send(form, CSV).headers().getLocation().getPath();
    String second = send(form, CSV).headers().getLocation().getPath();
    assertThat(rest.page(first).status()).isEqualTo(404);
    assertThat(rest.page(second).status()).isEqualTo(200);
    assertThat(rest.form(second + "/forget").status()).isEqualTo(302);
    assertThat(rest.page(second).status()).isEqualTo(404);
    assertThat(rest.form(second + "/apply").status()).isEqualTo(404);
  }

  @Test
  void programsCanLookFirstToo() {
    String corpus = rest.post("/api/v1/corpora", "{\"name\":\"Looked at\"}").id();
    String id = rest.upload(TestScans.table(323), "m_p1.png", "corpus", corpus).id();
    String address = "/api/v1/corpora/" + corpus + "/metadata";
    JsonNode look = send(address + "?preview=true", CSV).json();
    assertThat(look.get("applied").asBoolean()).isFalse();
    assertThat(look.get("moved").asInt()).isEqualTo(1);
    assertThat(look.at("/matched/0/table/id").asString()).isEqualTo(id);
    assertThat(look.get("problemCount").asInt()).isEqualTo(1);
    assertThat(look.at("/problems/0/why").asString()).contains("anno domini");
    assertThat(rest.get("/api/v1/tables/{id}", id).json().get("edition").isNull()).isTrue();
    assertThat(send(address, CSV).json().get("applied").asBoolean()).isTrue();
    assertThat(title(id)).isEqualTo("Sphaera emendata");
  }
}
