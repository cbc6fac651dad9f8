/**
 * Lenses: other networks to look at a pair of tables with, beside the one that reads digits (paper,
 * figure 11 C). Which there are, what a pair looks like to one of them, a cache of that, and its
 * figure.
 *
 * <p>What never lives here: the mathematics, which is the network's {@code PictureModel}, and the
 * models that read tables.
 */
@NullMarked
package org.tabularium.app.lens;

import org.jspecify.annotations.NullMarked;
