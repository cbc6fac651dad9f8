package org.tabularium.app.lens;

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

/** Pairs through lenses: from the cache, or as a job. */
@Service
class PairsSeen {

  private final LensStore store;
  private final Jobs jobs;
  private final Tables tables;
  private final CurrentPerson person;

  PairsSeen(LensStore store, Jobs jobs, Tables tables, CurrentPerson person) {
    this.store = store;
    this.jobs = jobs;
    this.tables = tables;
    this.person = person;
  }

  Optional<LensStore.Seen> find(LensWork work) {
    return store.find(work);
  }

  /**
   * Queues what computes it, unless it is queued.
   *
   * @param anew also when it was tried and failed
   * @return the job
   * @throws Problem 409 when it was tried and failed, and is not to be tried anew
   */
  @Transactional
  public long submit(LensWork work, Lens lens, Table a, Table b, boolean anew) {
    Optional<JobView> before = jobs.latest(LensJob.KIND, work.identity());
    if (!anew && before.isPresent() && before.get().state() == JobState.FAILED) {
      throw new Problem(
          HttpStatus.CONFLICT, "lens-failed", lens.name(), String.valueOf(before.get().problem()));
    }
    return jobs.submit(
        LensJob.KIND, work.identity(), a.fileName() + " – " + b.fileName(), person.get().id());
  }

  @EventListener
  void on(TablesGone gone) {
    for (String readKey : gone.readKeys()) {
      if (tables.sharing(readKey).isEmpty()) {
        store.forgetTable(readKey);
      }
    }
  }
}
