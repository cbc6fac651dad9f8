package org.tabularium.app.jobs;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.platform.PersonId;
import org.tabularium.app.platform.Problem;

/** The jobs of everybody: asked for, looked at, cancelled. */
@Component
public class Jobs {

  /** The one task that the job library knows; its instances are named by the job's id. */
  static final String TASK = "job";

  /** A job was submitted or cancelled, and this is not yet committed. */
  record Submitted(long id) {}

  record Cancelled(JobEnded ended) {}

  private final JobRows rows;
  private final SchedulerClient queue;
  private final SchedulerClient queueBeside;
  private final ApplicationEventPublisher events;

  Jobs(
      JobRows rows,
      SchedulerClient queue,
      SchedulerClient queueBeside,
      ApplicationEventPublisher events) {
    this.rows = rows;
    this.queue = queue;
    this.queueBeside = queueBeside;
    this.events = events;
  }

  /** As {@link #submit(String, String, String, PersonId, Urgency)}, for work that is waited for. */
  @Transactional
  public long submit(String kind, String identity, String subject, PersonId by) {
    return submit(kind, identity, subject, by, Urgency.AWAITED);
  }

  /**
   * Queues a piece of work in the caller's transaction; it starts promptly after the commit, and
   * not at all after a rollback.
   *
   * @param kind of a {@link JobHandler}
   * @param identity what the work is about, for its handler; a job of the same kind and identity
   *     that has not ended is not queued twice
   * @param subject what the work is about, for people
   * @param urgency what is more urgent is begun first; a job that waits already is moved up
   * @return the id of the new job, or of the one that has not ended
   */
  @Transactional
  public long submit(String kind, String identity, String subject, PersonId by, Urgency urgency) {
    return submit(queue, kind, identity, subject, by, urgency);
  }

  /**
   * The same for work that takes hours, such as reading all tables anew: it has a thread of its own
   * beside all other work, so that nobody waits behind it. One such job runs at a time.
   */
  @Transactional
  public long submitBeside(String kind, String identity, String subject, PersonId by) {
    return submit(queueBeside, kind, identity, subject, by, Urgency.AWAITED);
  }

  private long submit(
      SchedulerClient queue,
      String kind,
      String identity,
      String subject,
      PersonId by,
      Urgency urgency) {
    JobRows.Submission submission = rows.submit(kind, identity, subject, by);
    boolean news = submission.fresh();
    if (news) {
      queue.scheduleIfNotExists(
          new TaskInstance.Builder<Void>(TASK, String.valueOf(submission.id()))
              .priority(urgency.priority)
              .build(),
          Instant.now());
    } else {
      news = rows.hurry(submission.id(), urgency);
    }
    if (news) {
      events.publishEvent(new Submitted(submission.id()));
    }
    return submission.id();
  }

  /**
   * @throws Problem 404 if there is no such job
   */
  @Transactional(readOnly = true)
  public JobView get(long id) {
    return rows.find(id).orElseThrow(() -> Problem.notFound("no-such-job", id));
  }

  /** What is under way first, then the newest. */
  @Transactional(readOnly = true)
  public List<JobView> latest(int limit) {
    return rows.latest(limit);
  }

  /** The oldest job of a kind that has not ended, whatever it is about. */
  @Transactional(readOnly = true)
  public Optional<JobView> unfinished(String kind) {
    return rows.unfinished(kind);
  }

  /** The latest job of a kind about one thing. */
  @Transactional(readOnly = true)
  public Optional<JobView> latest(String kind, String identity) {
    return rows.latest(kind, identity);
  }

  /**
   * Cancels a job in the caller's transaction: it does not start, or stops in the middle. A job
   * that has ended stays as it is.
   *
   * @throws Problem 404 if there is no such job
   */
  @Transactional
  public void cancel(long id) {
    Optional<JobEnded> ended = rows.cancel(id);
    if (ended.isPresent()) {
      events.publishEvent(new Cancelled(ended.get()));
    } else if (!rows.exists(id)) {
      throw Problem.notFound("no-such-job", id);
    }
  }

  /** Cancels the job of a kind about one thing, if there is one that has not ended. */
  @Transactional
  public void cancel(String kind, String identity) {
    rows.unfinished(kind, identity).ifPresent(this::cancel);
  }
}
