package org.tabularium.app.home;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.jobs.JobState;
import org.tabularium.app.jobs.JobView;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.readings.Readings;

/** The jobs as pages show them: with the way to what they made. */
@Component
class Work {

  private static final int LOOKED_THROUGH = 500;

  private final Jobs jobs;
  private final Tables tables;

  Work(Jobs jobs, Tables tables) {
    this.jobs = jobs;
    this.tables = tables;
  }

  /** A job; the names are those of the REST JSON, and {@code link} is a path of ours. */
  record Job(
      long id,
      String kind,
      String subject,
      @Nullable String link,
      String state,
      double progress,
      @Nullable String message,
      @Nullable String problem,
      Instant created,
      @Nullable Instant started,
      @Nullable Instant ended,
      String person) {}

  List<Job> latest(int limit) {
    return jobs.latest(limit).stream().map(this::job).toList();
  }

  /**
   * The jobs that people gave; those on generated pages only where they failed. The home page tells
   * of the sample corpus in one line.
   */
  List<Job> latestOfPeople(int limit) {
    Set<String> generated = tables.generatedReadKeys();
    return jobs.latest(LOOKED_THROUGH).stream()
        .filter(
            view ->
                view.state() == JobState.FAILED
                    || !view.kind().equals(Readings.KIND)
                    || !generated.contains(Readings.readKey(view.identity())))
        .limit(limit)
        .map(this::job)
        .toList();
  }

  private Job job(JobView view) {
    return new Job(
        view.id(),
        view.kind(),
        view.subject(),
        link(view),
        view.state().name().toLowerCase(Locale.ROOT),
        view.progress(),
        view.message(),
        view.problem(),
        view.created(),
        view.started(),
        view.ended(),
        view.person());
  }

  private @Nullable String link(JobView view) {
    if (!view.kind().equals(Readings.KIND)) {
      return null;
    }
    return tables
        .firstOf(Readings.readKey(view.identity()))
        .map(table -> "/tables/" + table)
        .orElse(null);
  }
}
