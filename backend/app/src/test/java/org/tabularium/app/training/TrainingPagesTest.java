package org.tabularium.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import tools.jackson.databind.JsonNode;

/** The pages of a training, without scripts. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
class TrainingPagesTest {

  @Autowired RestTestClient http;

  @Test
  void leadFromTheFormToWhatCameOfIt() {
    LabelledBooks books = new LabelledBooks(http);
    Rest rest = books.rest;
    // in a corpus of its own: tests share a house
    String corpus = rest.post("/api/v1/corpora", "{\"name\":\"Pages\"}").id();
    Rest.Answer empty = rest.page("/training/new?corpus=" + corpus);
    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.text()).contains("data-finding=\"no-labels\"").contains("/annotate");
    Rest.Answer refused = rest.form("/training?hold=auto&corpus=" + corpus);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("role=\"alert\"").contains("Nothing to learn from");

    JsonNode table = books.book("Pages", 770, 1);
    books.label(table.get("id").asString(), 60, "8");
    assertThat(rest.page("/training/new?hold=none&length=short&seed=2&corpus=" + corpus).text())
        .contains("60 labelled digits of one edition")
        .contains("40 steps")
        .contains("data-finding=\"few-labels\"");
    assertThat(rest.page("/annotate").text()).contains("/training/new");
    assertThat(rest.page("/models").text()).contains("/training/new");

    Rest.Answer started = rest.form("/training?hold=none&length=short&corpus=" + corpus);
    assertThat(started.status()).isIn(302, 303);
    String address = String.valueOf(started.headers().getLocation());
    assertThat(address).contains("/training/");
    String job = address.substring(address.lastIndexOf('/') + 1).replaceAll(";.*", "");
    JsonNode run = books.ended(job);
    String page = rest.page("/training/" + job).text();
    assertThat(page)
        .contains("data-outcome=\"registered\"")
        .contains("/models/" + run.get("version").asString())
        .contains(run.get("inputHash").asString());
    assertThat(page.split("<tr>", -1)).as("the curve as a table").hasSizeGreaterThan(3);
    assertThat(rest.page("/training/new").text())
        .containsPattern("as the last (training here tells|\\d trainings here tell)");
    assertThat(rest.page("/training/999999").status()).isEqualTo(404);
  }
}
