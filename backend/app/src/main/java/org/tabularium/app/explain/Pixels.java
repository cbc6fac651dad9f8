package org.tabularium.app.explain;

import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.corpus.TablesGone;
import org.tabularium.app.jobs.JobState;
import org.tabularium.app.jobs.JobView;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.platform.CurrentPerson;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.reading.PixelBranch;
import org.tabularium.network.reading.Reading;

/** Branches of explanations down to the ink: from the cache, or as a job. */
@Service
class Pixels {

  /** The kind of the jobs that compute them. */
  static final String KIND = "pixels";

  private final PixelStore store;
  private final Jobs jobs;
  private final Tables tables;
  private final CurrentPerson person;

  Pixels(PixelStore store, Jobs jobs, Tables tables, CurrentPerson person) {
    this.store = store;
    this.jobs = jobs;
    this.tables = tables;
    this.person = person;
  }

  /** A table's branch, if it has been computed. */
  Optional<PixelBranch> find(Table table, Reading reading, double gamma, MinShare share) {
    return store
        .find(work(table, reading, gamma))
        .filter(fields -> fields.digits().size() == reading.digits().size())
        .map(
            fields ->
                PixelBranch.of(
                    reading,
                    gamma,
                    share,
                    fields.width(),
                    fields.height(),
                    fields.side(),
                    fields.digits()));
  }

  /**
   * Queues what computes it, unless it is queued.
   *
   * @return the job
   * @throws Problem 409 when it was tried and failed
   */
  @Transactional
  public long submit(Table table, Reading reading, double gamma) {
    String identity = work(table, reading, gamma).identity();
    Optional<JobView> before = jobs.latest(KIND, identity);
    if (before.isPresent() && before.get().state() == JobState.FAILED) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "pixels-failed",
          Long.toString(table.id()),
          String.valueOf(before.get().problem()));
    }
    return jobs.submit(KIND, identity, table.fileName(), person.get().id());
  }

  @EventListener
  void on(TablesGone gone) {
    for (String readKey : gone.readKeys()) {
      if (tables.sharing(readKey).isEmpty()) {
        store.forget(readKey);
      }
    }
  }

  private static PixelWork work(Table table, Reading reading, double gamma) {
    return new PixelWork(table.readKey(), reading.modelVersion(), gamma);
  }
}
