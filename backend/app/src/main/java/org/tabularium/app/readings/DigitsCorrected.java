package org.tabularium.app.readings;

/**
 * The corrected digits of a table are others now. Published within the transaction that says so.
 */
public record DigitsCorrected(long table) {}
