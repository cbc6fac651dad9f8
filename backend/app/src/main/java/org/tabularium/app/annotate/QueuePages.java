package org.tabularium.app.annotate;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tabularium.app.corpus.Corpora;
import org.tabularium.app.platform.CurrentPerson;

/** What to label next, one by one or two hundred at a time. */
@Controller
class QueuePages {

  private static final int SHOWN = 48;
  private static final int GRID = 200;

  private final Crops crops;
  private final Labels labels;
  private final Corpora corpora;
  private final CurrentPerson person;

  QueuePages(Crops crops, Labels labels, Corpora corpora, CurrentPerson person) {
    this.crops = crops;
    this.labels = labels;
    this.corpora = corpora;
    this.person = person;
  }

  @GetMapping("/annotate")
  String queue(@RequestParam(required = false) @Nullable String corpus, Model model) {
    model.addAttribute("crops", crops.queue(ids(corpus), SHOWN));
    model.addAttribute("states", labels.states(ids(corpus)));
    where(corpus, model);
    return "annotate/queue";
  }

  @GetMapping("/annotate/grid")
  String grid(
      @RequestParam(required = false) @Nullable String corpus,
      @RequestParam(defaultValue = "7") int digit,
      Model model) {
    int shown = Math.min(9, Math.max(0, digit));
    model.addAttribute("digit", shown);
    model.addAttribute("crops", crops.takenFor(shown, ids(corpus), GRID));
    model.addAttribute("limit", GRID);
    model.addAttribute("me", person.get().name());
    where(corpus, model);
    return "annotate/grid";
  }

  private void where(@Nullable String corpus, Model model) {
    model.addAttribute("corpora", corpora.list());
    model.addAttribute("corpus", corpus == null || corpus.isBlank() ? null : corpus);
    model.addAttribute("ten", IntStream.range(0, 10).boxed().toList());
  }

  private Set<Long> ids(@Nullable String corpus) {
    return CropsApi.ids(corpora, corpus == null ? List.of() : List.of(corpus));
  }
}
