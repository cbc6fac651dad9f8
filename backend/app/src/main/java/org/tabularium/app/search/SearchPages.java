package org.tabularium.app.search;

import static java.util.Comparator.naturalOrder;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Corpus;
import org.tabularium.app.corpus.Notice;
import org.tabularium.app.corpus.PageFilter;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableFilter;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.judgement.Judgements;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.network.reading.Reading;

/** Rankings as pages. */
@Controller
class SearchPages {

  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final Search search;
  private final PictureSearch pictures;
  private final Tables tables;
  private final Readings readings;
  private final Corpora corpora;
  private final Judgements judgements;
  private final Calibrations calibrations;
  private final MessageSource messages;

  SearchPages(
      Search search,
      PictureSearch pictures,
      Tables tables,
      Readings readings,
      Corpora corpora,
      Judgements judgements,
      Calibrations calibrations,
      MessageSource messages) {
    this.search = search;
    this.pictures = pictures;
    this.tables = tables;
    this.readings = readings;
    this.corpora = corpora;
    this.judgements = judgements;
    this.calibrations = calibrations;
    this.messages = messages;
  }

  /**
   * What was asked.
   *
   * @param numbers as they were typed
   * @param picture the file's name
   * @param digits how many digits were asked for
   * @param bigrams how many bigrams
   */
  record Asked(@Nullable String numbers, @Nullable String picture, int digits, int bigrams) {}

  @GetMapping("/tables/{id}/similar")
  String similar(
      @PathVariable long id,
      @RequestParam MultiValueMap<String, String> query,
      @RequestParam(defaultValue = "" + USUAL) int limit,
      Model model) {
    Table table = tables.get(id);
    TableFilter filter = TableFilter.of(query);
    PageFilter shown = PageFilter.of(filter, query);
    Optional<Reading> reading = readings.find(table);
    Long own = shown.apart() && table.edition() != null ? table.edition().id() : null;
    model.addAttribute("table", table);
    model.addAttribute("judged", judgements.of(id));
    model.addAttribute(
        "calibration", calibrations.of(ScoreKinds.of(shown.kind()), table.corpus().id()));
    if (reading.isEmpty()) {
      none(model);
    } else {
      show(
          model,
          reading.get().phi(),
          new Search.Query(ScoreKinds.of(shown.kind()), filter, id, own, within(limit)),
          shown.group());
    }
    frame(model, shown, within(limit));
    return "search/similar";
  }

  @GetMapping("/search")
  ModelAndView byNumbers(
      @RequestParam(required = false) @Nullable String numbers,
      @RequestParam MultiValueMap<String, String> query,
      @RequestParam(defaultValue = "" + USUAL) int limit,
      Locale locale) {
    ModelAndView page = new ModelAndView("search/results");
    TableFilter filter = TableFilter.of(query);
    PageFilter shown = PageFilter.of(filter, query);
    Model model = new ExtendedModelMap();
    none(model);
    if (numbers != null && !numbers.isBlank()) {
      try {
        Numbers asked = SearchApi.numbers(numbers);
        model.addAttribute("query", new Asked(numbers, null, asked.digits(), asked.bigrams()));
        show(
            model,
            asked.phi(),
            new Search.Query(ScoreKinds.of(shown.kind()), filter, null, null, within(limit)),
            shown.group());
      } catch (Problem problem) {
        model.addAttribute("query", new Asked(numbers, null, 0, 0));
        refuse(page, model, problem, locale);
      }
    }
    frame(model, shown, within(limit));
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
    TableFilter filter = TableFilter.of(query);
    PageFilter shown = PageFilter.of(filter, query);
    Model model = new ExtendedModelMap();
    none(model);
    String name = String.valueOf(file.getOriginalFilename());
    try (InputStream bytes = file.getInputStream()) {
      Reading reading = pictures.read(bytes, null, null, null);
      model.addAttribute(
          "query", new Asked(null, name, reading.digits().size(), reading.occurrences().size()));
      show(
          model,
          reading.phi(),
          new Search.Query(ScoreKinds.of(shown.kind()), filter, null, null, USUAL),
          shown.group());
    } catch (Problem problem) {
      model.addAttribute("query", new Asked(null, name, 0, 0));
      refuse(page, model, problem, locale);
    }
    frame(model, shown, USUAL);
    page.addAllObjects(model.asMap());
    return page;
  }

  private void show(Model model, float[] phi, Search.Query query, boolean grouped) {
    Search.Ranking ranking = search.rank(phi, query);
    model.addAttribute("found", ranking.found());
    model.addAttribute(
        "groups",
        grouped
            ? Search.byEdition(ranking.neighbours())
            : ranking.neighbours().stream()
                .map(one -> new Search.Group(one.table().edition(), one, List.of()))
                .toList());
  }

  private static void none(Model model) {
    model.addAttribute("found", 0);
    model.addAttribute("groups", List.of());
  }

  private void refuse(ModelAndView page, Model model, Problem problem, Locale locale) {
    if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
      throw problem;
    }
    model.addAttribute("problem", Notice.of(problem, messages, locale));
    page.setStatus(problem.status());
  }

  private void frame(Model model, PageFilter shown, int limit) {
    model.addAttribute("filter", shown);
    model.addAttribute("limit", limit);
    List<Corpus> all = corpora.list();
    model.addAttribute("corpora", all);
    model.addAttribute(
        "yearFrom",
        all.stream()
            .map(Corpus::yearFrom)
            .filter(Objects::nonNull)
            .min(naturalOrder())
            .orElse(null));
    model.addAttribute(
        "yearTo",
        all.stream().map(Corpus::yearTo).filter(Objects::nonNull).max(naturalOrder()).orElse(null));
  }

  private static int within(int limit) {
    return Math.max(1, Math.min(limit, MOST));
  }
}
