/**
 * Why two tables are similar: BiLRP at the level of digits, from two stored readings, and down to
 * the ink, from branches that a job computes once for each table and that are kept in a cache.
 *
 * <p>What never lives here: the mathematics, which is the network's {@code Explainer}, {@code
 * PixelReader} and {@code PixelExplanation}. At the level of digits no network runs.
 */
@NullMarked
package org.tabularium.app.explain;

import org.jspecify.annotations.NullMarked;
