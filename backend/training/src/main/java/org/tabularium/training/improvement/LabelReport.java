package org.tabularium.training.improvement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tabularium.network.model.DigitModel;
import org.tabularium.training.report.Json;
import org.tabularium.training.report.Machine;

/**
 * What the experiment has come to, for people and for programs.
 *
 * @param before what the weak model read
 * @param runs by what came of it
 */
record LabelReport(
    Design design, DigitModel weak, Measured before, List<LabelExperiment.Run> runs) {

  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("labels.json"), Json.of(figures()));
    Files.writeString(folder.resolve("labels.md"), markdown());
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("machine", Machine.here());
    figures.put("weak_model", weak.version());
    figures.put("labels", LabelExperiment.LABELS);
    figures.put("labelled", design.labelled());
    figures.put("targets", design.targets());
    figures.put("others", design.others());
    figures.put("before", before.figures());
    figures.put(
        "after",
        runs.stream()
            .map(
                run -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("settings", run.settings().toString());
                  one.put("best_step", run.result().best());
                  one.put("seconds", run.seconds());
                  one.put("processor_seconds", run.processor());
                  one.putAll(run.after().figures());
                  return one;
                })
            .toList());
    return figures;
  }

  private String markdown() {
    List<String> rows = new ArrayList<>();
    rows.add(row("the weak model", before));
    for (LabelExperiment.Run run : runs) {
      rows.add(row("seed " + run.settings().seed(), run.after()));
    }
    List<String> times = new ArrayList<>();
    for (LabelExperiment.Run run : runs) {
      times.add(
          f(
              "| seed %d | %d of %d | %.0f | %.0f |",
              run.settings().seed(),
              run.result().best(),
              run.result().steps(),
              run.seconds(),
              run.processor()));
    }
    return """
        # What 300 labels are worth to a weak model

        Written by `mvn -Plabels -pl backend/training -am process-test-classes` (see `backend/training/README.md`); do not edit.

        The weak model is a small network trained from nothing on the lining figures of two families, EB Garamond and Old Standard,
        and on nothing else (`mvn -Pweak`). In the sample corpus two books are set in them (%s): what could be lost. The others are
        in old-style figures, which it never saw. Of these, in the order of their ids, the first and every third after it are labelled
        (%s): %d digits in all, a stretch on each of two pages of each book, drawn by the seed. Nobody labels the others (%s): they
        are the target. While it learns it is reminded by generated sheets in its two families, so that of the new type it has nothing
        but the labels. Which edition plays which part was fixed by typeface before anything was measured (`Design`).

        Missed or misread: of all %d digits of the targets' pages, folios and titles too. mAP: of the targets' pages, each asked for
        among all pages of the corpus, by cosine.

        %s. Weak model %s.

        | | missed or misread | missed | misread | read where none is | mAP |
        | --- | --- | --- | --- | --- | --- |
        %s

        ## Digits read right, edition by edition

        %s

        ## Time

        From labels to a model, scans decoded and all. The wall's seconds are worth little on a machine that does other things, too.

        | | best of steps | seconds | processor seconds |
        | --- | --- | --- | --- |
        %s
        """
        .formatted(
            String.join(", ", design.others()),
            String.join(", ", design.labelled()),
            LabelExperiment.LABELS,
            String.join(", ", design.targets()),
            before.targets().there(),
            Machine.here(),
            weak.version().substring(0, 12),
            String.join("\n", rows),
            editions(),
            String.join("\n", times));
  }

  private static String row(String name, Measured m) {
    return f(
        "| %s | %.2f %% | %d | %d | %d | %.3f |",
        name, 100 * m.error(), m.targets().missed(), m.targets().misread(), m.invented(), m.map());
  }

  private String editions() {
    StringBuilder table = new StringBuilder("| edition | part | before |");
    StringBuilder line = new StringBuilder("| --- | --- | --- |");
    for (LabelExperiment.Run run : runs) {
      table.append(" seed ").append(run.settings().seed()).append(" |");
      line.append(" --- |");
    }
    table.append('\n').append(line).append('\n');
    for (String edition : before.editions().keySet()) {
      String part =
          design.labelled().contains(edition)
              ? "labelled"
              : design.targets().contains(edition) ? "target" : "known type";
      table.append(f("| %s | %s | %.2f %% |", edition, part, 100 * before.recall(edition)));
      for (LabelExperiment.Run run : runs) {
        table.append(f(" %.2f %% |", 100 * run.after().recall(edition)));
      }
      table.append('\n');
    }
    return table.toString().strip();
  }

  private static String f(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
