package org.tabularium.app.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Jobs for programs, and for the progress bars of our pages. */
@RestController
@RequestMapping("/api/v1/jobs")
class JobsApi {

  private static final int MOST = 1000;

  private final Jobs jobs;

  JobsApi(Jobs jobs) {
    this.jobs = jobs;
  }

  /**
   * A job.
   *
   * @param state queued, running, done, failed or cancelled
   * @param progress 0 to 1
   * @param message what is being done
   * @param problem why it failed
   */
  record Job(
      String id,
      String kind,
      String subject,
      String state,
      double progress,
      @Nullable String message,
      @Nullable String problem,
      Instant created,
      @Nullable Instant started,
      @Nullable Instant ended,
      String person) {

    static Job of(JobView view) {
      return new Job(
          String.valueOf(view.id()),
          view.kind(),
          view.subject(),
          view.state().name().toLowerCase(Locale.ROOT),
          view.progress(),
          view.message(),
          view.problem(),
          view.created(),
          view.started(),
          view.ended(),
          view.person());
    }
  }

  @GetMapping
  List<Job> latest(@RequestParam(name = "limit", defaultValue = "50") int limit) {
    return jobs.latest(Math.max(0, Math.min(limit, MOST))).stream().map(Job::of).toList();
  }

  @GetMapping("/{id}")
  Job get(@PathVariable("id") long id) {
    return Job.of(jobs.get(id));
  }

  /** Cancels a job; one that has ended stays as it is. */
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.OK)
  Job cancel(@PathVariable("id") long id) {
    jobs.cancel(id);
    return Job.of(jobs.get(id));
  }
}
