package org.tabularium.app.judgement;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.readings.ScoreKinds;

/** All judgements as a page; and judging without scripts. */
@Controller
class JudgementPages {

  private static final int A_PAGE = 50;

  private final Judgements judgements;
  private final Agreements agreements;
  private final Tables tables;
  private final CurrentPerson person;

  JudgementPages(
      Judgements judgements, Agreements agreements, Tables tables, CurrentPerson person) {
    this.judgements = judgements;
    this.agreements = agreements;
    this.tables = tables;
    this.person = person;
  }

  /** What the list's form shows again. */
  record Shown(@Nullable String verdict, @Nullable String by, boolean earlier, String query) {}

  @GetMapping("/judgements")
  String list(
      @RequestParam(required = false) @Nullable String verdict,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(defaultValue = "false") boolean earlier,
      @RequestParam(defaultValue = "0") int page,
      Model model) {
    Judgements.Wanted wanted =
        new Judgements.Wanted(
            null,
            verdict == null || verdict.isBlank() ? null : Verdict.of(verdict),
            by == null || by.isBlank() ? null : by.strip(),
            earlier);
    int total = judgements.count(wanted);
    int pages = Math.max(1, (total + A_PAGE - 1) / A_PAGE);
    int number = Math.max(0, Math.min(page, pages - 1));
    List<Judgement> found = judgements.list(wanted, number * A_PAGE, A_PAGE);
    Map<Long, Table> known =
        tables.find(found.stream().flatMap(one -> Stream.of(one.a(), one.b())).distinct().toList());
    model.addAttribute("found", found);
    model.addAttribute("tables", known);
    model.addAttribute("total", total);
    model.addAttribute("page", number);
    model.addAttribute("pages", pages);
    model.addAttribute("agreements", agreements.all(ScoreKinds.of(null)));
    model.addAttribute("verdicts", Verdict.values());
    model.addAttribute("shown", new Shown(verdict, by, earlier, query(wanted)));
    return "judgement/judgements";
  }

  private static String query(Judgements.Wanted wanted) {
    UriComponentsBuilder uri = UriComponentsBuilder.newInstance();
    if (wanted.verdict() != null) {
      uri.queryParam("verdict", wanted.verdict().lower());
    }
    if (wanted.by() != null) {
      uri.queryParam("by", "{by}");
    }
    if (wanted.earlier()) {
      uri.queryParam("earlier", true);
    }
    String query = uri.encode().buildAndExpand(String.valueOf(wanted.by())).toUriString();
    return query.isEmpty() ? "" : "&" + query.substring(1);
  }

  /** The form of the pair's page; an empty verdict takes back what was said. */
  @PostMapping("/pairs/{a}/{b}/judgement")
  ResponseEntity<Void> judge(
      @PathVariable long a,
      @PathVariable long b,
      @RequestParam(defaultValue = "") String verdict,
      @RequestParam(required = false) @Nullable List<String> reasons,
      @RequestParam(defaultValue = "") String note,
      HttpServletRequest request) {
    judgements.judge(
        a,
        b,
        verdict.isBlank() ? null : Verdict.of(verdict),
        reasons == null || verdict.isBlank()
            ? List.of()
            : reasons.stream().map(Reason::of).toList(),
        verdict.isBlank() ? "" : note,
        person.get());
    String list = request.getQueryString();
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.LOCATION, "/pairs/" + a + "/" + b + (list == null ? "" : "?" + list))
        .build();
  }
}
