/**
 * Generated sheets of print at reading size, with the truth of every digit on them, and the patches
 * that the trainer cuts from them.
 *
 * <p>Sheet number n of a seed is always the same sheet. What never lives here: whole tables with
 * computed content (see {@code training.corpus}), a training engine.
 */
@NullMarked
package org.tabularium.training.patches;

import org.jspecify.annotations.NullMarked;
