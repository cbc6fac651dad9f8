package org.tabularium.app.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Sets a {@link Problem} for its reader: a document for programs, a page for people. */
@Component
class ProblemDocuments {

  private final MessageSource messages;

  ProblemDocuments(MessageSource messages) {
    this.messages = messages;
  }

  /** A {@link ResponseEntity} or a {@link ModelAndView}. */
  Object answer(Problem problem, HttpHeaders headers, HttpServletRequest request, Locale locale) {
    if (wantsPage(request)) {
      ModelAndView page =
          new ModelAndView(
              "error",
              Map.of(
                  "status", problem.status().value(),
                  "title", title(problem.slug(), locale),
                  "detail", detail(problem, locale)),
              problem.status());
      return page;
    }
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(document(problem, path(request), locale));
  }

  ProblemDetail document(Problem problem, String path, Locale locale) {
    ProblemDetail document = ProblemDetail.forStatus(problem.status());
    document.setType(URI.create("/problems/" + problem.slug()));
    document.setTitle(title(problem.slug(), locale));
    document.setDetail(detail(problem, locale));
    document.setInstance(URI.create(path));
    problem.members().forEach(document::setProperty);
    return document;
  }

  String title(String slug, Locale locale) {
    return text("problem." + slug + ".title", slug, locale);
  }

  String detail(Problem problem, Locale locale) {
    return text(
        "problem." + problem.slug() + ".detail",
        title(problem.slug(), locale),
        locale,
        problem.arguments().toArray());
  }

  private String text(String key, String otherwise, Locale locale, Object... arguments) {
    return String.valueOf(messages.getMessage(key, arguments, otherwise, locale));
  }

  /** Pages are for browsers, outside the paths that are made for programs. */
  private static boolean wantsPage(HttpServletRequest request) {
    String path = path(request);
    if (Stream.of("/api/", "/iiif/", "/actuator/").anyMatch(path::startsWith)) {
      return false;
    }
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return (accept != null && accept.contains(MediaType.TEXT_HTML_VALUE))
        || request.getHeader("HX-Request") != null;
  }

  /**
   * The path that was asked for, as encoded by the caller, also when the container handed it on.
   */
  private static String path(HttpServletRequest request) {
    Object original = request.getAttribute(jakarta.servlet.RequestDispatcher.ERROR_REQUEST_URI);
    return original == null ? request.getRequestURI() : original.toString();
  }
}
