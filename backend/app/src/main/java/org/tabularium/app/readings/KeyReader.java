package org.tabularium.app.readings;

import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.ScanProblems;
import org.tabularium.app.corpus.ScanStore;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.reading.Progress;

/** Reads what a key names, with whatever model, and stores what was read. */
@Component
public class KeyReader {

  private final Reader reader;
  private final Readings readings;
  private final Tables tables;
  private final ScanStore store;

  KeyReader(Reader reader, Readings readings, Tables tables, ScanStore store) {
    this.reader = reader;
    this.readings = readings;
    this.tables = tables;
    this.store = store;
  }

  /**
   * Does nothing when the tables of the key have gone, or the model has read them already.
   *
   * @throws Problem when the scan cannot be read
   */
  public void read(String readKey, DigitModel model, Progress progress) throws IOException {
    List<Table> sharing = tables.sharing(readKey);
    if (sharing.isEmpty() || readings.find(readKey, model.version()).isPresent()) {
      return;
    }
    Table table = sharing.get(0);
    Integer turn = table.askedTurn();
    try {
      readings.store(
          readKey,
          reader.read(
              model,
              store.path(table.scan().sha256()),
              table.part(),
              turn == null ? null : Turn.ofDegrees(turn),
              table.askedScale(),
              progress));
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    }
  }
}
