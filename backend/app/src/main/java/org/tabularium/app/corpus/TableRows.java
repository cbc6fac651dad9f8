package org.tabularium.app.corpus;

import org.springframework.data.jpa.repository.JpaRepository;

interface TableRows extends JpaRepository<TableRow, Long> {}
