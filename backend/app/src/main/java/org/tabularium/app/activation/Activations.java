package org.tabularium.app.activation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.jobs.JobView;
import org.tabularium.app.jobs.Jobs;
import org.tabularium.app.models.Generation;
import org.tabularium.app.models.Model;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.PersonId;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.Readings;
import org.tabularium.app.readings.Rereading;
import org.tabularium.app.search.Indexes;

/** Activates and discards model versions. */
@Service
public class Activations {

  /** The kind of the jobs that read again; a job's identity is the version. */
  public static final String KIND = "activate";

  private static final Logger log = LoggerFactory.getLogger(Activations.class);

  /** How often a request tries to change places where others hold rows. */
  private static final int TRIES = 4;

  private final Models models;
  private final Readings readings;
  private final Rereading rereading;
  private final Indexes indexes;
  private final Jobs jobs;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  Activations(
      Models models,
      Readings readings,
      Rereading rereading,
      Indexes indexes,
      Jobs jobs,
      JdbcClient jdbc,
      TransactionTemplate transaction) {
    this.models = models;
    this.readings = readings;
    this.rereading = rereading;
    this.indexes = indexes;
    this.jobs = jobs;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * Lets a version read and rank: at once if it did before, or has read everything that can be
   * found; otherwise as a job, which reads the rest first. Tables that came since a version ranked
   * last are read after it has come back, so that going back never waits.
   *
   * @param expected the version that is active as far as the asker knows; null where she does not
   *     care
   * @return the job; empty when it was done at once, or is so already
   * @throws Problem 404; 412 when another version than expected is active; 409 when the version was
   *     discarded, when this build cannot read with it, or when another one is being activated
   */
  public Optional<Long> activate(String version, @Nullable String expected, PersonId by) {
    Model model = models.get(version);
    String active = models.stored();
    if (expected != null && !expected.equals(active)) {
      throw new Problem(HttpStatus.PRECONDITION_FAILED, "another-model-active", Model.brief(active))
          .with("active", active);
    }
    if (version.equals(active)) {
      return Optional.empty();
    }
    if (model.state() == Model.State.DISCARDED) {
      throw new Problem(HttpStatus.CONFLICT, "model-discarded", Model.brief(version));
    }
    Generation next = models.generation(version);
    if (!next.reads()) {
      throw new Problem(HttpStatus.CONFLICT, "model-of-another-build", Model.brief(version));
    }
    Optional<JobView> other = underWay();
    // Where the active version cannot read, nobody asked to go back from it.
    boolean back = model.state() == Model.State.RETIRED && models.active().reads();
    if (other.isEmpty() && (back || rereading.missing(version).isEmpty())) {
      for (int i = 0; i < TRIES; i++) {
        if (changePlaces(next, by, Map.of(), back)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(submit(version, by));
  }

  private long submit(String version, PersonId by) {
    Long job =
        transaction.execute(
            status -> {
              // One after the other, so that only one version is being activated.
              jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended('model/activate', 0))")
                  .query(Integer.class)
                  .single();
              Optional<JobView> other = underWay();
              if (other.isPresent() && !other.get().identity().equals(version)) {
                throw new Problem(
                        HttpStatus.CONFLICT,
                        "activation-under-way",
                        Model.brief(other.get().identity()))
                    .with("job", Long.toString(other.get().id()));
              }
              return jobs.submitBeside(KIND, version, Model.brief(version), by);
            });
    return job == null ? 0 : job;
  }

  /** How many tables that can be found, by key, a version has not read. */
  public int missing(String version) {
    return rereading.missing(version).size();
  }

  /** The job that reads for the version that is being activated, if one is. */
  public Optional<JobView> underWay() {
    return jobs.unfinished(KIND);
  }

  /**
   * The two versions change places, in one transaction, if the next one has read everything that
   * can be found by then, or need not.
   *
   * @param failed what it could not read, by key, and why
   * @param back whether what it has not read is read afterwards
   * @return false when there is still something to read, or too much is going on at this moment
   */
  boolean changePlaces(
      Generation next, @Nullable PersonId by, Map<String, Problem> failed, boolean back) {
    indexes.prepare(next);
    boolean done;
    try {
      done =
          indexes.change(
              next, () -> transaction.execute(status -> committed(status, next, by, failed, back)));
    } catch (PessimisticLockingFailureException e) {
      // Somebody holds rows for longer; whoever waits for whom, it is this one that gives way.
      return false;
    }
    if (done) {
      // Tables that waited for the version before wait for this one.
      readings.reconcileSoon();
    }
    return done;
  }

  private Optional<Set<Long>> committed(
      TransactionStatus status,
      Generation next,
      @Nullable PersonId by,
      Map<String, Problem> failed,
      boolean back) {
    // Shorter than the second after which PostgreSQL looks for a deadlock and may pick a victim.
    jdbc.sql("set local lock_timeout = '500ms'").update();
    if (!models.activate(next.version(), by)) {
      return Optional.of(Set.of()); // Another node was faster.
    }
    if (!back && !failed.keySet().containsAll(rereading.missing(next.version()))) {
      status.setRollbackOnly();
      return Optional.empty();
    }
    Set<Long> changed = rereading.adopt(next.version(), failed);
    changed.addAll(rereading.queueMissing(next.version()));
    indexes.tellActivated(changed);
    return Optional.of(changed);
  }

  /**
   * Discards a candidate: its readings go, it stays listed with its card.
   *
   * @throws Problem 404; 409 when it is or was active, or came with this build
   */
  @Transactional
  public Model discard(String version, PersonId by) {
    models.discard(version, by);
    jobs.cancel(KIND, version);
    int gone = rereading.forget(version);
    log.info("Model {} discarded with {} readings", Model.brief(version), gone);
    return models.get(version);
  }

  /**
   * A build that cannot read with the version that is active activates its own: the old one ranks
   * until that has read everything.
   */
  @EventListener(ApplicationReadyEvent.class)
  void replaceWhatCannotRead() {
    if (!models.active().reads()) {
      String shipped = models.shipped();
      log.info(
          "This build cannot read with model {}; {} takes its place",
          Model.brief(models.active().version()),
          Model.brief(shipped));
      activate(shipped, null, PersonId.ANONYMOUS);
    }
  }
}
