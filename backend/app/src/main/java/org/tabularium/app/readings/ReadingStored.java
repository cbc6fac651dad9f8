package org.tabularium.app.readings;

/**
 * Tables of a key have a reading of the active model now. Published within the transaction that
 * says so.
 */
public record ReadingStored(String readKey, String modelVersion) {}
