package org.tabularium.app.lens;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.tabularium.app.corpus.Notice;
import org.tabularium.app.platform.Problem;

/** The networks that pairs can be looked at with, and bringing another one. */
@Controller
class LensPages {

  private final Lenses lenses;
  private final LensIntake intake;
  private final MessageSource messages;

  LensPages(Lenses lenses, LensIntake intake, MessageSource messages) {
    this.lenses = lenses;
    this.intake = intake;
    this.messages = messages;
  }

  @GetMapping("/networks")
  ModelAndView list() {
    ModelAndView page = new ModelAndView("lens/networks");
    page.addObject("lenses", lenses.list());
    page.addObject("placed", lenses.inFolder());
    return page;
  }

  /** A network that cannot be explained stays on this page, with what is wrong with it. */
  @PostMapping("/networks")
  ModelAndView bring(
      @RequestParam(required = false) @Nullable MultipartFile file,
      @RequestParam(required = false) @Nullable String placed,
      @RequestParam(required = false) @Nullable String name,
      @RequestParam(required = false) @Nullable String layer,
      @RequestParam(required = false) @Nullable String sees,
      @RequestParam(required = false) @Nullable Integer side,
      @RequestParam(required = false) @Nullable String gamma,
      Locale locale)
      throws IOException {
    Lenses.Wanted wanted = new Lenses.Wanted(name, layer, sees, side, gamma);
    try {
      String id = intake.take(file, placed, wanted).lens().id();
      return new ModelAndView("redirect:/networks#n" + id.substring(0, 12));
    } catch (Problem problem) {
      if (problem.status().value() >= HttpStatus.INTERNAL_SERVER_ERROR.value()) {
        throw problem;
      }
      ModelAndView page = list();
      page.addObject("problem", Notice.of(problem, messages, locale));
      page.addObject("wanted", wanted);
      page.setStatus(problem.status());
      return page;
    }
  }

  @PostMapping("/networks/{id}/delete")
  String delete(@PathVariable String id) throws IOException {
    lenses.delete(id);
    return "redirect:/networks";
  }
}
