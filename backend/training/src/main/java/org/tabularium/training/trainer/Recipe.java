package org.tabularium.training.trainer;

/**
 * How to train.
 *
 * @param seed of the first weights, the sheets and the cuts
 * @param steps weight updates
 * @param batch patches a step
 * @param patch cells a side of a patch
 * @param highRate Adam's learning rate at the start, after a short warm-up
 * @param lowRate the rate at the end; a cosine leads there
 * @param sigmaX standard deviation of a target blob, cells of the digit map
 * @param sigmaY the same, downwards
 * @param blobWeight how much more an error counts under a blob: loss weight {@code 1 + blobWeight *
 *     target}
 * @param decoyWeight how much more an error counts on a letter that looks like a digit
 * @param sheetsPerStep new sheets that join the pool each step, may be below 1
 * @param pool sheets that patches are cut from at a time
 * @param threads of the engine
 */
public record Recipe(
    long seed,
    int steps,
    int batch,
    int patch,
    double highRate,
    double lowRate,
    double sigmaX,
    double sigmaY,
    double blobWeight,
    double decoyWeight,
    double sheetsPerStep,
    int pool,
    int threads) {

  /** What the shipped model is trained with. */
  public static Recipe shipped() {
    return new Recipe(1604, 3600, 16, 112, 2e-3, 4e-5, 1.2, 1.5, 8, 2, 0.8, 96, 1);
  }

  /** The same in so many steps. */
  public Recipe withSteps(int number) {
    return new Recipe(
        seed,
        number,
        batch,
        patch,
        highRate,
        lowRate,
        sigmaX,
        sigmaY,
        blobWeight,
        decoyWeight,
        sheetsPerStep,
        pool,
        threads);
  }

  /** The learning rate of a step. */
  double rate(int step) {
    double warm = Math.min(1, (step + 1) / 100.0);
    double done = (double) step / steps;
    return warm * (lowRate + (highRate - lowRate) * 0.5 * (1 + Math.cos(Math.PI * done)));
  }
}
