package org.tabularium.app.corpus;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.platform.PersonId;

@Entity
@Table(name = "edition")
class EditionRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  long corpusId;
  String title;
  String[] authors;
  String[] printers;
  String[] publishers;
  String place;
  @Nullable Integer year;
  String handle;
  String fingerprint;
  Instant createdAt;
  long createdBy;
  @Nullable Instant changedAt;
  @Nullable Long changedBy;
  @Version int version;

  protected EditionRow() {}

  EditionRow(long corpusId, EditionFields fields, PersonId by) {
    this.corpusId = corpusId;
    this.createdAt = Instant.now();
    this.createdBy = by.value();
    describe(fields);
  }

  final void describeAnew(EditionFields fields, PersonId by) {
    describe(fields);
    changedAt = Instant.now();
    changedBy = by.value();
  }

  private void describe(EditionFields fields) {
    title = fields.title();
    authors = fields.authors().toArray(String[]::new);
    printers = fields.printers().toArray(String[]::new);
    publishers = fields.publishers().toArray(String[]::new);
    place = fields.place();
    year = fields.year();
    handle = fields.handle();
    fingerprint = fields.fingerprint();
  }
}
