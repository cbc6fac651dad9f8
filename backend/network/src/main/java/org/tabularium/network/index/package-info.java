/**
 * Ranks feature vectors: which tables score highest for a question, exactly, in memory.
 *
 * <p>What never lives here: the definition of a score, which is {@code reading.Explainer}; where
 * vectors are stored; what an edition is beyond its number.
 */
@NullMarked
package org.tabularium.network.index;

import org.jspecify.annotations.NullMarked;
