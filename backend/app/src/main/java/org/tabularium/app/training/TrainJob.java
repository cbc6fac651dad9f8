package org.tabularium.app.training;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.ScanProblems;
import org.tabularium.app.jobs.JobEnded;
import org.tabularium.app.jobs.JobHandler;
import org.tabularium.app.jobs.JobRun;
import org.tabularium.app.jobs.JobState;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.platform.DataFolder;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.training.patches.SheetPack;
import org.tabularium.training.trainer.Retraining;
import org.tabularium.training.trainer.TrainingUnavailable;

/**
 * Trains. Every so many steps a checkpoint is stored: what a process that died had come to is gone
 * on from, and what a cancelled one had come to is kept.
 */
@Component
class TrainJob implements JobHandler {

  private static final Logger log = LoggerFactory.getLogger(TrainJob.class);

  /** What registering takes of the bar. */
  private static final double STEPS = 0.95;

  private final TrainingRows rows;
  private final Plans plans;
  private final FrozenTables frozen;
  private final Candidates candidates;
  private final Jobs jobs;
  private final DataFolder folder;

  TrainJob(
      TrainingRows rows,
      Plans plans,
      FrozenTables frozen,
      Candidates candidates,
      Jobs jobs,
      DataFolder folder) {
    this.rows = rows;
    this.plans = plans;
    this.frozen = frozen;
    this.candidates = candidates;
    this.jobs = jobs;
    this.folder = folder;
  }

  @Override
  public String kind() {
    return Trainings.KIND;
  }

  @Override
  public void run(JobRun run) throws Exception {
    long id = Long.parseLong(run.identity());
    if (!rows.begin(id)) {
      return;
    }
    try {
      train(run, id);
    } catch (CancellationException e) {
      if (isCancelled(run.id())) {
        keepBest(id);
      }
      throw e;
    }
  }

  private void train(JobRun run, long id) throws IOException {
    run.at(0, "training.message.preparing");
    TrainingRows.Given given = rows.given(id);
    Retraining retraining = retraining(given);
    rows.inputs(id, retraining.inputHash());
    byte[] checkpoint = rows.checkpoint(id);
    Steps steps = new Steps(run, id);
    try {
      Retraining.Result result = retraining.run(checkpoint, steps);
      if (checkpoint == null && steps.clock.tells()) {
        rows.took(id, steps.clock.took(), folder.node());
      }
      candidates.settle(given, retraining, result);
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    } catch (TrainingUnavailable e) {
      throw new Problem(
              HttpStatus.SERVICE_UNAVAILABLE, "training-engine", String.valueOf(e.getMessage()))
          .causedBy(e);
    }
  }

  private Retraining retraining(TrainingRows.Given given) {
    FrozenTables.Pages pages = frozen.pages(given.labels());
    return new Retraining(
        Plans.settings(given.base() == null, given.seed()).withSteps(given.steps()),
        plans.network(given.base()),
        pages.learnt(),
        pages.heldOut(),
        SheetPack.shipped());
  }

  private boolean isCancelled(long job) {
    return jobs.get(job).state() == JobState.CANCELLED;
  }

  /** Registers the best of the last checkpoint, if it is better than the start. */
  private void keepBest(long id) {
    TrainingRows.Given given = rows.given(id);
    Retraining retraining = retraining(given);
    Retraining.Result best = retraining.bestOf(rows.checkpoint(id));
    if (best == null) {
      rows.settle(id, TrainingRun.Outcome.NOTHING, null, null);
    } else {
      candidates.settle(given, retraining, best);
    }
  }

  private final class Steps implements Retraining.Listener {
    private final JobRun run;
    private final long id;
    private final Pace.Clock clock = new Pace.Clock();

    Steps(JobRun run, long id) {
      this.run = run;
      this.id = id;
    }

    @Override
    public boolean after(int step, int steps) {
      clock.step();
      try {
        run.at(STEPS * step / steps, "training.message.step", step, steps);
        return true;
      } catch (CancellationException e) {
        if (isCancelled(run.id())) {
          return false;
        }
        throw e; // the application stops: the next one goes on from the checkpoint
      }
    }

    @Override
    public void reached(List<Retraining.Point> curve) {
      rows.reached(id, curve, curve.get(curve.size() - 1).step());
    }

    @Override
    public void checkpoint(byte[] state) {
      rows.checkpoint(id, state);
    }
  }

  /** What failed, and what was cancelled before it began, comes to nothing. */
  @EventListener
  void on(JobEnded ended) {
    if (ended.kind().equals(Trainings.KIND)) {
      end(Long.parseLong(ended.identity()), ended.state());
    }
  }

  private void end(long id, JobState state) {
    if (state == JobState.FAILED) {
      rows.settle(id, TrainingRun.Outcome.FAILED, null, null);
    } else if (state == JobState.CANCELLED && !rows.hasBegun(id)) {
      rows.settle(id, TrainingRun.Outcome.NOTHING, null, null);
    }
  }

  /** Trainings that were cancelled or failed in the moment in which the process died. */
  @EventListener(ApplicationReadyEvent.class)
  void settle() {
    for (long id : rows.unsettled()) {
      try {
        @Nullable JobState state = rows.jobState(id);
        if (state == JobState.FAILED || !rows.hasBegun(id)) {
          rows.settle(
              id,
              state == JobState.FAILED ? TrainingRun.Outcome.FAILED : TrainingRun.Outcome.NOTHING,
              null,
              null);
        } else {
          keepBest(id);
        }
      } catch (RuntimeException e) {
        log.error("The training {} could not be settled; the next start tries again", id, e);
      }
    }
  }
}
