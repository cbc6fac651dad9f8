package org.tabularium.app.corpus;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The record of deletions. */
@Tag(name = "deletions")
@RestController
@RequestMapping("/api/v1/deletions")
class DeletionsApi {

  private static final int MOST = 1000;

  private final Deletions deletions;

  DeletionsApi(Deletions deletions) {
    this.deletions = deletions;
  }

  @Operation(summary = "What was deleted, by whom, the latest first")
  @GetMapping
  List<Deletion> latest(@RequestParam(defaultValue = "50") int limit) {
    return deletions.latest(Math.max(0, Math.min(limit, MOST)));
  }
}
