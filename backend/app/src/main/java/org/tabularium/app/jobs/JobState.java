package org.tabularium.app.jobs;

/** How far a job is. A job that has ended stays as it is. */
public enum JobState {
  QUEUED,
  RUNNING,
  DONE,
  FAILED,
  CANCELLED;

  public boolean isEnded() {
    return this != QUEUED && this != RUNNING;
  }
}
