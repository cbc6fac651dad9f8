package org.tabularium.app.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.TabulariumTest;
import org.tabularium.app.platform.DataFolder;
import org.tabularium.app.platform.PersonId;
import org.tabularium.app.platform.Problem;

@TabulariumTest
@Import(JobsTest.Handlers.class)
class JobsTest {

  /** Work whose course the tests decide. */
  interface Work {
    void run(JobRun run) throws Exception;
  }

  static final Map<String, Work> WORK = new ConcurrentHashMap<>();
  static final BlockingQueue<JobEnded> ENDED = new LinkedBlockingQueue<>();

  @TestConfiguration
  static class Handlers {
    @Bean
    JobHandler testHandler() {
      return new JobHandler() {
        @Override
        public String kind() {
          return "test";
        }

        @Override
        public void run(JobRun run) throws Exception {
          WORK.get(run.identity()).run(run);
        }
      };
    }

    @EventListener
    void ended(JobEnded ended) {
      ENDED.add(ended);
      if (ended.identity().equals("listener-fails")) {
        throw new IllegalStateException("a listener's trouble");
      }
    }
  }

  @Autowired Jobs jobs;
  @Autowired Workers workers;
  @Autowired DataFolder folder;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;
  @Autowired RestTestClient http;

  @Test
  void runsAndIsKept() throws Exception {
    long id = submit("runs", run -> run.at(0.5));

    JobView done = await(id, view -> view.state() == JobState.DONE);

    assertThat(done.progress()).isEqualTo(1);
    assertThat(done.person()).isEqualTo("anonymous");
    assertThat(done.started()).isAfterOrEqualTo(done.created());
    assertThat(done.ended()).isAfterOrEqualTo(done.started());
    assertThat(awaitEnd(id)).isEqualTo(new JobEnded(id, "test", "runs", JobState.DONE));
    assertThat(jobs.latest("test", "runs")).contains(done);
    awaitEmptyQueue(id);
  }

