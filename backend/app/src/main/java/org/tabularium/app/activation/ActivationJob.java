package org.tabularium.app.activation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.tabularium.app.jobs.JobHandler;
import org.tabularium.app.jobs.JobRun;
import org.tabularium.app.models.Generation;
import org.tabularium.app.models.Model;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.platform.TabulariumSettings;
import org.tabularium.app.readings.KeyReader;
import org.tabularium.app.readings.Rereading;
import org.tabularium.network.model.DigitModel;

/**
 * Reads with a candidate what it has not read yet, then lets it change places with the active
 * version. What was read stays, so a job that is cancelled or dies loses nothing, and one that is
 * asked for again goes on.
 */
@Component
class ActivationJob implements JobHandler {

  private static final Logger log = LoggerFactory.getLogger(ActivationJob.class);

  /** What reading takes of the whole. */
  private static final double READING = 0.99;

  private final Activations activations;
  private final Models models;
  private final Rereading rereading;
  private final KeyReader reader;
  private final int threads;

  ActivationJob(
      Activations activations,
      Models models,
      Rereading rereading,
      KeyReader reader,
      TabulariumSettings settings) {
    this.activations = activations;
    this.models = models;
    this.rereading = rereading;
    this.reader = reader;
    this.threads = settings.jobs().workers();
  }

  @Override
  public String kind() {
    return Activations.KIND;
  }

  @Override
  public void run(JobRun run) throws Exception {
    String version = run.identity();
    Generation next = models.generation(version);
    DigitModel model = next.model();
    // Where the active version cannot read, nobody asked for another.
    boolean asked = models.active().reads();
    Map<String, Problem> failed = new ConcurrentHashMap<>();
    boolean done = models.stored().equals(version);
    while (!done) {
      List<String> missing = new ArrayList<>(rereading.missing(version));
      missing.removeAll(failed.keySet());
      if (!missing.isEmpty()) {
        readAll(missing, model, failed, run);
      }
      if (!failed.isEmpty() && rereading.read(version) == 0) {
        throw new Problem(HttpStatus.CONFLICT, "model-reads-nothing", Model.brief(version));
      }
      run.at(READING, "activation.changing");
      done = activations.changePlaces(next, asked ? run.by() : null, failed, false);
    }
  }

  /** As many at the same time as jobs are worked on, beside those: uploads do not wait. */
  private void readAll(
      List<String> missing, DigitModel model, Map<String, Problem> failed, JobRun run)
      throws Exception {
    int before = rereading.read(model.version()) + failed.size();
    AtomicInteger done = new AtomicInteger(before);
    int all = before + missing.size();
    say(run, done.get(), all);
    ExecutorService readers = Executors.newFixedThreadPool(threads);
    List<Future<?>> each = new ArrayList<>();
    try {
      for (String readKey : missing) {
        each.add(
            readers.submit(
                () -> {
                  say(run, done.get(), all);
                  read(readKey, model, failed, run.id());
                  say(run, done.incrementAndGet(), all);
                }));
      }
      for (Future<?> one : each) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } finally {
      // Those under way are let to their ends, which are near.
      each.forEach(one -> one.cancel(false));
      readers.shutdown();
      readers.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** A table that cannot be read is told why when the versions change places; the others go on. */
  private void read(String readKey, DigitModel model, Map<String, Problem> failed, long job) {
    try {
      reader.read(readKey, model, part -> {});
    } catch (Problem problem) {
      failed.put(readKey, problem);
    } catch (DataAccessException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      log.warn("Model {} could not read {}", Model.brief(model.version()), readKey, e);
      failed.put(readKey, new Problem(HttpStatus.CONFLICT, "reading-failed", Long.toString(job)));
    }
  }

  private static void say(JobRun run, int done, int all) {
    run.at(READING * done / Math.max(1, all), "activation.reading", done, all);
  }
}
