package org.tabularium.app.training;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.CurrentPerson;

/** A candidate beside the active version, for people. */
@Controller
@RequestMapping("/models/{version}/comparison")
class ComparisonPages {

  private final CandidateReports reports;
  private final Models models;
  private final CurrentPerson person;

  ComparisonPages(CandidateReports reports, Models models, CurrentPerson person) {
    this.reports = reports;
    this.models = models;
    this.person = person;
  }

  @GetMapping
  ModelAndView show(@PathVariable String version) {
    models.get(version);
    ModelAndView page = new ModelAndView("training/comparison");
    page.addObject("version", version);
    page.addObject("active", models.active().version());
    page.addObject("report", reports.find(version).orElse(null));
    page.addObject("work", reports.latest(version).orElse(null));
    return page;
  }

  @PostMapping
  String make(@PathVariable String version) {
    reports.ask(version, person.get().id());
    return "redirect:/models/" + version + "/comparison";
  }
}
