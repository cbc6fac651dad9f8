package org.tabularium.app.corpus;

import org.springframework.data.jpa.repository.JpaRepository;

interface ScanRows extends JpaRepository<ScanRow, String> {}
