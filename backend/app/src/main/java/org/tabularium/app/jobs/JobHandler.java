package org.tabularium.app.jobs;

/** Does the work of one kind of job; one Spring bean a kind. */
public interface JobHandler {

  /** The kind, the same for ever: it stands in the database. */
  String kind();

  /**
   * Does the work, on a worker's thread, outside any transaction. It may be called again for the
   * same job if the process died in the middle, so doing it twice must do no harm.
   *
   * <p>Returning normally ends the job as done. A {@link org.tabularium.app.platform.Problem} ends
   * it as failed with the problem's detail; any other exception as failed with a number under which
   * the log tells more. Nothing is retried.
   */
  void run(JobRun run) throws Exception;
}
