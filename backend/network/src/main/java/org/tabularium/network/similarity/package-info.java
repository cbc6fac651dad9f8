/**
 * Similarity of pictures by any network's features, and its BiLRP explanation (paper, sections 5
 * and 6.1): a network cut off at a layer, a random projection on top, gamma by depth, pooled
 * relevance, and the best of all flips and turns.
 *
 * <p>What never lives here: tables, digits, readings; they have a network of their own.
 */
@NullMarked
package org.tabularium.network.similarity;

import org.jspecify.annotations.NullMarked;
