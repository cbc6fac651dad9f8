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
 * @param falseWeight how much more it counts where the network says digit and there is none, in
 *     full from an answer of 0.6 on, from 0.2 on in part
 * @param decoyWeight how much more an error counts on a letter that looks like a digit
 * @param jitter how much darker or paler than its sheet a patch may be; the network cannot make up
 *     for it, having no biases
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
    double falseWeight,
    double decoyWeight,
    double jitter,
    double sheetsPerStep,
    int pool,
    int threads) {

  /** The first stage of {@link Course#shipped()}. */
  static Recipe first() {
    return new Recipe(1604, 4000, 16, 112, 2e-3, 4e-5, 0.8, 1.1, 8, 3, 2, 0.25, 1.1, 96, 1);
  }

  /** The second stage. */
  static Recipe second() {
    return new Recipe(1605, 2400, 16, 112, 1.5e-3, 3e-5, 0.8, 1.1, 8, 5, 2, 0.25, 1.3, 96, 1);
  }

  /** The third: what is left of letters the reader can tell by their company; tables matter. */
  static Recipe third() {
    return new Recipe(1606, 1500, 16, 112, 8e-4, 1e-5, 0.8, 1.1, 10, 3, 1, 0, 1.3, 96, 1);
  }

  /** The fourth: numbers among words, still wary of letters. */
  static Recipe fourth() {
    return new Recipe(1608, 1800, 16, 112, 8e-4, 1e-5, 0.8, 1.1, 10, 4, 2, 0, 1.3, 96, 1);
  }

  /** The fifth: the same, and surer of them, since a digit without company has to be sure. */
  static Recipe fifth() {
    return new Recipe(1609, 1500, 16, 112, 8e-4, 1e-5, 0.8, 1.1, 14, 4, 2, 0, 1.3, 96, 1);
  }

  /** The sixth: letters taken for digits by the fifth are unlearnt. */
  static Recipe sixth() {
    return new Recipe(1610, 900, 16, 112, 4e-4, 1e-5, 0.8, 1.1, 10, 5, 2, 0, 1.3, 96, 1);
  }

  /** The seventh: tables above all. */
  static Recipe seventh() {
    return new Recipe(1611, 1000, 16, 112, 4e-4, 5e-6, 0.8, 1.1, 10, 5, 2, 0, 1.3, 96, 1);
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
        falseWeight,
        decoyWeight,
        jitter,
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
