package org.tabularium.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tabularium.app.platform.TestDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Killing the process in the middle of a training loses no more than the steps since the last
 * checkpoint: the next start goes on from there, and a candidate comes of it.
 */
class TrainingKillIT {

  private static final int STEPS = 80;
  private static final Pattern STEP = Pattern.compile("step (\\d+) of " + STEPS);
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(15);

  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final Path data = TestDatabase.temporaryFolder().resolve("data");
  private String url = "";

  @AfterEach
  void stopServerLeftBehind() throws IOException {
    Path pid = data.resolve("postgres/postmaster.pid");
    if (Files.exists(pid)) {
      ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void goesOnFromItsLastCheckpoint() throws Exception {
    String job;
    JsonNode before;
    try (PackagedApplication application = start()) {
      labelWrongly(upload());
      job =
          ask("POST", "/api/v1/models", "{\"heldOut\": [], \"steps\": " + STEPS + "}")
              .get("job")
              .asString();
      // The start and two more: the checkpoint of the one before the last is certainly stored.
      before = until("/api/v1/training/" + job, run -> run.get("curve").size() > 2);
      application.kill();
    }
    int checkpoint = before.at("/curve/1/step").asInt();
    assertThat(checkpoint).isPositive();
    assertThat(before.get("outcome").isNull()).as("killed in the middle: " + before).isTrue();
    try (PackagedApplication application = start()) {
      JsonNode waiting = ask("GET", "/api/v1/training/" + job, null);
      assertThat(waiting.get("stepsDone").asInt()).isGreaterThanOrEqualTo(checkpoint);
      Set<Integer> steps = new TreeSet<>();
      JsonNode run = waiting;
      long end = System.nanoTime() + PATIENCE;
      while (run.get("outcome").isNull()) {
        assertThat(System.nanoTime()).as(run.toString()).isLessThan(end);
        Thread.sleep(20); // REST has no other signal
        steps.add(step(ask("GET", "/api/v1/jobs/" + job, null)));
        run = ask("GET", "/api/v1/training/" + job, null);
      }
      steps.remove(0);
      assertThat(steps)
          .as("steps told: none of those before the checkpoint is made again")
          .hasSizeGreaterThan(2)
          .allMatch(step -> step > checkpoint);
      assertThat(run.get("outcome").asString()).as(run.toString()).isEqualTo("registered");
      assertThat(run.get("stepsDone").asInt()).isEqualTo(STEPS);
      assertThat(run.get("inputHash")).isEqualTo(before.get("inputHash"));
      assertThat(run.get("curve")).hasSize(1 + STEPS / 20);
      for (int i = 0; i <= checkpoint / 20; i++) {
        assertThat(run.get("curve").get(i)).isEqualTo(before.get("curve").get(i));
      }
      String version = run.get("version").asString();
      assertThat(ask("GET", "/api/v1/models/" + version, null).get("state").asString())
          .isEqualTo("candidate");
      until("/api/v1/models/" + version + "/report", report -> report.has("against"));
      assertThat(application.stop()).isIn(0, 143);
    }
  }

  private PackagedApplication start() throws IOException, InterruptedException {
    PackagedApplication application = PackagedApplication.start(data, "--tabularium.samples=false");
    url = application.awaitReady();
    return application;
  }

  private static int step(JsonNode job) {
    Matcher step = STEP.matcher(job.path("message").asString(""));
    return step.find() ? Integer.parseInt(step.group(1)) : 0;
  }

  private String upload() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--cut\r\nContent-Disposition: form-data; name=\"corpus\"\r\n\r\nKilled\r\n"
                + "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(TestScans.table(9100));
    body.writeBytes("\r\n--cut--\r\n".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/api/v1/tables"))
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String id = json.readTree(answer.body()).get("id").asString();
    until("/api/v1/tables/" + id, table -> table.get("status").asString().equals("indexed"));
    return id;
  }

  /** Everything is an 8: whatever is learnt of that is better than the start. */
  private void labelWrongly(String table) throws Exception {
    StringBuilder labels = new StringBuilder("[");
    for (JsonNode digit : ask("GET", "/api/v1/tables/" + table + "/digits", null)) {
      labels
          .append(labels.length() == 1 ? "" : ", ")
          .append("{\"x\": ")
          .append(digit.get("x").asDouble())
          .append(", \"y\": ")
          .append(digit.get("y").asDouble())
          .append(", \"w\": ")
          .append(digit.get("w").asDouble())
          .append(", \"h\": ")
          .append(digit.get("h").asDouble())
          .append(", \"digit\": 8}");
    }
    ask("PUT", "/api/v1/tables/" + table + "/labels", labels + "]");
  }

  private JsonNode until(String path, Predicate<JsonNode> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE;
    JsonNode answer = ask("GET", path, null);
    while (!wanted.test(answer)) {
      assertThat(System.nanoTime()).as("%s remains %s", path, answer).isLessThan(end);
      Thread.sleep(20); // REST has no other signal
      answer = ask("GET", path, null);
    }
    return answer;
  }

  private JsonNode ask(String method, String path, String body) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .method(
                    method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isLessThan(300);
    return json.readTree(answer.body());
  }
}
