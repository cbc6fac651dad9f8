package org.tabularium.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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
