package org.tabularium.app.models;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface ModelRows extends JpaRepository<ModelRow, String> {

  Optional<ModelRow> findByActiveTrue();

  List<ModelRow> findAllByOrderByRegisteredAtDesc();

  @Modifying
  @Query("update ModelRow m set m.active = false where m.active")
  void deactivateAll();
}
