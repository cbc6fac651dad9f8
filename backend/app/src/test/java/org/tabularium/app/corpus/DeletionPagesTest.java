package org.tabularium.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;

/** Deleting by page: plain forms that say first what depends on the thing. */
@TabulariumTest
class DeletionPagesTest {

  @Autowired RestTestClient http;
  Rest rest;

  @BeforeEach
  void client() {
    rest = new Rest(http);
  }

  @Test
  void aScanGoesWithAllItsTablesAfterSayingWhichAndWhere() {
    byte[] scan = TestScans.table(310);
    String whole = rest.upload(scan, "three.png", "corpus", "Shelf one").id();
    String part =
        rest.upload(scan, "three.png", "corpus", "Shelf one", "region", "0,0,560,300").id();
    String elsewhere = rest.upload(scan, "three.png", "corpus", "Shelf two").id();
    String alone = rest.upload(TestScans.table(311), "alone.png", "corpus", "Shelf one").id();
    List.of(whole, part, elsewhere, alone).forEach(rest::read);
    String sha256 = rest.get("/api/v1/tables/{id}", whole).json().at("/scan/sha256").asString();
    String address = "/scans/" + sha256 + "/delete";

    assertThat(rest.page("/tables/{id}", alone).text()).doesNotContain("/scans/");
    assertThat(rest.page("/tables/{id}", part).text())
        .contains(address, "Delete the scan with its 3 tables")
        .contains("Another table on this scan, in Shelf two");
    assertThat(rest.page("/tables/{id}/delete", part).text())
        .contains(address, "2 other tables lie on the same scan");

    String question = rest.page(address).text();
    assertThat(question)
        .contains("This scan carries 3 tables, in the corpora Shelf one, Shelf two:")
        .contains("/tables/" + whole, "/tables/" + part, "/tables/" + elsewhere)
        .contains("3 tables", "2 readings", "one scan, the file itself")
        .contains("<form class=\"row\" method=\"post\" action=\"" + address + "\">");

    // One of them first: the question is about what is left.
    assertThat(rest.form("/tables/{id}/delete", part).status()).isEqualTo(302);
    assertThat(rest.page(address).text()).contains("This scan carries 2 tables");

    Rest.Answer gone = rest.form(address);
    assertThat(gone.status()).isEqualTo(302);
    assertThat(gone.headers().getLocation().getPath()).startsWith("/corpora/");
    for (String id : List.of(whole, part, elsewhere)) {
      assertThat(rest.page("/tables/{id}", id).status()).isEqualTo(404);
    }
    assertThat(rest.page("/tables/{id}", alone).status()).isEqualTo(200);
    assertThat(rest.page(address).status()).isEqualTo(404);
    assertThat(rest.form(address).status()).isEqualTo(404);
  }
}
