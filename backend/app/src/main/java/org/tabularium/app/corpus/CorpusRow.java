package org.tabularium.app.corpus;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "corpus")
class CorpusRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  String name;
  String description;
  boolean generated;
  Instant createdAt;
  long createdBy;
  @Nullable Instant changedAt;
  @Nullable Long changedBy;
  @Version int version;

  protected CorpusRow() {}

  CorpusRow(String name, String description, boolean generated, long createdBy) {
    this.name = name;
    this.description = description;
    this.generated = generated;
    this.createdBy = createdBy;
    this.createdAt = Instant.now();
  }
}
