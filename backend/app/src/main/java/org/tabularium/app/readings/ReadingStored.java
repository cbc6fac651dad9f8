package org.tabularium.app.readings;

/**
 * Tables of a key have a reading of this version now, whether it is active or not. Published within
 * the transaction that says so.
 */
public record ReadingStored(String readKey, String modelVersion) {}
