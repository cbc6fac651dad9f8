package org.tabularium.app.corpus;

/** No table uses this scan any more. Published within the transaction. */
record ScanGone(String sha256) {}
