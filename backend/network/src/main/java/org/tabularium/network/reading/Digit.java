package org.tabularium.network.reading;

import org.tabularium.network.image.Box;

/**
 * One digit found in a table: a gated peak of its class's digit map.
 *
 * @param box where it stands, pixels of the scan as uploaded
 * @param digit its class, 0 to 9
 * @param confidence the peak's activation; about 1 for a clean digit
 * @param row of the digit map's cell that the gate kept, on the upright table
 * @param column of the same cell; with it an explanation starts where the reading stopped, and
 *     never has to find a peak again
 */
public record Digit(Box box, int digit, float confidence, int row, int column) {}
