package org.tabularium.app.corpus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;
import org.tabularium.app.platform.Problem;

/** A corpus as a gallery. */
@Controller
class CorpusPages {

  private static final int PAGE = 60;

  private final Corpora corpora;
  private final Tables tables;
  private final Citations citations;

  CorpusPages(Corpora corpora, Tables tables, Citations citations) {
    this.corpora = corpora;
    this.tables = tables;
    this.citations = citations;
  }

  /**
   * What became of a corpus since it was cited.
   *
   * @param at the moment as of which it was
   * @param unchanged whether all that stood in it then still stands there, read in the same way
   */
  record Cited(Instant at, boolean unchanged) {}

  /**
   * A corpus that was cited: leads to it.
   *
   * @throws Problem 410 when there is none of this name any more
   */
  @GetMapping("/corpus")
  ResponseEntity<Void> cited(
      @RequestParam String name, @RequestParam String until, @RequestParam String scans) {
    Table.CorpusName corpus =
        corpora.names().stream()
            .filter(one -> one.name().equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(() -> new Problem(HttpStatus.GONE, "corpus-gone", name));
    return ResponseEntity.status(HttpStatus.FOUND)
        .header(
            HttpHeaders.LOCATION,
            "/corpora/"
                + corpus.id()
                + "?until="
                + UriUtils.encode(until, StandardCharsets.UTF_8)
                + "&scans="
                + UriUtils.encode(scans, StandardCharsets.UTF_8))
        .build();
  }

  /** How to cite it. */
  @GetMapping("/corpora/{id}/cite")
  String cite(@PathVariable long id, Model model) {
    model.addAttribute("corpus", corpora.get(id));
    model.addAttribute("citation", citations.of(id, null));
    return "corpus/cite";
  }

  @GetMapping("/corpora/{id}")
  String gallery(
      @PathVariable long id,
      @RequestParam MultiValueMap<String, String> query,
      @RequestParam(defaultValue = "0") int page,
      Model model) {
    TableFilter filter = TableFilter.of(query).in(id);
    Corpus corpus = corpora.get(id);
    String scans = query.getFirst("scans");
    model.addAttribute("corpus", corpus);
    model.addAttribute(
        "cited",
        scans == null || filter.until() == null
            ? null
            : new Cited(filter.until(), citations.of(id, filter.until()).scans().equals(scans)));
    model.addAttribute("facets", corpora.facets(id));
    model.addAttribute("filter", PageFilter.of(filter, query));
    model.addAttribute("years", tables.years(filter));
    model.addAttribute("tables", tables.list(filter, Math.max(0, page), PAGE));
    return "corpus/corpus";
  }
}
