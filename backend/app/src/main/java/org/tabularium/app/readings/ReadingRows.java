package org.tabularium.app.readings;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface ReadingRows extends JpaRepository<ReadingRow, Long> {

  Optional<ReadingRow> findByReadKeyAndModelVersion(String readKey, String modelVersion);

  boolean existsByReadKeyAndModelVersion(String readKey, String modelVersion);
}
