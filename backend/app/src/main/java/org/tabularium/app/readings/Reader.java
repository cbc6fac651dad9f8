package org.tabularium.app.readings;

import java.io.IOException;
import java.nio.file.Path;
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

/** Reads with the active model; keeps its network's native memory while it is active. */
@Component
public class Reader implements DisposableBean {

  private final Models models;
  private @Nullable TableReader reader;

  Reader(Models models) {
    this.models = models;
  }

  /** See {@link TableReader#read}. Nothing is stored. */
  public Reading read(
      Path scan,
      @Nullable Region region,
      @Nullable Turn turn,
      @Nullable Double scale,
      Progress progress)
      throws UnreadableScan, IOException {
    return ofActiveModel().read(scan, region, turn, scale, progress);
  }

  /**
   * Once more where it was read before, of a scan that is decoded, and perhaps changed, already.
   */
  public Reading read(GreyScan scan, PageFrame frame) throws UnreadableScan {
    return ofActiveModel().read(scan, frame);
  }

  private synchronized TableReader ofActiveModel() {
    DigitModel active = models.active();
    if (reader == null || !reader.model().version().equals(active.version())) {
      if (reader != null) {
        reader.close();
      }
      reader = new TableReader(active, 1);
    }
    return reader;
  }

  @Override
  public synchronized void destroy() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
