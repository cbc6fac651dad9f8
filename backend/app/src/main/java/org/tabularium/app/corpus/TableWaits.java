package org.tabularium.app.corpus;

import org.tabularium.app.platform.Person;

/**
 * A table is to be read. Published within the transaction that stores it, so that table and job
 * come into being together or not at all.
 *
 * @param by who asked for it
 * @param unasked nobody waits for it: a page of the sample corpus
 */
public record TableWaits(long table, String readKey, Person by, boolean unasked) {}
