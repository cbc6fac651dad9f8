package org.tabularium.app.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.tabularium.app.platform.DataFolder;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.platform.TabulariumSettings;

/**
 * Runs the jobs: starts after everything else, stops before everything else. The job library keeps
 * the queue in the database and knows which process has picked what; the rows that people see are
 * ours.
 */
@Component
class Workers implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(15);
  private static final long REPORT_MILLIS = 250;

  /** A job that was being worked on each time the process died so often is the likely reason. */
  private static final int TOO_MANY_INTERRUPTIONS = 3;

  private final JobRows rows;
  private final DataSource dataSource;
  private final DataFolder folder;
  private final int threads;
  private final ApplicationEventPublisher events;
  private final Map<String, JobHandler> handlers = new HashMap<>();
  private final Map<Long, Running> running = new ConcurrentHashMap<>();

  private volatile List<Scheduler> schedulers = List.of();
  private volatile @Nullable ScheduledExecutorService reporter;
  private volatile boolean stopping;

  Workers(
      JobRows rows,
      DataSource dataSource,
      DataFolder folder,
      TabulariumSettings settings,
      List<JobHandler> handlers,
      ApplicationEventPublisher events) {
    this.rows = rows;
    this.dataSource = dataSource;
    this.folder = folder;
    this.threads = settings.jobs().workers();
    this.events = events;
    for (JobHandler handler : handlers) {
      JobHandler other = this.handlers.put(handler.kind(), handler);
      if (other != null) {
        throw new IllegalStateException(
            "two handlers of the kind " + handler.kind() + ": " + other + ", " + handler);
      }
    }
  }

  // ---- life

  @Override
  public synchronized void start() {
    stopping = false;
    int freed = rows.free(folder.node());
    if (freed > 0) {
      log.info("Taking up {} unfinished jobs of a process that died", freed);
    }
    schedulers =
        List.of(
            scheduler(QueueConfiguration.QUEUE, threads),
            scheduler(QueueConfiguration.QUEUE_BESIDE, 1));
    reporter =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "job-reporter");
              thread.setDaemon(true);
              return thread;
            });
    reporter.scheduleWithFixedDelay(
        this::report, REPORT_MILLIS, REPORT_MILLIS, TimeUnit.MILLISECONDS);
    schedulers.forEach(Scheduler::start);
  }

  private Scheduler scheduler(String queue, int threads) {
    return Scheduler.create(
            new TransactionAwareDataSourceProxy(dataSource),
            Tasks.custom(Jobs.TASK, Void.class)
                // only our own database access can fail here: try again when it may be back
                .onFailureReschedule(FixedDelay.ofSeconds(5))
                .onDeadExecutionRevive()
                .execute((instance, context) -> work(Long.parseLong(instance.getId()))))
        .tableName(queue)
        .schedulerName(new SchedulerName.Fixed(folder.node()))
        .threads(threads)
        .enablePriority()
        .pollingInterval(POLL)
        .heartbeatInterval(HEARTBEAT)
        .shutdownMaxWait(LAST_WORDS)
        .build();
  }

  @Override
  public synchronized void stop() {
    stopping = true;
    running.values().forEach(Running::stop);
    // At the same time, for each may wait for its last words.
    schedulers.parallelStream().forEach(Scheduler::stop);
    schedulers = List.of();
    if (reporter != null) {
      reporter.shutdownNow();
      reporter = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return !schedulers.isEmpty();
  }

  // ---- work

  private CompletionHandler<Void> work(long id) {
    Optional<JobRows.Start> start = rows.start(id);
    if (start.isEmpty()) {
      return new CompletionHandler.OnCompleteRemove<>();
    }
    Running run = new Running(start.get());
    running.put(id, run);
    try {
      // what happened between the start and our entry in the map reached nobody
      if (stopping) {
        run.stop();
      }
      if (!rows.cancelled(List.of(id)).isEmpty()) {
        run.cancel();
      }
      return work(run, start.get())
          ? new CompletionHandler.OnCompleteRemove<>()
          : (done, operations) -> operations.reschedule(done, Instant.now());
    } finally {
      running.remove(id);
    }
  }

  /** Returns whether the job has ended. */
  private boolean work(Running run, JobRows.Start start) {
    long id = run.id();
    JobHandler handler = handlers.get(start.kind());
    if (handler == null) {
      failed(id, "job-unknown-kind", List.of(start.kind()));
      return true;
    }
    if (start.interruptions() >= TOO_MANY_INTERRUPTIONS) {
      failed(id, "job-kept-killing", List.of(String.valueOf(start.interruptions())));
      return true;
    }
    try {
      run.at(0);
      handler.run(run);
      rows.done(id).ifPresent(this::tell);
    } catch (Problem problem) {
      log.info("Job {} failed: {}", id, problem.getMessage());
      failed(id, problem.slug(), problem.arguments().stream().map(String::valueOf).toList());
    } catch (Throwable thrown) {
      if (run.isCancelled()) {
        log.info("Job {} was cancelled", id);
      } else if (run.isStopping()) {
        rows.requeue(id);
        return false;
      } else if (thrown instanceof CancellationException) {
        rows.cancel(id).ifPresent(this::tell);
      } else {
        String incident = UUID.randomUUID().toString().substring(0, 8);
        log.error("Job {} failed, incident {}", id, incident, thrown);
        failed(id, "job-failed", List.of(incident));
      }
    }
    return true;
  }

  private void failed(long id, String slug, List<String> arguments) {
    rows.failed(id, "problem." + slug + ".detail", arguments).ifPresent(this::tell);
  }

  private void tell(JobEnded ended) {
    try {
      events.publishEvent(ended);
    } catch (RuntimeException e) {
      // a listener's trouble is not the job's
      log.error("A listener failed on {}", ended, e);
    }
  }

  // ---- news

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void submitted(Jobs.Submitted submitted) {
    schedulers.forEach(Scheduler::triggerCheckForDueExecutions);
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void cancelled(Jobs.Cancelled cancelled) {
    Running run = running.get(cancelled.ended().id());
    if (run != null) {
      run.cancel();
    }
    // on a thread of its own: here the caller's transaction is neither open nor quite gone
    ScheduledExecutorService current = reporter;
    if (current != null) {
      current.execute(() -> tell(cancelled.ended()));
    }
  }

  /** Carries the handlers' words to the database, and other processes' cancellations to them. */
  private void report() {
    try {
      if (running.isEmpty()) {
        return;
      }
      for (Running run : running.values()) {
        Running.Word word = run.takeNews();
        if (word != null) {
          rows.progress(run.id(), word.fraction(), word.message(), word.arguments());
        }
      }
      for (long id : rows.cancelled(List.copyOf(running.keySet()))) {
        Running run = running.get(id);
        if (run != null) {
          run.cancel();
        }
      }
    } catch (RuntimeException e) {
      // the next report says it again
      log.warn("Progress could not be reported", e);
    }
  }
}
