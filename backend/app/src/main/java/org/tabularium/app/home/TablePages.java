package org.tabularium.app.home;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;
import org.tabularium.app.corpus.Citations;
import org.tabularium.app.corpus.PageFilter;
import org.tabularium.app.corpus.Regions;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableFilter;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.explain.Explained;
import org.tabularium.app.explain.NumbersCompared;
import org.tabularium.app.judgement.Judgements;
import org.tabularium.app.judgement.Reason;
import org.tabularium.app.judgement.Verdict;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.CorrectedReadings;
import org.tabularium.app.readings.Digits;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.app.readings.TableDigits;
import org.tabularium.app.search.Calibration;
import org.tabularium.app.search.Meanings;
import org.tabularium.app.search.Search;
import org.tabularium.network.image.Region;
import org.tabularium.network.reading.Chance;
import org.tabularium.network.reading.Explainer;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.ScoreKind;

/** One table, and two tables side by side. */
@Controller
class TablePages {

  private static final int NEXT = 6;
  private static final int PAIRS = 200;

  /** What lies over a pair, as its address tells the scripts. */
  private static final List<String> LAYERS =
      List.of("depth", "gamma", "share", "palette", "digit", "of", "lens");

  private final Tables tables;
  private final CorrectedReadings readings;
  private final Search search;
  private final Meanings meanings;
  private final Judgements judgements;
  private final Citations citations;
  private final Models models;
  private final CurrentPerson person;

  TablePages(
      Tables tables,
      CorrectedReadings readings,
      Search search,
      Meanings meanings,
      Judgements judgements,
      Citations citations,
      Models models,
      CurrentPerson person) {
    this.tables = tables;
    this.readings = readings;
    this.search = search;
    this.meanings = meanings;
    this.judgements = judgements;
    this.citations = citations;
    this.models = models;
    this.person = person;
  }

  @GetMapping("/tables/{id}")
  String table(
      @PathVariable long id, @RequestParam MultiValueMap<String, String> query, Model model) {
    Table table = tables.get(id);
    String older = models.cited(query.getFirst("model"));
    Digits digits = readings.cited(Digits.of(query));
    Optional<TableDigits> now =
        older == null ? readings.find(table) : Optional.of(read(table, older, Digits.CORRECTED));
    Optional<TableDigits> shown = readings.find(table, older, digits);
    model.addAttribute("table", table);
    model.addAttribute("older", older);
    model.addAttribute("read", shown.map(TableDigits::reading).orElse(null));
    model.addAttribute("narrowed", narrowed(List.of(), older, digits));
    model.addAttribute(
        "citation",
        citations.of(
            table,
            shown.map(of -> of.read().modelVersion()).orElse(null),
            lasting(digits).query()));
    model.addAttribute("digits", digits);
    model.addAttribute("corrected", now.map(TableDigits::corrected).orElse(0));
    model.addAttribute("revision", now.map(TableDigits::revision).orElse(0));
    model.addAttribute("similar", search.neighbours(table, NEXT));
    model.addAttribute(
        "otherTables",
        tables.find(tables.onScan(table.scan().sha256())).values().stream()
            .filter(other -> other.id() != id)
            .toList());
    return "table/table";
  }

  @PostMapping("/tables/{id}/reading")
  String again(@PathVariable long id) {
    tables.again(id, person.get());
    return "redirect:/tables/" + id;
  }

  /**
   * A line of the ledger.
   *
   * @param a count in the first table
   * @param b count in the second
   * @param contribution share of the score
   * @param share the same as a fraction
   * @param running sum of the fractions so far
   * @param corrected in how many of its places a person corrected a digit
   */
  record LedgerLine(
      String bigram,
      double a,
      double b,
      double contribution,
      double share,
      double running,
      int corrected) {}

  @GetMapping("/pairs/{a}/{b}")
  String pair(
      @PathVariable long a,
      @PathVariable long b,
      @RequestParam MultiValueMap<String, String> query,
      Model model) {
    TableFilter filter = TableFilter.of(query);
    PageFilter shown = PageFilter.of(filter, query);
    ScoreKind wanted = ScoreKinds.of(shown.kind());
    Table first = tables.get(a);
    Table second = tables.get(b);
    String older = models.cited(shown.model());
    Digits digits = readings.cited(Digits.of(query));
    TableDigits ofFirst = read(first, older, digits);
    TableDigits ofSecond = read(second, older, digits);
    Reading inFirst = ofFirst.reading().within(shown.parts());
    Reading inSecond = ofSecond.reading();
    Explained explanation = Explained.of(ofFirst, ofSecond, shown.parts(), wanted, PAIRS);
    Optional<Search.Place> place =
        search.placeOf(
            b,
            first,
            shown.parts(),
            new Search.Query(
                wanted,
                filter,
                shown.apart(),
                1,
                shown.group(),
                shown.verdict(),
                older,
                digits,
                false));
    model.addAttribute("a", first);
    model.addAttribute("b", second);
    model.addAttribute("kind", wanted.name().toLowerCase(Locale.ROOT));
    model.addAttribute("explanation", explanation);
    model.addAttribute("ledger", ledger(explanation));
    double cosine = Explainer.score(inFirst.phi(), inSecond.phi(), ScoreKind.COSINE);
    Meanings.Meaning meaning = meanings.of(first, shown.parts(), inFirst, wanted, older);
    Calibration calibration = meaning.calibration();
    boolean said = calibration != null;
    model.addAttribute("calibration", calibration);
    model.addAttribute("silence", meaning.silence());
    model.addAttribute("below", said ? calibration.below(explanation.score()) : null);
    model.addAttribute("word", said ? calibration.word(explanation.score(), cosine) : null);
    model.addAttribute("usual", said ? calibration.random() : null);
    model.addAttribute("older", older);
    model.addAttribute("digits", digits);
    model.addAttribute("corrections", corrections(ofFirst, ofSecond, first, second));
    model.addAttribute("narrowed", narrowed(shown.parts(), older, digits));
    model.addAttribute(
        "lasting",
        citations.ofPair(
            first,
            second,
            "&kind="
                + explanation.kind()
                + narrowed(shown.parts(), explanation.model(), lasting(digits))));
    model.addAttribute("chance", Chance.score(inFirst.phi(), inSecond.phi(), wanted));
    model.addAttribute("filter", shown);
    model.addAttribute("place", place.orElse(null));
    model.addAttribute("numbers", NumbersCompared.of(inFirst, inSecond));
    model.addAttribute("said", judgements.history(a, b));
    model.addAttribute("verdicts", Verdict.values());
    model.addAttribute("reasons", Reason.values());
    return "pair/pair";
  }

