package org.tabularium.app.search;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tabularium.app.corpus.ScanProblems;
import org.tabularium.app.corpus.ScanStore;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.readings.Reader;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.Turn;
import org.tabularium.network.image.UnreadableScan;
import org.tabularium.network.reading.Progress;
import org.tabularium.network.reading.Reading;

/** Reads a picture that is only asked about: its bytes are gone when the answer is. */
@Component
class PictureSearch {

  private final ScanStore store;
  private final Reader reader;

  /** Whoever comes later waits; more at once would only be slower for all. */
  private final Semaphore places = new Semaphore(2, true);

  PictureSearch(ScanStore store, Reader reader) {
    this.store = store;
    this.reader = reader;
  }

  /**
   * @throws Problem when the picture cannot be read
   */
  Asked asked(
      InputStream picture,
      String name,
      @Nullable Region region,
      @Nullable Integer turn,
      @Nullable Double scale)
      throws IOException {
    Reading reading = read(picture, region, turn, scale);
    return Asked.of(
        new Asked.Example(
            new Asked.OfPicture(name),
            false,
            reading.phi(),
            reading.digits().size(),
            reading.occurrences().size(),
            0));
  }

  private Reading read(
      InputStream picture, @Nullable Region region, @Nullable Integer turn, @Nullable Double scale)
      throws IOException {
    try (ScanStore.Incoming bytes = store.receive(picture)) {
      places.acquire();
      try {
        return reader.read(
            bytes.path(), region, turn == null ? null : Turn.ofDegrees(turn), scale, Progress.NONE);
      } finally {
        places.release();
      }
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting to read a picture", e);
    }
  }
}
