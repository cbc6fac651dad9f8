package org.tabularium.app.explain;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.ScanProblems;
import org.tabularium.app.corpus.ScanStore;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.jobs.JobHandler;
import org.tabularium.app.jobs.JobRun;
import org.tabularium.app.models.Models;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.image.InkMap;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.lrp.MinShare;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.reading.PixelBranch;
import org.tabularium.network.reading.PixelReader;
import org.tabularium.network.reading.Reading;

/** Finds what in the ink made the digits of a table. */
@Component
class PixelJob implements JobHandler {

  private final Tables tables;
  private final Readings readings;
  private final ScanStore scans;
  private final Models models;
  private final PixelStore store;

  PixelJob(Tables tables, Readings readings, ScanStore scans, Models models, PixelStore store) {
    this.tables = tables;
    this.readings = readings;
    this.scans = scans;
    this.models = models;
    this.store = store;
  }

  @Override
  public String kind() {
    return Pixels.KIND;
  }

  @Override
  public void run(JobRun run) throws Exception {
    PixelWork work = PixelWork.of(run.identity());
    List<Table> sharing = tables.sharing(work.readKey());
    if (sharing.isEmpty()) {
      return; // nobody can ask for it any more
    }
    Optional<Reading> reading = readings.find(sharing.get(0), work.model());
    if (reading.isEmpty()) {
      return;
    }
    int digits = reading.get().digits().size();
    if (store.find(work).filter(kept -> kept.digits().size() == digits).isPresent()) {
      return; // the process died between keeping it and ending the job
    }
    run.at(0);
    InkMap ink;
    try {
      ink = reading.get().frame().inkMap(Scans.grey(scans.path(sharing.get(0).scan().sha256())));
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    }
    run.at(0.3);
    DigitModel model = models.generation(work.model()).model();
    // Somebody waits for this one: it gets all the processors there are.
    int threads = Runtime.getRuntime().availableProcessors();
    try (PixelReader reader = new PixelReader(model, work.gamma(), threads)) {
      PixelBranch branch =
          reader.branch(ink, reading.get(), MinShare.SMALLER, part -> run.at(0.3 + 0.6 * part));
      store.keep(
          work,
          new PixelStore.Fields(branch.width(), branch.height(), branch.side(), branch.digits()));
    }
    run.at(1);
    if (tables.sharing(work.readKey()).isEmpty()) {
      store.forget(work.readKey());
    }
  }
}