  @Test
  void startsAfterTheCommitAndOnlyThen() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    WORK.put("commit", run -> begun.countDown());
    transaction.executeWithoutResult(
        status -> {
          jobs.submit("test", "commit", "subject", PersonId.ANONYMOUS);
          assertThat(waits(begun, 400)).as("runs before the commit").isFalse();
        });
    // promptly: well before the next look at the queue would be due
    assertThat(waits(begun, 10_000)).isTrue();
  }

  @Test
  void disappearsWithARollback() {
    long before = jobs.latest(1).stream().mapToLong(JobView::id).findFirst().orElse(0);
    transaction.executeWithoutResult(
        status -> {
          jobs.submit("test", "rollback", "subject", PersonId.ANONYMOUS);
          status.setRollbackOnly();
        });
    assertThat(jobs.latest("test", "rollback")).isEmpty();
    assertThat(jobs.latest(100))
        .noneMatch(job -> job.id() > before && job.kind().equals("rollback"));
  }

  @Test
  void isSubmittedOnceWhileUnfinishedAndAgainAfterwards() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    WORK.put("once", run -> go.await());
    long first = jobs.submit("test", "once", "subject", PersonId.ANONYMOUS);
    assertThat(jobs.submit("test", "once", "subject", PersonId.ANONYMOUS)).isEqualTo(first);
    await(first, view -> view.state() == JobState.RUNNING);
    assertThat(jobs.submit("test", "once", "subject", PersonId.ANONYMOUS)).isEqualTo(first);
    go.countDown();
    await(first, view -> view.state() == JobState.DONE);
    assertThat(jobs.submit("test", "once", "subject", PersonId.ANONYMOUS)).isGreaterThan(first);
  }

  @Test
  void isSubmittedOnceHoweverManyAskAtOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    WORK.put("crowd", run -> go.await());
    List<CompletableFuture<Long>> crowd = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      crowd.add(
          CompletableFuture.supplyAsync(
              () -> jobs.submit("test", "crowd", "subject", PersonId.ANONYMOUS)));
    }
    Set<Long> ids = crowd.stream().map(CompletableFuture::join).collect(Collectors.toSet());
    go.countDown();
    assertThat(ids).hasSize(1);
    await(ids.iterator().next(), view -> view.state() == JobState.DONE);
  }

  @Test
  void showsProgressAndWhatIsBeingDone() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    long id =
        submit(
            "progress",
            run -> {
              run.at(0.25, "problem.no-such-job.detail", "so-and-so");
              go.await();
            });
    JobView view = await(id, job -> job.progress() == 0.25);
    assertThat(view.message()).contains("so-and-so").doesNotContain("problem.");
    go.countDown();
    assertThat(await(id, job -> job.state() == JobState.DONE).message()).isNull();
  }

  @Test
  void isCancelledInTheMiddleOfWork() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    long id =
        submit(
            "cancel",
            run -> {
              try {
                while (true) {
                  begun.countDown();
                  run.at(0.1);
                  Thread.onSpinWait();
                }
              } finally {
                stopped.countDown();
              }
            });
    // the row says "running" a moment before the work begins
    assertThat(waits(begun, 30_000)).isTrue();

    jobs.cancel(id);

    assertThat(jobs.get(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(waits(stopped, 10_000)).isTrue();
    assertThat(awaitEnd(id).state()).isEqualTo(JobState.CANCELLED);
    awaitEmptyQueue(id);
    assertThat(jobs.get(id).state()).isEqualTo(JobState.CANCELLED);
    // again, and too late: nothing happens
    jobs.cancel(id);
    assertThat(jobs.get(id).ended()).isNotNull();
  }

  @Test
  void doesNotRunWhenCancelledWhileWaiting() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Long> blockers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      blockers.add(submit("blocker-" + i, run -> go.await()));
    }
    for (long blocker : blockers) {
      await(blocker, view -> view.state() == JobState.RUNNING);
    }
    CountDownLatch ran = new CountDownLatch(1);
    long waiting = submit("waiting", run -> ran.countDown());
    jobs.cancel("test", "waiting");
    go.countDown();
    for (long blocker : blockers) {
      await(blocker, view -> view.state() == JobState.DONE);
    }
    awaitEmptyQueue(waiting);
    assertThat(jobs.get(waiting).state()).isEqualTo(JobState.CANCELLED);
    assertThat(jobs.get(waiting).started()).isNull();
    assertThat(ran.getCount()).isEqualTo(1);
  }

  @Test
  void isBegunBeforeWhatNobodyWaitsFor() throws Exception {
    BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    CountDownLatch go = new CountDownLatch(1);
    workers.stop();
    List<Long> ids = new ArrayList<>();
    for (String name : List.of("reread-1", "reread-2", "reread-3", "reread-4", "reread-5")) {
      ids.add(submit(name, Urgency.BACKGROUND, begun, go));
    }
    ids.add(submit("upload", Urgency.AWAITED, begun, go));
    // Queued as background, then somebody asks for the same: one job, moved up.
    assertThat(submit("reread-4", Urgency.AWAITED, begun, go)).isEqualTo(ids.get(3));
    // Asked for, then queued once more as background: it keeps its place.
    assertThat(submit("upload", Urgency.BACKGROUND, begun, go)).isEqualTo(ids.get(5));
    workers.start();
    // Both workers hold the first that they were given until both are known.
    assertThat(List.of(next(begun), next(begun))).containsExactlyInAnyOrder("upload", "reread-4");
    go.countDown();
    // Which of two workers tells first what it has begun is nobody's promise.
    assertThat(List.of(next(begun), next(begun), next(begun), next(begun)))
        .containsExactlyInAnyOrder("reread-1", "reread-2", "reread-3", "reread-5");
    for (long id : ids) {
      await(id, view -> view.state() == JobState.DONE);
    }
  }

  private long submit(
      String identity, Urgency urgency, BlockingQueue<String> begun, CountDownLatch go) {
    WORK.put(
        identity,
        run -> {
          begun.add(identity);
          go.await();
        });
    return jobs.submit("test", identity, "subject", PersonId.ANONYMOUS, urgency);
  }

  private static String next(BlockingQueue<String> begun) throws InterruptedException {
    String name = begun.poll(30, TimeUnit.SECONDS);
    assertThat(name).as("nothing was begun").isNotNull();
    return name;
  }

  @Test
  void failsOnceSaysWhyAndBlocksNothing() throws Exception {
    List<Long> failing = new ArrayList<>();
    failing.add(
        submit(
            "fails-known",
            run -> {
              throw new Problem(HttpStatus.BAD_REQUEST, "no-such-job", "77");
            }));
    failing.add(
        submit(
            "fails-unknown",
            run -> {
              throw new IllegalStateException("secret of the inside");
            }));
    failing.add(
        submit(
            "fails-error",
            run -> {
              throw new StackOverflowError();
            }));
    long unknown = jobs.submit("no-such-kind", "x", "subject", PersonId.ANONYMOUS);
    failing.add(unknown);
    long after = submit("after-failures", run -> {});

    await(after, view -> view.state() == JobState.DONE);
    for (long id : failing) {
      JobView failed = await(id, view -> view.state() == JobState.FAILED);
      assertThat(failed.problem()).isNotBlank().doesNotContain("secret", "problem.");
      awaitEmptyQueue(id);
    }
    assertThat(jobs.get(failing.get(0)).problem()).contains("77");
    assertThat(jobs.get(unknown).problem()).contains("no-such-kind");
  }

  @Test
  void survivesAListenerThatFails() throws Exception {
    long id = submit("listener-fails", run -> {});
    awaitEnd(id);
    assertThat(jobs.get(id).state()).isEqualTo(JobState.DONE);
    await(submit("after-listener", run -> {}), view -> view.state() == JobState.DONE);
  }

  @Test
  void isTakenUpAgainWhenTheApplicationStopsAndStarts() throws Exception {
    BlockingQueue<String> course = new LinkedBlockingQueue<>();
    long id =
        submit(
            "restart",
            run -> {
              course.add("begun");
              while (course.size() < 2) {
                run.at(0.3);
                Thread.onSpinWait();
              }
            });
    await(id, view -> view.state() == JobState.RUNNING && !course.isEmpty());

    workers.stop();
    assertThat(jobs.get(id).state()).isEqualTo(JobState.QUEUED);
    workers.start();

    await(id, view -> view.state() == JobState.DONE);
    assertThat(course).hasSize(2);
    assertThat(interruptions(id)).as("an orderly stop is no interruption").isZero();
  }

  /** A dead process is told by its name, not by its silence: that would take a minute. */
  @Test
  void isTakenUpAtOnceAfterTheProcessDied() throws Exception {
    WORK.put("dead", run -> {});
    workers.stop();
    long id = jobs.submit("test", "dead", "subject", PersonId.ANONYMOUS);
    // as a SIGKILL leaves it
    jdbc.sql("update job set state = 'RUNNING', progress = 0.4 where id = ?").param(id).update();
    jdbc.sql(
            """
            update scheduled_tasks set picked = true, picked_by = ?, last_heartbeat = now()
            where task_instance = ?
            """)
        .params(folder.node(), String.valueOf(id))
        .update();
    workers.start();
    await(id, view -> view.state() == JobState.DONE);
    assertThat(interruptions(id)).isEqualTo(1);
  }

  @Test
  void givesUpAJobThatWasRunningEachTimeTheProcessDied() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    WORK.put("killer", run -> ran.countDown());
    workers.stop();
    long id = jobs.submit("test", "killer", "subject", PersonId.ANONYMOUS);
    // as two deaths leave it, and a third
    jdbc.sql("update job set state = 'RUNNING', interruptions = 2 where id = ?").param(id).update();
    workers.start();
    JobView view = await(id, job -> job.state() == JobState.FAILED);
    assertThat(view.problem()).contains("3");
    assertThat(ran.getCount()).isEqualTo(1);
  }

  @Test
  void isSeenAndCancelledThroughHttp() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    long id = submit("http", run -> go.await());
    http.get()
        .uri("/api/v1/jobs/{id}", id)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.id")
        .isEqualTo(String.valueOf(id))
        .jsonPath("$.kind")
        .isEqualTo("test")
        .jsonPath("$.person")
        .isEqualTo("anonymous");
    http.delete()
        .uri("/api/v1/jobs/{id}", id)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.state")
        .isEqualTo("cancelled");
    go.countDown();
    http.get()
        .uri("/api/v1/jobs?limit=1")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.length()")
        .isEqualTo(1);
    http.get().uri("/api/v1/jobs/0").exchange().expectStatus().isNotFound();
  }

  @Test
  void refusesToCancelWhatDoesNotExist() {
    assertThatThrownBy(() -> jobs.cancel(0)).isInstanceOf(Problem.class);
  }

  // ----

  private long submit(String identity, Work work) {
    WORK.put(identity, work);
    return jobs.submit("test", identity, "subject of " + identity, PersonId.ANONYMOUS);
  }

  private JobView await(long id, Predicate<JobView> condition) throws InterruptedException {
    LocaleContextHolder.setLocale(Locale.ENGLISH);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    JobView view = jobs.get(id);
    while (!condition.test(view)) {
      assertThat(System.nanoTime()).as("waited too long on %s", view).isLessThan(end);
      Thread.sleep(20);
      view = jobs.get(id);
    }
    return view;
  }

  private static JobEnded awaitEnd(long id) throws InterruptedException {
    while (true) {
      JobEnded ended = ENDED.poll(30, TimeUnit.SECONDS);
      assertThat(ended).as("news of the end of %s", id).isNotNull();
      if (ended.id() == id) {
        return ended;
      }
    }
  }

  /** The library forgets what has ended. */
  private void awaitEmptyQueue(long id) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (jdbc.sql("select count(*) from scheduled_tasks where task_instance = ?")
            .param(String.valueOf(id))
            .query(Long.class)
            .single()
        > 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private int interruptions(long id) {
    return jdbc.sql("select interruptions from job where id = ?")
        .param(id)
        .query(Integer.class)
        .single();
  }

  private static boolean waits(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
