package org.tabularium.app.search;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tabularium.app.readings.Readings;
import org.tabularium.network.index.VectorIndex;

/**
 * The vectors of all tables that one version of the model has read, kept in step with what is
 * stored. No other version's vectors are ever put into it.
 */
final class LiveIndex {

  private static final Logger log = LoggerFactory.getLogger(LiveIndex.class);

  private final String version;
  private final Readings readings;
  private final VectorIndex vectors = new VectorIndex();

  /** Held while it is filled: by one, while others wait. */
  private final Object filling = new Object();

  /** Held while some are read again, so that what was read later is put later. */
  private final Object refreshing = new Object();

  private volatile boolean filled;

  /** What has changed since filling began, for it may be filled with what was before; else null. */
  private @Nullable Set<Long> meanwhile;

  LiveIndex(String version, Readings readings) {
    this.version = version;
    this.readings = readings;
  }

  /** Filled; whoever asks first waits for that, and so does whoever asks meanwhile. */
  VectorIndex vectors() {
    if (!filled) {
      synchronized (filling) {
        if (!filled) {
          fill();
        }
      }
    }
    return vectors;
  }

  /** Everything anew. */
  void fill() {
    synchronized (filling) {
      long begun = System.nanoTime();
      fillNow();
      filled = true;
      log.info(
          "Index of {} tables built in {} ms",
          vectors.size(),
          (System.nanoTime() - begun) / 1_000_000);
    }
  }

  private void fillNow() {
    synchronized (this) {
      meanwhile = new HashSet<>();
    }
    Set<Long> gone = vectors.tables();
    readings.eachVector(
        version,
        vector -> {
          put(vector);
          gone.remove(vector.entry().table());
        });
    gone.forEach(vectors::remove);
    Set<Long> changed;
    synchronized (this) {
      changed = meanwhile == null ? Set.of() : meanwhile;
      meanwhile = null;
    }
    refresh(changed);
  }

  /** These as they are stored now, whoever stored them. */
  void refresh(Collection<Long> tables) {
    // Another lock than that for putting, which others do with a connection in their hands.
    synchronized (refreshing) {
      Set<Long> gone = new HashSet<>(tables);
      List<Readings.Vector> now = stored(tables);
      now.forEach(vector -> gone.remove(vector.entry().table()));
      put(now);
      remove(gone);
    }
  }

  /**
   * These as the transaction at hand has stored them: to be {@linkplain #put put} if it commits.
   */
  List<Readings.Vector> stored(Collection<Long> tables) {
    return readings.vectors(tables, version);
  }

  synchronized void put(List<Readings.Vector> changed) {
    note(changed.stream().map(vector -> vector.entry().table()).toList());
    changed.forEach(this::put);
  }

  synchronized void remove(Collection<Long> tables) {
    note(tables);
    tables.forEach(vectors::remove);
  }

  private void note(Collection<Long> tables) {
    if (meanwhile != null) {
      meanwhile.addAll(tables);
    }
  }

  private void put(Readings.Vector vector) {
    vectors.put(vector.entry(), vector.phi());
  }
}
