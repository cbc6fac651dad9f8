package org.tabularium.app.models;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import org.springframework.data.domain.Persistable;

@Entity
@Table(name = "model_version")
class ModelRow implements Persistable<String> {

  @Id String version;
  String card;
  byte[] weights;
  boolean active;
  Instant registeredAt;

  @Transient private boolean stored;

  protected ModelRow() {}

  ModelRow(String version, String card, byte[] weights) {
    this.version = version;
    this.card = card;
    this.weights = weights;
    this.registeredAt = Instant.now();
  }

  @Override
  public String getId() {
    return version;
  }

  @Override
  public boolean isNew() {
    return !stored;
  }

  @PostLoad
  @PostPersist
  void nowStored() {
    stored = true;
  }
}
