package org.tabularium.app.platform;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Lets a reader choose a language, and keeps the choice in the browser. */
@Controller
class LanguagePages {

  private static final Duration KEPT = Duration.ofDays(400);

  private final Languages languages;

  LanguagePages(Languages languages) {
    this.languages = languages;
  }

  /**
   * @param back the path of ours to go on with
   */
  @PostMapping("/language")
  ResponseEntity<Void> choose(
      @RequestParam("language") String language,
      @RequestParam(name = "back", defaultValue = "/") String back) {
    Locale chosen =
        languages
            .find(language)
            .orElseThrow(
                () -> new Problem(HttpStatus.BAD_REQUEST, "wrong-value", "language", language));
    ResponseCookie cookie =
        ResponseCookie.from(Languages.COOKIE, chosen.toLanguageTag())
            .path("/")
            .httpOnly(true)
            .sameSite("Lax")
            .maxAge(KEPT)
            .build();
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, cookie.toString())
        .header(HttpHeaders.LOCATION, PersonPages.isOurs(back) ? back : "/")
        .build();
  }

  /** What the footer of every page offers. */
  @ControllerAdvice
  static class OnEveryPage {

    private final Languages languages;

    OnEveryPage(Languages languages) {
      this.languages = languages;
    }

    @ModelAttribute("languages")
    List<Languages.Language> languages() {
      return languages.all();
    }
  }
}
