package org.tabularium.app.corpus;

import java.util.List;

/** What people say about these tables has changed. Published within the transaction. */
public record TablesChanged(List<Long> tables) {}
