package org.tabularium.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long it takes from labels to a registered model version: {@code LabelsToModel APPLICATION.jar
 * [REPORT.md]}. Starts the application on an empty data folder, waits until its sample corpus has
 * been read, sends 300 labels of six tables through REST (digits as they were read), trains with
 * the usual settings, and tells wall clock and processor time of the application from the first
 * label to the registered version. The line goes to the end of the report, too, where one is named.
 */
public final class LabelsToModel {
  private static final int TABLES = 6;
  private static final int EACH = 50;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  private LabelsToModel(String url) {
    this.url = url;
  }

  public static void main(String[] arguments) throws Exception {
    Path data = Files.createTempDirectory("labels-to-model");
    int port = freePort();
    Process application =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                arguments[0],
                "--server.port=" + port,
                "--tabularium.data=" + data)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("application.log").toFile())
            .start();
    try {
      String line = new LabelsToModel("http://127.0.0.1:" + port).measure(application);
      System.out.println(line);
      if (arguments.length > 1) {
        Files.writeString(Path.of(arguments[1]), line + "\n", StandardOpenOption.APPEND);
      }
    } finally {
      application.destroy();
      application.waitFor();
    }
  }

  private String measure(Process application) throws Exception {
    while (true) {
      if (!application.isAlive()) {
        throw new IllegalStateException("the application ended with " + application.exitValue());
      }
      // Nothing but asking again tells that the pages have been read.
      Thread.sleep(500);
      try {
        JsonNode corpora = ask("GET", "/api/v1/corpora", null);
        JsonNode all = corpora.isArray() ? corpora : corpora.get("items");
        if (!all.isEmpty()
            && all.get(0).get("tables").asInt() > TABLES
            && all.get(0).get("waiting").asInt() == 0) {
          return measure(application, all.get(0).get("id").asString());
        }
      } catch (IOException notYetUp) {
        continue;
      }
    }
  }

  private String measure(Process application, String corpus) throws Exception {
    JsonNode tables = ask("GET", "/api/v1/tables?size=100&corpus=" + corpus, null).get("items");
    double cpu = seconds(application.info().totalCpuDuration().orElse(Duration.ZERO));
    long start = System.nanoTime();
    int labelled = 0;
    for (int i = 0; i < tables.size() && labelled < TABLES * EACH; i += tables.size() / TABLES) {
      labelled += label(tables.get(i).get("id").asString());
    }
    String job =
        ask("POST", "/api/v1/models", "{\"corpora\": [\"" + corpus + "\"]}").get("job").asString();
    JsonNode run = ask("GET", "/api/v1/training/" + job, null);
    while (run.get("outcome").isNull()) {
      Thread.sleep(200);
      run = ask("GET", "/api/v1/training/" + job, null);
    }
    double wall = (System.nanoTime() - start) / 1e9;
    cpu = seconds(application.info().totalCpuDuration().orElse(Duration.ZERO)) - cpu;
    return String.format(
        Locale.ROOT,
        "%d labels to %s: %.1f s wall clock, %.1f s of processor time, %d steps, best after %d; %d processors, %s %s",
        labelled,
        run.get("outcome").asString(),
        wall,
        cpu,
        run.get("steps").asInt(),
        run.get("bestStep").asInt(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"));
  }

  private int label(String table) throws Exception {
    JsonNode digits = ask("GET", "/api/v1/tables/" + table + "/digits", null);
    StringBuilder labels = new StringBuilder();
    int count = Math.min(EACH, digits.size());
    for (int i = 0; i < count; i++) {
      // Spread over the page: the list goes from class to class.
      JsonNode d = digits.get(i * digits.size() / count);
      labels.append(
          String.format(
              Locale.ROOT,
              "%s{\"x\": %.2f, \"y\": %.2f, \"w\": %.2f, \"h\": %.2f, \"digit\": %d}",
              i == 0 ? "[" : ", ",
              d.get("x").asDouble(),
              d.get("y").asDouble(),
              d.get("w").asDouble(),
              d.get("h").asDouble(),
              d.get("digit").asInt()));
    }
    ask("PUT", "/api/v1/tables/" + table + "/labels", labels + "]");
    return count;
  }

  private JsonNode ask(String method, String path, @Nullable String body) throws Exception {
    HttpRequest.BodyPublisher sent =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .method(method, sent)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
