package org.tabularium.app.platform;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
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
   * @param back the path of ours to go on with
   */
  @PostMapping("/person")
  ResponseEntity<Void> introduce(
      @RequestParam("name") String name,
      @RequestParam(name = "back", defaultValue = "/") String back) {
    Person person = people.named(name);
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, cookie(people.cookie(person.id()), KEPT))
        .header(HttpHeaders.LOCATION, isOurs(back) ? back : "/")
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

  @Tag(name = "person")
  @Operation(summary = "Who makes this request")
  @GetMapping("/api/v1/person")
  @ResponseBody
  Name whoAmI() {
    return name(current.get());
  }

  @Tag(name = "person")
  @Operation(summary = "Give a name, which the browser keeps in a cookie")
  @PutMapping("/api/v1/person")
  @ResponseBody
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
  static boolean isOurs(String path) {
    return path.matches("/([^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*)?");
  }

  /** What the frame of every page shows. */
  @ControllerAdvice
  static class OnEveryPage {

    private final CurrentPerson current;
    private final @Nullable String release;

    OnEveryPage(CurrentPerson current, ObjectProvider<BuildProperties> build) {
      this.current = current;
      this.release = build.stream().map(BuildProperties::getVersion).findFirst().orElse(null);
    }

    /** Null until a name was given. */
    @ModelAttribute("person")
    @Nullable Person person(HttpServletRequest request) {
      boolean page = !request.getRequestURI().matches("/(api|iiif|actuator)/.*");
      return page && current.isKnown() ? current.get() : null;
    }

    /** The path and query of the page itself, to come back to. */
    @ModelAttribute("here")
    String here(HttpServletRequest request) {
      String query = request.getQueryString();
      return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    @ModelAttribute("release")
    @Nullable String release() {
      return release;
    }
  }
}
