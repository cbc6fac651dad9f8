package org.tabularium.app.search;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.tabularium.app.platform.CurrentPerson;

/** Searches that the report of a candidate compares. */
@Tag(name = "search")
@RestController
@RequestMapping("/api/v1/pinned-searches")
class PinnedSearchesApi {

  private final PinnedSearches searches;
  private final CurrentPerson person;

  PinnedSearchesApi(PinnedSearches searches, CurrentPerson person) {
    this.searches = searches;
    this.person = person;
  }

  @Operation(summary = "Tables whose rankings are compared before a model replaces another")
  @GetMapping
  List<PinnedSearches.Pinned> list() {
    return searches.list();
  }

  @Operation(summary = "Pin the ranking of a table")
  @PutMapping("/{table}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void pin(@PathVariable long table) {
    searches.pin(table, person.get());
  }

  @Operation(summary = "Take a pin away")
  @DeleteMapping("/{table}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unpin(@PathVariable long table) {
    searches.unpin(table);
  }
}
