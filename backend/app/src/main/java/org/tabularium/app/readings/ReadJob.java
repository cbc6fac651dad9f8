package org.tabularium.app.readings;

import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.TableProgress;
import org.tabularium.app.jobs.JobHandler;
import org.tabularium.app.jobs.JobRun;
import org.tabularium.app.models.Models;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.reading.Reading;

/** Reads one key's scan: the work behind "indexing". */
@Component
class ReadJob implements JobHandler {

  private final KeyReader reader;
  private final Readings readings;
  private final Models models;
  private final TableProgress progress;

  ReadJob(KeyReader reader, Readings readings, Models models, TableProgress progress) {
    this.reader = reader;
    this.readings = readings;
    this.models = models;
    this.progress = progress;
  }

  @Override
  public String kind() {
    return Readings.KIND;
  }

  @Override
  public void run(JobRun run) throws Exception {
    String readKey = Readings.readKey(run.identity());
    String version = Readings.version(run.identity());
    if (!version.equals(models.stored())) {
      // Another version was activated while this one waited.
      readings.submitAgain(readKey, run.subject(), run.by());
      return;
    }
    Optional<Reading> known = readings.find(readKey, version);
    if (known.isPresent()) {
      // The process died between storing the reading and ending the job.
      readings.store(readKey, known.get());
      return;
    }
    DigitModel model = models.generation(version).model();
    progress.indexing(readKey);
    try {
      reader.read(readKey, model, run::at);
    } catch (Problem problem) {
      progress.failed(readKey, problem.slug(), problem.arguments().toArray());
      throw problem;
    }
  }
}
