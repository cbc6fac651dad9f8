package org.tabularium.network.reading;

/** Told how far a piece of work has come; the way to stop it in the middle. */
@FunctionalInterface
public interface Progress {

  /** Nobody watches, nobody stops it. */
  Progress NONE = fraction -> {};

  /**
   * @param fraction of the work that is done, 0 to 1
   * @throws java.util.concurrent.CancellationException when the work shall stop
   */
  void at(double fraction);
}
