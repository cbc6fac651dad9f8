package org.tabularium.app.readings;

import java.util.List;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.ScanProblems;
import org.tabularium.app.corpus.ScanStore;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.TableProgress;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.jobs.JobHandler;
import org.tabularium.app.jobs.JobRun;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.reading.Reading;

/** Reads one key's scan: the work behind "indexing". */
@Component
class ReadJob implements JobHandler {

  private final Reader reader;
  private final Readings readings;
  private final Tables tables;
  private final TableProgress progress;
  private final ScanStore store;

  ReadJob(
      Reader reader, Readings readings, Tables tables, TableProgress progress, ScanStore store) {
    this.reader = reader;
    this.readings = readings;
    this.tables = tables;
    this.progress = progress;
    this.store = store;
  }

  @Override
  public String kind() {
    return Readings.KIND;
  }

  @Override
  public void run(JobRun run) throws Exception {
    String readKey = Readings.readKey(run.identity());
    List<Table> sharing = tables.sharing(readKey);
    if (sharing.isEmpty()) {
      return;
    }
    if (readings.find(readKey).isPresent()) {
      // The process died between storing the reading and ending the job.
      readings.store(readKey, readings.find(readKey).get());
      return;
    }
    progress.indexing(readKey);
    Table table = sharing.get(0);
    try {
      Integer turn = table.askedTurn();
      Reading reading =
          reader.read(
              store.path(table.scan().sha256()),
              table.part(),
              turn == null ? null : Turn.ofDegrees(turn),
              table.askedScale(),
              run::at);
      readings.store(readKey, reading);
    } catch (UnreadableScan e) {
      var problem = ScanProblems.of(e);
      progress.failed(readKey, problem.slug(), problem.arguments().toArray());
      throw problem;
    }
  }
}
