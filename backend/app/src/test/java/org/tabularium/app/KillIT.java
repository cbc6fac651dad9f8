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
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tabularium.app.platform.TestDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Killing the process at any moment loses no uploaded scan and no finished reading; unfinished ones
 * are taken up again at the next start.
 */
class KillIT {

  private static final int KILLS = 3;
  private static final int FEWEST_ANSWERS = 3;
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final Path data = TestDatabase.temporaryFolder().resolve("data");

  /** The scans of which the application said that it has them: table's id to bytes. */
  private final Map<String, byte[]> promised = new ConcurrentHashMap<>();

  /** The tables whose reading was seen to be finished. */
  private final Set<String> read = new HashSet<>();

  @AfterEach
  void stopServerLeftBehind() throws IOException {
    Path pid = data.resolve("postgres/postmaster.pid");
    if (Files.exists(pid)) {
      ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void losesNothing() throws Exception {
    Random random = new Random(20260);
    for (int round = 0; round < KILLS; round++) {
      try (PackagedApplication application = start()) {
        String url = application.awaitReady();
        keepsItsPromises(url);
        Uploads uploads = new Uploads(url, round);
        Thread thread = new Thread(uploads, "uploads");
        thread.start();
        int before = promised.size();
        long end = System.nanoTime() + PATIENCE;
        while (promised.size() < before + FEWEST_ANSWERS || (round > 0 && read.isEmpty())) {
          assertThat(System.nanoTime()).as("uploads and readings go on").isLessThan(end);
          look(url);
          Thread.sleep(20);
        }
        // any moment: within an upload, a transaction, a reading
        Thread.sleep(random.nextInt(1000));
        application.kill();
        uploads.stop = true;
        thread.join();
      }
    }
    assertThat(read).as("finished before a kill, so that one could be lost").isNotEmpty();
    try (PackagedApplication application = start()) {
      String url = application.awaitReady();
      keepsItsPromises(url);
      long end = System.nanoTime() + PATIENCE;
      for (String id : promised.keySet()) {
        while (!status(url, id).equals("indexed")) {
          assertThat(System.nanoTime())
              .as("table %s is %s", id, get(url + "/api/v1/tables/" + id))
              .isLessThan(end);
          Thread.sleep(100);
        }
      }
      noJobIsLeft(url, end);
      nothingIsHalfStored();
      assertThat(application.stop()).isIn(0, 143);
    }
  }

  private PackagedApplication start() throws IOException {
    return PackagedApplication.start(data, "--tabularium.samples=false");
  }

  /** Uploads one scan after the other until told to stop; notes those that were answered. */
  private final class Uploads implements Runnable {

    private final String url;
    private final int round;
    private volatile boolean stop;

    Uploads(String url, int round) {
      this.url = url;
      this.round = round;
    }

    @Override
    public void run() {
      for (int i = 0; !stop; i++) {
        byte[] scan = TestScans.table(1000L * round + i);
        try {
          HttpResponse<String> answer = upload(url, scan);
          assertThat(answer.statusCode()).isEqualTo(202);
          promised.put(json.readTree(answer.body()).get("id").asString(), scan);
        } catch (IOException killed) {
          return;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /** Notes what has been read. */
  private void look(String url) throws IOException, InterruptedException {
    for (String id : promised.keySet()) {
      if (!read.contains(id) && status(url, id).equals("indexed")) {
        read.add(id);
      }
    }
  }

  private void keepsItsPromises(String url) throws Exception {
    for (Map.Entry<String, byte[]> scan : promised.entrySet()) {
      JsonNode table = get(url + "/api/v1/tables/" + scan.getKey());
      assertThat(table.get("status").asString()).isNotEqualTo("failed");
      String sha256 = sha256(scan.getValue());
      assertThat(table.at("/scan/sha256").asString()).isEqualTo(sha256);
      assertThat(Files.readAllBytes(file(sha256))).isEqualTo(scan.getValue());
    }
    for (String id : read) {
      assertThat(status(url, id)).as("a finished reading").isEqualTo("indexed");
      assertThat(get(url + "/api/v1/tables/" + id + "/digits").size()).isPositive();
    }
  }

  private void noJobIsLeft(String url, long end) throws Exception {
    while (true) {
      JsonNode jobs = get(url + "/api/v1/jobs?limit=1000");
      boolean left = false;
      for (JsonNode job : jobs) {
        String state = job.get("state").asString();
        assertThat(state).as(job.toString()).isNotIn("failed", "cancelled");
        left |= !state.equals("done");
      }
      if (!left) {
        return;
      }
      assertThat(System.nanoTime()).as(jobs.toString()).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private void nothingIsHalfStored() throws Exception {
    try (Stream<Path> files = Files.walk(data.resolve("scans"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        assertThat(file.getFileName().toString()).isEqualTo(sha256(Files.readAllBytes(file)));
      }
    }
  }

  private Path file(String sha256) {
    return data.resolve("scans").resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private String status(String url, String id) throws IOException, InterruptedException {
    return get(url + "/api/v1/tables/" + id).get("status").asString();
  }

  private JsonNode get(String url) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", url, answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private HttpResponse<String> upload(String url, byte[] scan)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--cut\r\nContent-Disposition: form-data; name=\"corpus\"\r\n\r\nKilled\r\n"
                + "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(scan);
    body.writeBytes("\r\n--cut--\r\n".getBytes(StandardCharsets.UTF_8));
    return client.send(
        HttpRequest.newBuilder(URI.create(url + "/api/v1/tables"))
            .header("Content-Type", "multipart/form-data; boundary=cut")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build(),
        BodyHandlers.ofString());
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
