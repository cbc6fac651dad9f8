package org.tabularium.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.tabularium.app.TabulariumTest;

/** Who gets which language, on pages and in problem documents. */
@TabulariumTest
class LanguageTest {

  @Autowired RestTestClient http;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                      |                        | en",
        "de                    |                        | de",
        "de-CH,en;q=0.5        |                        | de",
        "fr,de;q=0.7,en;q=0.3  |                        | de",
        "fr-CA,en;q=0.8,de;q=0.5|                       | en",
        "fr                    |                        | en",
        "de;q=0.4,en-GB;q=0.9  |                        | en",
        "*                     |                        | en",
        "not a language        |                        | en",
        "en                    | tabularium-language=de | de",
        "de                    | tabularium-language=en | en",
        "de                    | tabularium-language=xx | de",
      })
  void isTheOneThatTheReaderPrefers(String accepted, String cookie, String expected) {
    assertThat(home(accepted, cookie)).contains("<html lang=\"" + expected + "\"");
  }

  @Test
  void isChosenInTheFooterAndRemembered() {
    assertThat(home("en", null))
        .contains("action=\"/language\"", "name=\"language\" value=\"de\" lang=\"de\">Deutsch<");
    var answer = choose("de", "/jobs?x=1");
    assertThat(answer.getStatus().value()).isEqualTo(303);
    assertThat(answer.getResponseHeaders().getFirst("Location")).isEqualTo("/jobs?x=1");
    String cookie = answer.getResponseHeaders().getFirst("Set-Cookie");
    assertThat(cookie).contains("Max-Age=34560000", "Path=/", "SameSite=Lax");
    assertThat(home("en", cookie.replaceFirst(";.*", "")))
        .contains("<html lang=\"de\"", "name=\"language\" value=\"en\" lang=\"en\">English<");
  }

  @Test
  void isOneThatThereIs() {
    var answer = choose("xx", "/");
    assertThat(answer.getStatus().value()).isEqualTo(400);
    assertThat(answer.getResponseHeaders().getFirst("Set-Cookie")).isNull();
    assertThat(choose("de", "//evil.example").getResponseHeaders().getFirst("Location"))
        .isEqualTo("/");
  }

  @Test
  void isThatOfProblemsToo() {
    http.get()
        .uri("/api/v1/tables/999999")
        .header("Accept-Language", "de")
        .exchange()
        .expectStatus()
        .isNotFound()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("/problems/no-such-table")
        .jsonPath("$.title")
        .isEqualTo("Diese Tabelle gibt es nicht");
  }

  private String home(String accepted, String cookie) {
    return new String(
        http.get()
            .uri("/")
            .accept(MediaType.TEXT_HTML)
            .headers(
                headers -> {
                  if (accepted != null) {
                    headers.set("Accept-Language", accepted);
                  }
                  if (cookie != null) {
                    headers.set("Cookie", cookie);
                  }
                })
            .exchange()
            .expectBody()
            .returnResult()
            .getResponseBodyContent(),
        StandardCharsets.UTF_8);
  }

  private EntityExchangeResult<Void> choose(String language, String back) {
    MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
    form.add("language", language);
    form.add("back", back);
    return http.post()
        .uri("/language")
        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
        .body(form)
        .exchange()
        .returnResult(Void.class);
  }
}
