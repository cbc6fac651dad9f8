package org.tabularium.training.trainer;

/**
 * Training cannot run on this machine: no natives for its platform, or they could not be unpacked.
 * The reason can be shown to a person; everything but training works without them.
 */
public final class TrainingUnavailable extends Exception {

  /**
   * @param reason in a few words, without a full stop
   */
  public TrainingUnavailable(String reason, Throwable cause) {
    super(reason, cause);
  }
}
