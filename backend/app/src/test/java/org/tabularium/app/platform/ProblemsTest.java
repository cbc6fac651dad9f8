package org.tabularium.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.util.HtmlUtils;
import org.tabularium.app.TabulariumTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TabulariumTest
@Import(ProblemsTest.Troubles.class)
@TestPropertySource(
    properties = {
      "spring.servlet.multipart.max-file-size=1MB",
      "spring.servlet.multipart.max-request-size=2MB"
    })
class ProblemsTest {

  @TestConfiguration
  @Import(Trouble.class)
  static class Troubles {}

  @RestController
  @RequestMapping("/api/v1/trouble")
  static class Trouble {

    record Thing(int size) {}

    @GetMapping("/unexpected")
    void unexpected() {
      throw new IllegalStateException("secret of the inside");
    }

    @GetMapping("/known")
    void known() {
      throw new Problem(HttpStatus.CONFLICT, "no-such-job", "12345").with("job", "12345");
    }

    @PostMapping("/thing")
    int thing(@RequestBody Thing thing) {
      return thing.size();
    }

    @GetMapping("/number")
    int number(@RequestParam("n") int n) {
      return n;
    }

    @PostMapping("/file")
    long file(@RequestParam("file") MultipartFile file) {
      return file.getSize();
    }
  }

  @LocalServerPort int port;
  @Autowired JsonMapper json;

  private final HttpClient client = HttpClient.newHttpClient();

  @ParameterizedTest
  @CsvSource({
    "GET,  /api/v1/trouble/known,          '',                  409, no-such-job",
    "GET,  /api/v1/trouble/unexpected,     '',                  500, unexpected",
    "GET,  /api/v1/nowhere,                '',                  404, no-such-page",
    "GET,  /api/v1/nowhere%20%C3%A9%3Cb%3E,'',                  404, no-such-page",
    "GET,  /api/v1/jobs/none,              '',                  400, wrong-value",
    "GET,  /api/v1/jobs/99999999999999999999,'',                400, wrong-value",
    "GET,  /api/v1/trouble/number,         '',                  400, missing-parameter",
    "GET,  /api/v1/trouble/number?n=two,   '',                  400, wrong-value",
    "PUT,  /api/v1/jobs/1,                 '{}',                405, method-not-allowed",
    "POST, /api/v1/trouble/thing,          '{\"size\": ',       400, malformed-body",
    "POST, /api/v1/trouble/thing,          '{\"size\": \"x\"}', 400, malformed-body",
    "POST, /api/v1/trouble/thing,          '[]',                400, malformed-body",
    "POST, /api/v1/trouble/thing,          '',                  400, malformed-body",
    "POST, /api/v1/trouble/file,           '{}',                400, malformed-upload",
    "GET,  /error,                         '',                  404, no-such-page",
  })
  void isADocumentForPrograms(String method, String path, String body, int status, String slug)
      throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode document = json.readTree(answer.body());
    assertThat(document.get("type").asString()).isEqualTo("/problems/" + slug);
    assertThat(document.get("status").asInt()).isEqualTo(status);
    assertThat(document.get("title").asString()).isNotBlank().doesNotContain("problem.");
    assertThat(document.get("detail").asString()).isNotBlank().doesNotContain("{0}");
    assertThat(document.get("instance").asString()).isEqualTo(path.replaceFirst("\\?.*", ""));
    assertThat(answer.body()).doesNotContain("Exception", "secret", "at org.", "trace");
  }

  @Test
  void carriesItsOwnMembersAndHeaders() throws Exception {
    assertThat(json.readTree(get("/api/v1/trouble/known", "*/*").body()).get("job").asString())
        .isEqualTo("12345");
    HttpResponse<String> method =
        send(HttpRequest.newBuilder(uri("/api/v1/jobs/1")).PUT(BodyPublishers.noBody()));
    assertThat(method.headers().firstValue("Allow").orElse("")).contains("GET", "DELETE");
  }

  @Test
  void sayAnUploadIsTooLarge() throws Exception {
    String head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n";
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/api/v1/trouble/file"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(head + "x".repeat(1_500_000) + "\r\n--b--\r\n")));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(json.readTree(answer.body()).get("detail").asString()).contains("1 MB");
  }

  @Test
  void sayThatAnUploadBrokeOff() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/api/v1/trouble/file"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString("--b\r\nContent-Disposition: form-da")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("/problems/m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/problems/nothing", "/error"})
  void isAPageForPeople(String path) throws Exception {
    HttpResponse<String> answer = get(path, "text/html,application/xhtml+xml,*/*;q=0.8");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(answer.body())
        .contains(ResourceBundle.getBundle("problems").getString("problem.no-such-page.detail"));
  }

  @Test
  void everyTypeLeadsToItsExplanation() throws Exception {
    ResourceBundle bundle = ResourceBundle.getBundle("problems");
    TreeSet<String> slugs = new TreeSet<>();
    bundle.keySet().forEach(key -> slugs.add(key.split("\\.")[1]));
    for (String slug : slugs) {
      assertThat(bundle.keySet())
          .contains("problem." + slug + ".title", "problem." + slug + ".detail");
      HttpResponse<String> page = get("/problems/" + slug, "text/html");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(HtmlUtils.htmlUnescape(page.body()))
          .contains(bundle.getString("problem." + slug + ".title"));
    }
  }

  /** Read from the sources: a slug is an argument, so nothing else knows them all. */
  @Test
  void everyProblemHasItsWords() throws IOException {
    Pattern thrown =
        Pattern.compile(
            "new Problem\\(\\s*HttpStatus\\.\\w+,\\s*\"([^\"]+)\"\\s*[,)]|Problem\\.notFound\\(\\s*\"([^\"]+)\"");
    Set<String> slugs = new TreeSet<>();
    Path sources = Path.of(System.getProperty("basedir", ""), "src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        thrown
            .matcher(Files.readString(file))
            .results()
            .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
            .forEach(slugs::add);
      }
    }
    assertThat(slugs).contains("no-such-job", "bad-name");
    ResourceBundle words = ResourceBundle.getBundle("problems");
    for (String slug : slugs) {
      assertThat(words.keySet())
          .contains("problem." + slug + ".title", "problem." + slug + ".detail");
    }
  }

  @Test
  void doesNotTrustThePathOfALine() throws Exception {
    // what the container refuses before any of our code sees it
    HttpResponse<String> answer = get("/api/v1/a%00b", "text/html");
    assertThat(answer.statusCode()).isBetween(400, 404);
    assertThat(answer.body()).doesNotContain("Exception", "Tomcat", "at org.");
  }

  private HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).header("Accept", accept).GET());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }
}
