package org.tabularium.app.annotate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableStatus;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.Readings;

/** The page on which the digits of one table are labelled. */
@Controller
class LabelPages {

  private final Tables tables;
  private final Labels labels;
  private final Readings readings;
  private final Models models;
  private final CurrentPerson person;

  LabelPages(Tables tables, Labels labels, Readings readings, Models models, CurrentPerson person) {
    this.tables = tables;
    this.labels = labels;
    this.readings = readings;
    this.models = models;
    this.person = person;
  }

  @GetMapping("/tables/{id}/labels")
  String page(
      @PathVariable long id,
      @RequestParam(name = "model", required = false) @Nullable String version,
      Model model) {
    Table table = tables.get(id);
    Labels.Of said = labels.of(id);
    model.addAttribute("table", table);
    model.addAttribute("read", table.is(TableStatus.INDEXED));
    List<org.tabularium.app.models.Model> versions = readings.versions(table);
    model.addAttribute("versions", versions);
    model.addAttribute("shown", shown(table, version, versions));
    model.addAttribute("page", said.page());
    model.addAttribute(
        "labels", said.labels().stream().filter(l -> l.kind() != LabelKind.FLAG).toList());
    model.addAttribute("states", PageState.values());
    model.addAttribute("me", person.get().name());
    return "annotate/page";
  }

  /** Whose reading lies below the labels: the version that was asked for, or that which ranks. */
  private @Nullable String shown(
      Table table, @Nullable String asked, List<org.tabularium.app.models.Model> versions) {
    String other = models.cited(asked);
    if (other != null && versions.stream().noneMatch(one -> one.version().equals(other))) {
      throw Problem.notFound("not-read-by", org.tabularium.app.models.Model.brief(other));
    }
    return other == null ? table.model() : other;
  }
}
