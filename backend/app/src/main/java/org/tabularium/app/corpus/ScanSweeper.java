package org.tabularium.app.corpus;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes bytes that no table uses: after a delete, and at the start what a power cut left. */
@Component
class ScanSweeper implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(ScanSweeper.class);

  private final ScanStore store;
  private final ScanRows scans;
  private final Locks locks;
  private final TransactionTemplate afterwards;

  ScanSweeper(
      ScanStore store, ScanRows scans, Locks locks, PlatformTransactionManager transactions) {
    this.store = store;
    this.scans = scans;
    this.locks = locks;
    this.afterwards = new TransactionTemplate(transactions);
    this.afterwards.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Before the doors open, so that nothing is being uploaded. */
  @Override
  public void afterPropertiesSet() throws IOException {
    int swept = store.sweep(scans::existsById);
    if (swept > 0) {
      log.info("{} files of unfinished uploads were deleted", swept);
    }
  }

  /** Only when the rows are gone for good; an upload of the same bytes meanwhile keeps them. */
  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void sweep(ScanGone gone) {
    afterwards.executeWithoutResult(
        status -> {
          locks.untilCommit("scan", gone.sha256());
          if (!scans.existsById(gone.sha256())) {
            store.remove(gone.sha256());
          }
        });
  }
}