  /**
   * What people corrected in the two tables, whether it counts on the page or not.
   *
   * @param a how many digits of the first
   * @param revisionA of its labels
   */
  record PairCorrections(int a, int revisionA, int b, int revisionB) {
    public int all() {
      return a + b;
    }
  }

  private PairCorrections corrections(TableDigits a, TableDigits b, Table first, Table second) {
    TableDigits ofA = a.digits().corrected() ? a : readings.find(first).orElse(a);
    TableDigits ofB = b.digits().corrected() ? b : readings.find(second).orElse(b);
    return new PairCorrections(ofA.corrected(), ofA.revision(), ofB.corrected(), ofB.revision());
  }

  /** Parts, model and digits as addresses of the interface for programs name them. */
  private static String narrowed(List<Region> parts, @Nullable String older, Digits digits) {
    return Regions.query(parts) + (older == null ? "" : "&model=" + older) + digits.query();
  }

  /** As they stand now, whatever people correct later. */
  private Digits lasting(Digits digits) {
    return digits.now() ? new Digits(true, readings.last()) : digits;
  }

  /**
   * A pair that was cited: leads to the two tables, wherever they stand by now.
   *
   * @param a what names a table in any database: its scan, its part of it, and how it was read
   * @param b the same of the other
   * @param query with a {@code corpus} for each, where the scan stands in several
   */
  @GetMapping("/pair")
  ResponseEntity<Void> cited(
      @RequestParam String a,
      @RequestParam String b,
      @RequestParam MultiValueMap<String, String> query) {
    PageFilter shown = PageFilter.of(TableFilter.ALL, query);
    String older = models.cited(shown.model());
    List<String> corpora = query.getOrDefault("corpus", List.of());
    return ResponseEntity.status(HttpStatus.FOUND)
        .header(
            HttpHeaders.LOCATION,
            "/pairs/"
                + tables.named(a, corpora.stream().limit(1).toList()).id()
                + "/"
                + tables.named(b, corpora.stream().skip(1).toList()).id()
                + "?kind="
                + ScoreKinds.of(shown.kind()).name().toLowerCase(Locale.ROOT)
                + narrowed(shown.parts(), older, readings.cited(Digits.of(query)))
                + layers(query))
        .build();
  }

  private static String layers(MultiValueMap<String, String> query) {
    return LAYERS.stream()
        .filter(query::containsKey)
        .map(
            name ->
                "&"
                    + name
                    + "="
                    + UriUtils.encode(String.valueOf(query.getFirst(name)), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  /**
   * A table that was cited: leads to it, wherever it stands by now.
   *
   * @param scan what names it in any database: its scan, its part of it, and how it was read
   * @param query with the {@code corpus} that it was cited in, where the scan stands in several
   */
  @GetMapping("/table")
  ResponseEntity<Void> cited(
      @RequestParam String scan, @RequestParam MultiValueMap<String, String> query) {
    String older = models.cited(query.getFirst("model"));
    String narrowed = narrowed(List.of(), older, readings.cited(Digits.of(query)));
    long table = tables.named(scan, query.getOrDefault("corpus", List.of())).id();
    return ResponseEntity.status(HttpStatus.FOUND)
        .header(HttpHeaders.LOCATION, "/tables/" + table + narrowed.replaceFirst("^&", "?"))
        .build();
  }

  private TableDigits read(Table table, @Nullable String older, Digits digits) {
    Optional<TableDigits> reading = readings.find(table, older, digits);
    return reading.orElseThrow(
        () ->
            new Problem(
                HttpStatus.CONFLICT,
                "table-not-read",
                Long.toString(table.id()),
                table.why() == null ? "" : table.why()));
  }

  static List<LedgerLine> ledger(Explained explanation) {
    List<LedgerLine> ledger = new ArrayList<>();
    double running = 0;
    for (Explained.Feature f : explanation.features()) {
      double share = explanation.score() == 0 ? 0 : f.contribution() / explanation.score();
      running += share;
      ledger.add(
          new LedgerLine(
              f.bigram(),
              f.a(),
              f.b(),
              f.contribution(),
              share,
              Math.min(1, running),
              f.corrected()));
    }
    return ledger;
  }
}
