package org.tabularium.app.search;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.tabularium.app.platform.CurrentPerson;

/** Pins rankings, and takes pins away, from their page. */
@Controller
@RequestMapping("/tables/{id}")
class PinPages {

  private final PinnedSearches searches;
  private final CurrentPerson person;

  PinPages(PinnedSearches searches, CurrentPerson person) {
    this.searches = searches;
    this.person = person;
  }

  @PostMapping("/pin")
  String pin(@PathVariable long id) {
    searches.pin(id, person.get());
    return back(id);
  }

  @PostMapping("/unpin")
  String unpin(@PathVariable long id) {
    searches.unpin(id);
    return back(id);
  }

  private static String back(long table) {
    return "redirect:/tables/" + table + "/similar";
  }
}
