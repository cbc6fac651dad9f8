package org.tabularium.app.corpus;

import org.springframework.data.jpa.repository.JpaRepository;

interface CorpusRows extends JpaRepository<CorpusRow, Long> {}
