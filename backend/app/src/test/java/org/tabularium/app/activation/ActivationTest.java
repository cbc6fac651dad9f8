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
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
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

/**
 * One version takes the place of another while people search, and gives it back. With one worker:
 * what goes on beside each other here does so with more.
 */
@TabulariumTest
@TestPropertySource(properties = {"tabularium.jobs.workers=1", "tabularium.samples=false"})
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
    byte[] picture = TestScans.table(4199);
    List<Question> asked =
        List.of(
            new Question("similar", () -> rest.get(similar), one -> ranking(one.json())),
            new Question(
                "numbers",
                () ->
                    rest.post(
                        "/api/v1/search?corpus=" + corpus,
                        "{\"numbers\": \"12 15 61 13 30 47 62 88\"}"),
                one -> ranking(one.json())),
            // Read by the version whose readings are ranked.
            new Question(
                "picture",
                () -> rest.multipart("/api/v1/search", picture, "asked.png", "corpus", corpus),
                one -> ranking(one.json())),
            new Question(
                "explained",
                () -> rest.get("/api/v1/explanations?a=" + first + "&b=" + corrected),
                one -> one.json().get("score") + " " + one.json().get("pairs")),
            new Question(
                "page",
                () -> rest.page("/tables/" + first + "/similar?corpus=" + corpus),
                one -> matches(HIT, one.text()) + " | " + matches(SCORE, one.text())));
    Map<Question, Set<String>> answers = new ConcurrentHashMap<>();
    List<String> failed = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger count = new AtomicInteger();
    AtomicBoolean enough = new AtomicBoolean();
    Map<Question, String> before = new ConcurrentHashMap<>();
    asked.forEach(question -> before.put(question, question.told.apply(question.ask.get())));
    Map<Question, String> after = new ConcurrentHashMap<>();
    int reading;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> load = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int person = i;
        load.add(
            threads.submit(
                () -> {
                  for (int n = person; !enough.get(); n++) {
                    Question question = asked.get(n % asked.size());
                    Rest.Answer answer = question.ask.get();
                    if (answer.status() == 200) {
                      answers
                          .computeIfAbsent(question, one -> ConcurrentHashMap.newKeySet())
                          .add(question.told.apply(answer));
                    } else {
                      failed.add(question.name + " " + answer.status() + " " + answer.text());
                    }
                    count.incrementAndGet();
                  }
                }));
      }
      Rest.Answer begun = activate(other);
      assertThat(begun.status()).as("it has to read first").isEqualTo(202);
      assertThat(jobEnded(begun).get("state").asString()).isEqualTo("done");
      reading = count.get();
      assertThat(active()).isEqualTo(other);
      asked.forEach(question -> after.put(question, question.told.apply(question.ask.get())));
      Question list = asked.get(0);
      for (int i = 0; i < 3; i++) {
        assertThat(activate(shipped).status()).as("going back is at once").isEqualTo(200);
        assertThat(ranking(rest.get(similar).json())).isEqualTo(before.get(list));
        // Of an index that is built for this answer from what the other has stored.
        String ofOther = ranking(rest.get(similar + "&model=" + other).json());
        assertThat(ofOther).isEqualTo(after.get(list));
        assertThat(activate(other).status()).isEqualTo(200);
        assertThat(ranking(rest.get(similar).json())).isEqualTo(after.get(list));
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
    assertThat(reading).as("searches answered while the other version read").isGreaterThan(20);
    assertThat(count.get()).as("and while they changed places").isGreaterThan(reading + 20);
    for (Question question : asked) {
      assertThat(answers.get(question))
          .as("of exactly one version, and of both in turn: %s", question.name)
          .containsExactlyInAnyOrder(before.get(question), after.get(question));
    }
    for (Question question : asked.subList(0, 3)) {
      assertThat(before.get(question).lines()).isNotEmpty().allMatch(one -> one.endsWith(shipped));
      assertThat(after.get(question).lines()).isNotEmpty().allMatch(one -> one.endsWith(other));
    }
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

  /**
   * What is asked under load.
   *
   * @param told whatever of the answer depends on the version
   */
  private record Question(
      String name, Supplier<Rest.Answer> ask, Function<Rest.Answer, String> told) {}

  /** With one worker, too, which is what this application has. */
  @Test
  void uploadsDoNotWaitForTheWholeCorpusAndTheNewVersionReadsThem() {
    String corpus = "Arriving";
    List<String> ids = shelf(corpus, 4400, 10);
    String other = candidate(46);
    Rest.Answer begun = activate(other);
    assertThat(begun.status()).isEqualTo(202);
    String job = "/api/v1/jobs/" + begun.json().get("job").asString();
    int meanwhile = 0;
    for (int i = 0; i < 4; i++) {
      String id = rest.upload(TestScans.table(4450 + i), "a.png", "corpus", corpus).id();
      JsonNode read = rest.read(id);
      ids.add(id);
      boolean going = rest.get(job).json().get("state").asString().equals("running");
      if (going && read.get("model").asString().equals(shipped)) {
        meanwhile++;
      }
    }
    assertThat(meanwhile).as("read before the whole corpus was").isPositive();
    assertThat(jobEnded(begun).get("state").asString()).isEqualTo("done");
    assertThat(active()).isEqualTo(other);
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from scanned_table t where t.status = 'indexed'
                    and not exists (select 1 from reading r
                      where r.read_key = t.read_key and r.model_version = ?)
                    """)
                .param(other)
                .query(Integer.class)
                .single())
        .as("nothing that can be found was left out")
        .isZero();
    String similar = "/api/v1/tables/" + ids.get(0) + "/similar?limit=1000&corpus=" + corpus;
    assertThat(ranking(rest.get(similar).json()).lines())
        .hasSize(ids.size() - 1)
        .allMatch(one -> one.endsWith(other));
  }

  @Test
  void goingBackIsAtOnceThoughTablesCameSince() {
    String corpus = "Came since";
    List<String> ids = shelf(corpus, 4500, 3);
    String other = candidate(47);
    jobEnded(activate(other));
    ids.addAll(shelf(corpus, 4510, 2));
    String similar = "/api/v1/tables/" + ids.get(0) + "/similar?limit=1000&corpus=" + corpus;
    assertThat(ranking(rest.get(similar).json()).lines())
        .hasSize(4)
        .allMatch(one -> one.endsWith(other));
    assertThat(rest.page("/models/" + other).text())
        .contains("/models/" + shipped + "/activation", "2 tables that came since");

    assertThat(activate(shipped).status()).as("at once").isEqualTo(200);
    assertThat(ranking(rest.get(similar).json()).lines())
        .hasSizeBetween(2, 4)
        .allMatch(one -> one.endsWith(shipped));
    rest.until(similar, all -> all.size() == 4);
    assertThat(ranking(rest.get(similar).json()).lines()).allMatch(one -> one.endsWith(shipped));
    ids.forEach(id -> assertThat(rest.read(id).get("status").asString()).isEqualTo("indexed"));

    assertThat(activate(other).status()).isEqualTo(200);
    assertThat(ranking(rest.get(similar).json()).lines())
        .as("nothing was lost on the way")
        .hasSize(4)
        .allMatch(one -> one.endsWith(other));
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
    List<String> ids = shelf("Corrected before", 4600, 2);
    correctFirstDigits(ids.get(0), 12);
    String table = "/api/v1/tables/" + ids.get(0);
    JsonNode labels = rest.get(table + "/labels").json();
    assertThat(labels).hasSize(12);
    String history = rest.get(table + "/labels/history").text();
    saysWhatPeopleSay(table, labels, shipped);
    String other = candidate(48);
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
