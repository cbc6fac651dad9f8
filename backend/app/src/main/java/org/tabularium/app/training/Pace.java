package org.tabularium.app.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.DataFolder;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.training.labels.LabelledPage;
import org.tabularium.training.patches.SheetPack;
import org.tabularium.training.trainer.Retraining;
import org.tabularium.training.trainer.TrainingUnavailable;

/**
 * How fast this machine trains: what the last trainings took here, or, before the first, a few
 * steps made for the purpose.
 */
@Component
class Pace {

  private static final Logger log = LoggerFactory.getLogger(Pace.class);

  private static final int LAST = 5;
  private static final int TRIAL_STEPS = 6;
  private static final int TRIAL_PAGES = 2;

  private final TrainingRows rows;
  private final DataFolder folder;
  private final Training training;
  private final AtomicBoolean trying = new AtomicBoolean();
  private volatile TrainingRows.@Nullable Took tried;

  Pace(TrainingRows rows, DataFolder folder, Training training) {
    this.rows = rows;
    this.folder = folder;
    this.training = training;
  }

  /**
   * How long a training will take.
   *
   * @param seconds wall clock, on a machine as busy as when it was measured
   * @param secondsPerStep of them for a step
   * @param trainings how many trainings tell; 0: a few steps made for the purpose
   */
  record Estimate(double seconds, double secondsPerStep, int trainings) {}

  /** Null where nothing has been measured. */
  @Nullable Estimate estimate(int steps, int tables) {
    List<TrainingRows.Took> last = rows.took(folder.node(), LAST);
    TrainingRows.Took trial = tried;
    if (last.isEmpty() && trial == null) {
      return null;
    }
    List<TrainingRows.Took> told = last.isEmpty() && trial != null ? List.of(trial) : last;
    double step = told.stream().mapToDouble(TrainingRows.Took::step).average().orElseThrow();
    double setup = told.stream().mapToDouble(TrainingRows.Took::setup).average().orElseThrow();
    return new Estimate(setup * tables + step * steps, step, last.size());
  }

  /** Makes a few steps in the background, unless something is known or they are being made. */
  void tryOut(@Nullable DigitModel base, List<LabelledPage> pages) {
    List<LabelledPage> some =
        pages.stream().filter(page -> !page.places().isEmpty()).limit(TRIAL_PAGES).toList();
    if (some.isEmpty() || tried != null || !trying.compareAndSet(false, true)) {
      return;
    }
    Thread thread =
        new Thread(
            () -> {
              try {
                if (training.state().available()) {
                  tried = trial(base, some);
                }
              } catch (TrainingUnavailable | UnreadableScan | IOException | RuntimeException e) {
                log.info("How fast this machine trains could not be tried: {}", e.toString());
              } finally {
                trying.set(false);
              }
            },
            "training-pace");
    thread.setDaemon(true);
    thread.start();
  }

  private static TrainingRows.Took trial(@Nullable DigitModel base, List<LabelledPage> pages)
      throws TrainingUnavailable, UnreadableScan, IOException {
    Retraining retraining =
        new Retraining(
            Retraining.Settings.further(1).withSteps(TRIAL_STEPS),
            base,
            pages,
            List.of(),
            SheetPack.shipped());
    Clock clock = new Clock();
    retraining.run(
        null,
        new Retraining.Listener() {
          @Override
          public boolean after(int step, int steps) {
            clock.step();
            return true;
          }

          @Override
          public void reached(List<Retraining.Point> curve) {}

          @Override
          public void checkpoint(byte[] state) {}
        });
    TrainingRows.Took took = clock.took();
    return new TrainingRows.Took(took.setup() / pages.size(), took.step(), took.cpu());
  }

  /** Times a training by its steps. */
  static final class Clock {
    private final long start = System.nanoTime();
    private final double cpu = cpuSeconds();
    private final List<Long> steps = new ArrayList<>();

    void step() {
      steps.add(System.nanoTime());
    }

    /** Whether enough steps were made to tell how long one takes. */
    boolean tells() {
      return steps.size() > 2;
    }

    TrainingRows.Took took() {
      // The first step warms the engine up: it counts as what comes before.
      double setup = (steps.get(0) - start) / 1e9;
      double step = (steps.get(steps.size() - 1) - steps.get(0)) / 1e9 / (steps.size() - 1);
      return new TrainingRows.Took(setup, step, cpuSeconds() - cpu);
    }

    private static double cpuSeconds() {
      return ((com.sun.management.OperatingSystemMXBean)
                  java.lang.management.ManagementFactory.getOperatingSystemMXBean())
              .getProcessCpuTime()
          / 1e9;
    }
  }
}
