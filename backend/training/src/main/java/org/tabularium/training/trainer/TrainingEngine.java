package org.tabularium.training.trainer;

import java.nio.file.Path;

/** Whether this machine can train. */
public final class TrainingEngine {

  private TrainingEngine() {}

  /**
   * Loads the engine for this process, from the class path alone. The first call of a process takes
   * seconds, the first on a machine some more: the natives are unpacked.
   *
   * @param cache the folder to unpack them in, unless the property {@code DJL_CACHE_DIR} names one
   * @throws TrainingUnavailable when it cannot be loaded; says why
   */
  public static void load(Path cache) throws TrainingUnavailable {
    Torch.setUnlessSet("DJL_CACHE_DIR", cache.toString());
    new Torch(Retraining.THREADS).close();
  }
}
