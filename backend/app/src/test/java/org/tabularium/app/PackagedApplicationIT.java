package org.tabularium.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Starts the packaged jar as a user would, with nothing but an empty data folder, and goes the
 * whole way: upload a page, wait for its reading, compare it with the truth, rank, explain, add up.
 *
 * <p>The page is the real one of 1604 when it lies beside the checkout, a generated one otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedApplicationIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().resolve("../..").normalize();
  private static final Path REAL = ROOT.resolve("../shared/scans/early-modern").normalize();
  private static final Duration READ = Duration.ofMinutes(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private PackagedApplication application;
  private String base;

  /** A page and where its digits are. */
  private record Page(Path image, List<double[]> digits) {}

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    application = PackagedApplication.start(data.resolve("tabularium"));
    base = application.awaitReady();
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @Test
  void fromAScanToARankedExplainedMatch() throws Exception {
    Page page = page();
    JsonNode uploaded = upload(page.image(), "Journey");
    String id = uploaded.get("id").asString();
    JsonNode table = awaitReading(id);
    assertThat(table.get("status").asString()).as(table.toString()).isEqualTo("indexed");

    comparedWithTheTruth(page, get("/api/v1/tables/" + id + "/digits"));

    JsonNode features = get("/api/v1/tables/" + id + "/features");
    assertThat(features.get("model").asString()).hasSize(64);
    assertThat(features.get("features").size()).isPositive();

    // The samples are read meanwhile; one of them must stand in the ranking.
    JsonNode similar = get("/api/v1/tables/" + id + "/similar?limit=5");
    long end = System.nanoTime() + READ.toNanos();
    while (similar.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(500); // REST has no way to wait for a ranking
      similar = get("/api/v1/tables/" + id + "/similar?limit=5");
    }
    assertThat(similar.size()).as("tables in the ranking").isPositive();
    for (String kind : List.of("cosine", "dot", "sqrt")) {
      JsonNode first = get("/api/v1/tables/" + id + "/similar?limit=1&kind=" + kind).get(0);
      String other = first.get("id").asString();
      double score = first.get("score").asDouble();
      JsonNode explanation =
          get("/api/v1/explanations?a=" + id + "&b=" + other + "&kind=" + kind + "&limit=200");
      assertThat(explanation.get("score").asDouble())
          .as("the score of the ranking and of the explanation, " + kind)
          .isCloseTo(score, within(1e-6 * Math.max(1, score)));
      assertThat(explanation.get("explained").asDouble())
          .isCloseTo(score, within(1e-4 * Math.max(1e-3, score)));
      assertThat(sum(explanation.get("features"), "contribution"))
          .isCloseTo(score, within(1e-6 * Math.max(1, score)));
      assertThat(sum(explanation.get("pairs"), "relevance") + explanation.get("rest").asDouble())
          .isCloseTo(explanation.get("explained").asDouble(), within(1e-6 * Math.max(1, score)));
      assertThat(explanation.get("pairs").size()).isBetween(1, 200);
    }

    HttpResponse<String> again = send(uploadRequest(page.image(), "Journey"));
    assertThat(again.statusCode()).as("the same bytes in the same corpus").isEqualTo(200);
    assertThat(json.readTree(again.body()).get("id").asString()).isEqualTo(id);
  }

  /** Found, misread and false digits of the table's body, as a share of the true ones. */
  private void comparedWithTheTruth(Page page, JsonNode digits) {
    List<double[]> truth = page.digits();
    double[] heights = truth.stream().mapToDouble(t -> t[3]).sorted().toArray();
    double reach = 0.6 * heights[heights.length / 2];
    double left = truth.stream().mapToDouble(t -> t[0]).min().orElseThrow();
    double right = truth.stream().mapToDouble(t -> t[0] + t[2]).max().orElseThrow();
    double top = truth.stream().mapToDouble(t -> t[1]).min().orElseThrow();
    double bottom = truth.stream().mapToDouble(t -> t[1] + t[3]).max().orElseThrow();
    Set<Integer> used = new HashSet<>();
    int found = 0;
    int misread = 0;
    for (double[] t : truth) {
      int nearest = -1;
      double least = reach;
      for (int i = 0; i < digits.size(); i++) {
        double distance =
            Math.hypot(
                centre(digits.get(i), "x", "w") - t[0] - t[2] / 2,
                centre(digits.get(i), "y", "h") - t[1] - t[3] / 2);
        if (distance <= least && !used.contains(i)) {
          nearest = i;
          least = distance;
        }
      }
      if (nearest >= 0) {
        used.add(nearest);
        found++;
        misread += digits.get(nearest).get("digit").asInt() == (int) t[4] ? 0 : 1;
      }
    }
    int wrong = 0;
    for (int i = 0; i < digits.size(); i++) {
      double x = centre(digits.get(i), "x", "w");
      double y = centre(digits.get(i), "y", "h");
      wrong += !used.contains(i) && x > left && x < right && y > top && y < bottom ? 1 : 0;
    }
    double n = truth.size();
    System.out.printf(
        "%s: %d digits, found %.2f %%, misread %.2f %%, false %.2f %%%n",
        page.image().getFileName(),
        truth.size(),
        100 * found / n,
        100 * misread / n,
        100 * wrong / n);
    assertThat(found / n).as("found").isGreaterThanOrEqualTo(0.99);
    assertThat(misread / n).as("misread").isLessThanOrEqualTo(0.01);
    assertThat(wrong / n).as("false digits among the true ones").isLessThanOrEqualTo(0.05);
  }

  private static double centre(JsonNode box, String from, String size) {
    return box.get(from).asDouble() + box.get(size).asDouble() / 2;
  }

  private static double sum(JsonNode items, String field) {
    double sum = 0;
    for (JsonNode item : items) {
      sum += item.get(field).asDouble();
    }
    return sum;
  }

  private Page page() throws IOException {
    Path truth = REAL.resolve("1921_pifferi_sfera_1604_p368.digits.csv");
    if (Files.exists(truth)) {
      System.out.println("The journey is made with the real page of 1604.");
      return new Page(REAL.resolve("1921_pifferi_sfera_1604_p368.jpg"), digits(truth));
    }
    System.out.println("The real page is not beside the checkout: a generated one is used.");
    try (Stream<Path> files = Files.list(ROOT.resolve("corpus-samples/truth"))) {
      Path first =
          files
              .filter(f -> f.toString().endsWith(".digits.csv"))
              .sorted()
              .findFirst()
              .orElseThrow();
      String name = first.getFileName().toString().replace(".digits.csv", ".jpg");
      return new Page(ROOT.resolve("corpus-samples/pages").resolve(name), digits(first));
    }
  }

  /** x, y, w, h and class of the legible digits in the table's body. */
  private static List<double[]> digits(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    List<String> names = Arrays.asList(lines.get(0).split(","));
    List<double[]> digits = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      boolean body = Integer.parseInt(cells[names.indexOf("row")]) >= 0;
      if (body && cells[names.indexOf("legible")].equals("1")) {
        double[] digit = new double[5];
        for (int i = 0; i < 5; i++) {
          digit[i] = Double.parseDouble(cells[i]);
        }
        digits.add(digit);
      }
    }
    return digits;
  }

  private JsonNode awaitReading(String id) throws Exception {
    long end = System.nanoTime() + READ.toNanos();
    JsonNode table = get("/api/v1/tables/" + id);
    while (!Set.of("indexed", "failed").contains(table.get("status").asString())) {
      assertThat(System.nanoTime()).as("the reading is ready in time: " + table).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(300); // nor for a reading: asking again is the contract
      table = get("/api/v1/tables/" + id);
    }
    return table;
  }

  private JsonNode upload(Path image, String corpus) throws Exception {
    HttpResponse<String> answer = send(uploadRequest(image, corpus));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return json.readTree(answer.body());
  }

  private HttpRequest uploadRequest(Path image, String corpus) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(
        ("--cut\r\nContent-Disposition: form-data; name=\"corpus\"\r\n\r\n" + corpus + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.write(
        ("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"page.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.write(Files.readAllBytes(image));
    body.write("\r\n--cut--\r\n".getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create(base + "/api/v1/tables"))
        .header("Content-Type", "multipart/form-data; boundary=cut")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send(request(path));
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).build();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
