/**
 * The paper's benchmark with known truth (section 4): two sequences of six digits whose similarity
 * is the number of their matches, a small network trained to it, and how well each way of
 * explaining finds the matches again. Plain Java and the same at every run, bit for bit.
 *
 * <p>What never lives here: tables, pictures, the training engine.
 */
@NullMarked
package org.tabularium.training.matching;

import org.jspecify.annotations.NullMarked;
