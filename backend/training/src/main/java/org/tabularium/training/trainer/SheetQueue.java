package org.tabularium.training.trainer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.tabularium.training.patches.Sheet;

/**
 * Makes sheets in the background and hands them out in their order, so that which sheets a step
 * sees depends on its number and not on how fast the machine is.
 */
final class SheetQueue implements AutoCloseable {
  private static final int AHEAD = 24;

  private final LongFunction<Sheet> maker;
  private final ExecutorService workers;
  private final ArrayDeque<Future<Sheet>> coming = new ArrayDeque<>();
  private final List<Sheet> pool = new ArrayList<>();
  private final int most;
  private long ordered;
  private long taken;

  SheetQueue(LongFunction<Sheet> maker, int pool, int workers) {
    this.maker = maker;
    this.most = pool;
    this.workers =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              Thread thread = new Thread(task, "sheets");
              thread.setDaemon(true);
              return thread;
            });
    order();
  }

  /** The pool after {@code count} sheets have been made in all; the oldest have left it. */
  List<Sheet> pool(long count) throws InterruptedException {
    while (taken < count) {
      Sheet sheet;
      try {
        sheet = coming.remove().get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("sheet " + taken + " could not be made", e.getCause());
      }
      if (pool.size() < most) {
        pool.add(sheet);
      } else {
        pool.set((int) (taken % most), sheet);
      }
      taken++;
      order();
    }
    return pool;
  }

  private void order() {
    while (coming.size() < AHEAD) {
      long n = ordered++;
      coming.add(workers.submit(() -> maker.apply(n)));
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
