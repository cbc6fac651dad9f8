package org.tabularium.app.platform;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Asks for a name, once, and keeps it in the browser. */
@Controller
class PersonPages {

  private static final Duration KEPT = Duration.ofDays(400);

  private final People people;
  private final CurrentPerson current;

  PersonPages(People people, CurrentPerson current) {
    this.people = people;
    this.current = current;
  }

  /**
   * @param next the path of ours to go on with
   */
  @PostMapping("/person")
  ResponseEntity<Void> introduce(
      @RequestParam("name") String name,
      @RequestParam(name = "next", defaultValue = "/") String next) {
    Person person = people.named(name);
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, cookie(people.cookie(person.id()), KEPT))
        .header(HttpHeaders.LOCATION, isOurs(next) ? next : "/")
        .build();
  }

  @PostMapping("/person/forget")
  ResponseEntity<Void> forget() {
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO))
        .header(HttpHeaders.LOCATION, "/")
        .build();
  }

  record Name(@Nullable String id, String name) {}

  @GetMapping("/api/v1/person")
  @ResponseBody
  Name whoAmI() {
    return name(current.get());
  }

  @PutMapping("/api/v1/person")
  ResponseEntity<Name> introduce(@RequestBody Name name) {
    Person person = people.named(name.name() == null ? "" : name.name());
    return ResponseEntity.ok()
        .header(HttpHeaders.SET_COOKIE, cookie(people.cookie(person.id()), KEPT))
        .body(name(person));
  }

  private static Name name(Person person) {
    return new Name(String.valueOf(person.id().value()), person.name());
  }

  private static String cookie(String value, Duration age) {
    return ResponseCookie.from(CurrentPerson.COOKIE, value)
        .path("/")
        .httpOnly(true)
        .sameSite("Lax")
        .maxAge(age)
        .build()
        .toString();
  }

  /** "//elsewhere" and "/\elsewhere" leave this server, whatever they look like. */
  private static boolean isOurs(String path) {
    return path.matches("/([^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*)?");
  }

  /** Every page can show the name, or ask for it. */
  @ControllerAdvice
  static class OnEveryPage {

    private final CurrentPerson current;

    OnEveryPage(CurrentPerson current) {
      this.current = current;
    }

    @ModelAttribute("currentPerson")
    CurrentPerson currentPerson() {
      return current;
    }
  }
}
