package org.tabularium.app.home;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Corpus;
import org.tabularium.app.corpus.Deletions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.models.CardLine;
import org.tabularium.app.models.Models;
import org.tabularium.app.training.Training;

/** The front page, the work under way, and how it works. */
@Controller
class HomePages {

  private static final int LATEST = 6;
  private static final int ALL = 100;

  private final Corpora corpora;
  private final Deletions deletions;
  private final Work work;
  private final Jobs jobs;
  private final Models models;
  private final Training training;

  HomePages(
      Corpora corpora,
      Deletions deletions,
      Work work,
      Jobs jobs,
      Models models,
      Training training) {
    this.corpora = corpora;
    this.deletions = deletions;
    this.work = work;
    this.jobs = jobs;
    this.models = models;
    this.training = training;
  }

  @GetMapping("/")
  String home(Model model) {
    List<Corpus> all = corpora.list();
    Map<Long, List<Table>> covers = new LinkedHashMap<>();
    all.forEach(corpus -> covers.put(corpus.id(), corpus.covers()));
    model.addAttribute("corpora", all);
    model.addAttribute("covers", covers);
    model.addAttribute("jobs", work.latest(LATEST).jobs());
    model.addAttribute("tables", all.stream().mapToInt(Corpus::tables).sum());
    model.addAttribute("indexed", all.stream().mapToInt(Corpus::indexed).sum());
    return "home/home";
  }

  @GetMapping("/jobs")
  String work(Model model) {
    model.addAttribute("work", work.latest(ALL));
    model.addAttribute("deletions", deletions.latest(ALL));
    return "jobs/jobs";
  }

  @PostMapping("/jobs/{id}/cancel")
  String cancel(@PathVariable long id) {
    jobs.cancel(id);
    return "redirect:/jobs";
  }

  /** The active model. */
  record ActiveModel(String version, List<CardLine> card) {}

  @GetMapping("/about")
  String about(Model model) {
    org.tabularium.app.models.Model active = models.get(models.active().version());
    List<Corpus> all = corpora.list();
    model.addAttribute("model", new ActiveModel(active.version(), CardLine.of(active.card())));
    model.addAttribute("corpora", all);
    model.addAttribute("tables", all.stream().mapToInt(Corpus::tables).sum());
    model.addAttribute("training", training.stateSoFar());
    return "about/about";
  }
}
