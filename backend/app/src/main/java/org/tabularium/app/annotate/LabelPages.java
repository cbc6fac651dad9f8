package org.tabularium.app.annotate;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableStatus;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.CurrentPerson;

/** The page on which the digits of one table are labelled. */
@Controller
class LabelPages {

  private final Tables tables;
  private final Labels labels;
  private final CurrentPerson person;

  LabelPages(Tables tables, Labels labels, CurrentPerson person) {
    this.tables = tables;
    this.labels = labels;
    this.person = person;
  }

  @GetMapping("/tables/{id}/labels")
  String page(@PathVariable long id, Model model) {
    Table table = tables.get(id);
    Labels.Of said = labels.of(id);
    model.addAttribute("table", table);
    model.addAttribute("read", table.is(TableStatus.INDEXED));
    model.addAttribute("page", said.page());
    model.addAttribute(
        "labels", said.labels().stream().filter(l -> l.kind() != LabelKind.FLAG).toList());
    model.addAttribute("states", PageState.values());
    model.addAttribute("me", person.get().name());
    return "annotate/page";
  }
}
