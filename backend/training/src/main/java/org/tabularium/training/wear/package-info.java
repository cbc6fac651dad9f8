/**
 * What time and craft do to a page: ink that spreads or starves, paper that yellows, stains, shows
 * the other side, and a camera that blurs, warps and compresses.
 *
 * <p>All of it works on {@link org.tabularium.training.wear.Plane}s, seeded: the same generator
 * state gives the same page. What never lives here: type, table content, truth; whoever moves ink
 * sideways (skew) does it where the type is drawn, so that the truth moves along.
 */
@NullMarked
package org.tabularium.training.wear;

import org.jspecify.annotations.NullMarked;
