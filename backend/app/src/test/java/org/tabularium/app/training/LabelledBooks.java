package org.tabularium.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.Rest;
import org.tabularium.app.TestScans;
import tools.jackson.databind.JsonNode;

/** Drawn tables that have been read, with labels that say what the model read. */
final class LabelledBooks {

  final Rest rest;

  LabelledBooks(RestTestClient http) {
    this.rest = new Rest(http);
  }

  /** A table of its own edition, labelled down to so many digits. */
  JsonNode book(String corpus, long seed, int labels) {
    return book(corpus, "Book " + seed, seed, labels);
  }

  JsonNode book(String corpus, String title, long seed, int labels) {
    String id =
        rest.upload(
                TestScans.table(seed),
                "p" + seed + ".png",
                "corpus",
                corpus,
                "title",
                title,
                "year",
                "1600")
            .id();
    JsonNode table = rest.read(id);
    label(id, labels, "");
    return table;
  }

  /** Labels the first digits that were read as what was read, or all of them as this digit. */
  void label(String table, int labels, String always) {
    label(table, labels, read -> always.isEmpty() ? Integer.toString(read) : always);
  }

  /** The same, as said of what was read: a digit, or null for "no digit here". */
  void label(String table, int labels, IntFunction<String> said) {
    JsonNode digits = rest.get("/api/v1/tables/" + table + "/digits").json();
    assertThat(digits.size()).isGreaterThanOrEqualTo(labels);
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < labels; i++) {
      JsonNode digit = digits.get(i);
      json.append(i == 0 ? "" : ", ")
          .append("{\"x\": ")
          .append(digit.get("x").asDouble())
          .append(", \"y\": ")
          .append(digit.get("y").asDouble())
          .append(", \"w\": ")
          .append(digit.get("w").asDouble())
          .append(", \"h\": ")
          .append(digit.get("h").asDouble())
          .append(", \"digit\": ")
          .append(said.apply(digit.get("digit").asInt()))
          .append("}");
    }
    assertThat(rest.putOnTop("/api/v1/tables/" + table + "/labels", json + "]").status())
        .isEqualTo(200);
  }

  /** Starts a training and returns the number of its job. */
  String start(String json) {
    Rest.Answer answer = rest.post("/api/v1/models", json);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String job = answer.json().get("job").asString();
    assertThat(answer.headers().getLocation()).hasToString("/api/v1/jobs/" + job);
    return job;
  }

  /** Asks until the answer is as it should be, with the patience that training needs. */
  JsonNode until(String address, java.util.function.Predicate<JsonNode> wanted) {
    return rest.until(address, wanted, java.time.Duration.ofMinutes(10));
  }

  /** Waits until something has come of a training. */
  JsonNode ended(String job) {
    return until("/api/v1/training/" + job, run -> !run.get("outcome").isNull());
  }
}
