package org.tabularium.app.readings;

import java.io.IOException;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.tabularium.app.corpus.ScanStore;
import org.tabularium.app.corpus.Table;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;

/** What a version that does not rank reads in single tables, kept under its own name. */
@Service
public class CandidateReadings {

  private final Readings readings;
  private final ScanStore store;

  CandidateReadings(Readings readings, ScanStore store) {
    this.readings = readings;
    this.store = store;
  }

  /** What this reader's version read in a table, now or before; empty when it cannot be read. */
  public Optional<Reading> of(TableReader reader, Table table, Progress progress)
      throws IOException {
    Optional<Reading> known = readings.find(table, reader.model().version());
    if (known.isPresent()) {
      return known;
    }
    Integer turn = table.askedTurn();
    try {
      Reading reading =
          reader.read(
              store.path(table.scan().sha256()),
              table.part(),
              turn == null ? null : Turn.ofDegrees(turn),
              table.askedScale(),
              progress);
      readings.store(table.readKey(), reading);
      return Optional.of(reading);
    } catch (UnreadableScan e) {
      return Optional.empty();
    }
  }
}
