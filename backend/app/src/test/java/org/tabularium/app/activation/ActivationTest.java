package org.tabularium.app.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.OtherModels;
import org.tabularium.app.Rest;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.TestScans;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.PersonId;
import org.tabularium.network.model.DigitModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One version takes the place of another while people search, and gives it back. */
@TabulariumTest
class ActivationTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern HIT = Pattern.compile("class=\"hit\" data-table=\"(\\d+)\"");
  private static final Pattern SCORE = Pattern.compile("<data value=\"([^\"]+)\"");

  @Autowired RestTestClient http;
  @Autowired JdbcClient jdbc;
  @Autowired Models models;
  @Autowired JsonMapper json;
  private Rest rest;
  private String shipped;

  @BeforeEach
  void client() {
    rest = new Rest(http);
    shipped = models.shipped();
  }

  /** Other tests of this context expect what Tabularium came with. */
  @AfterEach
  void shippedAgain() {
    jobEnded(activate(shipped));
    assertThat(active()).isEqualTo(shipped);
  }

  private String candidate(long seed) {
    DigitModel model = OtherModels.of(seed);
    models.register(
        model,
        json.createObjectNode().put("name", "shaken " + seed),
        shipped,
        null,
        PersonId.ANONYMOUS);
    return model.version();
  }

  private List<String> shelf(String corpus, int from, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      ids.add(rest.upload(TestScans.table(i), "s" + i + ".png", "corpus", corpus).id());
    }
    ids.forEach(rest::read);
    return ids;
  }

  private Rest.Answer activate(String version) {
    return rest.post("/api/v1/models/" + version + "/activation", "");
  }

  /** Until the job that an answer names has ended, if it names one. */
  private JsonNode jobEnded(Rest.Answer answer) {
    if (answer.status() == 200) {
      return answer.json();
    }
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.headers().getLocation())
        .hasPath("/api/v1/jobs/" + answer.json().get("job").asString());
    return rest.until(
        "/api/v1/jobs/" + answer.json().get("job").asString(),
        job -> !Set.of("queued", "running").contains(job.get("state").asString()),
        PATIENCE);
  }

  private String active() {
    for (JsonNode model : rest.get("/api/v1/models").json()) {
      if (model.get("active").asBoolean()) {
        return model.get("version").asString();
      }
    }
    throw new AssertionError("none is active");
  }

  private int readBy(String version) {
    return jdbc.sql("select count(*) from reading where model_version = ?")
        .param(version)
        .query(Integer.class)
        .single();
  }

  /** What a ranking says that depends on the version, in its order. */
  private static String ranking(JsonNode similar) {
    StringBuilder all = new StringBuilder();
    similar.forEach(
        one ->
            all.append(one.get("id").asString())
                .append(' ')
                .append(one.get("score"))
                .append(' ')
                .append(one.at("/table/digitCount"))
                .append(' ')
                .append(one.at("/table/model").asString())
                .append('\n'));
    return all.toString();
  }

  private static String matches(Pattern pattern, String page) {
    return String.join(
        " ", pattern.matcher(page).results().map((MatchResult one) -> one.group(1)).toList());
  }

  private void correctFirstDigits(String table, int count) {
    JsonNode digits = rest.get("/api/v1/tables/{id}/digits?digits=read", table).json();
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
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
    http.patch()
        .uri("/api/v1/tables/{id}/labels", table)
        .header("If-Match", "*")
        .contentType(MediaType.APPLICATION_JSON)
        .body("{\"changes\":[" + String.join(",", changes) + "]}")
        .exchange()
        .expectStatus()
        .isOk();
  }

  @Test
  void everyAnswerUnderLoadIsOfOneVersionThereAndBack() throws Exception {
    String corpus = "Switched";
    List<String> ids = shelf(corpus, 4100, 8);
    String first = ids.get(0);
    String corrected = ids.get(1);
    correctFirstDigits(corrected, 12);
    String other = candidate(41);

    String similar = "/api/v1/tables/" + first + "/similar?limit=1000&corpus=" + corpus;
    String explained = "/api/v1/explanations?a=" + first + "&b=" + corrected;
    String page = "/tables/" + first + "/similar?corpus=" + corpus;
    Map<String, Function<Rest.Answer, String>> asked =
        Map.of(
            similar, answer -> ranking(answer.json()),
            explained, answer -> answer.json().get("score") + " " + answer.json().get("pairs"),
            page, answer -> matches(HIT, answer.text()) + " | " + matches(SCORE, answer.text()));
    Map<String, Set<String>> answers = new ConcurrentHashMap<>();
    List<String> failed = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger count = new AtomicInteger();
    AtomicBoolean enough = new AtomicBoolean();
    Map<String, String> before = new ConcurrentHashMap<>();
    asked.forEach((address, told) -> before.put(address, told.apply(get(address))));
    Map<String, String> after = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> load = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        load.add(
            threads.submit(
                () -> {
                  while (!enough.get()) {
                    asked.forEach(
                        (address, told) -> {
                          Rest.Answer answer = get(address);
                          if (answer.status() == 200) {
                            answers
                                .computeIfAbsent(address, one -> ConcurrentHashMap.newKeySet())
                                .add(told.apply(answer));
                          } else {
                            failed.add(address + " " + answer.status() + " " + answer.text());
                          }
                          count.incrementAndGet();
                        });
                  }
                }));
      }
      Rest.Answer begun = activate(other);
      assertThat(begun.status()).as("it has to read first").isEqualTo(202);
      assertThat(jobEnded(begun).get("state").asString()).isEqualTo("done");
      assertThat(active()).isEqualTo(other);
      asked.forEach((address, told) -> after.put(address, told.apply(get(address))));
      for (int i = 0; i < 3; i++) {
        assertThat(activate(shipped).status()).as("going back is at once").isEqualTo(200);
        assertThat(ranking(rest.get(similar).json())).isEqualTo(before.get(similar));
        // Of an index that is built for this answer from what the other has stored.
        String ofOther = ranking(rest.get(similar + "&model=" + other).json());
        assertThat(ofOther).isEqualTo(after.get(similar));
        assertThat(activate(other).status()).isEqualTo(200);
        assertThat(ranking(rest.get(similar).json())).isEqualTo(after.get(similar));
      }
      assertThat(activate(shipped).status()).isEqualTo(200);
      enough.set(true);
      for (Future<?> one : load) {
        one.get();
      }
    } finally {
      enough.set(true);
      threads.shutdown();
    }
    assertThat(failed).isEmpty();
    assertThat(count.get()).isGreaterThan(20);
    assertThat(after.get(similar)).contains(other).doesNotContain(shipped);
    asked
        .keySet()
        .forEach(
            address -> {
              assertThat(before.get(address)).as(address).isNotEqualTo(after.get(address));
              assertThat(answers.get(address))
                  .as("of exactly one version: %s", address)
                  .isSubsetOf(before.get(address), after.get(address));
            });
    // What people corrected counts in either version.
    for (String version : List.of(shipped, other)) {
      String now = ranking(rest.get(similar + "&model=" + version).json());
      String asRead = ranking(rest.get(similar + "&digits=read&model=" + version).json());
      assertThat(line(now, corrected)).isNotEqualTo(line(asRead, corrected));
      assertThat(line(now, ids.get(2))).isEqualTo(line(asRead, ids.get(2)));
    }
    JsonNode log = rest.get("/api/v1/models/activations").json();
    assertThat(log.get(0).get("version").asString()).isEqualTo(shipped);
    assertThat(log.get(0).get("before").asString()).isEqualTo(other);
    assertThat(log.get(1).get("version").asString()).isEqualTo(other);
  }

  private static String line(String ranking, String table) {
    return ranking.lines().filter(one -> one.startsWith(table + " ")).findFirst().orElseThrow();
  }

  private Rest.Answer get(String address) {
    return address.startsWith("/api") ? rest.get(address) : rest.page(address);
  }

  @Test
  void cancellingLosesNothingAndGoingOnReadsTheRest() {
    shelf("Interrupted", 4200, 12);
    String other = candidate(42);
    String third = candidate(43);
    Rest.Answer begun = activate(other);
    assertThat(begun.status()).isEqualTo(202);
    String job = "/api/v1/jobs/" + begun.json().get("job").asString();
    Rest.Answer meanwhile = activate(third);
    assertThat(meanwhile.status()).isEqualTo(409);
    assertThat(meanwhile.text()).contains("activation-under-way");
    rest.until(job, one -> one.get("progress").asDouble() > 0, PATIENCE);
    assertThat(rest.delete(job).status()).isEqualTo(200);
    assertThat(jobEnded(begun).get("state").asString()).isEqualTo("cancelled");
    assertThat(active()).isEqualTo(shipped);
    assertThat(rest.get("/api/v1/models/" + other).json().get("state").asString())
        .isEqualTo("candidate");

    Rest.Answer again = activate(other);
    assertThat(again.status()).as("some are left to read").isEqualTo(202);
    List<Long> kept =
        jdbc.sql("select id from reading where model_version = ? order by id")
            .param(other)
            .query(Long.class)
            .list();
    assertThat(kept).isNotEmpty();
    assertThat(jobEnded(again).get("state").asString()).isEqualTo("done");
    assertThat(active()).isEqualTo(other);
    assertThat(
            jdbc.sql("select id from reading where model_version = ? order by id")
                .param(other)
                .query(Long.class)
                .list())
        .as("what was read before the cancel was not read again")
        .containsAll(kept);
    assertThat(readBy(other)).isGreaterThanOrEqualTo(readBy(shipped));
  }

  /**
   * Another version reads the pages itself; what people said stays, letter by letter, and counts.
   */
  @Test
  void aRealRereadingOverwritesNoCorrection() {
    List<String> ids = shelf("Corrected before", 4400, 2);
    correctFirstDigits(ids.get(0), 12);
    String table = "/api/v1/tables/" + ids.get(0);
    JsonNode labels = rest.get(table + "/labels").json();
    assertThat(labels).hasSize(12);
    String history = rest.get(table + "/labels/history").text();
    saysWhatPeopleSay(table, labels, shipped);
    String other = candidate(47);
    assertThat(jobEnded(activate(other)).get("state").asString()).isEqualTo("done");
    assertThat(active()).isEqualTo(other);
    saysWhatPeopleSay(table, labels, other);
    assertThat(activate(shipped).status()).isEqualTo(200);
    saysWhatPeopleSay(table, labels, shipped);
    assertThat(rest.get(table + "/labels/history").text()).isEqualTo(history);
  }

  private void saysWhatPeopleSay(String table, JsonNode labels, String version) {
    assertThat(rest.get(table + "/labels").json()).isEqualTo(labels);
    JsonNode vector = rest.get(table + "/features").json();
    assertThat(vector.at("/provenance/model").asString()).isEqualTo(version);
    assertThat(vector.at("/provenance/revision").asInt()).isEqualTo(1);
    JsonNode digits = rest.get(table + "/digits").json();
    for (JsonNode label : labels) {
      double x = label.get("x").asDouble() + label.get("w").asDouble() / 2;
      double y = label.get("y").asDouble() + label.get("h").asDouble() / 2;
      assertThat(digits.values())
          .as("at %.0f, %.0f as %s has it", x, y, version)
          .filteredOn(
              digit ->
                  x > digit.get("x").asDouble()
                      && x < digit.get("x").asDouble() + digit.get("w").asDouble()
                      && y > digit.get("y").asDouble()
                      && y < digit.get("y").asDouble() + digit.get("h").asDouble())
          .extracting(digit -> digit.get("digit").asInt())
          .containsExactly(label.get("digit").asInt());
    }
  }

  @Test
  void whatIsNotPossibleIsRefused() {
    String other = candidate(44);
    assertThat(activate("0".repeat(64)).status()).isEqualTo(404);
    var stale =
        http.post()
            .uri("/api/v1/models/{v}/activation", other)
            .header("If-Match", "\"" + "1".repeat(64) + "\"")
            .exchange()
            .expectBody()
            .returnResult();
    assertThat(stale.getStatus().value()).isEqualTo(412);
    assertThat(new String(stale.getResponseBodyContent(), StandardCharsets.UTF_8))
        .contains("another-model-active");
    assertThat(active()).isEqualTo(shipped);
    assertThat(rest.delete("/api/v1/models/" + shipped).status()).isEqualTo(409);

    jobEnded(activate(other));
    assertThat(active()).isEqualTo(other);
    assertThat(rest.delete("/api/v1/models/" + other).status()).isEqualTo(409);
    assertThat(activate(shipped).status()).isEqualTo(200);
    assertThat(rest.delete("/api/v1/models/" + other).text()).contains("model-was-active");
  }

  @Test
  void aDiscardedCandidateLosesItsReadingsAndIsNotActivated() {
    shelf("Discarded", 4300, 3);
    String other = candidate(45);
    Rest.Answer begun = activate(other);
    String job = "/api/v1/jobs/" + begun.json().get("job").asString();
    rest.until(job, one -> one.get("progress").asDouble() > 0, PATIENCE);
    Rest.Answer gone = rest.delete("/api/v1/models/" + other);
    assertThat(gone.status()).as(gone.text()).isEqualTo(200);
    assertThat(gone.json().get("state").asString()).isEqualTo("discarded");
    assertThat(jobEnded(begun).get("state").asString()).isEqualTo("cancelled");
    assertThat(active()).isEqualTo(shipped);
    Rest.Answer refused = activate(other);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("model-discarded");
    assertThat(rest.get("/api/v1/models/" + other + "/file").status()).isEqualTo(200);
    assertThat(readBy(other)).isZero();
  }
}
