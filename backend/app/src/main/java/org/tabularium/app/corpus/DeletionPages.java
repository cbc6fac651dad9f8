package org.tabularium.app.corpus;

import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.tabularium.app.platform.CurrentPerson;

/** The question before a delete, which says what depends on the thing; and the delete. */
@Controller
class DeletionPages {

  private final Corpora corpora;
  private final Tables tables;
  private final Deletions deletions;
  private final CurrentPerson person;

  DeletionPages(Corpora corpora, Tables tables, Deletions deletions, CurrentPerson person) {
    this.corpora = corpora;
    this.tables = tables;
    this.deletions = deletions;
    this.person = person;
  }

  @GetMapping("/corpora/{id}/delete")
  String sureOfCorpus(@PathVariable long id, Model model) {
    model.addAttribute("corpus", corpora.get(id));
    model.addAttribute(
        "dependents",
        Dependent.ofCorpus(deletions.dependents(tables.ofCorpus(id), id), corpora.editions(id)));
    return "corpus/delete";
  }

  @PostMapping("/corpora/{id}/delete")
  String deleteCorpus(@PathVariable long id) {
    deletions.corpus(id, person.get());
    return "redirect:/";
  }

  @GetMapping("/tables/{id}/delete")
  String sureOfTable(@PathVariable long id, Model model) {
    Table table = tables.get(id);
    model.addAttribute("table", table);
    model.addAttribute("onScan", tables.onScan(table.scan().sha256()).size());
    model.addAttribute("dependents", Dependent.ofTable(deletions.dependents(List.of(id))));
    return "table/delete";
  }

  @PostMapping("/tables/{id}/delete")
  String deleteTable(@PathVariable long id) {
    Table table = tables.get(id);
    deletions.table(id, person.get());
    return "redirect:/corpora/" + table.corpus().id();
  }

  @GetMapping("/scans/{sha256}/delete")
  String sureOfScan(@PathVariable String sha256, Model model) {
    List<Table> all = on(sha256);
    model.addAttribute("tables", all);
    model.addAttribute(
        "corpora", all.stream().map(table -> table.corpus().name()).distinct().toList());
    model.addAttribute(
        "dependents", Dependent.ofScan(deletions.dependents(all.stream().map(Table::id).toList())));
    return "table/delete-scan";
  }

  @PostMapping("/scans/{sha256}/delete")
  String deleteScan(@PathVariable String sha256) {
    Table first = on(sha256).get(0);
    deletions.scan(sha256, person.get());
    return "redirect:/corpora/" + first.corpus().id();
  }

  private List<Table> on(String sha256) {
    return tables.find(tables.onScan(sha256)).values().stream()
        .sorted(Comparator.comparingLong(Table::id))
        .toList();
  }
}
