package org.tabularium.app.jobs;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.platform.PersonId;

/**
 * A job at work in this process. Its handler only leaves word here; {@link Workers} carries it to
 * the database, so that saying how far one is never waits and never fails.
 */
final class Running implements JobRun {

  record Word(double fraction, @Nullable String message, List<String> arguments) {}

  private final JobRows.Start start;
  private volatile boolean cancelled;
  private volatile boolean stopping;
  private Word latest = new Word(0, null, List.of());
  private boolean news;

  Running(JobRows.Start start) {
    this.start = start;
  }

  @Override
  public long id() {
    return start.id();
  }

  @Override
  public String identity() {
    return start.identity();
  }

  @Override
  public String subject() {
    return start.subject();
  }

  @Override
  public PersonId by() {
    return start.by();
  }

  @Override
  public void at(double fraction) {
    goOn();
    synchronized (this) {
      latest = new Word(within(fraction), latest.message, latest.arguments);
      news = true;
    }
  }

  @Override
  public void at(double fraction, String messageKey, Object... arguments) {
    goOn();
    synchronized (this) {
      latest =
          new Word(
              within(fraction), messageKey, Arrays.stream(arguments).map(String::valueOf).toList());
      news = true;
    }
  }

  /** What was said since the last call; null if nothing was. */
  synchronized @Nullable Word takeNews() {
    if (!news) {
      return null;
    }
    news = false;
    return latest;
  }

  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** The application stops: the job is to be taken up again by the next one. */
  void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  private void goOn() {
    if (cancelled || stopping) {
      throw new CancellationException();
    }
  }

  private static double within(double fraction) {
    return fraction >= 0 ? Math.min(fraction, 1) : 0;
  }
}
