package org.tabularium.app.training;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Notice;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.models.Model;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** Training for people: what to learn from, how far it is, what came of it. */
@Controller
@RequestMapping("/training")
class TrainingPages {

  private static final int SHOWN = 20;

  /** How editions are held out, as the form says it. */
  private static final String CHOSEN = "chosen";

  private static final String NONE = "none";

  private final Trainings trainings;
  private final Models models;
  private final Corpora corpora;
  private final Jobs jobs;
  private final CurrentPerson person;
  private final MessageSource messages;

  TrainingPages(
      Trainings trainings,
      Models models,
      Corpora corpora,
      Jobs jobs,
      CurrentPerson person,
      MessageSource messages) {
    this.trainings = trainings;
    this.models = models;
    this.corpora = corpora;
    this.jobs = jobs;
    this.person = person;
    this.messages = messages;
  }

  /**
   * The fields of the form as they were sent.
   *
   * @param hold auto, chosen or none
   * @param length short, usual or long
   */
  record Form(
      @Nullable String base,
      @Nullable List<String> corpus,
      @Nullable String hold,
      @Nullable List<String> heldOut,
      @Nullable Long seed,
      @Nullable String length) {

    TrainingWanted wanted() {
      List<String> editions =
          NONE.equals(hold)
              ? List.of()
              : CHOSEN.equals(hold) ? Objects.requireNonNullElse(heldOut, List.<String>of()) : null;
      TrainingWanted wanted = new TrainingWanted(base, corpus, editions, seed, null);
      if (length == null || length.equals("usual")) {
        return wanted;
      }
      int usual = Plans.settings(wanted).steps();
      int steps = length.equals("long") ? 4 * usual : usual / 4;
      return new TrainingWanted(base, corpus, editions, seed, steps);
    }
  }

  @GetMapping("/new")
  ModelAndView form(Form form) {
    ModelAndView page = new ModelAndView("training/new");
    page.addObject("form", form);
    page.addObject("active", models.active().version());
    page.addObject(
        "models",
        models.list().stream().filter(one -> one.state() != Model.State.DISCARDED).toList());
    page.addObject("corpora", corpora.list());
    page.addObject("check", trainings.check(form.wanted()));
    page.addObject("runs", trainings.latest(SHOWN));
    return page;
  }

  /** What cannot start stays on the form, with the reason. */
  @PostMapping
  ModelAndView start(Form form, Locale locale) {
    try {
      return new ModelAndView("redirect:/training/" + trainings.start(form.wanted(), person.get()));
    } catch (Problem problem) {
      if (problem.status().value() == 404) {
        throw problem;
      }
      ModelAndView page = form(form);
      page.addObject("problem", Notice.of(problem, messages, locale));
      page.setStatus(problem.status());
      return page;
    }
  }

  @GetMapping("/{job}")
  ModelAndView one(@PathVariable long job) {
    ModelAndView page = new ModelAndView("training/job");
    page.addObject("run", trainings.get(job));
    page.addObject("work", jobs.get(job));
    return page;
  }

  @PostMapping("/{job}/cancel")
  String cancel(@PathVariable long job) {
    trainings.get(job);
    jobs.cancel(job);
    return "redirect:/training/" + job;
  }
}
