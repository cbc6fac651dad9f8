package org.tabularium.training.patches;

/**
 * A digit, or a letter like one, on a sheet.
 *
 * @param x centre of its box, ink-map cells
 * @param y on the common line of all digits, {@link org.tabularium.network.model.ModelSpec#line()}
 *     em above the baseline, ink-map cells
 * @param em size of its type, ink-map cells
 * @param digit 0 to 9; -1 for a letter
 */
public record Mark(double x, double y, double em, int digit) {}
