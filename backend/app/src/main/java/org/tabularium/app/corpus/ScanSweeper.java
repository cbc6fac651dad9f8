package org.tabularium.app.corpus;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes bytes that no table uses: after a delete, and at the start what a power cut left. */
@Component
class ScanSweeper implements InitializingBean, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(ScanSweeper.class);

  private final ScanStore store;
  private final ScanRows scans;
  private final Locks locks;
  private final TransactionTemplate transaction;
  private final ExecutorService broom =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "scan-sweeper");
            thread.setDaemon(true);
            return thread;
          });

  ScanSweeper(ScanStore store, ScanRows scans, Locks locks, TransactionTemplate transaction) {
    this.store = store;
    this.scans = scans;
    this.locks = locks;
    this.transaction = transaction;
  }

  /** Before the doors open, so that nothing is being uploaded. */
  @Override
  public void afterPropertiesSet() throws IOException {
    int swept = store.sweep(scans.names()::contains);
    if (swept > 0) {
      log.info("{} files of unfinished uploads were deleted", swept);
    }
  }

  /**
   * Only when the rows are gone for good; an upload of the same bytes meanwhile keeps them. On a
   * thread of its own: the thread that deleted still holds its connection to the database here.
   */
  @TransactionalEventListener
  void sweep(ScanGone gone) {
    broom.execute(() -> sweep(gone.sha256()));
  }

  private void sweep(String sha256) {
    try {
      transaction.executeWithoutResult(
          status -> {
            locks.untilCommit("scan", sha256);
            if (!scans.existsById(sha256)) {
              store.remove(sha256);
            }
          });
    } catch (RuntimeException e) {
      // The next start sweeps it up.
      log.warn("The bytes of scan {} remain for now", sha256, e);
    }
  }

  @Override
  public void destroy() {
    broom.shutdown();
  }
}
