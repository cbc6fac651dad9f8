package org.tabularium.app.jobs;

/** Whether somebody waits for a job. Those that somebody waits for are begun first. */
public enum Urgency {
  /** Nobody does: work that the application gave itself, such as reading again with a new model. */
  BACKGROUND(10),
  /** Somebody asked for it. */
  AWAITED(50);

  /** As the job library orders its queue: the larger goes first. */
  final int priority;

  Urgency(int priority) {
    this.priority = priority;
  }
}
