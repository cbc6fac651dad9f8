package org.tabularium.app.corpus;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tabularium.app.platform.CurrentPerson;

/** What a person chooses instead of the evidence; the form is on the table's page. */
@Controller
class ReadAgainPages {

  private final Tables tables;
  private final CurrentPerson person;

  ReadAgainPages(Tables tables, CurrentPerson person) {
    this.tables = tables;
    this.person = person;
  }

  /** Has a table read at this turn and scale; what is not given is left to the evidence. */
  @PostMapping("/tables/{id}/asked")
  String read(
      @PathVariable long id,
      @RequestParam(required = false) @Nullable Integer turn,
      @RequestParam(required = false) @Nullable Double scale) {
    Integer askedTurn = Regions.turn(turn);
    Double askedScale = Regions.scale(scale);
    tables.change(
        id,
        before ->
            new Tables.Change(null, null, null, false, null, null, true, askedTurn, askedScale),
        person.get());
    return "redirect:/tables/" + id;
  }
}
