package org.tabularium.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.tabularium.app.TabulariumTest;

/** Speaks HTTP by hand: a client would set the headers that matter here by itself. */
@TabulariumTest
@TestPropertySource(properties = "tabularium.hosts=tabulae.example.org")
class GuardTest {

  @LocalServerPort int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "[::1]",
        "LOCALHOST",
        "localhost.",
        "tabulae.example.org"
      })
  void answersToItsOwnNames(String host) throws IOException {
    assertThat(ask("GET", "/actuator/health", "Host: " + host + ":" + port))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "127.0.0.1.nip.io",
        "localhost.evil.example",
        "tabulae.example.org.evil"
      })
  void refusesEveryOtherName(String host) throws IOException {
    assertThat(ask("GET", "/api/v1/jobs", "Host: " + host + ":" + port))
        .startsWith("HTTP/1.1 421")
        .contains("application/problem+json", "\"/problems/unknown-host\"", host);
  }

  @Test
  void explainsAnUnknownNameToAPersonToo() throws IOException {
    assertThat(ask("GET", "/", "Host: evil.example", "Accept: text/html"))
        .startsWith("HTTP/1.1 421")
        .contains("text/html", "tabularium.hosts");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://evil.example",
    "Origin: null",
    "Origin: http://localhost:1",
    "Origin: http://localhost",
    "Origin: http://127.0.0.1:PORT",
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: same-site",
    "Origin: nonsense"
  })
  void refusesToChangeAnythingForAnotherOrigin(String header) throws IOException {
    for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
      assertThat(
              ask(
                  method,
                  "/api/v1/jobs/1",
                  "Host: localhost:" + port,
                  header.replace("PORT", String.valueOf(port))))
          .as(method)
          .startsWith("HTTP/1.1 403")
          .contains("\"/problems/foreign-origin\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://localhost:PORT",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
        "X-Nothing: said"
      })
  void changesThingsForItsOwnPagesAndForPrograms(String header) throws IOException {
    assertThat(
            ask(
                "DELETE",
                "/api/v1/jobs/1",
                "Host: localhost:" + port,
                header.replace("PORT", String.valueOf(port))))
        .startsWith("HTTP/1.1 404")
        .contains("\"/problems/no-such-job\"");
  }

  @Test
  void acceptsTheOriginOfAProxyThatEncrypts() throws IOException {
    assertThat(
            ask(
                "DELETE",
                "/api/v1/jobs/1",
                "Host: tabulae.example.org",
                "Origin: https://tabulae.example.org"))
        .startsWith("HTTP/1.1 404");
  }

  @Test
  void letsOtherSitesLinkHere() throws IOException {
    assertThat(ask("GET", "/api/v1/jobs", "Host: localhost:" + port, "Sec-Fetch-Site: cross-site"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void saysOnEveryAnswerWhatBrowsersMayDo() throws IOException {
    for (String path : new String[] {"/api/v1/jobs", "/nowhere", "/problems/unexpected"}) {
      assertThat(ask("GET", path, "Host: localhost"))
          .contains(
              "Content-Security-Policy: default-src 'self';",
              "frame-ancestors 'none'",
              "X-Content-Type-Options: nosniff",
              "Referrer-Policy: same-origin",
              "Cross-Origin-Resource-Policy: same-origin");
    }
  }

  private String ask(String method, String path, String... headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\n"
              + String.join("\r\n", headers)
              + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
