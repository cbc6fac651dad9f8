package org.tabularium.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long it takes from labels to a registered model version: {@code LabelsToModel APPLICATION.jar
 * [REPORT.md [RUNS]]}. Starts the application on an empty data folder, waits until its sample
 * corpus has been read, sends 300 labels of six tables through REST (digits as they were read),
 * trains with the usual settings, and tells wall clock and processor time of the application from
 * the first label to the registered version; three times unless told otherwise, each in a process
 * and a folder of its own. Every run and the median go to the end of the report, too, where one is
 * named.
 */
public final class LabelsToModel {
  private static final int TABLES = 6;
  private static final int EACH = 50;

  /** Seconds that issue and design ask for at most. */
  private static final double ASKED = 120;

  private static final JsonMapper JSON = new JsonMapper();
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  private LabelsToModel(String url) {
    this.url = url;
  }

  /**
   * One run.
   *
   * @param wall seconds from the first label to the registered version
   * @param processor seconds of the application's processor time
   * @param load of the machine when the first label was sent, mean of the minute before; its own
   *     start and the reading of the samples are part of it
   * @param others how many of the machine's processors everything else took while it ran
   */
  private record Run(
      int labels,
      String outcome,
      double wall,
      double processor,
      int steps,
      int best,
      double load,
      double others) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d labels to %s: %.1f s wall clock, %.1f s of processor time, %d steps, best after %d;"
              + " load before %.1f, everything else took %.2f processors meanwhile",
          labels,
          outcome,
          wall,
          processor,
          steps,
          best,
          load,
          others);
    }
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    List<Run> done = new ArrayList<>();
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < runs; i++) {
      done.add(run(arguments[0]));
      String line = "- " + done.get(i);
      System.out.println(line);
      told.append(line).append('\n');
    }
    double wall = median(done.stream().mapToDouble(Run::wall));
    String line =
        String.format(
            Locale.ROOT,
            "Median of %d: %.1f s wall clock, %.2f of the %.0f s that are asked, and %.1f s of"
                + " processor time; %d processors, %s %s, Java %s.",
            runs,
            wall,
            wall / ASKED,
            ASKED,
            median(done.stream().mapToDouble(Run::processor)),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.version"));
    System.out.println(line);
    told.append('\n').append(line).append('\n');
    if (arguments.length > 1) {
      Files.writeString(Path.of(arguments[1]), "\n" + told, StandardOpenOption.APPEND);
    }
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static Run run(String jar) throws Exception {
    Path data = Files.createTempDirectory("labels-to-model");
    int port = freePort();
    Process application =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar,
                "--server.port=" + port,
                "--tabularium.data=" + data)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("application.log").toFile())
            .start();
    try {
      return new LabelsToModel("http://127.0.0.1:" + port).measure(application);
    } finally {
      application.destroy();
      application.waitFor();
    }
  }

  private Run measure(Process application) throws Exception {
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

  private Run measure(Process application, String corpus) throws Exception {
    JsonNode tables = ask("GET", "/api/v1/tables?size=100&corpus=" + corpus, null).get("items");
    double load = MACHINE.getSystemLoadAverage();
    MACHINE.getCpuLoad(); // the next answer is about what comes from here on
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
    double all = MACHINE.getCpuLoad() * MACHINE.getAvailableProcessors();
    return new Run(
        labelled,
        run.get("outcome").asString(),
        wall,
        cpu,
        run.get("steps").asInt(),
        run.get("bestStep").asInt(),
        load,
        Math.max(0, all - cpu / wall));
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
