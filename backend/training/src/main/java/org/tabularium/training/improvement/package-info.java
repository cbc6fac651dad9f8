/**
 * An experiment: how much better a weak model reads after people have labelled some digits, and
 * what it loses elsewhere.
 *
 * <p>What never lives here: the training itself, and anything that the application runs.
 */
@NullMarked
package org.tabularium.training.improvement;

import org.jspecify.annotations.NullMarked;
