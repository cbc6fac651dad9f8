package org.tabularium.app.platform;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What the container refuses before we see it, and what each type of problem means. */
@Controller
class ProblemPages implements ErrorController {

  /** A request attribute: the problem for which a filter gave the request up. */
  static final String PROBLEM = ProblemPages.class.getName() + ".problem";

  private final ProblemDocuments documents;
  private final MessageSource messages;

  ProblemPages(ProblemDocuments documents, MessageSource messages) {
    this.documents = documents;
    this.messages = messages;
  }

  @RequestMapping("${spring.web.error.path:/error}")
  Object error(HttpServletRequest request, Locale locale) {
    Problem problem;
    if (request.getAttribute(PROBLEM) instanceof Problem given) {
      problem = given;
    } else if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION)
        instanceof Throwable thrown) {
      problem = ProblemAdvice.unexpected(thrown);
    } else if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
        && HttpStatus.resolve(code) != null) {
      problem = ProblemAdvice.ofStatus(HttpStatus.valueOf(code));
    } else {
      // somebody asked for the path of the error page itself
      problem = new Problem(HttpStatus.NOT_FOUND, "no-such-page");
    }
    return documents.answer(problem, HttpHeaders.EMPTY, request, locale);
  }

  /** Where the type of a problem document leads. */
  @GetMapping("/problems/{slug}")
  ModelAndView explain(@PathVariable("slug") String slug, Locale locale) {
    String key = "problem." + slug;
    String title = messages.getMessage(key + ".title", null, "", locale);
    if (title == null || title.isEmpty()) {
      throw new Problem(HttpStatus.NOT_FOUND, "no-such-page");
    }
    String about = messages.getMessage(key + ".about", null, title, locale);
    return new ModelAndView("error", Map.of("title", title, "detail", String.valueOf(about)));
  }
}
