package org.tabularium.app.readings;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.tabularium.network.reading.Reading;

/**
 * The readings that were last asked for. People look at the same pair again and again, and a row of
 * three thousand digits takes longer to fetch than to explain. By the row's number: a row never
 * changes, and another reading is another row.
 */
@Component
class Remembered {

  /** Digits of all readings together: some thirty megabytes. */
  private static final long MOST = 100_000;

  /** In order of use, the least recent first. */
  private final LinkedHashMap<Long, Reading> readings = new LinkedHashMap<>(16, 0.75f, true);

  private long digits;

  /**
   * @param fetch gets it from its row; empty when that has gone meanwhile
   */
  Optional<Reading> of(long row, Supplier<Optional<Reading>> fetch) {
    synchronized (readings) {
      Reading known = readings.get(row);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<Reading> fetched = fetch.get();
    fetched.ifPresent(reading -> keep(row, reading));
    return fetched;
  }

  private void keep(long row, Reading reading) {
    synchronized (readings) {
      if (readings.put(row, reading) == null) {
        digits += reading.digits().size();
      }
      var oldest = readings.values().iterator();
      while (digits > MOST && readings.size() > 1) {
        digits -= oldest.next().digits().size();
        oldest.remove();
      }
    }
  }
}
