package org.tabularium.app.annotate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;

/** Who said what of a table's digits, action by action; and back to any of them. */
@Controller
class HistoryPages {

  private static final int EVENTS = 500;
  private static final int SHOWN = 40;

  private final Tables tables;
  private final Labels labels;
  private final CurrentPerson person;

  HistoryPages(Tables tables, Labels labels, CurrentPerson person) {
    this.tables = tables;
    this.labels = labels;
    this.person = person;
  }

  /** One action, with the first of its events. */
  record Action(int revision, String by, Instant at, List<LabelEvent> events, List<Event> shown) {}

  /**
   * An event as it is shown.
   *
   * @param place where; null: it is about the page's state
   * @param image the place's picture
   */
  record Event(
      @Nullable UUID label,
      @Nullable Mark place,
      @Nullable String image,
      @Nullable Mark before,
      @Nullable Mark after,
      @Nullable String model,
      @Nullable PageState stateAfter) {

    public boolean isMoved() {
      return before != null && after != null && !before.box().equals(after.box());
    }
  }

  @GetMapping("/tables/{id}/labels/history")
  String history(
      @PathVariable long id,
      @RequestParam(required = false) @Nullable UUID label,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "false") boolean changed,
      Model model) {
    Table table = tables.get(id);
    Labels.Of now = labels.of(id);
    List<LabelEvent> events = labels.history(id, label, before, EVENTS);
    Map<Integer, List<LabelEvent>> byRevision = new LinkedHashMap<>();
    events.forEach(
        event ->
            byRevision.computeIfAbsent(event.revision(), revision -> new ArrayList<>()).add(event));
    model.addAttribute("table", table);
    model.addAttribute("page", now.page());
    model.addAttribute(
        "labels", now.labels().stream().filter(one -> one.kind() != LabelKind.FLAG).count());
    model.addAttribute("label", label);
    model.addAttribute("changed", changed);
    model.addAttribute(
        "actions",
        byRevision.entrySet().stream()
            .map(
                one ->
                    new Action(
                        one.getKey(),
                        one.getValue().get(0).by(),
                        one.getValue().get(0).at(),
                        one.getValue(),
                        one.getValue().stream()
                            .limit(SHOWN)
                            .map(event -> shown(table, event))
                            .toList()))
            .toList());
    model.addAttribute("older", events.size() < EVENTS ? null : events.get(events.size() - 1).id());
    return "annotate/history";
  }

  private static Event shown(Table table, LabelEvent event) {
    Mark place = event.after() == null ? event.before() : event.after();
    return new Event(
        event.label(),
        place,
        place == null
            ? null
            : Crop.image(
                table.scan().sha256(),
                table.turn() == null ? 0 : table.turn(),
                place.x(),
                place.y(),
                place.w(),
                place.h()),
        event.before(),
        event.after(),
        event.model(),
        event.stateAfter());
  }

  /** Whoever was overtaken sees what happened, and nothing is brought back. */
  @PostMapping("/tables/{id}/labels/history")
  String restore(@PathVariable long id, @RequestParam int revision, @RequestParam int seen) {
    String back = "redirect:/tables/" + id + "/labels/history";
    try {
      labels.restore(id, seen, UUID.randomUUID(), revision, person.get());
      return back;
    } catch (Problem problem) {
      if (problem.status() != HttpStatus.PRECONDITION_FAILED) {
        throw problem;
      }
      return back + "?changed=true";
    }
  }
}
