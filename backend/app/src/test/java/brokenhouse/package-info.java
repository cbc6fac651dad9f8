/**
 * A house in which every wall of {@link org.tabularium.House} is broken once, so that the tests see
 * that the walls are guarded. Nothing here does anything.
 */
@NullMarked
package brokenhouse;

import org.jspecify.annotations.NullMarked;
