package org.tabularium.app.annotate.formats;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
import org.tabularium.app.annotate.LabelsWaiting;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Notice;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** Taking labels away and bringing them in: choose a file, look at what it would do, apply it. */
@Controller
class LabelFilePages {

  private final Corpora corpora;
  private final Tables tables;
  private final LabelUploads uploads;
  private final LabelsWaiting waiting;
  private final CurrentPerson person;
  private final MessageSource messages;

  LabelFilePages(
      Corpora corpora,
      Tables tables,
      LabelUploads uploads,
      LabelsWaiting waiting,
      CurrentPerson person,
      MessageSource messages) {
    this.corpora = corpora;
    this.tables = tables;
    this.uploads = uploads;
    this.waiting = waiting;
    this.person = person;
    this.messages = messages;
  }

  @GetMapping("/corpora/{id}/labels")
  ModelAndView ofCorpus(@PathVariable long id) {
    return page(id, null);
  }

  @GetMapping("/tables/{id}/labels/file")
  ModelAndView ofTable(@PathVariable long id) {
    Table table = tables.get(id);
    return page(table.corpus().id(), table);
  }

  private ModelAndView page(long corpus, @Nullable Table table) {
    ModelAndView page = new ModelAndView("annotate/files");
    page.addObject("corpus", corpora.get(corpus));
    page.addObject("table", table);
    page.addObject(
        "address",
        table == null
            ? "/api/v1/corpora/" + corpus + "/labels"
            : "/api/v1/tables/" + table.id() + "/labels/file");
    page.addObject("waiting", table == null ? waiting.of(corpus) : java.util.List.of());
    page.addObject("applied", uploads.applied(corpus, table == null ? null : table.id()));
    return page;
  }

  @PostMapping("/corpora/{id}/labels")
  ModelAndView sendOfCorpus(
      @PathVariable long id, @RequestParam("file") MultipartFile file, Locale locale)
      throws IOException {
    return send(id, null, file, locale);
  }

  @PostMapping("/tables/{id}/labels/file")
  ModelAndView sendOfTable(
      @PathVariable long id, @RequestParam("file") MultipartFile file, Locale locale)
      throws IOException {
    Table table = tables.get(id);
    return send(table.corpus().id(), table, file, locale);
  }

  /** A file that cannot be understood stays on this page, with what it is instead. */
  private ModelAndView send(long corpus, @Nullable Table table, MultipartFile file, Locale locale)
      throws IOException {
    try {
      String original = file.getOriginalFilename();
      String name = original == null ? "" : Naming.last(original).replaceAll("\\p{Cntrl}", "");
      long sent =
          uploads.send(
              corpus, table == null ? null : table.id(), name, file.getBytes(), person.get());
      return new ModelAndView("redirect:/corpora/" + corpus + "/labels/" + sent);
    } catch (Problem problem) {
      if (problem.status() != HttpStatus.UNPROCESSABLE_CONTENT) {
        throw problem;
      }
      ModelAndView page = page(corpus, table);
      page.addObject("problem", Notice.of(problem, messages, locale));
      page.setStatus(problem.status());
      return page;
    }
  }

  @GetMapping("/corpora/{id}/labels/{file}")
  String look(@PathVariable long id, @PathVariable long file, Model model) {
    LabelUploads.Sent sent = uploads.sent(id, file);
    model.addAttribute("corpus", corpora.get(id));
    model.addAttribute("table", sent.table() == null ? null : tables.get(sent.table()));
    model.addAttribute("file", sent);
    model.addAttribute("found", uploads.look(id, sent));
    return "annotate/file";
  }

  @PostMapping("/corpora/{id}/labels/{file}/apply")
  String apply(
      @PathVariable long id,
      @PathVariable long file,
      @RequestParam(defaultValue = "false") boolean overrule) {
    uploads.apply(id, file, overrule, person.get());
    return "redirect:/corpora/" + id + "/labels/" + file;
  }

  @PostMapping("/corpora/{id}/labels/{file}/forget")
  String forget(@PathVariable long id, @PathVariable long file) {
    Long table = uploads.sent(id, file).table();
    uploads.forget(id, file);
    return table == null
        ? "redirect:/corpora/" + id + "/labels"
        : "redirect:/tables/" + table + "/labels/file";
  }

  @PostMapping("/corpora/{id}/labels/waiting/forget")
  String forgetWaiting(@PathVariable long id, @RequestParam String page) {
    corpora.get(id);
    waiting.forget(id, page);
    return "redirect:/corpora/" + id + "/labels";
  }
}
