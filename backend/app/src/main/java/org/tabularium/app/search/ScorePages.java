package org.tabularium.app.search;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.judgement.Agreements;
import org.tabularium.app.readings.ScoreKinds;
import org.tabularium.network.reading.ScoreKind;

/** What scores mean, as a page with its plot. */
@Controller
class ScorePages {

  private final Meanings meanings;
  private final Agreements agreements;
  private final Corpora corpora;

  ScorePages(Meanings meanings, Agreements agreements, Corpora corpora) {
    this.meanings = meanings;
    this.agreements = agreements;
    this.corpora = corpora;
  }

  @GetMapping("/scores")
  String scores(
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable Long corpus,
      @RequestParam(required = false) @Nullable Integer bigrams,
      @RequestParam(required = false) @Nullable Integer unknown,
      @RequestParam(required = false) @Nullable Double mass,
      Model model) {
    ScoreKind wanted = ScoreKinds.of(kind);
    Calibration calibration =
        meanings.calibration(wanted, corpus, Calibration.Size.of(bigrams, unknown, mass));
    List<Table.CorpusName> all = corpora.names();
    model.addAttribute("kind", wanted.name().toLowerCase(Locale.ROOT));
    model.addAttribute("calibration", calibration);
    model.addAttribute("words", Calibration.Word.values());
    model.addAttribute(
        "judged",
        calibration.asked() == null
            ? agreements.judged(calibration.model(), calibration.words())
            : List.of());
    model.addAttribute("corpora", all);
    model.addAttribute("asked", corpus);
    model.addAttribute(
        "corpusName",
        all.stream()
            .filter(one -> calibration.corpus() != null && one.id() == calibration.corpus())
            .map(Table.CorpusName::name)
            .findFirst()
            .orElse(null));
    return "search/scores";
  }
}
