package org.tabularium.app.search;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Notice;
import org.tabularium.app.corpus.PageFilter;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableFilter;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.judgement.Judgements;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Digits;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.network.reading.ScoreKind;

/** Rankings as pages. */
@Controller
class SearchPages {

  private static final int USUAL = 50;
  private static final int MOST = 500;
  private static final int LISTED = 60;

  private static final Asked NOTHING = new Asked(List.of());

  private final Search search;
  private final Asking asking;
  private final PictureSearch pictures;
  private final Tables tables;
  private final CorrectedReadings readings;
  private final Models models;
  private final Corpora corpora;
  private final Judgements judgements;
  private final Meanings meanings;
  private final PinnedSearches pins;
  private final MessageSource messages;

  SearchPages(
      Search search,
      Asking asking,
      PictureSearch pictures,
      Tables tables,
      CorrectedReadings readings,
      Models models,
      Corpora corpora,
      Judgements judgements,
      Meanings meanings,
      PinnedSearches pins,
      MessageSource messages) {
    this.search = search;
    this.asking = asking;
    this.pictures = pictures;
    this.tables = tables;
    this.readings = readings;
    this.models = models;
    this.corpora = corpora;
    this.judgements = judgements;
    this.meanings = meanings;
    this.pins = pins;
    this.messages = messages;
  }

  /**
   * What a ranking is cited by.
   *
   * @param link leads to the same ranking as long as its model version is installed
   * @param query what the same ranking's address needs in the interface for programs
   * @param model the version that ranked
   * @param at when
   */
  record Citation(String link, String query, String model, Instant at) {}

  @GetMapping("/tables/{id}/similar")
  String similar(
      @PathVariable long id,
      @RequestParam MultiValueMap<String, String> query,
      @RequestParam(defaultValue = "" + USUAL) int limit,
      Model model) {
    Table table = tables.get(id);
    PageFilter shown = shown(query);
    Optional<Asked.Example> example =
        asking.find(table, shown.parts(), false, shown.model(), digits(shown));
    model.addAttribute("table", table);
    model.addAttribute("pinned", pins.isPinned(id));
    Asked asked = new Asked(example.map(List::of).orElse(List.of()));
    show(model, asked, shown, within(limit));
    return "search/similar";
  }

  /** Where a part of a table is drawn or chosen, to ask by it. */
  @GetMapping("/tables/{id}/part")
  String part(
      @PathVariable long id, @RequestParam MultiValueMap<String, String> query, Model model) {
    Table table = tables.get(id);
    PageFilter shown = shown(query);
    List<TableColumns.Column> columns =
        readings
            .find(table, null, digits(shown))
            .map(TableDigits::reading)
            .map(TableColumns::of)
            .orElse(List.of());
    model.addAttribute("table", table);
    model.addAttribute("filter", shown);
    model.addAttribute("columns", columns);
    model.addAttribute(
        "drawn",
        shown.parts().stream()
            .filter(part -> columns.stream().noneMatch(column -> column.part().equals(part)))
            .findFirst()
            .orElse(null));
    return "search/part";
  }

  @GetMapping("/search")
  ModelAndView search(
      @RequestParam MultiValueMap<String, String> query,
      @RequestParam(defaultValue = "" + USUAL) int limit,
      @RequestParam(name = "page", defaultValue = "0") int number,
      Locale locale) {
    ModelAndView page = new ModelAndView("search/results");
    Model model = new ExtendedModelMap();
    Asked asked = NOTHING;
    PageFilter shown;
    try {
      shown = shown(query);
      asked = asking.of(query, shown.model(), digits(shown));
    } catch (Problem problem) {
      shown = PageFilter.of(TableFilter.ALL, new LinkedMultiValueMap<>());
      refuse(page, model, problem, locale);
    }
    model.addAttribute("typed", query.getFirst("numbers"));
    show(model, asked, shown, within(limit));
    // Words and years alone are a question, too; there is nothing to rank by.
    if (asked.examples().isEmpty() && !shown.tables().equals(TableFilter.ALL)) {
      model.addAttribute("listed", tables.list(shown.tables(), Math.max(0, number), LISTED));
    }
    page.addAllObjects(model.asMap());
    return page;
  }

