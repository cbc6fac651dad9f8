package org.tabularium.app.corpus;

import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tabularium.app.platform.CurrentPerson;

/** A corpus as a gallery, and the question before a delete. */
@Controller
class CorpusPages {

  private static final int PAGE = 60;

  private final Corpora corpora;
  private final Tables tables;
  private final Deletions deletions;
  private final CurrentPerson person;

  CorpusPages(Corpora corpora, Tables tables, Deletions deletions, CurrentPerson person) {
    this.corpora = corpora;
    this.tables = tables;
    this.deletions = deletions;
    this.person = person;
  }

  @GetMapping("/corpora/{id}")
  String gallery(
      @PathVariable long id,
      @RequestParam MultiValueMap<String, String> query,
      @RequestParam(defaultValue = "0") int page,
      Model model) {
    TableFilter filter = TableFilter.of(query).in(id);
    model.addAttribute("corpus", corpora.get(id));
    model.addAttribute("facets", corpora.facets(id));
    model.addAttribute("filter", PageFilter.of(filter, query));
    model.addAttribute("tables", tables.list(filter, Math.max(0, page), PAGE));
    return "corpus/corpus";
  }

  @GetMapping("/corpora/{id}/delete")
  String sure(@PathVariable long id, Model model) {
    Corpus corpus = corpora.get(id);
    Deletions.Dependents dependents = deletions.dependents(tables.ofCorpus(id));
    model.addAttribute("corpus", corpus);
    model.addAttribute("dependents", Dependent.of(dependents, true, corpus.editions()));
    return "corpus/delete";
  }

  @PostMapping("/corpora/{id}/delete")
  String delete(@PathVariable long id) {
    deletions.corpus(id, person.get());
    return "redirect:/";
  }

  @GetMapping("/tables/{id}/delete")
  String sureOfTable(@PathVariable long id, Model model) {
    model.addAttribute("table", tables.get(id));
    model.addAttribute("dependents", Dependent.of(deletions.dependents(List.of(id)), false, 0));
    return "table/delete";
  }

  @PostMapping("/tables/{id}/delete")
  String deleteTable(@PathVariable long id) {
    Table table = tables.get(id);
    deletions.table(id, person.get());
    return "redirect:/corpora/" + table.corpus().id();
  }
}
