package org.tabularium.app.corpus;

import java.util.Set;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ScanRows extends JpaRepository<ScanRow, String> {

  /** The names of all scans. */
  @Query("select s.sha256 from ScanRow s")
  Set<String> names();
}
