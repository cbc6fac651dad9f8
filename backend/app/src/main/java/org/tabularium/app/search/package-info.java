/**
 * Ranks tables by the similarity of what was read in them: to a table, to a picture, to numbers.
 *
 * <p>The index is exact, lives in memory, and is rebuilt from the stored readings at every start,
 * so lost news costs nothing. What never lives here: the definition of a score, which is the
 * network's {@code Explainer}, and why two tables are similar.
 */
@NullMarked
package org.tabularium.app.search;

import org.jspecify.annotations.NullMarked;