  @PostMapping("/search")
  ModelAndView byPicture(
      @RequestParam("file") MultipartFile file,
      @RequestParam MultiValueMap<String, String> query,
      Locale locale)
      throws IOException {
    ModelAndView page = new ModelAndView("search/results");
    Model model = new ExtendedModelMap();
    Asked asked = NOTHING;
    try (InputStream bytes = file.getInputStream()) {
      asked = pictures.asked(bytes, String.valueOf(file.getOriginalFilename()), null, null, null);
    } catch (Problem problem) {
      refuse(page, model, problem, locale);
    }
    show(model, asked, shown(query), USUAL);
    page.addAllObjects(model.asMap());
    return page;
  }

  private PageFilter shown(MultiValueMap<String, String> query) {
    models.cited(query.getFirst("model"));
    return PageFilter.of(TableFilter.of(query), query);
  }

  private Digits digits(PageFilter shown) {
    return readings.cited(Digits.of(shown.digits(), shown.labels()));
  }

  private void show(Model model, Asked asked, PageFilter shown, int limit) {
    ScoreKind kind = ScoreKinds.of(shown.kind());
    TableFilter filter = shown.tables();
    String version = models.cited(shown.model());
    Search.Query query =
        new Search.Query(
            kind,
            filter,
            shown.apart(),
            limit,
            shown.group(),
            shown.verdict(),
            version,
            digits(shown),
            asked.onlyTable().isEmpty());
    Search.Ranking ranking =
        asked.examples().isEmpty() ? Search.Ranking.EMPTY : search.rank(asked, query);
    model.addAttribute("asked", asked);
    Meanings.Meaning meaning = meanings.of(asked, query);
    model.addAttribute("calibration", meaning.calibration());
    model.addAttribute("silence", meaning.silence());
    model.addAttribute(
        "judged", asked.onlyTable().map(of -> judgements.of(of.table().id())).orElse(Map.of()));
    model.addAttribute("a", asked.onlyTable().map(of -> of.table().id()).orElse(null));
    model.addAttribute("ranking", ranking);
    model.addAttribute("filter", shown);
    model.addAttribute("limit", limit);
    model.addAttribute("most", MOST);
    model.addAttribute("years", tables.years(filter));
    model.addAttribute("kinds", Computed.Kind.values());
    model.addAttribute("usual", Computed.USUAL);
    List<Table.CorpusName> all = corpora.names();
    model.addAttribute("corpora", all);
    List<Table.CorpusName> chosen = all.stream().filter(corpus -> names(filter, corpus)).toList();
    model.addAttribute("facets", chosen.size() == 1 ? corpora.facets(chosen.get(0).id()) : null);
    model.addAttribute("older", version);
    model.addAttribute("digits", digits(shown));
    model.addAttribute("labelled", readings.last() > 0);
    if (!asked.examples().isEmpty() && !asked.pictured()) {
      Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
      String active = version == null ? models.active().version() : version;
      String lastingQuery =
          shown.lasting(all, active, readings.last(), filter.until() == null ? at : null);
      // Programs gather nothing, and list fewer, unless they are told.
      String listed = (shown.group() ? "&group=true" : "") + "&limit=" + limit;
      model.addAttribute(
          "citation",
          new Citation(
              ServletUriComponentsBuilder.fromCurrentContextPath().path("/search").toUriString()
                  + lastingQuery
                  + listed
                  + asked.query(true),
              shown.whole() + listed + asked.query(false),
              active,
              filter.until() == null ? at : filter.until()));
    }
  }

  private static boolean names(TableFilter filter, Table.CorpusName corpus) {
    return filter.corpora().stream()
        .anyMatch(
            name ->
                name.equals(Long.toString(corpus.id())) || name.equalsIgnoreCase(corpus.name()));
  }

  private void refuse(ModelAndView page, Model model, Problem problem, Locale locale) {
    if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
      throw problem;
    }
    model.addAttribute("problem", Notice.of(problem, messages, locale));
    page.setStatus(problem.status());
  }

  private static int within(int limit) {
    return Math.max(1, Math.min(limit, MOST));
  }
}
