package org.tabularium.app.corpus;

import java.io.IOException;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** Describing the pages of a corpus by a file: choose it, look at what it would do, apply it. */
@Controller
class MetadataPages {

  private final Corpora corpora;
  private final Metadata metadata;
  private final CurrentPerson person;
  private final MessageSource messages;

  MetadataPages(Corpora corpora, Metadata metadata, CurrentPerson person, MessageSource messages) {
    this.corpora = corpora;
    this.metadata = metadata;
    this.person = person;
    this.messages = messages;
  }

  @GetMapping("/corpora/{id}/metadata")
  ModelAndView form(@PathVariable long id) {
    ModelAndView page = new ModelAndView("corpus/metadata");
    page.addObject("corpus", corpora.get(id));
    page.addObject("columns", MetadataFile.names());
    page.addObject("applied", metadata.applied(id));
    return page;
  }

  /** A file that cannot be understood stays on this page, with what it is instead. */
  @PostMapping("/corpora/{id}/metadata")
  ModelAndView send(@PathVariable long id, @RequestParam("file") MultipartFile file, Locale locale)
      throws IOException {
    try {
      String name = FileNames.shown(file.getOriginalFilename());
      long sent = metadata.send(id, name, file.getBytes(), person.get());
      return new ModelAndView("redirect:/corpora/" + id + "/metadata/" + sent);
    } catch (Problem problem) {
      if (problem.status() != HttpStatus.UNPROCESSABLE_CONTENT) {
        throw problem;
      }
      ModelAndView page = form(id);
      page.addObject("problem", Notice.of(problem, messages, locale));
      page.setStatus(problem.status());
      return page;
    }
  }

  @GetMapping("/corpora/{id}/metadata/{file}")
  String look(@PathVariable long id, @PathVariable long file, Model model) {
    model.addAttribute("corpus", corpora.get(id));
    model.addAttribute("file", metadata.sent(id, file));
    model.addAttribute("found", metadata.look(id, file));
    return "corpus/metadata-file";
  }

  @PostMapping("/corpora/{id}/metadata/{file}/apply")
  String apply(@PathVariable long id, @PathVariable long file) {
    metadata.apply(id, file, person.get());
    return "redirect:/corpora/" + id + "/metadata/" + file;
  }

  @PostMapping("/corpora/{id}/metadata/{file}/forget")
  String forget(@PathVariable long id, @PathVariable long file) {
    metadata.forget(id, file);
    return "redirect:/corpora/" + id + "/metadata";
  }
}
