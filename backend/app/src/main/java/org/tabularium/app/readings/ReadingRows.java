package org.tabularium.app.readings;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ReadingRows extends JpaRepository<ReadingRow, Long> {

  @Query("select r.id from ReadingRow r where r.readKey = :readKey and r.modelVersion = :model")
  Optional<Long> idOf(String readKey, String model);

  @Query("select r.modelVersion from ReadingRow r where r.readKey = :readKey")
  List<String> versionsOf(String readKey);

  boolean existsByReadKeyAndModelVersion(String readKey, String modelVersion);
}
