package org.tabularium.app.readings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.tabularium.app.models.Models;
import org.tabularium.network.image.GreyScan;
import org.tabularium.network.image.PageFrame;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.model.DigitModel;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;
import org.tabularium.network.reading.TableReader;

/**
 * Reads with the active model, or with another. Keeps the native memory of the two versions that
 * were used last, since while a version is being activated both read; nobody's network is closed
 * while she reads with it.
 */
@Component
public class Reader implements DisposableBean {

  private static final int KEPT = 2;

  private final Models models;

  /** By version, the least recently used first. */
  private final Map<String, Kept> kept = new LinkedHashMap<>(4, 0.75f, true);

  Reader(Models models) {
    this.models = models;
  }

  private static final class Kept {
    private final TableReader reader;
    private int users;

    Kept(TableReader reader) {
      this.reader = reader;
    }
  }

  /** See {@link TableReader#read}. Nothing is stored. */
  public Reading read(
      Path scan,
      @Nullable Region region,
      @Nullable Turn turn,
      @Nullable Double scale,
      Progress progress)
      throws UnreadableScan, IOException {
    return read(models.active().model(), scan, region, turn, scale, progress);
  }

  /** The same with a model that need not be active. */
  public Reading read(
      DigitModel model,
      Path scan,
      @Nullable Region region,
      @Nullable Turn turn,
      @Nullable Double scale,
      Progress progress)
      throws UnreadableScan, IOException {
    Kept mine = take(model);
    try {
      return mine.reader.read(scan, region, turn, scale, progress);
    } finally {
      give(mine);
    }
  }

  /**
   * Once more where it was read before, of a scan that is decoded, and perhaps changed, already.
   */
  public Reading read(GreyScan scan, PageFrame frame) throws UnreadableScan {
    Kept mine = take(models.active().model());
    try {
      return mine.reader.read(scan, frame);
    } finally {
      give(mine);
    }
  }

  private synchronized Kept take(DigitModel model) {
    Kept mine =
        kept.computeIfAbsent(model.version(), version -> new Kept(new TableReader(model, 1)));
    mine.users++;
    closeIdle(KEPT);
    return mine;
  }

  private synchronized void give(Kept mine) {
    mine.users--;
    closeIdle(KEPT);
  }

  private void closeIdle(int most) {
    Iterator<Kept> oldest = kept.values().iterator();
    while (kept.size() > most && oldest.hasNext()) {
      Kept one = oldest.next();
      if (one.users == 0) {
        oldest.remove();
        one.reader.close();
      }
    }
  }

  @Override
  public synchronized void destroy() {
    closeIdle(0);
  }
}
