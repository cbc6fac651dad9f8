package org.tabularium.app.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** Uploading by form: for browsers without scripts; with them each file goes by REST. */
@Controller
class UploadPages {

  private final Corpora corpora;
  private final Uploads uploads;
  private final CurrentPerson person;
  private final MessageSource messages;

  UploadPages(Corpora corpora, Uploads uploads, CurrentPerson person, MessageSource messages) {
    this.corpora = corpora;
    this.uploads = uploads;
    this.person = person;
    this.messages = messages;
  }

  @GetMapping("/upload")
  String form(@RequestParam(required = false) @Nullable Long corpus, Model model) {
    model.addAttribute("corpora", corpora.list());
    Corpus chosen = corpus == null ? null : corpora.get(corpus);
    model.addAttribute("chosen", chosen == null || chosen.generated() ? null : chosen);
    return "upload/upload";
  }

  /** A bad file keeps none of the good ones out. */
  @PostMapping("/upload")
  ModelAndView upload(
      @RequestParam("files") List<MultipartFile> files, TablesApi.Form form, Locale locale)
      throws IOException {
    Problem first = null;
    String refused = null;
    Table last = null;
    for (MultipartFile file : files) {
      try (InputStream bytes = file.getInputStream()) {
        last = uploads.take(bytes, form.upload(file.getOriginalFilename()), person.get()).table();
      } catch (Problem problem) {
        if (first == null) {
          first = problem;
          refused = FileNames.shown(file.getOriginalFilename());
        }
      }
    }
    if (first == null && last != null) {
      return new ModelAndView("redirect:/corpora/" + last.corpus().id());
    }
    ModelAndView page = new ModelAndView("upload/upload");
    page.addObject("corpora", corpora.list());
    page.addObject("chosen", last == null ? null : corpora.get(last.corpus().id()));
    if (first == null) {
      page.setStatus(HttpStatus.BAD_REQUEST);
    } else {
      Notice notice = Notice.of(first, messages, locale);
      page.addObject("problem", new Notice(refused + ": " + notice.title(), notice.detail()));
      page.setStatus(first.status());
    }
    return page;
  }
}
