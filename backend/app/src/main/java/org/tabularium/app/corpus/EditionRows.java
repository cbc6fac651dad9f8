package org.tabularium.app.corpus;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface EditionRows extends JpaRepository<EditionRow, Long> {

  List<EditionRow> findByCorpusIdOrderByYearAscTitleAscIdAsc(long corpusId);

  Optional<EditionRow> findByCorpusIdAndFingerprint(long corpusId, String fingerprint);
}
