package org.tabularium.app.corpus;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface EditionRows extends JpaRepository<EditionRow, Long> {

  Optional<EditionRow> findByCorpusIdAndFingerprint(long corpusId, String fingerprint);
}
