package org.tabularium.app.corpus;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import org.springframework.data.domain.Persistable;

@Entity
@Table(name = "scan")
class ScanRow implements Persistable<String> {

  @Id String sha256;
  String mediaType;
  long bytes;
  int width;
  int height;
  Instant storedAt;

  /** The id is given, not generated: without this, saving would look for the row first. */
  @Transient private boolean stored;

  protected ScanRow() {}

  ScanRow(String sha256, String mediaType, long bytes, int width, int height) {
    this.sha256 = sha256;
    this.mediaType = mediaType;
    this.bytes = bytes;
    this.width = width;
    this.height = height;
    this.storedAt = Instant.now();
  }

  @Override
  public String getId() {
    return sha256;
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

  Scan scan() {
    return new Scan(sha256, mediaType, bytes, width, height);
  }
}
