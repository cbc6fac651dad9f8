package org.tabularium.app.jobs;

import java.util.concurrent.CancellationException;
import org.tabularium.app.platform.PersonId;

/** A job at work, as its handler sees it. */
public interface JobRun {

  long id();

  String identity();

  String subject();

  /** Who asked for it. */
  PersonId by();

  /**
   * Says how far the work is, and asks whether to go on. Cheap: call it as often as you like, from
   * any thread.
   *
   * @param fraction 0 to 1
   * @throws CancellationException when the job was cancelled or the application stops: let it pass
   */
  void at(double fraction);

  /**
   * As {@link #at(double)}, and says what is being done.
   *
   * @param messageKey a key of the message bundle
   * @param arguments fill the message, as text
   */
  void at(double fraction, String messageKey, Object... arguments);
}
