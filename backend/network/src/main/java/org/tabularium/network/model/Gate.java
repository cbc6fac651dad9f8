package org.tabularium.network.model;

/**
 * Keeps one cell for each digit found: a cell that is the strongest over all classes and over its
 * neighbourhood, and above a threshold. Ties go to the cell that comes first, row by row.
 *
 * <p>Summing whole maps drowns digits in background, and a blob would be counted once for each of
 * its cells. BiLRP treats the gate as a constant: its own decision gets no relevance.
 *
 * @param threshold activation that a peak must exceed
 * @param reachX cells to either side
 * @param reachY cells above and below
 */
public record Gate(float threshold, int reachX, int reachY) {}
