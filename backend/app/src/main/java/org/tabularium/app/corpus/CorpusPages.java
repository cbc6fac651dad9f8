package org.tabularium.app.corpus;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A corpus as a gallery. */
@Controller
class CorpusPages {

  private static final int PAGE = 60;

  private final Corpora corpora;
  private final Tables tables;

  CorpusPages(Corpora corpora, Tables tables) {
    this.corpora = corpora;
    this.tables = tables;
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
    model.addAttribute("years", tables.years(filter));
    model.addAttribute("tables", tables.list(filter, Math.max(0, page), PAGE));
    return "corpus/corpus";
  }
}
