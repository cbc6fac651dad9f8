package org.tabularium.app.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tabularium.training.trainer.TrainingUnavailable;

class TrainingTest {

  @Test
  void isOffWithAReasonWhereTheEngineCannotBeLoaded() {
    AtomicInteger asked = new AtomicInteger();
    Training training =
        new Training(
            () -> {
              asked.incrementAndGet();
              throw new TrainingUnavailable("no natives for this platform", new Exception());
            });
    assertThat(asked).as("asked before anybody wants to know").hasValue(0);
    Training.State off = new Training.State(false, "no natives for this platform");
    assertThat(training.state()).isEqualTo(off);
    assertThat(training.state()).isEqualTo(off);
    assertThat(training.stateSoFar()).isEqualTo(off);
    assertThat(asked).as("asked once").hasValue(1);
  }

  @Test
  void isOffWhereTheEngineBreaksInAnyOtherWay() {
    Training training =
        new Training(
            () -> {
              throw new UnsatisfiedLinkError("libgomp.so.1");
            });
    assertThat(training.state().available()).isFalse();
    assertThat(training.state().why()).contains("libgomp.so.1");
  }

  @Test
  void isOnWhereTheEngineLoadsAndMeanwhileUnknown() {
    CountDownLatch loaded = new CountDownLatch(1);
    Training training =
        new Training(
            () -> {
              try {
                loaded.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(training.stateSoFar()).isNull();
    loaded.countDown();
    assertThat(training.state()).isEqualTo(new Training.State(true, null));
  }
}
