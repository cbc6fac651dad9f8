package org.tabularium.app.activation;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tabularium.app.corpus.Notice;
import org.tabularium.app.jobs.JobState;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.models.CardLine;
import org.tabularium.app.models.Model;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** Model versions: where they come from, what they were measured to do. */
@Controller
@RequestMapping("/models")
class ModelPages {
  private final Models models;
  private final Activations activations;
  private final Jobs jobs;
  private final ModelIntake intake;
  private final CurrentPerson person;
  private final MessageSource messages;
  private final ModelReport report = new ModelReport();

  ModelPages(
      Models models,
      Activations activations,
      Jobs jobs,
      ModelIntake intake,
      CurrentPerson person,
      MessageSource messages) {
    this.models = models;
    this.activations = activations;
    this.jobs = jobs;
    this.intake = intake;
    this.person = person;
    this.messages = messages;
  }

  /**
   * A version in the list.
   *
   * @param parentHere whether the version it was trained from is here, too
   */
  record Listed(Model model, boolean shipped, boolean parentHere) {}

  @GetMapping
  String list(org.springframework.ui.Model page) {
    List<Model> all = models.list();
    Set<String> here = all.stream().map(Model::version).collect(Collectors.toSet());
    page.addAttribute(
        "models",
        all.stream()
            .map(
                m ->
                    new Listed(
                        m,
                        models.isShipped(m.version()),
                        m.parent() != null && here.contains(m.parent())))
            .toList());
    page.addAttribute("settings", models.settings(models.stored()));
    page.addAttribute("work", activations.underWay().orElse(null));
    page.addAttribute("log", models.activations());
    back(models.before(), page);
    return "models/models";
  }

  /** What a page says of going back to a version: null for none. */
  private void back(@Nullable String version, org.springframework.ui.Model page) {
    page.addAttribute("active", models.stored());
    page.addAttribute("back", version);
    page.addAttribute("unread", version == null ? 0 : activations.missing(version));
  }

  @GetMapping("/{version}")
  String one(@PathVariable String version, org.springframework.ui.Model page) {
    Model model = models.get(version);
    boolean shipped = models.isShipped(version);
    page.addAttribute("model", model);
    page.addAttribute("shipped", shipped);
    page.addAttribute("parentHere", model.parent() != null && models.isHere(model.parent()));
    page.addAttribute("active", models.stored());
    back(
        switch (model.state()) {
          case ACTIVE -> models.before();
          case RETIRED -> version;
          case CANDIDATE, DISCARDED -> null;
        },
        page);
    page.addAttribute("work", activations.underWay().orElse(null));
    page.addAttribute(
        "failed",
        jobs.latest(Activations.KIND, version)
            .filter(job -> job.state() == JobState.FAILED && !model.active())
            .orElse(null));
    page.addAttribute("card", CardLine.of(model.card()));
    page.addAttribute(
        "settings",
        models.settings(version).entrySet().stream()
            .map(e -> new CardLine(e.getKey(), e.getValue().replace(",", ", ")))
            .toList());
    if (shipped) {
      page.addAttribute("about", report.card());
      page.addAttribute("report", report.report("/models/" + version + "/report/"));
    }
    return "models/model";
  }

  /** A file that cannot be read with stays on this page, with what is wrong with it. */
  @PostMapping("/files")
  String bring(
      ModelFileForm form,
      org.springframework.ui.Model page,
      HttpServletResponse response,
      Locale locale)
      throws IOException {
    try {
      page.addAttribute("brought", intake.take(form.file(), form.wanted(), form.only()));
    } catch (Problem problem) {
      if (problem.status().is5xxServerError()) {
        throw problem;
      }
      page.addAttribute("problem", Notice.of(problem, messages, locale));
      response.setStatus(problem.status().value());
    }
    page.addAttribute("form", form);
    page.addAttribute("opened", !form.wanted().nothing());
    return list(page);
  }

  /**
   * @param expected the version that the page said was active
   */
  @PostMapping("/{version}/activation")
  String activate(
      @PathVariable String version,
      @RequestParam(required = false) @Nullable String expected,
      org.springframework.ui.Model page,
      HttpServletResponse response,
      Locale locale) {
    return done(
        version,
        () -> activations.activate(version, expected, person.get().id()),
        page,
        response,
        locale);
  }

  @PostMapping("/{version}/activation/cancel")
  String cancel(@PathVariable String version) {
    models.get(version);
    jobs.cancel(Activations.KIND, version);
    return "redirect:/models/" + version;
  }

  @PostMapping("/{version}/discard")
  String discard(
      @PathVariable String version,
      org.springframework.ui.Model page,
      HttpServletResponse response,
      Locale locale) {
    return done(
        version, () -> activations.discard(version, person.get().id()), page, response, locale);
  }

  /** What is refused is said on the page, as it is now. */
  private String done(
      String version,
      Runnable what,
      org.springframework.ui.Model page,
      HttpServletResponse response,
      Locale locale) {
    try {
      what.run();
      return "redirect:/models/" + version;
    } catch (Problem problem) {
      if (problem.status().value() == 404) {
        throw problem;
      }
      page.addAttribute("problem", Notice.of(problem, messages, locale));
      response.setStatus(problem.status().value());
      return one(version, page);
    }
  }

  @GetMapping("/{version}/report/{name}")
  ResponseEntity<byte[]> picture(@PathVariable String version, @PathVariable String name) {
    return report
        .picture(name)
        .filter(p -> models.isShipped(version))
        .map(
            p ->
                ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType(p.type()))
                    .cacheControl(CacheControl.maxAge(java.time.Duration.ofDays(30)))
                    .body(p.bytes()))
        .orElseThrow(() -> Problem.notFound("no-such-page", name));
  }
}
