package org.tabularium.app.training;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.tabularium.app.platform.TabulariumSettings;
import org.tabularium.training.trainer.TrainingEngine;
import org.tabularium.training.trainer.TrainingUnavailable;

/**
 * Asks the training engine whether it works here: when somebody wants to know, once. Loading it
 * takes seconds and memory that a start without training should not pay for.
 */
@Component
public class Training {

  private static final Logger log = LoggerFactory.getLogger(Training.class);

  /**
   * @param available whether models can be trained on this machine
   * @param why it is not; null when it is
   */
  public record State(boolean available, @Nullable String why) {}

  /** What may be missing. */
  interface Engine {
    void load() throws TrainingUnavailable;
  }

  private final Engine engine;
  private @Nullable CompletableFuture<State> asked;

  @Autowired
  Training(TabulariumSettings settings) {
    this(() -> TrainingEngine.load(settings.data().resolve("programs").resolve("training")));
  }

  Training(Engine engine) {
    this.engine = engine;
  }

  /** The engine's answer; the first to ask waits for it. */
  public State state() {
    return ask().join();
  }

  /** The answer if it is known; otherwise null, and it will be known soon. */
  public @Nullable State stateSoFar() {
    return ask().getNow(null);
  }

  private synchronized CompletableFuture<State> ask() {
    if (asked == null) {
      CompletableFuture<State> answer = new CompletableFuture<>();
      asked = answer;
      Thread thread = new Thread(() -> answer.complete(load()), "training-engine");
      thread.setDaemon(true);
      thread.start();
    }
    return asked;
  }

  private State load() {
    try {
      engine.load();
      return new State(true, null);
    } catch (TrainingUnavailable unavailable) {
      log.info("Training is off: {}", unavailable.getMessage());
      return new State(false, String.valueOf(unavailable.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      // Whatever an engine does on a platform that nobody has tried: everything else goes on.
      log.warn("Training is off", e);
      return new State(false, e.toString());
    }
  }
}
