package org.tabularium.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.app.platform.TestDatabase;

/** Starting and stopping, in the ways it happens to people. */
class StartIT {

  private final HttpClient client = HttpClient.newHttpClient();
  private Path folder;

  @BeforeEach
  void makeFolder() {
    folder = TestDatabase.temporaryFolder();
  }

  /** A server that outlives its test would keep writing. */
  @AfterEach
  void stopServerLeftBehind() throws IOException {
    Path pid = folder.resolve("data/postgres/postmaster.pid");
    if (Files.exists(pid)) {
      ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void startsIsKilledAndFindsEverythingAgain() throws Exception {
    Path data = folder.resolve("data");
    String cookie;
    try (PackagedApplication first = PackagedApplication.start(data)) {
      String url = first.awaitReady();
      assertThat(get(url + "/actuator/health", null).body()).contains("\"UP\"");
      listensOnLoopbackOnly(URI.create(url).getPort());
      cookie = introduce(url, "Regiomontanus");

      refusesTheSameFolder(data);
      refusesTheSamePort(URI.create(url).getPort());

      assertThat(get(url + "/actuator/health", null).statusCode()).isEqualTo(200);
      first.kill();
    }
    Path pidFile = data.resolve("postgres/postmaster.pid");
    assertThat(pidFile).as("the server outlives the killed application").exists();
    try (PackagedApplication second = PackagedApplication.start(data)) {
      String url = second.awaitReady();
      assertThat(get(url + "/api/v1/person", cookie).body()).contains("Regiomontanus");
      // 143: ended by SIGTERM, after tidying up, though samples are being read
      assertThat(second.stop()).as(second.output()).isEqualTo(143);
      assertThat(second.output()).doesNotContain("\tat ");
    }
    assertThat(pidFile).as("an orderly end stops the server").doesNotExist();
  }

  private void refusesTheSameFolder(Path data) throws Exception {
    try (PackagedApplication other = PackagedApplication.start(data)) {
      assertThat(other.awaitEnd()).isEqualTo(1);
      assertThat(other.output())
          .contains(
              "Another Tabularium is already running on the data folder " + data,
              "--tabularium.data=")
          .doesNotContain("\tat ");
    }
  }

  private void refusesTheSamePort(int port) throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    try (PackagedApplication other =
        PackagedApplication.start(elsewhere, "--server.port=" + port)) {
      assertThat(other.awaitEnd()).isEqualTo(1);
      assertThat(other.output())
          .contains("Port " + port + " was already in use")
          .doesNotContain("\tat ", "Tabularium is ready");
    }
    assertThat(elsewhere.resolve("postgres/postmaster.pid"))
        .as("a start that fails leaves no server behind")
        .doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a file/below", "/proc/tabularium"})
  void saysThatTheFolderCannotBeWritten(String name) throws Exception {
    Files.writeString(folder.resolve("a file"), "not a folder");
    Path data = folder.resolve(name);
    try (PackagedApplication application = PackagedApplication.start(data)) {
      assertThat(application.awaitEnd()).isEqualTo(1);
      assertThat(application.output())
          .contains("Tabularium cannot write in its data folder " + data, "--tabularium.data=")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void usesTheServerThatIsGiven() throws Exception {
    Path data = folder.resolve("data");
    TestDatabase.Address database = TestDatabase.fresh();
    try (PackagedApplication application =
        PackagedApplication.start(
            data,
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.user(),
            "--spring.datasource.password=" + database.password())) {
      String url = application.awaitReady();
      introduce(url, "Peuerbach");
      assertThat(data.resolve("postgres")).doesNotExist();
      assertThat(application.stop()).isIn(0, 143);
    }
  }

  @Test
  void saysThatTheServerGivenDoesNotAnswer() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    try (PackagedApplication application =
        PackagedApplication.start(
            folder.resolve("data"),
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + nobody + "/tabularium",
            "--spring.datasource.hikari.connection-timeout=2000")) {
      assertThat(application.awaitEnd()).isEqualTo(1);
      assertThat(application.output())
          .contains("The PostgreSQL server that was given", "spring.datasource.url")
          .doesNotContain("\tat ");
    }
  }

  private void listensOnLoopbackOnly(int port) throws IOException {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();
    for (InetAddress address : others) {
      try (Socket socket = new Socket(address, port)) {
        throw new AssertionError("listens on " + socket);
      } catch (ConnectException refused) {
        // as it should be
      }
    }
  }

  private String introduce(String url, String name) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/api/v1/person"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"name\": \"" + name + "\"}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  private HttpResponse<String> get(String url, String cookie)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
