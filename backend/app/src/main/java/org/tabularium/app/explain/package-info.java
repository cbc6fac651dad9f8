/**
 * Why two tables are similar: BiLRP at the level of digits, from two stored readings.
 *
 * <p>What never lives here: the mathematics, which is the network's {@code Explainer}; and anything
 * that runs a network.
 */
@NullMarked
package org.tabularium.app.explain;

import org.jspecify.annotations.NullMarked;
