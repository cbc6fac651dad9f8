package org.tabularium.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.models.Models;
import tools.jackson.databind.JsonNode;

/** A candidate beside the active version, through REST. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.samples=false")
class CandidateReportTest {

  @Autowired RestTestClient http;
  @Autowired Models models;

  /** A model that learnt that everything is an 8 must look bad beside the one it began with. */
  @Test
  void showsWhatWasLost() {
    LabelledBooks books = new LabelledBooks(http);
    Rest rest = books.rest;
    JsonNode wrong = books.book("Report", 780, 1);
    String id = wrong.get("id").asString();
    books.label(id, 60, "8");
    String job = books.start("{\"corpora\": [\"Report\"], \"steps\": 40, \"heldOut\": []}");
    // Labelled right by the time of the report; the frozen labels remain what they were.
    String version = books.ended(job).get("version").asString();
    JsonNode report =
        books.until("/api/v1/models/" + version + "/report", answer -> answer.has("against"));
    assertThat(report.get("version").asString()).isEqualTo(version);
    assertThat(report.get("against").asString()).isEqualTo(models.active().version());
    assertThat(report.get("heldOut").isNull()).as("nothing was held out, and it says so").isTrue();
    JsonNode learnt = report.get("learnt");
    assertThat(learnt.at("/candidate/labels").asInt()).isEqualTo(60);
    assertThat(learnt.at("/candidate/right").asInt())
        .as("by what it was told, it reads better")
        .isGreaterThan(learnt.at("/active/right").asInt());
    assertThat(learnt.at("/active/confusion")).hasSize(11);
    assertThat(report.get("editions")).hasSize(1);
    JsonNode better = report.get("better");
    assertThat(better.get("all").asInt())
        .isEqualTo(
            learnt.at("/candidate/right").asInt()
                - learnt.at("/active/right").asInt()
                + report.at("/worse/all").asInt());
    JsonNode place = better.get("shown").get(0);
    assertThat(place.get("digit").asInt()).isEqualTo(8);
    assertThat(place.get("after").asInt()).isEqualTo(8);
    assertThat(rest.get(place.get("image").asString()).status()).isEqualTo(200);
    assertThat(report.at("/searches/pinned").asBoolean()).isFalse();
    String page = rest.page("/models/" + version + "/comparison").text();
    assertThat(page)
        .contains("so these figures are of pages that the version learnt from")
        .contains("drawn at random by a fixed seed")
        .contains(place.get("image").asString())
        .contains("href=\"/tables/" + id + "\"")
        .doesNotContain("??");
    assertThat(rest.page("/models/" + models.active().version() + "/comparison").text())
        .contains("there is nothing to hold it against");
    assertThat(rest.page("/models/0000/comparison").status()).isEqualTo(404);

    assertThat(rest.page("/models/" + version).text())
        .contains("/models/" + version + "/comparison");
    assertThat(rest.page("/tables/" + id + "/similar").text()).contains("data-pinned=\"false\"");
    assertThat(rest.form("/tables/" + id + "/pin").status()).isIn(302, 303);
    assertThat(rest.page("/tables/" + id + "/similar").text()).contains("data-pinned=\"true\"");
    assertThat(rest.form("/tables/" + id + "/unpin").status()).isIn(302, 303);
    assertThat(rest.get("/api/v1/pinned-searches").json()).isEmpty();

    // A pinned search is what the next report compares.
    assertThat(rest.put("/api/v1/pinned-searches/" + id, "").status()).isEqualTo(204);
    assertThat(rest.get("/api/v1/pinned-searches").json().get(0).get("table").asString())
        .isEqualTo(id);
    assertThat(rest.put("/api/v1/pinned-searches/999999", "").status()).isEqualTo(404);
    assertThat(rest.post("/api/v1/models/" + version + "/report", "").status()).isEqualTo(202);
    JsonNode again =
        books.until(
            "/api/v1/models/" + version + "/report",
            answer -> answer.at("/searches/pinned").asBoolean());
    assertThat(again.at("/searches/each/0/table/id").asString()).isEqualTo(id);
    assertThat(rest.delete("/api/v1/pinned-searches/" + id).status()).isEqualTo(204);
    assertThat(rest.get("/api/v1/pinned-searches").json()).isEmpty();
    assertThat(rest.get("/api/v1/models/" + models.active().version() + "/report").status())
        .isEqualTo(404);
  }
}
