package org.tabularium.app.activation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.tabularium.app.models.CardLine;
import org.tabularium.app.models.Model;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.Problem;

/** Model versions: where they come from, what they were measured to do. */
@Controller
@RequestMapping("/models")
class ModelPages {
  private final Models models;
  private final ModelReport report = new ModelReport();

  ModelPages(Models models) {
    this.models = models;
  }

  /** A version in the list. */
  record Listed(
      String version, boolean active, boolean shipped, @Nullable String name, Instant registered) {}

  @GetMapping
  String list(org.springframework.ui.Model page) {
    page.addAttribute(
        "models",
        models.list().stream()
            .map(
                m ->
                    new Listed(
                        m.version(),
                        m.active(),
                        models.isShipped(m.version()),
                        m.name(),
                        m.registered()))
            .toList());
    return "models/models";
  }

  @GetMapping("/{version}")
  String one(@PathVariable String version, org.springframework.ui.Model page) {
    Model model = models.get(version);
    boolean shipped = models.isShipped(version);
    page.addAttribute("model", model);
    page.addAttribute("shipped", shipped);
    page.addAttribute("card", CardLine.of(model.card()));
    page.addAttribute(
        "settings",
        models.settings(version).entrySet().stream()
            .map(e -> new CardLine(e.getKey(), e.getValue().replace(",", ", ")))
            .toList());
    if (shipped) {
      page.addAttribute("about", report.card());
      page.addAttribute("report", report.report("/models/" + version + "/report/"));
    }
    return "models/model";
  }

  @GetMapping("/{version}/report/{name}")
  ResponseEntity<byte[]> picture(@PathVariable String version, @PathVariable String name) {
    return report
        .picture(name)
        .filter(p -> models.isShipped(version))
        .map(
            p ->
                ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType(p.type()))
                    .cacheControl(CacheControl.maxAge(java.time.Duration.ofDays(30)))
                    .body(p.bytes()))
        .orElseThrow(() -> Problem.notFound("no-such-page", name));
  }
}
