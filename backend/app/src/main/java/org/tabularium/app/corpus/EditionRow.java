package org.tabularium.app.corpus;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  @Version int version;

  protected EditionRow() {}

  EditionRow(long corpusId, EditionFields fields) {
    this.corpusId = corpusId;
    describe(fields);
  }

  final void describe(EditionFields fields) {
    title = fields.title();
    authors = fields.authors().toArray(String[]::new);
    printers = fields.printers().toArray(String[]::new);
    publishers = fields.publishers().toArray(String[]::new);
    place = fields.place();
    year = fields.year();
    handle = fields.handle();
    fingerprint = fields.fingerprint();
  }

  Edition edition() {
    return new Edition(
        id,
        corpusId,
        title,
        List.of(authors),
        List.of(printers),
        List.of(publishers),
        place,
        year,
        handle);
  }
}
