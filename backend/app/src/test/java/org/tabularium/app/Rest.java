package org.tabularium.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application as a program outside sees it: requests to its port, answers as JSON. */
public final class Rest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final RestTestClient http;

  public Rest(RestTestClient http) {
    this.http = http;
  }

  /** An answer. */
  public record Answer(int status, HttpHeaders headers, byte[] body) {

    public JsonNode json() {
      return JSON.readTree(body);
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public String id() {
      return json().get("id").asString();
    }
  }

  /** Uploads a scan; the fields come in pairs of name and value. */
  public Answer upload(byte[] scan, String fileName, String... fields) {
    return multipart("/api/v1/tables", scan, fileName, fields);
  }

  public Answer multipart(String address, byte[] file, String fileName, String... fields) {
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    HttpHeaders part = new HttpHeaders();
    part.setContentType(MediaType.APPLICATION_OCTET_STREAM);
    form.add(
        "file",
        new HttpEntity<>(
            new ByteArrayResource(file) {
              @Override
              public String getFilename() {
                return fileName;
              }
            },
            part));
    for (int i = 0; i < fields.length; i += 2) {
      form.add(fields[i], fields[i + 1]);
    }
    return answer(
        http.post().uri(address).contentType(MediaType.MULTIPART_FORM_DATA).body(form).exchange());
  }

  public Answer get(String address, Object... variables) {
    return answer(http.get().uri(address, variables).exchange());
  }

  public Answer delete(String address, Object... variables) {
    return answer(http.delete().uri(address, variables).exchange());
  }

  public Answer post(String address, String json) {
    return answer(
        http.post().uri(address).contentType(MediaType.APPLICATION_JSON).body(json).exchange());
  }

  /** A page, as a browser asks for it. */
  public Answer page(String address, Object... variables) {
    return answer(http.get().uri(address, variables).accept(MediaType.TEXT_HTML).exchange());
  }

  /** A form that a page sends, as a browser without scripts does; redirects are not followed. */
  public Answer form(String address, Object... variables) {
    return answer(
        http.post()
            .uri(address, variables)
            .accept(MediaType.TEXT_HTML)
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .exchange());
  }

  public Answer put(String address, String json) {
    return answer(
        http.put().uri(address).contentType(MediaType.APPLICATION_JSON).body(json).exchange());
  }

  /** The same on top of whatever there is. */
  public Answer putOnTop(String address, String json) {
    return answer(
        http.put()
            .uri(address)
            .header(HttpHeaders.IF_MATCH, "*")
            .contentType(MediaType.APPLICATION_JSON)
            .body(json)
            .exchange());
  }

  public Answer patch(String address, String json) {
    return answer(
        http.patch().uri(address).contentType(MediaType.APPLICATION_JSON).body(json).exchange());
  }

  private static Answer answer(RestTestClient.ResponseSpec spec) {
    var result = spec.expectBody().returnResult();
    byte[] body = result.getResponseBodyContent();
    return new Answer(
        result.getStatus().value(), result.getResponseHeaders(), body == null ? new byte[0] : body);
  }

  /** Asks for a table until its reading has come to an end, and returns it. */
  public JsonNode read(String table) {
    return until(
        "/api/v1/tables/" + table,
        json -> {
          String status = json.get("status").asString();
          return status.equals("indexed") || status.equals("failed");
        });
  }

  /** Asks until the answer is as it should be. */
  public JsonNode until(String address, Predicate<JsonNode> wanted) {
    return until(address, wanted, PATIENCE);
  }

  /** The same for work that takes its time, the more so on a busy machine. */
  public JsonNode until(String address, Predicate<JsonNode> wanted, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    JsonNode json = get(address).json();
    while (!wanted.test(json)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(address + " remains " + json);
      }
      // There is no other signal across HTTP than to ask again.
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
      json = get(address).json();
    }
    return json;
  }
}
