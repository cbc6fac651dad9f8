package org.tabularium.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.tabularium.app.TabulariumTest;

@TabulariumTest
class PersonTest {

  @Autowired RestTestClient http;
  @Autowired MockMvc mvc;
  @Autowired People people;
  @Autowired CurrentPerson current;

  @Test
  void isAnonymousUntilANameIsGiven() {
    assertThat(whoAmI(null, null)).isEqualTo("anonymous");
    assertThat(current.get()).as("outside a request").isEqualTo(Person.ANONYMOUS);
    assertThat(people.find(PersonId.ANONYMOUS)).contains(Person.ANONYMOUS);
  }

  @Test
  void isRememberedByTheBrowser() {
    String cookie = introduce("Maria Kunigunde", "/tables/7?x=1", "/tables/7?x=1");
    assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Maria");
    assertThat(whoAmI(cookie.replaceFirst(";.*", ""), null)).isEqualTo("Maria Kunigunde");
  }

  @ParameterizedTest
  @CsvSource({
    "/,              /",
    "/jobs,          /jobs",
    "//evil.example, /",
    "/\\evil.example,/",
    "https://e.org,  /",
    "nowhere,        /",
    "'/a\r\nX: y',   /",
  })
  void comesBackToOurPagesOnly(String back, String expected) {
    introduce("Back", back, expected);
  }

  @Test
  void isNamedByAHeaderInPrograms() {
    assertThat(whoAmI(null, "Jean-Baptiste")).isEqualTo("Jean-Baptiste");
  }

  /** Within the process, since clients differ in what they make of such a header. */
  @Test
  void isNamedInAnyScript() throws Exception {
    for (String name : new String[] {"Żaneta Ö", "陈卓"}) {
      // as the container reads the bytes of UTF-8
      String read = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      mvc.perform(get("/api/v1/person").header(CurrentPerson.HEADER, read))
          .andExpect(jsonPath("$.name").value(name));
    }
    mvc.perform(get("/api/v1/person").header(CurrentPerson.HEADER, "Zoë"))
        .andExpect(jsonPath("$.name").value("Zoë"));
  }

  @Test
  void isOnePersonHoweverTheNameIsWritten() {
    Person first = people.named("  Tycho   Brahe ");
    assertThat(first.name()).isEqualTo("Tycho Brahe");
    assertThat(people.named("tycho brahe")).isEqualTo(first);
    // composed and decomposed
    assertThat(people.named("Re\u0301gis").id()).isEqualTo(people.named("R\u00e9gis").id());
    assertThat(people.named("'; drop table person; --").name()).contains("drop table");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "a\u0000b", "a\nb", "a\u202eb"})
  void hasAReadableName(String name) {
    http.put()
        .uri("/api/v1/person")
        .contentType(MediaType.APPLICATION_JSON)
        .body(new PersonPages.Name(null, name))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("/problems/bad-name");
  }

  @Test
  void hasANameOfBoundedLength() {
    // characters beyond the basic plane count as one
    assertThat(people.named("𝒳".repeat(100)).name()).hasSize(200);
    http.get()
        .uri("/api/v1/person")
        .header(CurrentPerson.HEADER, "x".repeat(101))
        .exchange()
        .expectStatus()
        .isBadRequest();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tabularium-person=1", "tabularium-person=", "other=x"})
  void isNotGuessedFromABadCookie(String cookie) {
    assertThat(whoAmI(cookie, null)).isEqualTo("anonymous");
  }

  @Test
  void canBeForgotten() {
    http.post()
        .uri("/person/forget")
        .exchange()
        .expectStatus()
        .isSeeOther()
        .expectHeader()
        .value("Set-Cookie", value -> assertThat(value).contains("Max-Age=0"));
  }

  private String introduce(String name, String back, String expected) {
    MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
    form.add("name", name);
    form.add("back", back);
    return http.post()
        .uri("/person")
        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
        .body(form)
        .exchange()
        .expectStatus()
        .isSeeOther()
        .expectHeader()
        .valueEquals("Location", expected)
        .returnResult(Void.class)
        .getResponseHeaders()
        .getFirst("Set-Cookie");
  }

  private String whoAmI(String cookie, String header) {
    return http.get()
        .uri("/api/v1/person")
        .headers(
            headers -> {
              if (cookie != null) {
                headers.add("Cookie", cookie);
              }
              if (header != null) {
                headers.add(CurrentPerson.HEADER, header);
              }
            })
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(PersonPages.Name.class)
        .getResponseBody()
        .name();
  }
}
