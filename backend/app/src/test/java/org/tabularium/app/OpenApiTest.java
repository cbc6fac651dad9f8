package org.tabularium.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TabulariumTest
class OpenApiTest {

  @Autowired RestTestClient http;
  @Autowired JsonMapper json;

  @Test
  void describesTheCallsAndTheirProblems() {
    String body =
        http.get()
            .uri("/api/v1/openapi.json")
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
            .returnResult(String.class)
            .getResponseBody();
    JsonNode api = json.readTree(body);
    assertThat(api.get("openapi").asString()).startsWith("3.");
    assertThat(api.at("/info/title").asString()).isEqualTo("Tabularium");
    Map<String, JsonNode> paths =
        api.get("paths").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(paths).containsKeys("/api/v1/jobs", "/api/v1/jobs/{id}", "/api/v1/person");
    assertThat(paths.keySet()).allMatch(path -> path.startsWith("/api/v1/"));
    JsonNode job = paths.get("/api/v1/jobs/{id}");
    assertThat(job.has("get")).isTrue();
    assertThat(job.has("delete")).isTrue();
    assertThat(
            job.at("/get/responses/default/content/application~1problem+json/schema/$ref")
                .asString())
        .isEqualTo("#/components/schemas/Problem");
    assertThat(api.at("/components/schemas/Problem/properties").has("detail")).isTrue();
  }

  /** The outside contract, call by call, as far as it exists. */
  @ParameterizedTest
  @CsvSource({
    "get,    /tables,                 200",
    "post,   /tables,                 200 202",
    "get,    /tables/{id},            200",
    "patch,  /tables/{id},            200",
    "delete, /tables/{id},            204",
    "get,    /tables/{id}/digits,     200 202",
    "get,    /tables/{id}/features,   200 202",
    "get,    /tables/{id}/similar,    200 202",
    "get,    /tables/{id}/citation,   200",
    "get,    /corpora/{id}/citation,  200",
    "post,   /tables/{id}/reading,    202",
    "get,    /tables/{id}/labels,     200",
    "put,    /tables/{id}/labels,     200 412 428",
    "patch,  /tables/{id}/labels,     200 412 428",
    "get,    /tables/{id}/labels/history, 200",
    "post,   /tables/{id}/labels/restore, 200",
    "post,   /tables/{id}/flags,      200",
    "get,    /labels/crops,           200",
    "get,    /labels/queue,           200",
    "post,   /labels/batch,           200",
    "get,    /corpora/{id}/labels,    200",
    "post,   /corpora/{id}/labels,    200",
    "get,    /explanations,           200 202",
    "get,    /explanations/heat,      200 202",
    "get,    /explanations/figure,    200 202",
    "get,    /lenses/{id}/explanations, 200 202",
    "get,    /lenses/{id}/figure,     200 202",
    "post,   /explanations/cover-up,  200 202",
    "get,    /explanations/numbers,   200 202",
    "get,    /explanations/file,      200 202",
    "post,   /search,                 200",
    "get,    /models,                 200",
    "get,    /models/{version},       200",
    "post,   /models/files,           200 201 413 422",
    "get,    /training,               200",
    "post,   /training/check,         200",
    "get,    /training/runs,          200",
    "get,    /training/{job},         200",
    "get,    /training/{job}/labels,  200",
    "post,   /models,                 202",
    "get,    /models/{version}/report, 200 202",
    "post,   /models/{version}/report, 202",
    "get,    /pinned-searches,        200",
    "put,    /pinned-searches/{table}, 204",
    "delete, /pinned-searches/{table}, 204",
    "get,    /jobs,                   200",
    "get,    /jobs/{id},              200",
    "delete, /jobs/{id},              200",
    "get,    /corpora,                200",
    "post,   /corpora,                201",
    "get,    /corpora/{id},           200",
    "patch,  /corpora/{id},           200",
    "delete, /corpora/{id},           204",
    "get,    /corpora/{id}/editions,  200",
    "post,   /corpora/{id}/editions,  200",
    "post,   /corpora/{id}/metadata,  200",
    "get,    /editions/{id},          200",
    "put,    /editions/{id},          200",
    "delete, /scans/{sha256},         204",
    "get,    /deletions,              200",
    "get,    /judgements,             200",
    "post,   /judgements,             201",
    "delete, /judgements,             204",
    "get,    /judgements/agreement,   200",
    "get,    /scores/calibration,     200",
    "get,    /person,                 200",
    "put,    /person,                 200",
  })
  void describesEveryCall(String method, String path, String statuses) {
    JsonNode call = document().get("paths").path("/api/v1" + path).path(method);
    assertThat(call.path("responses").propertyNames())
        .as(method + " " + path)
        .contains(statuses.split(" "))
        .contains("default");
  }

  @Test
  void bothKindsOfSearchAreDescribed() {
    assertThat(
            document()
                .get("paths")
                .path("/api/v1/search")
                .path("post")
                .path("requestBody")
                .path("content")
                .propertyNames())
        .contains("application/json", "multipart/form-data");
  }

  private JsonNode document() {
    return new Rest(http).get("/api/v1/openapi.json").json();
  }

  @Test
  void healthIsAllThatIsToldOfTheInside() {
    http.get()
        .uri("/actuator/health")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo("UP")
        .jsonPath("$.components")
        .doesNotExist();
    for (String inside : new String[] {"env", "beans", "heapdump", "loggers", "metrics", "info"}) {
      http.get().uri("/actuator/" + inside).exchange().expectStatus().isNotFound();
    }
  }
}
